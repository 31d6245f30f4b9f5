#include "ledgers/requests.h"

#include <map>

#include "ledgers/field_register.h"

namespace chuangyou::requests {
namespace {

// Whoever saves a draft waits for it: of all that was asked of units of the audience by those above
// them within a year, so much is held against it, and `burden_of` says where there is more.
constexpr std::size_t issuers_looked_at_max = 64;
constexpr std::int64_t requests_of_an_issuer_max = 64;
constexpr std::size_t requests_looked_at_max = 256;
constexpr std::int64_t answers_looked_at_max = 1024;
constexpr NaturalDays held_for{365};
constexpr NaturalDays drafted_for{92};  // what was answered within the year was begun before
constexpr std::string_view answered_ones[] = {"answered"};

Moment beginning_of(Date day, const Zone& zone) { return zone.end_of(Date{day.days - 1}); }

struct AskedBefore {
  Uuid request;
  std::string title;
};
struct FieldsAskedBefore {
  std::map<std::string, AskedBefore, std::less<>> by_words;
  std::size_t requests = 0;
  bool is_complete = true;
};

bool is_renewed_from(const Record& request, const Uuid& other, const Deciding& deciding) {
  constexpr int periods_max = 64;
  const Uuid* before = request.get(predecessor);
  std::optional<Record> one;
  for (int i = 0; before && i < periods_max; ++i) {
    if (*before == other) return true;
    one = deciding.circumstances.record("requests", *before);
    before = one ? one->get(predecessor) : nullptr;
  }
  return false;
}

// The units above those of an audience, the highest first: nobody else asks anything of them.
std::vector<Uuid> issuers_above(const Deciding& deciding, const std::vector<Uuid>& audience_units) {
  const Circumstances& here = deciding.circumstances;
  std::set<std::pair<std::size_t, std::string_view>> paths;
  for (const Uuid& unit : audience_units) {
    const std::string_view path = here.path_of(unit);
    for (std::size_t size = path_segment_size; size <= path.size(); size += path_segment_size)
      paths.emplace(size, path.substr(0, size));
  }
  std::vector<Uuid> issuers;
  for (const auto& [size, path] : paths) issuers.emplace_back(here.unit_at(path));
  return issuers;
}

// Whether one of the units has answered it.
bool was_answered_by(const Deciding& deciding, const Record& request, const std::set<Uuid>& units) {
  if (const auto* all = request.get(audience); all && request.state == answered.name)
    return std::ranges::any_of(*all, [&](const Uuid& unit) { return units.contains(unit); });
  const Query answers{.ledger = sending::ledger,
                      .field = sending::links[0],
                      .is = request.id,
                      .states = answered_ones};
  return std::ranges::any_of(
      deciding.circumstances.find_leading(answers, answers_looked_at_max),
      [&](const LeadsTo& delivery) { return units.contains(delivery.unit); });
}

// What any of the units to which it goes has answered within a year; the same asked anew for the
// next period is no second time.
FieldsAskedBefore asked_before(const Deciding& deciding) {
  FieldsAskedBefore before;
  const Circumstances& here = deciding.circumstances;
  if (!here.find || !here.record || !here.find_leading) return before;
  constexpr std::string_view were_out[] = {sent, answered, ended};
  const std::vector<Uuid> audience_units = audience_of(deciding);
  const std::set<Uuid> units(audience_units.begin(), audience_units.end());
  std::vector<Uuid> issuers = issuers_above(deciding, audience_units);
  before.is_complete = issuers.size() <= issuers_looked_at_max;
  if (!before.is_complete) issuers.resize(issuers_looked_at_max);
  const Date begun{deciding.today.days - held_for.count - drafted_for.count};
  for (const Uuid& issuer : issuers) {
    const Query asked{.ledger = ledger.name,
                      .field = "unit",
                      .is = issuer,
                      .states = were_out,
                      .since = beginning_of(begun, here.zone),
                      .unit = UnitId(issuer)};
    const std::vector<RecordId> found = here.find(asked, requests_of_an_issuer_max + 1);
    before.is_complete = before.is_complete && std::ssize(found) <= requests_of_an_issuer_max;
    for (const RecordId& id : found) {
      if (before.requests == requests_looked_at_max) before.is_complete = false;
      if (before.requests == requests_looked_at_max) return before;
      const auto request = id == deciding.after.id ? std::nullopt : here.record(ledger.name, id);
      if (!request || is_renewed_from(deciding.after, request->id, deciding)) continue;
      ++before.requests;
      if (!was_answered_by(deciding, *request, units)) continue;
      const std::string* named = request->title();
      for (const RowRead& one : request->get(asked_fields))
        if (const std::string* name = one.get(asked_name))
          before.by_words.try_emplace(field_words(*name), request->id, named ? *named : "");
    }
  }
  return before;
}

bool nobody_used(const Record& request, std::string_view name) {
  for (const RowRead& one : request.get(use))
    if (const std::string* said = one.get(used_name); said && field_words(*said) == name) {
      const bool* was_used = one.get(used);
      return !was_used || !*was_used;
    }
  return false;
}

// The period before and the one before that; whoever said nothing of it has not used it.
class LastPeriods {
 public:
  explicit LastPeriods(const Deciding& deciding) {
    const Circumstances& here = deciding.circumstances;
    const Uuid* before = deciding.after.get(predecessor);
    if (before && here.record) last_ = here.record("requests", *before);
    before = last_ ? last_->get(predecessor) : nullptr;
    if (before) last_but_one_ = here.record("requests", *before);
  }
  bool are_unread(std::string_view name) const {
    return last_ && last_but_one_ && nobody_used(*last_, name) && nobody_used(*last_but_one_, name);
  }
  const Uuid& last() const { return last_->id; }

