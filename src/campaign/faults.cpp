#include "campaign/faults.h"

#include <algorithm>

#include "core/text.h"
#include "record/rows.h"

namespace chuangyou {
namespace {

std::string_view field_in(std::string_view place) { return place.substr(0, place.find('.')); }

bool is_about(const Refused& fault, std::string_view field) {
  return field_in(fault.field) == field;
}

bool names(std::span<const Refused> faults, std::string_view field) {
  return std::ranges::any_of(faults, [field](const Refused& one) { return is_about(one, field); });
}

// False where nothing that was asked for is wrong, so that leaving it out would not help.
bool leave_out(Asked& asked, const Ledger& ledger, std::string_view place) {
  return std::erase_if(asked.fields, [&](const FieldChange& wanted) {
           return ledger.fields[wanted.field].name == field_in(place);
         }) > 0;
}

// What is still to be filled in hides nothing that stands behind it.
std::optional<Value> stand_in(const FieldSpec& field) {
  if (field.kind == Kind::text || field.kind == Kind::long_text) return std::string("-");
  if (field.kind == Kind::choice && !field.choices.empty()) return std::string(field.choices[0]);
  return std::nullopt;
}

bool is_still_to_come(const Refused& fault) {
  return fault.law == Refusal::field_is_missing || fault.law == Refusal::reason_is_missing ||
         fault.law == Refusal::unit_is_missing;
}

// The act without what it needs and without its rule, which are asked one by one.
Act without_its_rule(const Act& act) {
  Act bare = act;
  bare.rule = {};
  bare.needs = {};
  if (act.reason == Reason::required) bare.reason = Reason::optional;
  return bare;
}

std::vector<std::string_view> needed_by(const Act& act, const Ledger& ledger) {
  std::vector<std::string_view> needed(act.needs.begin(), act.needs.end());
  for (const FieldSpec& field : ledger.fields)
    if (field.required && std::ranges::find(act.takes, field.name) != act.takes.end() &&
        std::ranges::find(needed, field.name) == needed.end())
      needed.push_back(field.name);
  return needed;
}

// A rule that is one law may count on what its act needs; a part is asked by itself.
void add_broken(std::vector<Refused>& faults, const Deciding& deciding) {
  const Rule& rule = deciding.act.rule;
  std::span<const Law> laws = rule.parts;
  if (rule.whole && !std::ranges::any_of(faults, is_still_to_come)) laws = {&rule.whole, 1};
  for (const Law law : laws) {
    const Verdict broken = law(deciding);
    if (broken.law == Refusal::none) continue;
    const bool is_said = std::ranges::any_of(faults, [&](const Refused& one) {
      const bool is_missing = one.law == Refusal::field_is_missing;
      return is_about(one, broken.field) && (is_missing || one.law == broken.law);
    });
    if (!is_said) faults.push_back({broken.law, std::string(broken.field), broken.detail});
  }
}

// What is wrong with the fields themselves, the right and the times. What was wrong leaves `asked`.
// False: it is no matter of what is written.
bool add_faults_of_fields(std::vector<Refused>& faults, const Record& before, Asked& asked,
                          const Actor& actor, Moment now, const Circumstances& circumstances) {
  const Ledger& ledger = before.ledger();
  const Act bare = without_its_rule(asked.act);
  std::vector<FieldChange> stand_ins;
  for (;;) {
    Asked trial{bare, asked.fields, asked.reason, asked.unit, asked.has_signed_file};
    trial.fields.insert(trial.fields.end(), stand_ins.begin(), stand_ins.end());
    const Result<Changes> changes = decide(before, trial, actor, now, circumstances);
    if (changes) return true;
    const Refused& fault = changes.error();
    const FieldSpec* field = ledger.field(field_in(fault.field));
    const auto filler =
        field && fault.law == Refusal::field_is_missing && !names(faults, field->name)
            ? stand_in(*field)
            : std::nullopt;
    if (!is_still_to_come(fault)) faults.push_back(fault);
    if (leave_out(asked, ledger, fault.field)) {
      if (is_still_to_come(fault)) faults.push_back(fault);  // within a row
      continue;
    }
    if (filler) {
      stand_ins.push_back({ledger.index_of(*field), *filler});
      continue;
    }
    if (fault.law == Refusal::unit_is_missing) faults.push_back(fault);
    return is_still_to_come(fault);
  }
}

}  // namespace

Record as_written(const Record& before, const Asked& asked, const Actor& actor, Moment now,
                  const Circumstances& circumstances) {
  const Ledger& ledger = before.ledger();
  Record after = before;
  if (before.state.empty() && asked.unit) {
    after.unit = *asked.unit;
    after.path = circumstances.path_of(*asked.unit);
    after.author = actor.person;
  }
  const auto write = [&](std::size_t index, const Value& value) {
    const FieldSpec& field = ledger.fields[index];
    const auto* text = std::get_if<std::string>(&value);
    if (field.kind != Kind::rows) {
      after.set_at(index, text && is_blank(*text) ? Value() : value);
    } else if (const auto rows =
                   rows_that_change(field, before.value_at(index), value, after.last_row())) {
      after.change_at(index, *rows);
    }
  };
  for (const FieldChange& wanted : asked.fields) write(wanted.field, wanted.value);
  for (const Setting& setting : asked.act.sets)
    write(ledger.index_of(*ledger.field(setting.field)), std::string(setting.value));
  if (!asked.act.to.empty()) after.state = asked.act.to;
  if (!asked.act.fills) return after;
  const Deciding deciding{before,       after,        asked.act,
                          actor,        now,          circumstances.zone.date_at(now),
                          asked.reason, circumstances};
  for (const Filled& filled : asked.act.fills(deciding))
    write(ledger.index_of(*ledger.field(filled.field)), filled.value);
  return after;
}

std::vector<Refused> faults_of(const Record& before, const Asked& asked, const Actor& actor,
                               Moment now, const Circumstances& circumstances) {
  std::vector<Refused> faults;
  Asked left = asked;
  if (!add_faults_of_fields(faults, before, left, actor, now, circumstances)) return faults;
  const Record after = as_written(before, left, actor, now, circumstances);
  for (const std::string_view name : needed_by(asked.act, before.ledger()))
    if (is_empty(after.value(name)) && !names(faults, name))
      faults.push_back({Refusal::field_is_missing, std::string(name), {}});
  if (asked.act.reason == Reason::required && is_blank(asked.reason))
    faults.push_back({Refusal::reason_is_missing, "reason", {}});
  add_broken(faults, {before, after, asked.act, actor, now, circumstances.zone.date_at(now),
                      asked.reason, circumstances});
  // The last word is decide()'s: that of a needed field which no act of this kind could give.
  if (faults.empty())
    if (const Result<Changes> changes = decide(before, asked, actor, now, circumstances); !changes)
      faults.push_back(changes.error());
  return faults;
}

Readiness readiness_of(const Record& written, const Act& act, const Actor& actor, Moment now,
                       const Circumstances& circumstances) {
  Readiness ready;
  // What the act itself takes is given when it is done.
  for (const std::string_view name : act.needs) {
    if (std::ranges::find(act.takes, name) != act.takes.end()) continue;
    ++ready.of;
    if (is_empty(written.value(name)))
      ready.faults.push_back({Refusal::field_is_missing, std::string(name), {}});
  }
  ready.of += act.rule.parts.size();
  if (act.rule.parts.empty()) return ready;
  add_broken(
      ready.faults,
      {written, written, act, actor, now, circumstances.zone.date_at(now), {}, circumstances});
  return ready;
}

}  // namespace chuangyou
