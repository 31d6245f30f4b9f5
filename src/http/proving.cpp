#include "http/proving.h"

#include <spdlog/spdlog.h>

#include <memory>

#include "http/own_account.h"
#include "http/problem.h"
#include "net/network.h"

namespace chuangyou {
namespace {

struct Proving {
  Site& site;
  Actor actor;
  BodyNo body;
  std::string body_key;
  LogInTry attempt;
  std::string address, device;
  Language language;
  Answer answer;
  Proof proof;
  WhenProved then;

  void give(Reply reply) const {
    answer.give([reply = std::move(reply)]() mutable { return std::move(reply); });
  }

  // On a thread that checks passwords. The account, or nothing where a reply was given.
  std::optional<OpenedAccount> check() {
    const Instant now = site.instant();
    attempt.name = site.accounts.open_name_of(body, actor.person);
    attempt.device =
        site.known_devices.recognise(device, body, attempt.name, date_in_utc(now.wall));
    if (const auto may = site.log_in_failures.may_try(attempt, now.uptime); !may) {
      give(problem(may.error(), language));
      return std::nullopt;
    }
    Result<OpenedAccount> opened = what_fits(now);
    if (opened) return std::move(*opened);
    tell_of_failure(opened.error().law);
    give(problem(opened.error(), language));
    return std::nullopt;
  }

  // On another, since it may have to wait for the disk, and whoever logs in does not.
  void go_on(const OpenedAccount& opened) {
    Reply reply = then(opened);
    if (reply.status == 401)
      tell_of_failure(reply.law);
    else
      site.log_in_failures.forgive(attempt);
    give(std::move(reply));
  }

 private:
  Result<OpenedAccount> what_fits(const Instant& now) const {
    OpenedAccount opened{actor.person, attempt.name, {}};
    if (proof.password) {
      auto found = site.accounts.opened_by(body, actor.person, *proof.password);
      if (!found) return refuse(Refusal::name_or_password_is_wrong, "password");
      opened = std::move(*found);
    }
    if (!proof.code) return opened;
    if (!site.second_factors.is_set(body, actor.person)) return refuse(Refusal::nothing_is_there);
    if (auto right = site.second_factors.check(body, actor.person, *proof.code, now.wall); !right)
      return std::unexpected(right.error());
    return opened;
  }

  void tell_of_failure(Refusal law) const {
    const std::string who = to_text(actor.person);
    spdlog::warn("proof=failed of={} law={} body={} person={} address={}", proof.of, name_of(law),
                 body_key, who, address);
    if (const auto is_free = site.log_in_failures.is_free(attempt, site.uptime()); !is_free)
      spdlog::warn("log_in=locked law={} seconds={} body={} person={} address={} known_device={}",
                   name_of(is_free.error().law), is_free.error().detail, body_key, who, address,
                   !attempt.device.empty());
  }
};

// Whatever breaks on the way, somebody waits for a reply.
void give_or_break(const Proving& proving, auto work) {
  try {
    work();
  } catch (const std::exception& error) {
    proving.give(broken(error, proving.language));
  }
}

}  // namespace

Reply prove(Visit& visit, Proof proof, WhenProved then) {
  Site& site = visit.site;
  if (!site.log_in_limit.allows(visit.address, visit.uptime))
    return visit.refused(Refusal::too_many_requests);
  const std::string network = network_of(visit.address);
  LogInTicket ticket{network,
                     to_text(visit.actor.person),
                     false,
                     site.log_in_failures.guesses_from(network, visit.uptime),
                     {}};
  auto proving = std::make_shared<Proving>(
      site, visit.actor, visit.body->no, visit.body->key, LogInTry{visit.body->no, {}, network, {}},
      std::string(visit.address),
      std::string(cookie_in(visit.request.header(Header::cookie), device_cookie)), visit.language,
      visit.answer, std::move(proof), std::move(then));
  ticket.check = [proving = std::move(proving)](bool is_dropped) {
    give_or_break(*proving, [&] {
      const auto too_many = [&] {
        proving->give(problem(Refusal::too_many_requests, proving->language));
      };
      if (is_dropped) return too_many();
      const auto opened = proving->check();
      if (!opened) return;
      const bool is_taken = proving->site.slow.post([proving, opened = *opened] {
        give_or_break(*proving, [&] { proving->go_on(opened); });
      });
      if (!is_taken) too_many();
    });
  };
  site.log_ins.post(std::move(ticket));
  return Reply::later();
}

}  // namespace chuangyou
