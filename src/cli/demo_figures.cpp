// What the report says, read where everybody reads it: the lists and their counts.
// Only the median is a question to the table, since no list has an order by duration.
#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <vector>

#include "campaign/find.h"
#include "cli/demo.h"
#include "cli/demo_body.h"
#include "ledgers/all.h"

namespace chuangyou {
namespace {

constexpr std::int64_t whole_hour = 3'600'000'000;  // microseconds

class Figures {
 public:
  Figures(const Places& places, const Body& body, std::vector<DemoFigure>& figures)
      : connection_(places.database, OpenFor::reading),
        body_(body),
        now_(body_now(body, body.loaded_at)),
        actor_(who_sees_all(body, now_)),
        reader_{connection_, body_, actor_, now_},
        figures_(figures) {
    for (const DemoRow& row : read_table(places.campaigns + "/demo/figures.csv"))
      if (row.at("body") == body.key) expected_[row.at("key")] = row.at("expected");
  }

  void say(const std::string& key, std::string zh, std::string en, std::string found) {
    const auto expected = expected_.find(key);
    figures_.push_back({body_.key, key, std::move(zh), std::move(en), found,
                        expected == expected_.end() ? "" : expected->second});
  }
  void say(const std::string& key, std::string zh, std::string en, std::int64_t found) {
    say(key, std::move(zh), std::move(en), std::to_string(found));
  }
  // Of what the demonstration loaded: whatever was entered since is its user's own.
  std::int64_t count(std::string_view ledger, ListQuery query) {
    if (query.path.empty()) query.path = body_.tree.path_of(0);
    query.with_source = true;
    return must(count_list(reader_, *find_ledger(ledger), query, INT64_MAX), ledger).count;
  }
  // Every record of the ledger that the demonstration loaded, page by page.
  template <class Take>
  void each(std::string_view ledger, Take take) {
    ListQuery query;
    query.path = body_.tree.path_of(0);
    query.with_source = true;
    query.limit = 200;
    do {
      const Page page = must(find_list(reader_, *find_ledger(ledger), query), ledger);
      for (std::size_t i = 0; i < page.records.size(); ++i)
        take(page.records[i], page.standings[i]);
      query.cursor = page.next_cursor;
    } while (!query.cursor.empty());
  }
  Connection& connection() { return connection_; }
  const Body& body() const { return body_; }
  Moment now() const { return now_; }

 private:
  static Actor who_sees_all(const Body& body, Moment now) {
    const Uuid root = body.tree.unit(0).id;
    const Date today = body.zone.date_at(now);
    for (const HeldPost& post : body.people.posts_at(root))
      if (post.role == Role::works_committee)
        return body.people.actor(post.person, today, body.tree);
    throw std::runtime_error("demo: nobody sees the whole body");
  }

