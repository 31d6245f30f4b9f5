#include "ledgers/plans.h"

#include "core/same_words.h"
#include "core/text.h"

namespace chuangyou::plans {
namespace {

struct ListOfCampaign {
  CampaignList list;
  std::string_view name;
  const Field<Kind::choice>& column;
};
constexpr ListOfCampaign lists[] = {{CampaignList::requirements, "requirements", requirement},
                                    {CampaignList::strands, "strands", strand},
                                    {CampaignList::milestones, "milestones", milestone}};

bool is_said(const RowRead& item, const auto& column) { return item.get(column) != nullptr; }

// What stands for a part of the campaign: something to be done, or why nothing is.
bool says_something(const RowRead& item) {
  return is_said(item, deed) || is_said(item, excused_because);
}

void add_gaps_of_item(const RowRead& item, std::int64_t place, std::vector<Gap>& gaps) {
  const bool* silent = item.get(source_is_silent);
  if (!is_said(item, deed) || is_said(item, excused_because) || (silent && *silent)) return;
  const auto add_where_empty = [&](const auto& column) {
    if (!is_said(item, column)) gaps.push_back({items.name, std::string(column.name), place});
  };
  add_where_empty(measure);
  add_where_empty(target);
  add_where_empty(due);
}

std::optional<Record> plan_at(const Deciding& deciding, const Uuid* id) {
  const auto& record = deciding.circumstances.record;
  return id && record ? record("plans", *id) : std::nullopt;
}

bool changes_any(const Deciding& deciding, std::initializer_list<std::string_view> of) {
  return std::ranges::any_of(of, [&](std::string_view field) {
    return deciding.before.value(field) != deciding.after.value(field);
  });
}

bool is_in(const Record& plan, std::initializer_list<std::string_view> states_of) {
  return std::ranges::find(states_of, plan.state) != states_of.end();
}

// The one figure that a text holds, with the words around it: two targets can be compared where
// these are the same.
struct FigureInText {
  double figure = 0;
  std::string words;
};
std::optional<FigureInText> figure_in(const std::string* text) {
  if (!text) return std::nullopt;
  const std::string alone = words_alone(*text);
  const std::size_t begin = alone.find_first_of("0123456789");
  if (begin == alone.npos) return std::nullopt;
  const std::size_t end = std::min(alone.find_first_not_of("0123456789.", begin), alone.size());
  if (alone.find_first_of("0123456789", end) != alone.npos) return std::nullopt;
  return FigureInText{std::strtod(alone.substr(begin, end - begin).c_str(), nullptr),
                      alone.substr(0, begin) + "#" + alone.substr(end)};
}

bool is_below(const RowRead& item, const RowRead& last) {
  const auto now = figure_in(item.get(target)), then = figure_in(last.get(target));
  if (!now || !then || now->words != then->words) return false;
  const std::string* better = item.get(better_when);
  const bool falls = better && *better == "lower";
  return falls ? now->figure > then->figure : now->figure < then->figure;
}

// Of the last phase's plan the item that this one goes on with: the one it names, or the one of the
// same words.
class LastPhase {
 public:
  explicit LastPhase(const Deciding& deciding)
      : plan_(plan_at(deciding, deciding.after.get(last_phase))) {}

  // An item of another plan than the last phase's is none that it could go on with.
  std::optional<RowRead> item_before(const RowRead& item) const {
    if (!plan_) return std::nullopt;
    const Link* named = item.get(continues);
    if (named && named->record == plan_->id)
      if (std::optional<RowRead> row = row_of_last_phase(named->row)) return row;
    const std::string* words = item.get(deed);
    if (!words) return std::nullopt;
    for (const RowRead& one : plan_->get(items))
      if (const std::string* other = one.get(deed); other && are_the_same_words(*words, *other))
        return one;
    return std::nullopt;
  }

