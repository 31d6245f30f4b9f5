#include "http/founding.h"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

#include "access/accounts.h"
#include "access/sessions.h"
#include "campaign/found_house.h"
#include "core/text.h"
#include "http/problem.h"
#include "http/static_files.h"
#include "net/header_forms.h"
#include "net/http_date.h"
#include "net/query.h"
#include "net/server.h"
#include "portal/calendar_page.h"
#include "portal/found_page.h"

namespace chuangyou {
namespace {

constexpr std::uint64_t form_bytes_max = 16 * 1024;
constexpr int tries_max = 10;  // then the program has to be started anew, which makes a new code
constexpr std::chrono::milliseconds between_looks{200};
constexpr int looks_max = 10;  // for who reads the page without its style sheet
constexpr std::string_view form_type = "application/x-www-form-urlencoded";

// The page and what it does. Requests come on several loops; there is one founding.
class FirstRun {
 public:
  FirstRun(ServeOptions& options, const Clocks& clocks)
      : places_{options.database, options.campaigns},
        clocks_(clocks),
        random_(RandomSource::from_system()),
        code_(make_one_time_password(random_)) {}

  const std::string& code() const { return code_; }
  bool is_founded() const { return is_founded_; }
  bool was_styled() const { return was_styled_; }  // the page that tells the passwords

  Reply respond(Request& request) {
    const std::string_view path = request.path();
    if (path == "/health") return well();
    if (path == "/icon.svg") return static_file(request);
    if (path == "/portal.css") {
      was_styled_ = is_founded();
      return portal_style_sheet(request);
    }
    if (is_founded()) return problem(Refusal::not_accepting_acts_now, language_of(request));
    if (path.starts_with("/api/") || path == "/ready" || path.starts_with("/log/"))
      return problem(Refusal::not_accepting_acts_now, language_of(request));
    if (path != "/found") return to_the_page();
    if (request.method == Method::get || request.method == Method::head) return show(request);
    if (request.method == Method::post) return found(request);
    return problem(Refusal::method_is_wrong, language_of(request));
  }

 private:
  static Reply well() {
    Reply reply;
    reply.body = R"({"status":"founding"})";
    return reply;
  }
  static Reply to_the_page() {
    Reply reply;
    reply.status = 303;
    reply.content_type = "text/plain; charset=utf-8";
    reply.add("Location", "/found");
    reply.add("Cache-Control", "no-store");
    return reply;
  }

  Language chosen(QueryString& query, const Request& request) const {
    const std::string lang = query.take("lang").value_or("");
    if (lang == "en") return Language::en;
    return lang == "zh" ? Language::zh : language_of(request);
  }

  Reply page(const FoundPage& page, int status) const {
    Reply reply;
    reply.status = status;
    reply.content_type = "text/html; charset=utf-8";
    reply.add("Cache-Control", "no-store");
    reply.add("Vary", "Accept-Language");
    reply.body = found_page(page);
    return reply;
  }

  Reply show(const Request& request) {
    QueryString query(request.query());
    return page({chosen(query, request), offered(), {}, {}, {}, {}}, 200);
  }

  // A browser says from where a form comes; one from another site is never meant.
  static bool is_foreign(const Request& request) {
    const std::string_view site = request.header(Header::sec_fetch_site);
    return site == "cross-site" || site == "same-site";
  }

  Reply found(Request& request) {
    if (is_foreign(request)) return problem(Refusal::csrf_token_is_wrong, language_of(request));
    if (!is_media_type(request.header(Header::content_type), form_type))
      return problem(Refusal::media_type_is_wrong, language_of(request));
    const std::lock_guard turn(founding_);
    if (is_founded_) return to_the_page();
    QueryString form(request.body);
    FoundPage shown{chosen(form, request), offered(), {}, {}, {}, {}};
    const std::string code = as_told(form.take("code").value_or(""));
    for (const FoundField& field : found_fields)
      if (field.name != "code")
        shown.typed[std::string(field.name)] = form.take(field.name).value_or("");
    shown.typed["campaign"] = form.take("campaign").value_or("");
    shown.refused = form.errors();
    if (tries_ >= tries_max || !equal_in_constant_time(code, code_)) {
      if (++tries_ == tries_max)
        spdlog::error("founding=closed why=\"too many wrong codes: start the program anew\"");
      shown.refused.assign(1, {Refusal::founding_code_is_wrong, "code", {}});
      return page(shown, 403);
    }
    shown.typed["code"] = code;
    if (!shown.refused.empty()) return page(shown, 422);
    return found_as(shown);
  }