 private:
  std::optional<Record> last_, last_but_one_;
};

struct Mark {
  std::int64_t row = 0;
  std::string name;
  std::string_view mark;
  std::string read_at;
  std::optional<Uuid> earlier;
  bool strikes = false;
};

std::vector<Mark> marks_of(const Deciding& deciding, const FieldsAskedBefore& earlier_ones) {
  const LastPeriods periods(deciding);
  const auto& before = earlier_ones.by_words;
  std::vector<Mark> found;
  for (const RowRead& one : deciding.after.get(asked_fields)) {
    const std::string* name = one.get(asked_name);
    if (!name) continue;
    const bool is_kept = one.get(kept_because);
    const std::optional<HeldField> held = find_held_field(*name);
    const std::string words = field_words(*name);
    const auto asked = before.find(words);
    Mark mark;
    mark.row = one.id();
    mark.name = *name;
    if (held && !held->is_similar) {
      mark.mark = "held";
      mark.strikes = true;
    } else if (asked != before.end()) {
      mark.mark = "asked";
      mark.read_at = asked->second.title;
      mark.earlier = asked->second.request;
      mark.strikes = !is_kept;
    } else if (periods.are_unread(words)) {
      mark.mark = "unread";
      mark.earlier = periods.last();
      mark.strikes = !is_kept;
    } else if (held) {
      mark.mark = "similar";
    } else {
      continue;
    }
    if (held && mark.read_at.empty() && mark.mark != "unread")
      mark.read_at = held->words + " (" + held->place + ")";
    found.push_back(std::move(mark));
  }
  return found;
}

std::vector<Mark> marks_of(const Deciding& deciding) {
  return marks_of(deciding, asked_before(deciding));
}

Row row_of(const Mark& one, bool is_struck, const Rows* before) {
  Row row{.cells = {one.name, std::string(one.mark), Value(), Value(), is_struck}};
  if (!one.read_at.empty()) row.cells[2] = one.read_at;
  if (one.earlier) row.cells[3] = *one.earlier;
  if (before)
    for (const Row& old : before->all)
      if (old.cells == row.cells) row.id = old.id;
  return row;
}

// What was struck out stays told of, unless it is asked anew; what stands is marked.
Rows found_with(const Deciding& deciding, const std::vector<Mark>& marks, bool strikes) {
  const Rows* before = std::get_if<Rows>(&deciding.before.value(found_held.name));
  Rows found;
  const auto is_marked = [&](const std::string* name) {
    return name && std::ranges::find(marks, *name, &Mark::name) != marks.end();
  };
  for (const RowRead& old : deciding.before.get(found_held)) {
    const bool* was_struck = old.get(struck);
    if (was_struck && *was_struck && !is_marked(old.get(marked_name)))
      found.all.push_back(*row_in(*before, old.id()));
  }
  for (const Mark& one : marks) found.all.push_back(row_of(one, strikes && one.strikes, before));
  return found;
}

Rows without_struck(const Deciding& deciding, const std::vector<Mark>& marks) {
  const Rows* asked = std::get_if<Rows>(&deciding.after.value(asked_fields.name));
  Rows left = asked ? *asked : Rows();
  std::erase_if(left.all, [&](const Row& row) {
    return std::ranges::any_of(marks,
                               [&](const Mark& one) { return one.strikes && one.row == row.id; });
  });
  return left;
}

std::int64_t sent_of(const Record& request) {
  const std::int64_t* count = request.get(delivered);
  return count ? *count : 0;
}

std::vector<Filled> sends(const Deciding& deciding, std::vector<Uuid> units) {
  const auto all = std::ssize(units);
  const std::int64_t done = std::min(sent_of(deciding.before), all);
  const std::int64_t next = std::min(done + sending::deliveries_at_once, all);
  return {{audience.name, std::move(units)}, {delivered.name, next}};
}

// The fields that are left, without answers.
Rows form_of(const Record& request) {
  Rows form;
  for (const RowRead& one : request.get(asked_fields)) {
    const std::string* name = one.get(asked_name);
    const std::string* kind = one.get(asked_kind);
    if (!name) continue;
    Row row{.cells = {*name, Value(), Value()}};
    if (kind) row.cells[1] = *kind;
    form.all.push_back(std::move(row));
  }
  return form;
}

}  // namespace

std::vector<Uuid> audience_of(const Deciding& deciding) {
  const Record& request = deciding.after;
  const bool is_frozen = request.get(delivered);
  return sending::units_of(deciding, {.named = request.get(audience),
                                      .below = is_frozen ? nullptr : request.get(audience_below),
                                      .types = request.get(audience_types)});
}

Verdict names_its_mandate(const Deciding& deciding) {
  const Link* document = deciding.after.get(mandate);
  if (document)
    return {was_issued(deciding, document->record) ? Refusal::none : Refusal::field_is_missing,
            mandate.name};
  const bool says = deciding.after.get(mandate_document);
  return {says ? Refusal::none : Refusal::field_is_missing, mandate_document.name};
}

Verdict says_until_when(const Deciding& deciding) {
  if (!deciding.after.get(due)) return {Refusal::due_date_is_missing, due.name};
  return is_ahead<due>(deciding);
}

Verdict says_how_long_it_takes(const Deciding& deciding) {
  const std::int64_t* minutes = deciding.after.get(estimated_minutes);
  return {minutes && *minutes > 0 ? Refusal::none : Refusal::estimated_minutes_are_missing,
          estimated_minutes.name};
}

Verdict has_an_end(const Deciding& deciding) {
  return {deciding.after.get(ends_on) ? Refusal::none : Refusal::request_has_no_end, ends_on.name};
}

Verdict leaves_time(const Deciding& deciding) {
  const auto least = deciding.circumstances.policy("notice.least_days", deciding.today);
  if (!least) return {Refusal::policy_value_is_missing, due.name};
  const std::int64_t days =
      deciding.circumstances.calendar.between(deciding.today, *deciding.after.get(due)).count;
  return {days * 1'000'000 < least->millionths ? Refusal::notice_is_too_short : Refusal::none,
          due.name};
}

Verdict goes_to_those_below(const Deciding& deciding) {
  const Record& request = deciding.after;
  const Uuid* below = request.get(audience_below);
  if (below && !sending::stands_above(deciding, *below))
    return {Refusal::unit_is_of_another_line, audience_below.name};
  const std::vector<Uuid> units = audience_of(deciding);
  if (units.empty()) return {Refusal::field_is_missing, audience.name};
  if (units.size() > sending::audience_units_max)
    return {Refusal::audience_is_too_large, audience.name};
  const bool are_below = std::ranges::all_of(
      units, [&](const Uuid& unit) { return sending::stands_above(deciding, unit); });
  return {are_below ? Refusal::none : Refusal::unit_is_of_another_line, audience.name};
}

Verdict asks_something_new(const Deciding& deciding) {
  const bool is_left = !deciding.after.get(asked_fields).empty();
  return {is_left ? Refusal::none : Refusal::field_is_held_already, asked_fields.name};
}

Verdict asks_nothing_held(const Deciding& deciding) {
  const bool holds = std::ranges::any_of(marks_of(deciding), &Mark::strikes);
  return {holds ? Refusal::field_is_held_already : Refusal::none, asked_fields.name};
}

// A cap that is raised holds from the next quarter on, one that is lowered at once. What was taken
// back within the quarter was asked all the same: whoever ends it has no more room than before.
Verdict leaves_units_in_peace(const Deciding& deciding) {
  const Circumstances& here = deciding.circumstances;
  const Date quarter = first_of_quarter(deciding.today);
  const auto now = here.policy(cap_per_quarter, deciding.today);
  if (!now) return {Refusal::policy_value_is_missing, audience.name};
  const auto then = here.policy(cap_per_quarter, quarter);
  const Fixed cap = then ? std::min(*then, *now) : *now;
  const Moment since = beginning_of(quarter, here.zone);
  for (const Uuid& unit : audience_of(deciding)) {
    const std::int64_t before = here.count(
        {.ledger = sending::ledger, .field = "filled_in_by", .is = unit, .since = since});
    if ((before + 1) * 1'000'000 > cap.millionths)
      return {Refusal::requests_are_too_many, audience.name};
  }
  return {};
}

Result<void> may_set_cap(Fixed held, Fixed wanted, const Actor& actor, Date today) {
  const bool may_send = std::ranges::any_of(issuers, [&](const Right& right) {
    return std::ranges::any_of(actor.posts, [&](const Post& post) {
      return post.role == right.role && is_in_force(post, today);
    });
  });
  if (wanted <= held || !may_send) return {};
  return refuse(Refusal::whoever_asks_raises_no_cap, "value");
}

Verdict is_left_to_send(const Deciding& deciding) {
  const bool is_left = sent_of(deciding.before) != sent_of(deciding.after);
  return {is_left ? Refusal::none : Refusal::nothing_would_change, delivered.name};
}

Verdict is_left_to_take_back(const Deciding& deciding) {
  const bool is_left = !sending::open_of(deciding, deciding.before.id, {}, 1).empty();
  return {is_left ? Refusal::none : Refusal::nothing_would_change};
}

Verdict is_not_renewed_yet(const Deciding& deciding) {
  const std::int64_t later = deciding.circumstances.count(
      {.ledger = "requests", .field = predecessor.name, .is = deciding.before.id});
  return {later > 0 ? Refusal::nothing_would_change : Refusal::none, predecessor.name};
}

Verdict names_the_same_fields(const Deciding& deciding) {
  const std::vector<RowRead> before = deciding.before.get(use), after = deciding.after.get(use);
  const bool are_the_same =
      std::ranges::equal(before, after, [](const RowRead& one, const RowRead& other) {
        const std::string *name = one.get(used_name), *other_name = other.get(used_name);
        return one.id() == other.id() && name && other_name && *name == *other_name;
      });
  return {are_the_same ? Refusal::none : Refusal::row_is_unknown, use.name};
}

std::vector<Filled> marks_what_is_held(const Deciding& deciding) {
  return {{found_held.name, found_with(deciding, marks_of(deciding), false)}};
}

std::vector<Filled> strikes_out(const Deciding& deciding) {
  const std::vector<Mark> marks = marks_of(deciding);
  return {{asked_fields.name, without_struck(deciding, marks)},
          {found_held.name, found_with(deciding, marks, true)},
          {checked_by.name, Uuid(deciding.actor.person)},
          {to_mend.name, Value()}};
}

std::vector<Filled> freezes_the_audience(const Deciding& deciding) {
  std::vector<Uuid> units = audience_of(deciding);
  if (units.empty()) return {};
  std::vector<Filled> filled = sends(deciding, std::move(units));
  Rows fields_used;
  for (const RowRead& one : deciding.after.get(asked_fields))
    if (const std::string* name = one.get(asked_name))
      fields_used.all.push_back({.cells = {*name, Value()}});
  filled.push_back({use.name, std::move(fields_used)});
  filled.push_back({sent_at.name, deciding.now});
  return filled;
}

std::vector<Filled> sends_the_next(const Deciding& deciding) {
  const auto* units = deciding.before.get(audience);
  return units ? sends(deciding, *units) : std::vector<Filled>();
}

std::vector<Caused> next_deliveries(const Deciding& deciding) {
  const Record& request = deciding.after;
  const auto* units = request.get(audience);
  std::vector<Caused> next;
  if (!units) return next;
  const std::string* named = request.get(title);
  const Date* until = request.get(due);
  const Rows form = form_of(request);
  auto at = sending::turn_begins_at(deciding, *units, sent_of(deciding.before));
  for (; at < sent_of(request); ++at) {
    const Uuid& unit = (*units)[static_cast<std::size_t>(at)];
    if (sending::count(deciding, request.id, UnitId(unit)) > 0) continue;
    next.push_back(
        {.unit = UnitId(unit),
         .values = {Link{"requests", request.id}, named ? *named : "", Uuid(request.unit), true,
                    until ? Value(*until) : Value(), unit, form}});
  }
  return next;
}

// The same for the next period, with its days still to be said.
std::vector<Filled> is_worded_anew(const Deciding& deciding) {
  std::vector<Filled> filled = marks_what_is_held(deciding);
  std::ranges::move(wording::notes_who_words_it(deciding, drafting), std::back_inserter(filled));
  return filled;
}

std::vector<Caused> next_period(const Deciding& deciding) {
  Caused draft{.unit = deciding.after.unit};
  for (const std::string_view field : carried)
    draft.values.push_back(field == predecessor.name ? Value(Uuid(deciding.after.id))
                                                     : deciding.after.value(field));
  return {draft};
}

std::vector<Measure> burden_of(const Deciding& deciding) {
  const Record& request = deciding.after;
  const FieldsAskedBefore before = asked_before(deciding);
  const auto marks = marks_of(deciding, before);
  const std::int64_t held = std::ranges::count_if(marks, &Mark::strikes);
  std::vector<Measure> burden{{.name = "fields", .is = std::ssize(request.get(asked_fields))},
                              {.name = "fields_held", .is = held}};
  // Where there was more than could be looked at, it says so.
  if (!before.is_complete)
    burden.push_back(
        {.name = "requests_looked_at", .is = static_cast<std::int64_t>(before.requests)});
  if (const Date* until = request.get(due)) {
    burden.push_back({.name = "notice_days",
                      .is = deciding.circumstances.calendar.between(deciding.today, *until).count});
    if (const auto least = deciding.circumstances.policy("notice.least_days", deciding.today))
      burden.back().least = least->millionths / 1'000'000;
  }
  const auto units = static_cast<std::int64_t>(audience_of(deciding).size());
  burden.push_back({.name = "units",
                    .is = units,
                    .most = static_cast<std::int64_t>(sending::audience_units_max)});
  constexpr std::int64_t minutes_most = 1'000'000;  // of each unit: beyond it is a slip
  if (const std::int64_t* minutes = request.get(estimated_minutes))
    if (*minutes > 0 && *minutes <= minutes_most)
      burden.push_back({.name = "minutes_in_all", .is = *minutes * units});
  return burden;
}

AskedOfOthers asked_of(const Deciding& deciding) {
  AskedOfOthers asked;
  if (const Date* day = deciding.after.get(due)) asked.days.insert(*day);
  if (!asked.days.empty()) asked.units = audience_of(deciding);
  return asked;
}

}  // namespace chuangyou::requests
