#include "http/serve.h"

#include <fmt/core.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include "campaign/load.h"
#include "campaign/log.h"
#include "http/dispatch.h"
#include "http/founding.h"
#include "http/problem.h"
#include "jobs/deadlines.h"
#include "jobs/going_on.h"
#include "jobs/nightly.h"
#include "jobs/nightly_backups.h"
#include "jobs/restored.h"
#include "jobs/retention.h"
#include "jobs/searching.h"
#include "jobs/start_checks.h"
#include "jobs/witnesses.h"
#include "net/certificate.h"
#include "net/signals.h"
#include "storage/keys.h"
#include "storage/sole_writer.h"

namespace chuangyou {
namespace {

// Every connection is a file handle; the usual soft limit of 1,024 would end at as many readers.
void allow_many_connections() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

std::vector<std::unique_ptr<Lane>> make_lanes(Server& server, const std::string& database) {
  std::vector<std::unique_ptr<Lane>> lanes;
  for (std::size_t i = 0; i < server.loops(); ++i)
    lanes.push_back(std::make_unique<Lane>(i, database, server.mailbox(i)));
  return lanes;
}

void open_events(Site& site, const std::vector<std::unique_ptr<Lane>>& lanes) {
  std::vector<LiveEvents::Place> places;
  for (const auto& lane : lanes) places.push_back({&lane->mailbox, &lane->reading});
  site.events->open(places, {site.now, site.uptime});
}

ServerOptions server_options(const ServeOptions& options) {
  ServerOptions chosen;
  chosen.address = options.address;
  chosen.port = options.port;
  chosen.loops = options.threads;
  chosen.connections_max = options.connections_max;
  chosen.connections_an_address = options.connections_an_address;
  if (options.site.is_https()) chosen.headers = "Strict-Transport-Security: max-age=31536000\r\n";
  return chosen;
}

int cannot_begin(const Refused& refused) {
  const std::string key = std::string("refusals.").append(name_of(refused.law));
  spdlog::error("{} {} {}: {} {}", name_of(refused.law), refused.field, refused.detail,
                words(Language::zh, key), words(Language::en, key));
  return 1;
}

// A log whose key is missing is not served, and everybody who looks is told; the rest of the house
// goes on.
void open_logs(const ServeOptions& options, Bodies& bodies, Health& health, Moment now,
               bool may_append) {
  Connection connection(options.database, OpenFor::writing);
  RandomSource random = RandomSource::from_system();
  const LogAsked asked{options.site.public_url, options.site.keys, options.new_log_key, may_append};
  Health::Report report;
  for (const auto& body : bodies.all()) {
    const auto opened = open_log(connection, *body, asked, now, random);
    if (!opened) {
      report.is_well = false;
      report.facts.emplace_back(body->key, std::string(name_of(opened.error().law)));
      cannot_begin(opened.error());
    } else if (options.site.public_url.empty()) {
      report.facts.emplace_back(body->key, std::string("not_served_without_public_url"));
    } else if (body->hash == HashFunction::sm3) {
      report.facts.emplace_back(body->key, std::string("not_served_because_of_sm3"));
    } else {
      report.facts.emplace_back(body->key, to_text(body->log->verifier()));
    }
  }
  for (const auto& [body, what] : report.facts)
    spdlog::info("log body={} {}", body, std::get<std::string>(what));
  health.report("log", std::move(report));
}

std::unique_ptr<Witnesses> witnesses_of(const ServeOptions& options, const Bodies& bodies,
                                        Health& health, const Writer::Now& now) {
  std::vector<WitnessAddress> addresses;
  for (const std::string& text : options.witnesses) {
    auto address = parse_witness_address(text);
    if (!address) throw std::invalid_argument("no witness: " + text);
    addresses.push_back(std::move(*address));
  }
  return std::make_unique<Witnesses>(options.database, options.database + ".cosigned", bodies,
                                     health, now, std::move(addresses), options.witness_seconds);
}

using Certified = Result<std::shared_ptr<Certificate>>;

Certified certificate_of(const ServeOptions& options) {
  if (options.certificate.empty()) return nullptr;
  return Certificate::read(options.certificate, options.certificate_key);
}

void tell_of_certificate(const Certificate& certificate, Health& health) {
  health.report("certificate",
                {.is_well = true, .facts = {{"valid_until", certificate.valid_until()}}});
}

void read_certificate_again(Certificate* certificate, Health& health) {
  if (!certificate) return;
  if (const Result<void> read = certificate->read_again(); !read) {
    cannot_begin(read.error());
    return;
  }
  spdlog::info("certificate was read again, valid until {}", to_text(certificate->valid_until()));
  tell_of_certificate(*certificate, health);
}

// Where no body stands yet, somebody founds one first.
Result<void> load_or_found(ServeOptions& options, const Clocks& clocks, const EndSignals& signals,
                           const std::shared_ptr<Certificate>& certificate, Bodies& bodies) {
  const Places places{options.database, options.campaigns};
  if (auto loaded = load_bodies(places, bodies, clocks.wall()); !loaded || !bodies.all().empty())
    return loaded;
  if (!serve_until_founded(options, clocks, signals, certificate)) return {};
  return load_bodies(places, bodies, clocks.wall());
}

// Whoever has no account any more has no preference; his sessions and his second factor ended with
// it.
Retention::Doors doors_of_retention(Site& site) {
  return {.forget_person = [&site](BodyNo body,
                                   PersonId person) { site.saved_views.drop_all(body, person); },
          .forget_log_ins =
              [&site](BodyNo body, Moment before) {
                return site.sessions.forget_log_ins(body, before);
              }};
}

bool may_take_acts(const ServeOptions& options, Bodies& bodies, Health& health, Moment now) {
  RandomSource random = RandomSource::from_system();
  const StartChecked checked = check_at_start(options.database, bodies, health, now,
                                              options.goes_on_without_missing_entries, random);
  const RestoredDecision told{.nothing_is_missing = options.nothing_is_missing,
                              .goes_on_without = options.goes_on_without_missing_entries};
  return may_act_after_restoring(options.database, bodies, health, told, now, random) &&
         !checked.entries_are_missing;
}

}  // namespace

int serve(const ServeOptions& asked, const Clocks& clocks) {
  ServeOptions options = asked;
  if (options.site.keys.empty()) options.site.keys = Keys::beside(options.database).string();
  const EndSignals signals;
  const Certified certificate = certificate_of(options);
  if (!certificate) return cannot_begin(certificate.error());
  options.site.has_certificate = *certificate != nullptr;
  allow_many_connections();
  const auto writing = SoleWriter::of(options.database);
  if (!writing) return cannot_begin(writing.error());
  HouseClock clock(clocks, last_entry_in_real_time(options.database), options.clock_is_right);
  const Writer::Now now = clock.clocks().wall;
  Bodies bodies;
  const auto loaded = load_or_found(options, clock.clocks(), signals, *certificate, bodies);
  if (!loaded) return cannot_begin(loaded.error());
  if (bodies.all().empty()) return 0;  // a signal came before anybody founded one
  Health health;
  const bool may_act = may_take_acts(options, bodies, health, now());
  tell_of_edited_files({options.database, options.campaigns}, bodies, health);
  open_logs(options, bodies, health, now(), may_act);
  Writer writer(options.database, bodies, now, RandomSource::from_system(),
                {.health = &health, .keys = Keys(options.site.keys), .may_append = may_act});
  if (!may_act) writer.gate().close(Refusal::entries_are_missing);
  Deadlines deadlines(options.database, bodies, writer, now);
  GoingOn going_on(options.database, bodies, writer);
  Nightly nightly({options.database, options.campaigns}, bodies, health, now);
  NightlyBackups backups({options.database, options.campaigns}, bodies, health, now,
                         {options.backups, options.backups_kept, options.site.disk_reserve_bytes});
  Searching searching(options.database, bodies, health);
  Site site(bodies, writer, health, clock, options.database, options.campaigns, options.site);
  Retention retention(options.database, bodies, writer, health, now, doors_of_retention(site));
  const auto witnesses = witnesses_of(options, bodies, health, now);
  site.witnesses = witnesses.get();
  site.searching = &searching;
  if (*certificate) tell_of_certificate(**certificate, health);
  ServerOptions chosen = server_options(options);
  chosen.proxies = site.proxies;
  chosen.certificate = *certificate;
  Server server(chosen, site.slow);
  const auto lanes = make_lanes(server, options.database);
  open_events(site, lanes);
  server.start(doors_of(site, lanes));
  deadlines.start();
  going_on.start();
  site.clock_watch.start();
  nightly.start();
  retention.start();
  backups.start();
  searching.start();
  witnesses->start();
  fmt::print("{}://{}:{}\n", *certificate ? "https" : "http", options.address, server.port());
  std::fflush(stdout);
  signals.wait(*certificate ? [&] { read_certificate_again(certificate->get(), health); }
                            : std::function<void()>());
  searching.stop();
  witnesses->stop();
  backups.stop();
  retention.stop();
  nightly.stop();
  going_on.stop();
  deadlines.stop();
  server.stop();
  return 0;
}

}  // namespace chuangyou