  std::vector<FoundPage::Campaign> offered() const {
    std::vector<FoundPage::Campaign> all;
    for (CampaignOffered& one : campaigns_offered(places_))
      all.push_back(
          {std::move(one.key), std::move(one.name), std::move(one.purpose), one.from, one.until});
    return all;
  }

  // A telephone begins with a capital, and a code that was copied brings a blank with it.
  static std::string as_told(std::string_view typed) {
    std::string code(trimmed(typed));
    for (char& symbol : code)
      if (symbol >= 'A' && symbol <= 'Z') symbol = static_cast<char>(symbol - 'A' + 'a');
    return code;
  }

  Reply found_as(FoundPage& shown) {
    const auto typed = [&](std::string_view name) { return shown.typed.find(name)->second; };
    NewBody body;
    body.key = typed("key");
    body.name = {typed("name_zh"), typed("name_en")};
    body.campaign = typed("campaign");
    body.zone = typed("zone");
    FirstPeople people;
    people.root = typed("root");
    struct One {
      std::string_view role;
      FirstPerson* person;
    };
    const One three[] = {{"administrator", &people.administrator},
                         {"security_administrator", &people.security_administrator},
                         {"auditor", &people.auditor}};
    for (const One& one : three) {
      one.person->name = typed(std::string(one.role) + "_name");
      one.person->account = typed(std::string(one.role) + "_account");
    }
    Bodies bodies;
    if (std::vector<Refused> faults = faults_of_house(places_, body, people, bodies);
        !faults.empty())
      return refused(shown, std::move(faults));
    std::vector<FoundPage::First> told;
    for (const One& one : three) {
      const std::string password = make_one_time_password(random_);
      one.person->password_hash = hash_password(password);
      told.push_back(
          {one.role, one.person->name, folded_account_name(one.person->account), password});
    }
    const auto founded = found_house(places_, body, people, bodies, clocks_.wall(), random_);
    if (!founded) return refused(shown, {founded.error()});
    is_founded_ = true;
    spdlog::info("founding=done body={}", body.key);
    shown.name = shown.language == Language::zh ? body.name.zh : body.name.en;
    shown.three = std::move(told);
    return page(shown, 200);
  }

  Reply refused(FoundPage& shown, std::vector<Refused> why) {
    shown.refused = std::move(why);
    return page(shown, 422);
  }

  Places places_;
  const Clocks& clocks_;
  RandomSource random_;
  const std::string code_;
  std::mutex founding_;
  int tries_ = 0;
  std::atomic<bool> is_founded_ = false, was_styled_ = false;
};

Doors doors_of(FirstRun& first, const Clocks& clocks) {
  return {.respond =
              [&first](std::size_t, Request& request, const Answer&) {
                try {
                  return first.respond(request);
                } catch (const std::exception& error) {
                  return broken(error, language_of(request));
                }
              },
          .admit =
              [](std::size_t, Request&) {
                Admission admission;
                admission.body_max = form_bytes_max;
                return admission;
              },
          .refuse = [](Refusal law,
                       const Request& request) { return problem(law, language_of(request)); },
          .tell_of_fault =
              [](const Request&, Reply& reply) {
                spdlog::error("founding=broken law={} why=\"{}\"", name_of(reply.law), reply.why);
              },
          .date = [&clocks] { return http_date(clocks.wall()); }};
}

}  // namespace

bool serve_until_founded(ServeOptions& options, const Clocks& clocks, const EndSignals& signals,
                         const std::shared_ptr<Certificate>& certificate) {
  FirstRun first(options, clocks);
  SlowWork slow{1, 16};
  ServerOptions chosen;
  chosen.address = options.address;
  chosen.port = options.port;
  chosen.loops = 1;
  chosen.connections_max = 256;
  chosen.certificate = certificate;
  Server server(chosen, slow);
  server.start(doors_of(first, clocks));
  options.port = server.port();
  fmt::print(
      "尚无机构。请打开 {3}://{0}:{1}/found ，开通码：{2}\n"
      "No body yet. Open {3}://{0}:{1}/found , the code is: {2}\n",
      options.address, options.port, first.code(), certificate ? "https" : "http");
  std::fflush(stdout);
  while (!first.is_founded())
    if (signals.came_within(between_looks)) break;
  // The page with the passwords is read here and nowhere else: it gets its style sheet first.
  for (int looks = 0; first.is_founded() && !first.was_styled() && looks < looks_max; ++looks)
    if (signals.came_within(between_looks)) break;
  if (first.was_styled()) (void)signals.came_within(between_looks);
  server.stop();
  return first.is_founded();
}

}  // namespace chuangyou