  Connection connection_;
  const Body& body_;
  Moment now_;
  Actor actor_;
  Reader reader_;
  std::vector<DemoFigure>& figures_;
  std::map<std::string, std::string> expected_;
};

ListQuery closed_with_clock(std::optional<bool> on_time) {
  ListQuery query;
  query.stage = Stage::claimed;
  query.with_clock = true;
  query.on_time = on_time;
  return query;
}

ListQuery with_verdict(ListQuery query, const char* verdict) {
  query.field_equals = std::pair(std::string("their_verdict"), Value(std::string(verdict)));
  return query;
}

std::string percent(std::int64_t numerator, std::int64_t denominator) {
  return fmt::format("{} / {} = {:.2f} %", numerator, denominator,
                     100.0 * static_cast<double>(numerator) / static_cast<double>(denominator));
}

// What a clock on the wall showed at the moment, as if there were no zones.
std::int64_t on_the_wall(const Zone& zone, std::int64_t microseconds) {
  const std::string local = zone.local_text(Moment{microseconds});
  const std::string_view offset = std::string_view(local).substr(local.size() - 6);
  const std::int64_t minutes =
      ((offset[1] - '0') * 10 + offset[2] - '0') * 60 + (offset[4] - '0') * 10 + offset[5] - '0';
  return microseconds + (offset[0] == '-' ? -minutes : minutes) * 60'000'000;
}

enum class Reckoned { by_elapsed_time, by_the_wall_clock };

// The upper median of what lies between opening and closing, in hours. The source's own figure goes
// by its local times without a zone, so that a case open when the clocks change is an hour off.
std::string median_hours(Figures& figures, Reckoned how, bool with_implausible) {
  std::vector<std::int64_t> spans;
  const Zone& zone = figures.body().zone;
  const auto add = [&](const LedgerTable::Row& row) {
    if (!row.is_imported || !row.opened_at || !row.closed_at) return;
    if (row.implausible && !with_implausible) return;
    const std::int64_t opened = row.opened_at->microseconds, closed = row.closed_at->microseconds;
    spans.push_back(how == Reckoned::by_elapsed_time
                        ? closed - opened
                        : on_the_wall(zone, closed) - on_the_wall(zone, opened));
  };
  LedgerTable(*find_ledger("feedback")).each_row(figures.connection(), figures.body().no, add);
  if (spans.empty()) return "";
  auto middle = spans.begin() + static_cast<std::ptrdiff_t>(spans.size() / 2);
  std::ranges::nth_element(spans, middle);
  return fmt::format("{:.3f}", static_cast<double>(*middle) / static_cast<double>(whole_hour));
}

ListQuery in_stage(Stage stage) {
  ListQuery query;
  query.stage = stage;
  return query;
}

ListQuery on_time(bool is_so) {
  ListQuery query;
  query.on_time = is_so;
  return query;
}

void say_closed_and_open(Figures& city) {
  const std::int64_t all = city.count("feedback", {});
  const std::int64_t closed_on_time = city.count("feedback", on_time(true));
  ListQuery implausible;
  implausible.implausible = true;
  city.say("all", "请求总数", "requests", all);
  city.say("closed", "已办结", "closed", city.count("feedback", in_stage(Stage::claimed)));
  city.say("open", "未办结", "open", city.count("feedback", in_stage(Stage::open)));
  city.say("implausible", "办结早于登记，已标记，不计入平均",
           "close before they open: flagged, in no average", city.count("feedback", implausible));
  ListQuery with_clock;
  with_clock.with_clock = true;
  city.say("without_target", "无时限", "without a target",
           all - city.count("feedback", with_clock));

  // Our law judges no case that closes before it opens; the city's rule does, so that its number is
  // ours and those that the flag took out.
  ListQuery flagged_ones = closed_with_clock(std::nullopt);
  flagged_ones.implausible = true;
  const std::int64_t flagged = city.count("feedback", flagged_ones);
  city.say("on_time", fmt::format("按时办结（本系统 {} + 已标记 {}）", closed_on_time, flagged),
           fmt::format("closed on time (ours {} + flagged {})", closed_on_time, flagged),
           closed_on_time + flagged);
  const std::int64_t blank =
      city.count("feedback", with_verdict(closed_with_clock(false), "BLANK"));
  city.say("late_blank", "逾期办结，该市未作结论", "closed late, the city says nothing", blank);
  city.say("late", "逾期办结，该市亦认定", "closed late, the city says so too",
           city.count("feedback", on_time(false)) - blank);
}

void say_overdue_and_rates(Figures& city) {
  ListQuery late;
  late.stage = Stage::open;
  late.overdue_at = city.now();
  const std::int64_t overdue = city.count("feedback", late);
  city.say("overdue", "未办结且逾期", "open and overdue", overdue);
  city.say("overdue_city", "其中该市认定", "of these, the city says so",
           city.count("feedback", with_verdict(late, "OVERDUE")));
  city.say("overdue_blank", "其中该市未作结论", "of these, the city says nothing",
           city.count("feedback", with_verdict(late, "BLANK")));
  const auto verdict = [&](const char* word) {
    return city.count("feedback", with_verdict({}, word));
  };
  const std::int64_t is_on_time = verdict("ONTIME"), is_overdue = verdict("OVERDUE");
  city.say("city_on_time", "该市结论：按时", "the city's verdict: on time", is_on_time);
  city.say("city_overdue", "该市结论：逾期", "the city's verdict: overdue", is_overdue);
  city.say("city_blank", "该市结论：空白", "the city's verdict: none", verdict("BLANK"));
  const std::int64_t closed_on_time = city.count("feedback", on_time(true));
  city.say(
      "rate", "按时率，本系统口径：按时办结 /（有时限的办结 + 未办结且逾期）",
      "on-time rate by our law: closed on time / (closed with a clock + open overdue)",
      percent(closed_on_time, closed_on_time + city.count("feedback", on_time(false)) + overdue));
  city.say("city_rate", "按时率，该市口径：结论为按时 / 有结论（无时限的一律算按时）",
           "on-time rate as the city counts: verdict on time / any verdict (no target = on time)",
           percent(is_on_time, is_on_time + is_overdue));
  city.say("median_hours", "办结用时中位数（小时，全部办结，按当地钟面时间）",
           "median hours to close, all closed, by the clock on the wall",
           median_hours(city, Reckoned::by_the_wall_clock, true));
  city.say("median_elapsed", "办结用时中位数（小时，全部办结，按实际经过时间）",
           "median hours to close, all closed, by time elapsed",
           median_hours(city, Reckoned::by_elapsed_time, true));
  city.say("median_plausible", "办结用时中位数（小时，不含已标记）",
           "median hours to close without the flagged",
           median_hours(city, Reckoned::by_elapsed_time, false));
}

void say_departments(Figures& city) {
  const auto share = [&](const char* code) {
    ListQuery own;
    own.own_unit = city.body().tree.find_by_code(code)->id;
    const std::int64_t on_time = city.count("feedback", with_verdict(own, "ONTIME"));
    const std::int64_t overdue = city.count("feedback", with_verdict(own, "OVERDUE"));
    return fmt::format("{} / {}", on_time, on_time + overdue);
  };
  city.say("isd_city_on_time", "Inspectional Services：该市结论按时",
           "Inspectional Services, verdict on time", share("ISD"));
  city.say("pwdx_city_on_time", "Public Works：该市结论按时", "Public Works, verdict on time",
           share("PWDx"));
}

void say_city(Figures& city) {
  say_closed_and_open(city);
  say_overdue_and_rates(city);
  say_departments(city);
}

void say_tasks(Figures& council) {
  std::int64_t from_documents = 0, with_co_units = 0;
  std::map<Uuid, std::int64_t> helps, leads;
  council.each("tasks", [&](const Record& task, const Standing&) {
    if (is_empty(task.value("answers"))) return;
    ++from_documents;
    const auto* units = std::get_if<std::vector<Uuid>>(&task.value("co_units"));
    with_co_units += units != nullptr;
    if (units)
      for (const Uuid& unit : *units) ++helps[unit];
  });
  council.say("tasks", "文件中的任务", "tasks out of documents", from_documents);
  council.say("with_co_units", "有配合单位的任务", "tasks with co-units", with_co_units);
  const Tree& tree = council.body().tree;
  const auto name = [&](const Uuid& unit) { return tree.find(unit)->name; };
  std::vector<std::pair<std::int64_t, std::string>> order;
  ListQuery own;
  for (UnitNo no : tree.children_of(0)) {
    own.own_unit = tree.unit(no).id;
    order.emplace_back(-council.count("tasks", own), tree.unit(no).name);
  }
  std::ranges::sort(order);
  for (std::size_t i = 0; i < 5; ++i)
    council.say("lead_" + order[i].second, "牵头 " + order[i].second, "leads, " + order[i].second,
                -order[i].first);
  order.clear();
  for (const auto& [unit, count] : helps) order.emplace_back(-count, name(unit));
  std::ranges::sort(order);
  for (std::size_t i = 0; i < 3; ++i)
    council.say("co_" + order[i].second, "配合 " + order[i].second, "helps, " + order[i].second,
                -order[i].first);
}

void say_state_council(Figures& council) {
  say_tasks(council);
  std::int64_t from_documents = 0, past = 0, without_confirmer = 0;
  council.each("promises", [&](const Record& promise, const Standing& standing) {
    if (is_empty(promise.value("clause"))) return;
    ++from_documents;
    const auto* confirmer = std::get_if<std::string>(&promise.value("confirmer"));
    without_confirmer += confirmer && *confirmer == "none_in_source";
    past += standing.stage == Stage::open && standing.due_at && *standing.due_at <= council.now();
  });
  council.say("promises", "文件中有期限的承诺", "promises with a date out of documents",
              from_documents);
  council.say("without_confirmer", "其中原文未写明评诺人", "of these, no confirmer in the source",
              without_confirmer);
  council.say("past_due", "截至展示日已过期", "past due on the shown day", past);
  council.say("ahead", "尚未到期", "still ahead", from_documents - past);
}

}  // namespace

std::vector<DemoFigure> demo_figures(const Places& places, const Bodies& bodies) {
  std::vector<DemoFigure> figures;
  Figures state_council(places, *bodies.find(state_council_key), figures);
  say_state_council(state_council);
  Figures city(places, *bodies.find(city_key), figures);
  say_city(city);
  return figures;
}

}  // namespace chuangyou
