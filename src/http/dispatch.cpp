#include "http/dispatch.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "http/own_account.h"
#include "http/past_visit.h"
#include "http/problem.h"
#include "http/rooms.h"
#include "http/routes.h"
#include "http/static_files.h"
#include "net/header_forms.h"
#include "net/http_date.h"
#include "storage/keys.h"

namespace chuangyou {
namespace {

constexpr std::uint64_t json_bytes_max = 1024 * 1024;

bool is_write(const Request& request) {
  return request.method != Method::get && request.method != Method::head;
}

std::string_view address_of(const Site& site, const Request& request) {
  return site.proxies.reader(request.address, request.header(Header::forwarded_for));
}

bool is_key(std::string_view text) {
  return text.size() >= 8 && text.size() <= 128 &&
         std::ranges::all_of(text, [](char symbol) { return symbol > 0x20 && symbol < 0x7F; });
}

// What every write must bring, whatever it does. A browser says where a request comes from; one
// from another site is never meant.
void check_write(const Visit& visit, const Route& route, std::vector<Refused>& errors) {
  const Request& request = visit.request;
  const bool is_foreign = std::ranges::any_of(
      items_of_list(request.header(Header::sec_fetch_site)),
      [](std::string_view site) { return site == "cross-site" || site == "same-site"; });
  const bool has_token =
      !visit.session ||
      equal_in_constant_time(request.header(Header::csrf_token), visit.session->csrf_token);
  if (is_foreign || !has_token) errors.push_back({Refusal::csrf_token_is_wrong, {}, {}});
  if (route.needs_key && !is_key(request.header(Header::idempotency_key)))
    errors.push_back({Refusal::idempotency_key_is_missing, {}, {}});
  const std::string_view type = request.header(Header::content_type);
  const bool is_other =
      !route.other_file_type.empty() && is_media_type(type, route.other_file_type);
  if (route.takes_file && !is_media_type(type, route.file_type) && !is_other)
    errors.push_back({Refusal::media_type_is_wrong, {}, std::string(route.file_type)});
  if (!route.takes_file && !request.body.empty() && !is_media_type(type, json_type))
    errors.push_back({Refusal::media_type_is_wrong, {}, std::string(json_type)});
}

bool find_session(Visit& visit) {
  const std::string_view token = visit.site.session_token(visit.request);
  visit.session = visit.site.sessions.find(token, visit.instant());
  if (!visit.session) return false;
  if (visit.site.accounts.is_shut_out(visit.session->body, visit.session->person)) return false;
  visit.body = visit.site.bodies.find(visit.session->body);
  if (visit.body == nullptr) return false;
  if (Sessions::is_due_for_saving(*visit.session, visit.uptime))
    visit.site.slow.post([&site = visit.site, token = std::string(token), now = visit.real_now] {
      site.sessions.save_use(token, now);
    });
  return true;
}

void enter_body(Visit& visit) {
  visit.reading = std::shared_lock(visit.body->lock);
  visit.now = body_now(*visit.body, visit.real_now);
  if (visit.session)
    visit.actor = visit.body->people.actor(visit.session->person, visit.today(), visit.body->tree);
}

// Who knocks, and is the body there; nullopt = come in.
std::optional<Reply> check_visitor(Visit& visit, const Route& route) {
  if (route.access == Access::limited &&
      !visit.site.public_limit.allows(visit.address, visit.uptime))
    return visit.refused(Refusal::too_many_requests);
  if (needs_session(route) && !find_session(visit)) return visit.refused(Refusal::log_in_first);
  if (route.pattern.contains("{body}")) {
    visit.body = visit.site.bodies.find(visit.named[0]);
    if (visit.body == nullptr)
      return visit.refused(Refusal::body_is_unknown, "body", std::string(visit.named[0]));
  }
  if (visit.body != nullptr) enter_body(visit);
  if (route.access == Access::session)
    if (const auto missing = what_is_missing(visit)) return visit.refused(*missing);
  return std::nullopt;
}

Reply go_through(Visit& visit, const Route& route) {
  if (auto refusal = check_visitor(visit, route)) return std::move(*refusal);
  if (is_write(visit.request)) {
    std::vector<Refused> errors;
    check_write(visit, route, errors);
    if (!errors.empty()) return visit.refused(errors);
  }
  if (auto reply = enter_past_day(visit, route)) return std::move(*reply);
  return visit.past ? open_in_past_day(visit, route) : route.open(visit);
}

using Segments = std::span<const std::string>;

bool is_api(Segments path) {
  return path[0] == "api" || (path.size() == 1 && (path[0] == "health" || path[0] == "ready"));
}

Visit visit_of(Site& site, Lane& lane, Request& request, const Answer& answer) {
  return {.site = site,
          .lane = lane,
          .request = request,
          .answer = answer,
          .address = address_of(site, request),
          .query = QueryString(request.query()),
          .language = language_of(request),
          .real_now = site.now(),
          .uptime = site.uptime()};
}

// A body's log is a tree of files to be read and no interface of ours: what it holds stands in the
// specification of tiled logs. It is as limited as the other doors without a session.
constexpr Route log_route{Method::get, "/log/{body}/…", Access::limited, read_log, "readLog"};

// Evidence has a path of its own, where nothing of ours lies: what a browser makes of a file that
// somebody sent, it makes of nothing else.
constexpr Route files_route{Method::get, "/files/{ledger}/{id}/{hash}", Access::session, read_file,
                            "readFile"};
constexpr std::size_t files_segments = 4;

// The pages that the server writes itself, and their style sheet.
constexpr Route calendar_route{Method::get, "/calendar", Access::limited, show_calendar,
                               "showCalendar"};

Reply respond_from_log(Site& site, Lane& lane, Request& request, const Answer& answer,
                       Segments path) {
  if (auto refusal = refuse_write(request)) return std::move(*refusal);
  Visit visit = visit_of(site, lane, request, answer);
  visit.named[0] = path[1];
  for (std::size_t i = 2; i < path.size(); ++i)
    visit.named[1].append(i == 2 ? "" : "/").append(path[i]);
  return go_through(visit, log_route);
}

Reply respond_from_files(Site& site, Lane& lane, Request& request, const Answer& answer,
                         Segments path) {
  if (auto refusal = refuse_write(request)) return std::move(*refusal);
  Visit visit = visit_of(site, lane, request, answer);
  for (std::size_t i = 1; i < files_segments; ++i) visit.named[i - 1] = path[i];
  return go_through(visit, files_route);
}

Reply respond_from_portal(Site& site, Lane& lane, Request& request, const Answer& answer,
                          const Route& route) {
  if (auto refusal = refuse_write(request)) return std::move(*refusal);
  Visit visit = visit_of(site, lane, request, answer);
  return go_through(visit, route);
}

Reply respond_or_throw(Site& site, Lane& lane, Request& request, const Answer& answer) {
  const auto path = path_segments(request.path());
  if (!path) return problem(Refusal::request_is_malformed, language_of(request));
  if (path->empty()) return static_file(request);  // `*`, which no method of ours takes
  if (path->front() == "log" && path->size() > 1)
    return respond_from_log(site, lane, request, answer, *path);
  if (path->front() == "files" && path->size() == files_segments)
    return respond_from_files(site, lane, request, answer, *path);
  if (path->size() == 1 && path->front() == "calendar")
    return respond_from_portal(site, lane, request, answer, calendar_route);
  if (path->size() == 1 && path->front() == "portal.css") return portal_style_sheet(request);
  if (!is_api(*path)) return static_file(request);
  Match match = match_route(request.method, *path);
  if (match.route == nullptr) {
    const Language language = language_of(request);
    if (match.allow.empty()) return problem(Refusal::nothing_is_there, language);
    Reply reply = problem(Refusal::method_is_wrong, language);
    reply.add("Allow", match.allow);
    return reply;
  }
  Visit visit = visit_of(site, lane, request, answer);
  visit.named = std::move(match.named);
  return go_through(visit, *match.route);
}

// Where nobody is held back by his address, he is not in the line of log-ins either.
LogInLine::Bounds bounds_of(const SiteOptions& options) {
  LogInLine::Bounds bounds;
  if (options.log_ins_a_second <= 0) bounds.of_one_network = 0;
  return bounds;
}

std::string name_of_run() {
  std::array<std::uint8_t, 4> bytes{};
  RandomSource::from_system().fill(bytes);
  return to_hex(bytes);
}

std::string_view name_of(Method method) {
  constexpr std::string_view names[] = {"GET", "HEAD", "POST", "DELETE", "other"};
  return names[static_cast<std::size_t>(method)];
}

}  // namespace

Site::Site(Bodies& all_bodies, Writer& the_writer, Health& its_health, HouseClock& clock,
           const std::string& database, const std::string& campaigns, const SiteOptions& chosen)
    : bodies(all_bodies),
      writer(the_writer),
      health(its_health),
      now(clock.clocks().wall),
      uptime(clock.clocks().uptime),
      clock_watch(clock, all_bodies, the_writer, its_health),
      options(chosen),
      proxies(TrustedProxies::parse(chosen.trusted_proxies).value_or(TrustedProxies())),
      accounts(database),
      second_factors(database, Keys(chosen.keys)),
      log_in_failures(RandomSource::from_system()),
      known_devices(Keys(chosen.keys).of("devices")),
      sessions(database),
      saved_views(database),
      public_limit(chosen.public_a_second, chosen.public_burst),
      log_in_limit(chosen.log_ins_a_second, chosen.log_in_burst),
      cursors(Keys(chosen.keys).of("cursors")),
      database_path(database),
      past_days({database, campaigns}, all_bodies, its_health),
      uploads(database + ".uploads", {.disk_reserve_bytes = chosen.disk_reserve_bytes}),
      imports(database, std::filesystem::path(campaigns) / "imports", the_writer, now),
      log_ins(2, bounds_of(chosen)),
      run(name_of_run()) {
  writer.on_commit(
      [events = events](std::span<const Committed> committed) { events->publish(committed); });
  writer.on_commit(past_days.listener());
  // Whatever door an act on an account comes by, what is kept in memory of its person follows.
  writer.on_account([this](const AccountCommitted& committed) {
    accounts.follow(committed);
    second_factors.follow(committed);
    sessions.follow(committed);
  });
}

// The writer goes on when the site has gone.
Site::~Site() { writer.on_account({}); }

Reply Visit::refused(const Refused& one) const { return problem(one, language); }
Reply Visit::refused(Refusal law, std::string field, std::string detail) const {
  return problem(Refused{law, std::move(field), std::move(detail)}, language);
}
Reply Visit::refused(std::span<const Refused> all) const { return problem(all, language); }

// `en-GB` is English as well. Of two that weigh the same he has the one that he names first.
Language language_of(const Request& request) {
  Language best = Language::zh;
  int weight_of_best = 0;
  for (const std::string_view item : items_of_list(request.header(Header::accept_language))) {
    const auto [range, weight] = weighted(item);
    const std::string_view language = range.substr(0, range.find('-'));
    const bool is_en = is_same_name(language, "en");
    if (weight <= weight_of_best || (!is_en && !is_same_name(language, "zh"))) continue;
    best = is_en ? Language::en : Language::zh;
    weight_of_best = weight;
  }
  return best;
}

namespace {

// A statement that was left in the middle of its rows would show this loop, to everybody and until
// the program is started anew, what stood then.
void leave_nothing_open(Lane& lane, const Request& request) {
  if (!lane.reading.is_in_the_middle()) return;
  lane.reading.let_go();
  const Route* route = find_route(request.method, request.path());
  spdlog::error("statement_left_open method={} route={}", name_of(request.method),
                route ? route->pattern : "none");
}

}  // namespace

Reply respond(Site& site, Lane& lane, Request& request, const Answer& answer) {
  try {
    Reply reply = respond_or_throw(site, lane, request, answer);
    leave_nothing_open(lane, request);
    return reply;
  } catch (const std::exception& error) {
    lane.reading.let_go();
    return broken(error, language_of(request));
  }
}

// The right to send a file is asked for before five gigabytes of it arrive.
Admission admit(Site& site, Lane& lane, Request& request) {
  Admission admission;
  admission.body_max = json_bytes_max;
  const Route* const route = find_route(request.method, request.path());
  if (route == nullptr || !route->takes_file) return admission;
  try {
    ReplySlot nobody_waits;
    Visit visit = visit_of(site, lane, request, Answer(lane.mailbox, nobody_waits));
    std::vector<Refused> errors;
    admission.refusal = check_visitor(visit, *route);
    if (admission.refusal) return admission;
    check_write(visit, *route, errors);
    if (!errors.empty()) {
      admission.refusal = visit.refused(errors);
      return admission;
    }
    const auto bytes_max = route->takes_file(visit);
    if (!bytes_max) {
      admission.refusal = visit.refused(bytes_max.error());
      return admission;
    }
    admission.body_max = *bytes_max;
    if (request.announced_bytes > admission.body_max) {
      admission.refusal = visit.refused(Refusal::file_is_too_large, {}, std::to_string(*bytes_max));
      return admission;
    }
    auto upload = Upload::begin(site.uploads, {visit.body->no, visit.actor.person},
                                make_uuid_v7(visit.real_now, lane.random), request.announced_bytes);
    if (upload)
      admission.upload = std::move(*upload);
    else
      admission.refusal = visit.refused(upload.error());
  } catch (const std::exception& error) {
    lane.reading.let_go();
    admission.refusal = broken(error, language_of(request));
  }
  return admission;
}

// The route and not the path: a path may hold a receipt. The number goes to the log and to the
// reader, who can name it to the administrator.
void tell_of_fault(Site& site, const Request& request, Reply& reply) {
  const std::string number = site.run + "-" + std::to_string(++site.faults);
  const Route* route = find_route(request.method, request.path());
  const auto session = site.sessions.find(site.session_token(request), site.instant());
  spdlog::error("fault={} method={} route={} law={} person={} why=\"{}\"", number,
                name_of(request.method), route ? route->pattern : "none", name_of(reply.law),
                session ? to_text(session->person) : "nobody", reply.why);
  reply.add("X-Request-Id", number);
  if (reply.content_type == problem_type && reply.body.ends_with('}')) {
    reply.body.pop_back();
    reply.body.append(",\"request\":\"").append(number).append("\"}");
  }
}

Doors doors_of(Site& site, std::span<const std::unique_ptr<Lane>> lanes) {
  return {
      .respond =
          [&site, lanes](std::size_t loop, Request& request, const Answer& answer) {
            return chuangyou::respond(site, *lanes[loop], request, answer);
          },
      .admit = [&site, lanes](
                   std::size_t loop,
                   Request& request) { return chuangyou::admit(site, *lanes[loop], request); },
      .refuse = [](Refusal law,
                   const Request& request) { return problem(law, language_of(request)); },
      .tell_of_fault = [&site](const Request& request,
                               Reply& reply) { chuangyou::tell_of_fault(site, request, reply); },
      .date = [&site] { return http_date(site.now()); },
  };
}

}  // namespace chuangyou
