// The bodies of the demonstration, each made whole before the next one is founded.
#include <algorithm>

#include "access/accounts.h"
#include "cli/demo.h"
#include "cli/demo_body.h"

namespace chuangyou {
namespace {

struct DemoPlan {
  std::string_view key, name_zh, name_en, campaign, zone;
  Date begins;  // at half past eight there, or where it begins on the shown day at midnight
  Date shown;
  std::vector<DemoPerson> (*make)(DemoBody&);
};

const DemoPlan plans[] = {
    {model_key, "示范省省级机关（虚构）", "Model province (invented)", "chuangxian-zhengyou",
     "Asia/Shanghai", make_date(2011, 2, 14), make_date(2011, 6, 20), make_model_province},
    {state_council_key, "国务院文件任务分工（2018–2019年）",
     "State Council: tasks of 2018 and 2019", "task-division", "Asia/Shanghai",
     make_date(2018, 10, 26), make_date(2019, 7, 1), make_state_council},
    {city_key, "波士顿市", "City of Boston", "city-service", "America/New_York",
     make_date(2016, 1, 13), make_date(2016, 1, 13), make_city},
};

// Nothing of a demonstration is secret, and everybody who makes it should get the same.
RandomSource same_everywhere(const DemoPlan& plan) {
  return RandomSource::from_seed(static_cast<std::uint64_t>(&plan - plans) + 2011);
}

Moment beginning_of(const DemoPlan& plan, const Zone& zone) {
  constexpr std::int64_t morning = (8 * 60 + 30) * 60'000'000LL;  // half past eight
  const Moment midnight = zone.end_of(Date{plan.begins.days - 1});
  return {midnight.microseconds + (plan.begins == plan.shown ? 0 : morning)};
}

Body& found(const DemoMaking& making, const DemoPlan& plan, Bodies& bodies, DemoClock& clock,
            RandomSource& random) {
  const NewBody wanted{std::string(plan.key),
                       {std::string(plan.name_zh), std::string(plan.name_en)},
                       std::string(plan.campaign),
                       "",
                       "",
                       std::string(plan.zone),
                       plan.shown,
                       making.hash};
  const Zone zone = must(Zone::named(plan.zone), plan.zone);
  clock = beginning_of(plan, zone).microseconds;
  must(load_bodies(making.places, bodies, Moment{clock}), making.places.database);
  must(found_body(making.places, wanted, bodies, Moment{clock}, random), plan.key);
  Body& body = *bodies.find(plan.key);
  body.shown_as_of.reset();  // as long as it is made it lives, by the clock that stands here
  return body;
}

MadeDemo make_one(const DemoMaking& making, const DemoPlan& plan) {
  Bodies bodies;
  DemoClock clock = 0;
  RandomSource random = same_everywhere(plan);
  Body& body = found(making, plan, bodies, clock, random);
  MadeDemo made;
  std::vector<DemoPerson> people;
  {
    Writer writer(making.places.database, bodies, [&clock] { return Moment{clock}; },
                  same_everywhere(plan),
                  {.keys = making.keys, .may_append = false});  // accounts come at the end
    DemoBody being_made({making.places, bodies, writer, random, clock}, body);
    people = plan.make(being_made);
    made.imports = being_made.imports();
  }
  for (const DemoPerson& one : people) {
    const bool has_account = !one.account.empty();
    const std::string secret = has_account ? std::string(demo_password) : one.receipt;
    if (has_account)
      must(add_account(making.places.database, body.no, one.person, one.account, secret),
           one.account);
    made.accounts.push_back({body.key, one.who, one.account, secret});
  }
  return made;
}

}  // namespace

MadeDemo make_demo_body(const DemoMaking& making, std::string_view key) {
  const auto plan = std::ranges::find(plans, key, &DemoPlan::key);
  if (plan == std::end(plans)) throw std::runtime_error("demo: no body " + std::string(key));
  return make_one(making, *plan);
}

MadeDemo make_demo(const DemoMaking& making) {
  MadeDemo made;
  for (const DemoPlan& plan : plans) {
    MadeDemo one = make_one(making, plan);
    std::ranges::move(one.accounts, std::back_inserter(made.accounts));
    std::ranges::move(one.imports, std::back_inserter(made.imports));
  }
  return made;
}

}  // namespace chuangyou