 private:
  std::optional<RowRead> row_of_last_phase(std::int64_t number) const {
    const Rows* rows = std::get_if<Rows>(&plan_->value(items.name));
    const Row* row = rows ? row_in(*rows, number) : nullptr;
    return row ? std::optional(RowRead(items, *row)) : std::nullopt;
  }

  std::optional<Record> plan_;
};

template <Kind kind>
void put(Row& row, const Field<kind>& column, Value value) {
  const auto* found = std::ranges::find(columns, column.name, &FieldSpec::name);
  row.cells[static_cast<std::size_t>(found - columns)] = std::move(value);
}

// The items of a plan as they are asked for: what is new has no number yet, and the day that was
// approved first is nobody's to write (Law 4).
struct ItemsAsked {
  Rows rows;
  bool name_a_first_day = false;  // other than the one that stands
};
ItemsAsked items_asked(const Deciding& deciding) {
  const Rows* held = std::get_if<Rows>(&deciding.before.value(items.name));
  const Rows* asked = std::get_if<Rows>(&deciding.after.value(items.name));
  ItemsAsked all;
  if (asked) all.rows = *asked;
  for (Row& row : all.rows.all) {
    const Row* standing = held ? row_in(*held, row.id) : nullptr;
    if (!standing) row.id = 0;
    const Date* first = standing ? RowRead(items, *standing).get(first_due) : nullptr;
    const Date* named = RowRead(items, row).get(first_due);
    if (first == named || (first && named && *first == *named)) continue;
    all.name_a_first_day = true;
    row.cells.resize(std::size(columns));
    put(row, first_due, first ? Value(*first) : Value());
  }
  return all;
}

// What is brought in from another plan: who answers for it, its days and its reasons are this
// unit's own, and what that plan leaves empty is marked.
Row brought_in(const Row& from, const Field<Kind::row_link>& by, const Link& link,
               bool with_its_day) {
  const RowRead read(items, from);
  Row row{.cells = std::vector<Value>(std::size(columns))};
  for (std::size_t i = 0; i < std::size(columns) && i < from.cells.size(); ++i)
    row.cells[i] = from.cells[i];
  put(row, answers_for, {});
  put(row, first_due, {});
  put(row, excused_because, {});
  put(row, lower_because, {});
  put(row, inherited_from, {});
  put(row, continues, {});
  put(row, by, link);
  if (!with_its_day) put(row, due, {});
  const bool leaves_open = !read.get(measure) || !read.get(target) || !read.get(due);
  put(row, source_is_silent, leaves_open && with_its_day ? Value(true) : Value());
  return row;
}

bool is_brought_in(const Rows& all, const Field<Kind::row_link>& by, const Link& link) {
  return std::ranges::any_of(all.all, [&](const Row& row) {
    const Link* one = RowRead(items, row).get(by);
    return one && one->record == link.record && one->row == link.row;
  });
}

bool has_the_same_deed(const Rows& all, const Row& other) {
  const std::string* words = RowRead(items, other).get(deed);
  return words && std::ranges::any_of(all.all, [&](const Row& row) {
           const std::string* one = RowRead(items, row).get(deed);
           return one && are_the_same_words(*one, *words);
         });
}

void bring_in(const Deciding& deciding, const Field<Kind::link>& from,
              const Field<Kind::row_link>& by, Rows& all) {
  const std::optional<Record> plan = plan_at(deciding, deciding.after.get(from));
  const Rows* theirs = plan ? std::get_if<Rows>(&plan->value(items.name)) : nullptr;
  if (!theirs) return;
  const bool is_above = by.name == inherited_from.name;
  for (const Row& row : theirs->all) {
    const Link link{inherited_from.links_to.find("plans"), plan->id, row.id};
    const RowRead read(items, row);
    if (!read.get(deed) || read.get(excused_because) || all.all.size() == rows_max ||
        is_brought_in(all, by, link) || has_the_same_deed(all, row))
      continue;
    all.all.push_back(brought_in(row, by, link, is_above));
  }
}

std::vector<Filled> with_what_is_held(const Deciding& deciding) {
  ItemsAsked asked = items_asked(deciding);
  Rows& all = asked.rows;
  const std::size_t count = all.all.size();
  bring_in(deciding, parent, inherited_from, all);
  bring_in(deciding, last_phase, continues, all);
  if (all.all.size() == count && !asked.name_a_first_day) return {};
  return {{items.name, std::move(all)}};
}

}  // namespace

bool is_summed_up(const Record& plan) {
  return std::ranges::none_of(summary,
                              [&](std::string_view field) { return is_empty(plan.value(field)); });
}

std::vector<Gap> gaps_of(const Record& plan, const KeysOf& keys_of) {
  std::vector<Gap> gaps;
  const std::vector<RowRead> all = plan.get(items);
  for (const ListOfCampaign& one : lists) {
    if (!keys_of) break;
    for (std::string& key : keys_of(one.list)) {
      const bool is_covered = std::ranges::any_of(all, [&](const RowRead& item) {
        const std::string* of = item.get(one.column);
        return of && *of == key && says_something(item);
      });
      if (!is_covered) gaps.push_back({one.name, std::move(key)});
    }
  }
  if (!plan.get(accountable)) gaps.push_back({accountable.name});
  for (std::size_t place = 0; place < all.size(); ++place)
    add_gaps_of_item(all[place], static_cast<std::int64_t>(place) + 1, gaps);
  return gaps;
}

std::string told(std::span<const Gap> gaps) {
  std::string all;
  for (const Gap& gap : gaps) {
    if (!all.empty()) all += ' ';
    all += gap.of;
    if (gap.place > 0) {
      all += "." + std::to_string(gap.place) + "." + gap.key;
    } else if (!gap.key.empty()) {
      all += "=" + gap.key;
    }
  }
  return all;
}

Verdict has_no_gaps(const Deciding& deciding) {
  const std::vector<Gap> gaps = gaps_of(deciding.after, deciding.circumstances.campaign_keys);
  if (gaps.empty()) return {};
  return {Refusal::plan_has_gaps, items.name, told(gaps)};
}

Verdict keeps_the_standard(const Deciding& deciding) {
  const LastPhase last(deciding);
  std::string lower;
  const std::vector<RowRead> all = deciding.after.get(items);
  for (std::size_t place = 0; place < all.size(); ++place) {
    const RowRead& item = all[place];
    if (!is_said(item, target) || is_said(item, lower_because)) continue;
    const std::optional<RowRead> before = last.item_before(item);
    if (before && is_below(item, *before))
      lower += (lower.empty() ? "" : " ") + place_of_cell(items, place, target.name);
  }
  return {lower.empty() ? Refusal::none : Refusal::target_is_below_the_last_phase, items.name,
          lower};
}

Verdict follows_a_plan_above(const Deciding& deciding) {
  const Uuid* above = deciding.after.get(parent);
  if (!above || !deciding.circumstances.record || !changes_any(deciding, {parent.name, phase.name}))
    return {};
  const std::optional<Record> plan = plan_at(deciding, above);
  const bool fits = plan && is_in(*plan, {approved.name, running.name}) &&
                    plan->path != deciding.after.path && covers(plan->path, deciding.after.path) &&
                    plan->value(phase.name) == deciding.after.value(phase.name);
  return {fits ? Refusal::none : Refusal::record_is_linked_wrongly, parent.name};
}

Verdict goes_on_from_the_last_phase(const Deciding& deciding) {
  const Uuid* last = deciding.after.get(last_phase);
  if (!last || !deciding.circumstances.record ||
      !changes_any(deciding, {last_phase.name, phase.name}))
    return {};
  const std::optional<Record> plan = plan_at(deciding, last);
  const bool fits = plan && is_in(*plan, {running.name, closed.name}) &&
                    plan->unit == deciding.after.unit &&
                    plan->value(phase.name) != deciding.after.value(phase.name);
  return {fits ? Refusal::none : Refusal::record_is_linked_wrongly, last_phase.name};
}

Verdict stands_alone(const Deciding& deciding) {
  constexpr std::int64_t looked_at_most = 64;
  const Record& plan = deciding.after;
  const auto& find = deciding.circumstances.find;
  if (!find || (!plan.state.empty() && !changes_any(deciding, {phase.name}) &&
                deciding.before.state == plan.state))
    return {};
  const Uuid* stands_before = plan.get(predecessor);
  const Query own{.ledger = "plans", .field = of_unit.name, .is = plan.unit, .states = not_over};
  for (const RecordId& id : find(own, looked_at_most)) {
    if (id == plan.id || (stands_before && id == *stands_before)) continue;
    const std::optional<Record> other = plan_at(deciding, &id);
    const bool is_of_another_phase = other && other->value(phase.name) != plan.value(phase.name);
    const Uuid* comes_after = other ? other->get(predecessor) : nullptr;
    if (is_of_another_phase || (comes_after && *comes_after == plan.id)) continue;
    return {Refusal::plan_stands_already, phase.name};
  }
  return {};
}

Verdict is_not_being_amended(const Deciding& deciding) {
  const std::int64_t versions = deciding.circumstances.count({.ledger = "plans",
                                                              .field = predecessor.name,
                                                              .is = deciding.before.id,
                                                              .states = before_it_runs});
  return {versions > 0 ? Refusal::plan_stands_already : Refusal::none, phase.name};
}

Verdict has_a_whole_summary(const Deciding& deciding) {
  for (const std::string_view field : summary)
    if (is_empty(deciding.after.value(field))) return {Refusal::stage_summary_is_incomplete, field};
  return {};
}

std::vector<Filled> notes_who_words_it(const Deciding& deciding) {
  std::vector<Filled> filled = wording::notes_who_words_it(deciding, drafting);
  ItemsAsked asked = items_asked(deciding);
  if (asked.name_a_first_day) filled.push_back({items.name, std::move(asked.rows)});
  return filled;
}

std::vector<Filled> brings_in_what_is_held(const Deciding& deciding) {
  std::vector<Filled> filled = with_what_is_held(deciding);
  std::vector<Filled> by = wording::notes_who_words_it(deciding, drafting);
  std::ranges::move(by, std::back_inserter(filled));
  return filled;
}

std::vector<Filled> begins(const Deciding& deciding) {
  std::vector<Filled> filled = with_what_is_held(deciding);
  filled.push_back({of_unit.name, Uuid(deciding.after.unit)});
  filled.push_back({worded_by.name, Rows{{{.cells = {Uuid(deciding.actor.person)}}}}});
  return filled;
}

// The day that was approved first is never overwritten (Law 4).
std::vector<Filled> keeps_first_days(const Deciding& deciding) {
  const Rows* held = std::get_if<Rows>(&deciding.after.value(items.name));
  if (!held) return {};
  Rows all = *held;
  for (Row& row : all.all) {
    row.cells.resize(std::size(columns));
    const RowRead item(items, row);
    if (const Date* day = item.get(due); day && !item.get(first_due)) put(row, first_due, *day);
  }
  return {{items.name, std::move(all)}};
}

std::vector<Caused> next_version(const Deciding& deciding) {
  Caused draft{.unit = deciding.after.unit};
  for (const std::string_view field : revising) {
    Value value = deciding.after.value(field);
    if (field == predecessor.name) value = Uuid(deciding.after.id);
    if (field == changed_because.name)
      value = std::string(beginning_of(deciding.reason, changed_because.length_max));
    if (field == worded_by.name) value = Rows{{{.cells = {Uuid(deciding.actor.person)}}}};
    draft.values.push_back(std::move(value));
  }
  return {draft};
}

std::vector<Caused> version_before(const Deciding& deciding) {
  const Uuid* before = deciding.after.get(predecessor);
  if (!before) return {};
  return {{.record = RecordId(*before)}};
}

}  // namespace chuangyou::plans
