#include "imports/import_amend.h"

#include <algorithm>
#include <cstdlib>

#include "core/text.h"

namespace chuangyou {
namespace {

// As a spreadsheet gives it back: lines end by a line feed, nothing stands blank at its ends.
std::string as_shown(std::string_view text) {
  std::string shown(trimmed(text));
  std::erase(shown, '\r');
  return shown;
}

bool takes_all(const Act& act, const Ledger& ledger, const std::vector<FieldChange>& fields) {
  return std::ranges::all_of(fields, [&](const FieldChange& change) {
    return std::ranges::find(act.takes, ledger.fields[change.field].name) != act.takes.end();
  });
}

// Plain acts on what stands: no offers, no waiting, nothing that several sign.
bool is_plain(const Act& act, std::string_view state, bool has_reason) {
  return std::ranges::find(act.from, state) != act.from.end() && act.transfer == Transfer::none &&
         act.pause == Pause::none && act.sign_off == SignOff::one && !act.confirms_entry &&
         (act.reason != Reason::required || has_reason);
}

// Where the file tells of a later stage than the record stands in, its state is asked for: but no
// file that says nothing new closes again what the served have said no to since.
std::string_view state_wanted(const AmendAsked& asked, bool says_something_new) {
  const bool is_old_news = asked.record.is_contested() && !says_something_new;
  if (!asked.entering || is_old_news) return {};
  const State* wanted = asked.record.ledger().state(asked.entering->to);
  const bool is_further = wanted && wanted->stage > asked.record.stage();
  return is_further ? wanted->name : std::string_view();
}

// Of what differs the first that no act takes where the record stands.
std::string field_in_the_way(const AmendAsked& asked, const std::vector<FieldChange>& fields) {
  const Ledger& ledger = asked.record.ledger();
  if (fields.empty()) return "state";
  const auto can_change = [&](const FieldChange& change) {
    return std::ranges::any_of(ledger.acts, [&](const Act& act) {
      return is_plain(act, asked.record.state, !asked.reason.empty()) &&
             takes_all(act, ledger, {change});
    });
  };
  const auto found = std::ranges::find_if_not(fields, can_change);
  return std::string(ledger.fields[(found == fields.end() ? fields[0] : *found).field].name);
}

}  // namespace

bool is_same_as_shown(const Value& held, const Value& said) {
  if (is_empty(held) && is_empty(said)) return true;
  const Moment* at = std::get_if<Moment>(&held);
  const Moment* then = std::get_if<Moment>(&said);
  constexpr std::int64_t second = 1'000'000, minute = 60 * second;
  // A spreadsheet that saves CSV leaves the seconds out.
  const std::int64_t shown = then && then->microseconds % minute == 0 ? minute : second;
  if (at && then) return at->microseconds / shown == then->microseconds / shown;
  const std::string* text = std::get_if<std::string>(&held);
  const std::string* other = std::get_if<std::string>(&said);
  if (text && other) return as_shown(*text) == as_shown(*other);
  return held == said;
}

std::vector<FieldChange> differing(const Record& record, std::vector<FieldChange> fields) {
  std::erase_if(fields, [&](const FieldChange& change) {
    return is_same_as_shown(record.value_at(change.field), change.value);
  });
  return fields;
}

Result<std::optional<Amendment>> amendment_of(AmendAsked asked, const Actor& actor, Moment now,
                                              const Circumstances& circumstances) {
  const Ledger& ledger = asked.record.ledger();
  const std::vector<FieldChange> fields = differing(asked.record, std::move(asked.fields));
  const std::string_view wanted = state_wanted(asked, !fields.empty());
  if (fields.empty() && wanted.empty()) return std::nullopt;
  std::optional<Refused> refused;
  for (const bool stays : {true, false})
    for (const Act& act : ledger.acts) {
      const bool leads_there =
          wanted.empty() ? act.to.empty() || act.to == asked.record.state : act.to == wanted;
      const bool is_asked = stays == act.to.empty() && leads_there;
      if (!is_asked || !is_plain(act, asked.record.state, !asked.reason.empty())) continue;
      if (!takes_all(act, ledger, fields)) continue;
      const std::string reason = act.reason == Reason::none ? std::string() : asked.reason;
      const auto changes =
          decide(asked.record, Asked{act, fields, reason, {}}, actor, now, circumstances);
      if (changes) return Amendment{&act, fields};
      if (!refused) refused = changes.error();
    }
  if (refused) return std::unexpected(*refused);
  return refuse(Refusal::state_does_not_allow_this, field_in_the_way(asked, fields),
                asked.record.state);
}

}  // namespace chuangyou
