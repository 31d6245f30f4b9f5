#include "record/decide.h"

#include <algorithm>

#include "core/text.h"
#include "record/clock.h"
#include "record/concealment.h"
#include "record/moments.h"
#include "record/rights_held.h"
#include "record/rows.h"
#include "record/times.h"
#include "record/who_speaks.h"

namespace chuangyou {
namespace {

bool contains(std::span<const std::string_view> names, std::string_view wanted) {
  return std::ranges::find(names, wanted) != names.end();
}

// A list that somebody sends; one that an act works out or hands on, as an audience, may be longer.
constexpr std::size_t list_items_max = 1000;

// Counts, minutes and ayes alike: no number that somebody enters is below nothing, and sums and
// products of such numbers stay far from where integers end.
constexpr std::int64_t number_max = 1'000'000'000;

bool is_long_list(const Value& value) {
  const auto* texts = std::get_if<std::vector<std::string>>(&value);
  const auto* ids = std::get_if<std::vector<Uuid>>(&value);
  return (texts && texts->size() > list_items_max) || (ids && ids->size() > list_items_max);
}

bool is_in_range(const Value& value, Date today, const Zone& zone) {
  if (const Date* date = std::get_if<Date>(&value)) return is_in_range(*date, today);
  const Moment* moment = std::get_if<Moment>(&value);
  return !moment || is_in_range(zone.date_at(*moment), today);
}

bool is_choice(const FieldSpec& field, std::string_view text, const Circumstances& circumstances) {
  if (field.choices_from == CampaignList::none) return contains(field.choices, text);
  return circumstances.campaign_has && circumstances.campaign_has(field.choices_from, text);
}

// Blanks alone are no content, whatever door they came through.
bool is_blank_text(const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text && is_blank(*text);
}

// A case that stays open has no moment at which it was closed.
Refusal law_against(const Ledger& ledger, const Asked& asked, const FieldSpec& field) {
  const State* after = ledger.state(asked.act.to);
  const bool stays_open = after && after->stage == Stage::open;
  const bool closes = !ledger.closed_at.empty() && field.name == ledger.closed_at;
  return closes && stays_open ? Refusal::state_takes_no_closing_time : Refusal::field_is_unknown;
}

// Where a value comes from: what an act hands on was measured when it was sent.
struct Source {
  bool is_an_import = false, is_a_consequence = false;
};

std::optional<Refused> fault_of_value(const FieldSpec& field, const Value& value, Date today,
                                      const Circumstances& circumstances, Source source) {
  if (is_empty(value)) return std::nullopt;
  const auto broken = [&field](Refusal law, std::string detail) {
    return Refused{law, std::string(field.name), std::move(detail)};
  };
  if (!source.is_a_consequence && is_long_list(value))
    return broken(Refusal::field_is_too_long, std::to_string(list_items_max));
  if (const auto* number = std::get_if<std::int64_t>(&value);
      number && (*number < 0 || *number > number_max))
    return broken(Refusal::number_is_out_of_range, std::to_string(number_max));
  const bool is_flagged = source.is_an_import && is_before_any_beginning(value, circumstances.zone);
  if (!is_flagged && !is_in_range(value, today, circumstances.zone))
    return broken(Refusal::date_is_out_of_range, {});
  if (const auto* text = std::get_if<std::string>(&value)) {
    if (field.kind == Kind::choice && !is_choice(field, *text, circumstances))
      return broken(Refusal::choice_is_unknown, *text);
    if (field.length_max && text->size() > field.length_max &&
        character_count(*text) > field.length_max)
      return broken(Refusal::field_is_too_long, std::to_string(field.length_max));
  }
  if (const auto* texts = std::get_if<std::vector<std::string>>(&value))
    for (const std::string& text : *texts)
      if (!is_choice(field, text, circumstances)) return broken(Refusal::choice_is_unknown, text);
  return std::nullopt;
}

// The first promised date is kept when the clock first runs and never overwritten (Law 4).
void keep_first_due(const Record& after, Changes& changes) {
  const Ledger& ledger = after.ledger();
  const Deadline* deadline = deadline_of_state(ledger, changes.state);
  if (!deadline || deadline->first_field.empty()) return;
  const FieldSpec& first = *ledger.field(deadline->first_field);
  const Value& due = after.value(deadline->field);
  if (is_empty(due) || !is_empty(after.value(first.name))) return;
  changes.fields.push_back({ledger.index_of(first), due});
}

Result<void> take_fields(const Record& before, const Asked& asked, const Actor& actor, Date today,
                         const Circumstances& circumstances, Changes& changes) {
  static const Value nothing;
  const Ledger& ledger = before.ledger();
  std::int64_t last_row = before.last_row();
  // What goes on from another record keeps the numbers of that record's rows.
  const auto numbers = before.state.empty() && actor.is_a_consequence ? RowNumbers::are_brought
                                                                      : RowNumbers::are_given;
  const Source source{asked.is_imported, actor.is_a_consequence};
  const auto fault_of_cell = [&](const FieldSpec& column, const Value& value) {
    return fault_of_value(column, value, today, circumstances, source);
  };
  for (const FieldChange& wanted : asked.fields) {
    const FieldSpec& field = ledger.fields[wanted.field];
    if (!contains(asked.act.takes, field.name))
      return refuse(law_against(ledger, asked, field), std::string(field.name));
    if (field.kind == Kind::rows) {
      Result<Rows> rows = rows_that_change(field, before.value_at(wanted.field), wanted.value,
                                           last_row, fault_of_cell, numbers);
      if (!rows) return std::unexpected(rows.error());
      if (rows->all.empty()) continue;
      for (const Row& row : rows->all) last_row = std::max(last_row, row.id);
      changes.fields.push_back({wanted.field, std::move(*rows)});
      continue;
    }
    const Value& value = is_blank_text(wanted.value) ? nothing : wanted.value;
    if (std::optional<Refused> fault = fault_of_value(field, value, today, circumstances, source))
      return std::unexpected(*fault);
    if (before.value_at(wanted.field) != value) changes.fields.push_back({wanted.field, value});
  }
  return {};
}

void set_constants(const Record& before, const Act& act, Changes& changes) {
  const Ledger& ledger = before.ledger();
  for (const Setting& setting : act.sets) {
    const std::size_t field = ledger.index_of(*ledger.field(setting.field));
    Value value = std::string(setting.value);
    if (before.value_at(field) != value) changes.fields.push_back({field, std::move(value)});
  }
}

// What an act works out stands, whatever was asked for in its place, and is said once.
Result<void> fill(const Deciding& deciding, Record& after, Changes& changes) {
  if (!deciding.act.fills) return {};
  const Ledger& ledger = after.ledger();
  for (Filled& filled : deciding.act.fills(deciding)) {
    const std::size_t field = ledger.index_of(*ledger.field(filled.field));
    const Value& held = deciding.before.value_at(field);
    std::erase_if(changes.fields, [&](const FieldChange& one) { return one.field == field; });
    after.set_at(field, held);
    if (held == filled.value) continue;
    // Rows are filled in as they are asked for: as they shall stand.
    if (ledger.fields[field].kind == Kind::rows) {
      Result<Rows> rows =
          rows_that_change(ledger.fields[field], held, filled.value, after.last_row());
      if (!rows) return std::unexpected(rows.error());
      filled.value = std::move(*rows);
    }
    after.change_at(field, filled.value);
    changes.fields.push_back({field, std::move(filled.value)});
  }
  return {};
}

Result<void> take_unit(const Record& before, const Asked& asked, const Circumstances& circumstances,
                       Changes& changes) {
  const bool opens = before.state.empty();
  if (!asked.unit && opens) return refuse(Refusal::unit_is_missing, "unit");
  if (!asked.unit) return {};
  if (!asked.act.takes_unit()) return refuse(Refusal::field_is_unknown, "unit");
  std::string_view path = circumstances.path_of(*asked.unit);
  if (path.empty()) return refuse(Refusal::unit_is_unknown, "unit", to_text(*asked.unit));
  if (asked.act.transfer == Transfer::offered) return {};  // moves nothing yet
  if (opens || *asked.unit != before.unit) {
    changes.unit = asked.unit;
    changes.path = path;
  }
  return {};
}

void set_offer(const Ledger& ledger, Value unit, Changes& changes) {
  changes.fields.push_back({ledger.index_of(*ledger.field(ledger.offered_to)), std::move(unit)});
}

// The first receiver stays responsible until the other has taken it, and an offer lapses with the
// state in which it was made.
Result<void> move_offer(const Record& before, const Asked& asked, Date today,
                        const Circumstances& circumstances, Changes& changes) {
  const Ledger& ledger = before.ledger();
  if (ledger.offered_to.empty()) return {};
  const Uuid* offered = std::get_if<Uuid>(&before.value(ledger.offered_to));
  switch (asked.act.transfer) {
    case Transfer::none:
      if (offered && (changes.state_entered || changes.unit)) set_offer(ledger, {}, changes);
      return {};
    case Transfer::offered:
      if (!asked.unit || *asked.unit == before.unit)
        return refuse(Refusal::unit_is_missing, "unit");
      if (offered && *offered == *asked.unit) return refuse(Refusal::nothing_would_change, "unit");
      set_offer(ledger, static_cast<const Uuid&>(*asked.unit), changes);
      if (Result<void> judged =
              check_judges_at(before, circumstances.path_of(*asked.unit), circumstances.path_of);
          !judged)
        return judged;
      return check_transfer(before, *asked.unit, today, circumstances);
    case Transfer::accepted:
      if (!offered) return refuse(Refusal::nothing_would_change, "unit");
      changes.unit = UnitId(*offered);
      changes.path = circumstances.path_of(*offered);
      break;
    case Transfer::declined:
      break;
  }
  set_offer(ledger, {}, changes);
  return {};
}

// 会签: each listed right signs once, each by another person; the last signature lets the act go on.
Result<bool> sign(const Record& before, const Asked& asked, const Actor& actor, Moment now,
                  Date today, const Circumstances& circumstances, Changes& changes) {
  const Act& act = asked.act;
  const PathOfUnit& path_of = circumstances.path_of;
  if (has_signed(before, act, actor)) return refuse(Refusal::one_person_cannot_sign_twice);
  const PlacesLeft left = left_to_sign(before, act, today, path_of, circumstances.posts_of);
  for (std::size_t i = 0; i < act.may.size(); ++i) {
    const auto one = act.may.subspan(i, 1);
    if (!left.is_open[i] || !right_of(actor, one, before, today, path_of, &changes.under)) continue;
    if (Result<void> speaks =
            check_speaker(before, act, act.may[i], actor, today, path_of, circumstances.posts_of);
        !speaks)
      return std::unexpected(speaks.error());
    if (left.count > 1) changes.signature = Signature{std::string(act.name), i, actor.person, now};
    return left.count == 1;
  }
  return refuse(Refusal::post_does_not_allow_this);
}

// What was erased is not asked for again by an act that could not give it.
bool is_gone(const FieldSpec& field, const Record& before, const Act& act) {
  return !before.state.empty() && is_empty(before.value(field.name)) &&
         !contains(act.takes, field.name);
}

Result<void> check_complete(const Record& before, const Record& after, const Asked& asked) {
  for (std::string_view name : asked.act.needs)
    if (is_empty(after.value(name))) return refuse(Refusal::field_is_missing, std::string(name));
  if (asked.act.reason == Reason::required && is_blank(asked.reason))
    return refuse(Refusal::reason_is_missing, "reason");
  if (after.stage() == Stage::ended) return {};
  for (const FieldSpec& field : after.ledger().fields)
    if (field.required && is_empty(after.value(field.name)) && !is_gone(field, before, asked.act))
      return refuse(Refusal::field_is_missing, std::string(field.name));
  return {};
}

// A clock that counts working days from a year of which the calendar knows nothing, and will never
// know anything because it begins later, would count plain weeks and say nothing of it.
Result<void> check_calendar(const Record& after, const Changes& changes,
                            const Circumstances& circumstances) {
  const WorkingCalendar& calendar = circumstances.calendar;
  const Deadline* deadline = deadline_named(after.ledger(), after.deadline);
  if (!deadline || !is_empty(after.value(deadline->field))) return {};
  const std::optional<Moment> since = moment_given(after.ledger(), changes, deadline->since);
  const Length length = deadline->length_of ? deadline->length_of(after) : deadline->length;
  if (!since || length.count <= 0 || length.kind != DayKind::working) return {};
  if (is_before_any_beginning(*since, circumstances.zone)) return {};  // such a clock never runs
  const int year = year_of(circumstances.zone.date_at(*since));
  constexpr int last_year = 2200;
  for (int later = year + 1; !calendar.is_published(year) && later < last_year; ++later)
    if (calendar.is_published(later))
      return refuse(Refusal::calendar_year_is_closed, std::string(deadline->since),
                    std::to_string(year));
  return {};
}

bool stays_as_it_was(const Record& before, const Act& act, const Changes& changes) {
  return !act.takes.empty() && act.to.empty() && changes.fields.empty() && !changes.unit &&
         act.pause == Pause::none && act.reason == Reason::none && !before.state.empty();
}

// Whoever takes a call is no author of what the caller says: the receipt is the caller's.
bool takes_it_down(const Act& act, const Actor& actor, Date today) {
  return act.gives_receipt && std::ranges::any_of(actor.posts, [&](const Post& post) {
           return post.role == Role::operator_ && is_in_force(post, today);
         });
}

Result<void> take_right(const Record& standing, const Act& act, const Actor& actor, Moment now,
                        const Circumstances& circumstances, Changes& changes) {
  const Date today = circumstances.zone.date_at(now);
  const PathOfUnit& path_of = circumstances.path_of;
  const PostsOf& posts_of = circumstances.posts_of;
  const RightsHeld held(actor, standing, today, path_of);
  const Result<std::size_t> by =
      right_to_speak(held, standing, act, actor, today, path_of, posts_of, &changes.under);
  const bool holds_none = !by && by.error().law == Refusal::post_does_not_allow_this;
  if (act.confirms_entry && !holds_none && standing.history != History::unconfirmed)
    return refuse(Refusal::nothing_would_change, "history");
  if (!by) return std::unexpected(by.error());
  changes.says = says(standing, act, act.may[*by], actor, today, path_of);
  if (act.confirms_entry) changes.history = History::confirmed;
  if (standing.state.empty()) {
    changes.is_for_another = takes_it_down(act, actor, today);
    changes.is_from_outside = !changes.is_for_another && !act.is_for_another &&
                              opens_from_outside(standing, actor, today);
  }
  if (waits_for_others(standing, act, act.may[*by], actor, today, path_of, posts_of))
    changes.signature = Signature{std::string(act.name), *by, actor.person, now};
  return {};
}

Changes begun(const Record& before, const Asked& asked) {
  const Act& act = asked.act;
  Changes changes;
  changes.act = act.name;
  changes.reason = asked.reason;
  changes.state = act.to.empty() ? before.state : std::string(act.to);
  changes.state_entered = changes.state != before.state;
  changes.pause = act.pause;
  changes.is_told = act.tells_public && !is_blank(asked.reason);
  // Whoever goes on, whatever he does, waits no longer.
  const bool is_paused = !before.pauses.empty() && !before.pauses.back().until;
  if (is_paused && changes.state_entered) changes.pause = Pause::ends;
  return changes;
}

// A right looks at the record as it stands; at opening, as it would stand.
Record as_it_stands(const Record& before, const Asked& asked, const Actor& actor,
                    const Changes& changes) {
  Record standing = before;
  if (!before.state.empty()) return standing;
  standing.unit = *changes.unit;
  standing.path = changes.path;
  standing.author = actor.person;
  for (const FieldChange& wanted : asked.fields) standing.set_at(wanted.field, wanted.value);
  return standing;
}

// A signature that others must follow changes nothing yet, and so gives nothing.
Result<void> wait_for_signatures(const Record& before, const Asked& asked, Changes& changes) {
  changes.state = before.state;
  changes.state_entered = false;
  changes.is_told = false;
  changes.pause = Pause::none;
  if (!asked.fields.empty())
    return refuse(Refusal::field_is_unknown,
                  std::string(before.ledger().fields[asked.fields.front().field].name));
  if (asked.act.reason == Reason::required && is_blank(asked.reason))
    return refuse(Refusal::reason_is_missing, "reason");
  return {};
}

// By his right, or by his signature.
Result<void> allow(const Record& before, const Record& standing, const Asked& asked,
                   const Actor& actor, Moment now, const Circumstances& circumstances,
                   Changes& changes) {
  const Act& act = asked.act;
  if (act.sign_off == SignOff::all_of) {
    const Date today = circumstances.zone.date_at(now);
    const Result<bool> complete = sign(before, asked, actor, now, today, circumstances, changes);
    if (!complete) return std::unexpected(complete.error());
    return *complete ? Result<void>() : wait_for_signatures(before, asked, changes);
  }
  if (Result<void> may = take_right(standing, act, actor, now, circumstances, changes);
      !may || !changes.signature)
    return may;
  if (has_signed(before, act, actor)) return refuse(Refusal::one_person_cannot_sign_twice);
  return wait_for_signatures(before, asked, changes);
}

Result<void> check_open_to(const Record& before, const Asked& asked, const Actor& actor, Moment now,
                           const Circumstances& circumstances) {
  const Date today = circumstances.zone.date_at(now);
  const Deciding asking{before, before, asked.act, actor, now, today, asked.reason, circumstances};
  if (actor.is_nobody()) return {};
  const Verdict closed = verdict_of(asked.act.closed_to, asking);
  if (closed.law == Refusal::none) return {};
  return refuse(closed.law, std::string(closed.field), closed.detail);
}

Result<void> take(const Record& before, const Record& standing, const Asked& asked,
                  const Actor& actor, Moment now, const Circumstances& circumstances,
                  Changes& changes) {
  const Act& act = asked.act;
  const Date today = circumstances.zone.date_at(now);
  const bool opens = before.state.empty();
  if (act.pause == Pause::starts && pause_days_left(before, now, circumstances) <= 0)
    return refuse(Refusal::waiting_has_an_end, "state");
  if (Result<void> taken = take_fields(before, asked, actor, today, circumstances, changes); !taken)
    return taken;
  set_constants(before, act, changes);
  if (Result<void> moved = move_offer(before, asked, today, circumstances, changes); !moved)
    return moved;
  if (opens && is_history(standing, asked, actor, today, circumstances))
    changes.history = History::unconfirmed;
  // Of a caller it is not the line of whoever took the call.
  const bool is_anothers = act.is_for_another || changes.is_for_another;
  if (opens) return conceal(standing, is_anothers ? Actor() : actor, today, circumstances, changes);
  if (!changes.unit) return {};
  if (Result<void> judged = check_judges_at(before, changes.path, circumstances.path_of); !judged)
    return judged;
  return check_transfer(before, *changes.unit, today, circumstances);
}

}  // namespace

Result<Changes> decide(const Record& before, const Asked& asked, const Actor& actor, Moment now,
                       const Circumstances& circumstances) {
  const Act& act = asked.act;
  const Date today = circumstances.zone.date_at(now);
  const bool opens = before.state.empty();
  if (opens != act.from.empty() || (!opens && !contains(act.from, before.state)))
    return refuse(Refusal::state_does_not_allow_this, "state", before.state);

  Changes changes = begun(before, asked);
  if (Result<void> taken = take_unit(before, asked, circumstances, changes); !taken)
    return std::unexpected(taken.error());
  const Record standing = as_it_stands(before, asked, actor, changes);
  if (Result<void> may = allow(before, standing, asked, actor, now, circumstances, changes); !may)
    return std::unexpected(may.error());
  if (Result<void> open = check_open_to(before, asked, actor, now, circumstances); !open)
    return std::unexpected(open.error());
  if (changes.signature) return changes;
  if (Result<void> taken = take(before, standing, asked, actor, now, circumstances, changes);
      !taken)
    return std::unexpected(taken.error());

  Record after = before;
  apply(after, changes, now, actor.person, before.version + 1);
  const Deciding deciding{before, after, act, actor, now, today, asked.reason, circumstances};
  if (Result<void> filled = fill(deciding, after, changes); !filled)
    return std::unexpected(filled.error());
  if (Result<void> complete = check_complete(before, after, asked); !complete)
    return std::unexpected(complete.error());
  if (stays_as_it_was(before, act, changes)) return refuse(Refusal::nothing_would_change);
  if (const Verdict broken = verdict_of(act.rule, deciding); broken.law != Refusal::none)
    return refuse(broken.law, std::string(broken.field), broken.detail);
  Result<void> timed = check_times(before, after, asked, changes, now, circumstances.zone);
  if (timed) timed = check_calendar(after, changes, circumstances);
  if (!timed) return std::unexpected(timed.error());
  keep_first_due(after, changes);
  return changes;
}

}  // namespace chuangyou
