// What all requests share, what one thread has for itself, and one request with all that is known
// about it when a door opens.
#pragma once

#include <array>
#include <atomic>
#include <filesystem>
#include <list>
#include <map>
#include <memory>
#include <shared_mutex>
#include <string>

#include "access/accounts.h"
#include "access/known_devices.h"
#include "access/log_in_failures.h"
#include "access/log_in_queue.h"
#include "access/saved_views.h"
#include "access/second_factors.h"
#include "access/sessions.h"
#include "campaign/find.h"
#include "campaign/perform.h"
#include "core/health.h"
#include "http/cursors.h"
#include "http/live_events.h"
#include "imports/import_jobs.h"
#include "jobs/clock_watch.h"
#include "jobs/past_days.h"
#include "jobs/serve_options.h"
#include "net/message.h"
#include "net/proxies.h"
#include "net/query.h"
#include "net/rate_limit.h"
#include "net/slow_work.h"

namespace chuangyou {

class Searching;
class Witnesses;

struct Site {
  Site(Bodies& all_bodies, Writer& the_writer, Health& its_health, HouseClock& clock,
       const std::string& database, const std::string& campaigns, const SiteOptions& chosen);
  ~Site();

  Bodies& bodies;
  Writer& writer;
  Health& health;
  Writer::Now now;
  std::function<Uptime()> uptime;
  ClockWatch clock_watch;
  SiteOptions options;
  TrustedProxies proxies;
  Accounts accounts;
  SecondFactors second_factors;
  LogInFailures log_in_failures;
  KnownDevices known_devices;
  Sessions sessions;
  SavedViews saved_views;
  // Shared with the writer, which may still have something to tell when the site has gone.
  std::shared_ptr<LiveEvents> events = std::make_shared<LiveEvents>();
  RateLimit public_limit, log_in_limit;
  Cursors cursors;
  Searching* searching = nullptr;        // of the file of words; outlives the site
  const Witnesses* witnesses = nullptr;  // of the bodies' logs; outlives the server
  std::string database_path;
  PastDays past_days;
  UploadFolder uploads;
  // In this order: the threads end before what they work on.
  ImportJobs imports;
  SlowWork slow{2, 1024};
  // Lists of units and people, and what is taken back or confirmed as a whole: they wait for the
  // writer.
  SlowWork bringing{2, 64};
  LogInQueue log_ins;       // which goes on there with whoever has shown who he is
  SlowWork reading{1, 64};  // of what takes too long for a loop
  OneEach looks;
  SlowWork looking{1, 64};  // at files, of which a small one may take as long as a large one
  OneEach exports;
  SlowWork exporting{1, 64};  // whole lists, which keep no other reading waiting

  // Each reply that says that the machine broke has a number of its own: of this run, counted.
  std::string run;
  std::atomic<std::int64_t> faults = 0;

  Instant instant() const { return {now(), uptime()}; }
  // What the request's cookie says, of the name that belongs to this site; empty where it has none.
  std::string_view session_token(const Request& request) const {
    return cookie_in(request.header(Header::cookie), session_cookie_name(options.is_https()));
  }
};

// One event loop's own: nothing here is shared, so nothing here is locked.
struct Lane {
  Lane(std::size_t lane_number, const std::string& database_path, Mailbox& its_mailbox)
      : number(lane_number),
        reading(database_path, OpenFor::reading),
        random(RandomSource::from_system()),
        mailbox(its_mailbox) {}

  std::size_t number;
  Connection reading;
  RandomSource random;
  Mailbox& mailbox;
  struct PastReading {
    std::shared_ptr<PastDay> day;
    Connection reading;
  };
  std::list<PastReading> past;  // days at hand that were read on this loop
};

// What a visit to a past day has besides: the reader of today.
struct PastVisit {
  std::shared_ptr<PastDay> day;
  Connection& reading;
  Body& present;
  Actor actor;
  Moment now;
  std::optional<TodayToo> today_too = {};
};

struct Visit {
  Site& site;
  Lane& lane;
  Request& request;
  Answer answer;
  std::string_view address;            // of the reader, also behind a proxy
  std::array<std::string, 4> named{};  // what stood for {…} in the route, in order
  QueryString query;
  Language language;
  Moment real_now;
  Uptime uptime;

  // With a session, or with {body} in the route:
  std::shared_ptr<const Session> session = {};
  Body* body = nullptr;
  Moment now = {};  // as it is in the body
  Actor actor = {};
  std::shared_lock<std::shared_mutex> reading = {};  // of the body, until the door has answered
  std::unique_ptr<PastVisit> past = {};  // then body, now and actor are as they were on that day

  Instant instant() const { return {real_now, uptime}; }
  Date today() const { return body->zone.date_at(now); }
  Reader reader() const {
    if (past) return {past->reading, *body, actor, now, false, &*past->today_too};
    return {lane.reading, *body, actor, now};
  }
  Reply refused(const Refused& one) const;
  Reply refused(Refusal law, std::string field = {}, std::string detail = {}) const;
  Reply refused(std::span<const Refused> all) const;
};

}  // namespace chuangyou
