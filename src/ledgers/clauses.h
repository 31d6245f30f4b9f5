// The fields of directives, and what of them concerns one unit: all that is asked, or of a revision
// what changed. A clause keeps its number of a row in every revision.
#pragma once

#include <algorithm>
#include <set>

#include "core/same_words.h"
#include "ledgers/erased_words.h"
#include "ledgers/mending.h"
#include "ledgers/sending.h"
#include "ledgers/wording.h"
#include "record/decide.h"
#include "record/rows.h"
#include "record/typed_names.h"
#include "record/unit_type.h"

namespace chuangyou::directives {
using namespace declared;
using mending::to_mend;

inline constexpr std::string_view kinds[] = {"notice", "opinion", "decision",
                                             "plan",   "letter",  "reply"};
inline constexpr std::string_view things_asked[] = {"nothing", "task", "reply"};
inline constexpr auto numbered = text("number", 40).shown();
inline constexpr auto wording = long_text("text", 8000).required().shown();
inline constexpr auto asks = choice("asks", things_asked);
inline constexpr auto of_whom = unit("of_whom");  // none: of every unit to which it is sent
inline constexpr auto asked_by = date("due");
inline constexpr FieldSpec columns[] = {numbered, wording, asks, of_whom, asked_by};

inline constexpr auto title = text("title", 300).required().shown();
inline constexpr auto number = text("number", 60).shown();
inline constexpr auto kind = choice("kind", kinds).required().shown();
inline constexpr auto issuer = text("issuer", 200).shown();
inline constexpr auto basis = text("basis", 300).shown();
inline constexpr auto issued_on = date("issued_on").shown();
inline constexpr auto clause_rows = rows("clause_rows", columns).shown();
inline constexpr auto audience = units("audience");
// The audience as a query, which the act of issuing turns into the list and freezes.
inline constexpr auto audience_below = unit("audience_below");
inline constexpr auto audience_types = choices("audience_types", unit_type_names);
// How many of the audience, in the order of the list, have been sent it.
inline constexpr auto delivered = integer("delivered");
// How many of those to whom the version before was sent have been looked at, in the same way.
inline constexpr auto looked_back = integer("looked_back");
// How many tasks have been laid down for its clauses.
inline constexpr auto tasks_assigned = integer("tasks_assigned");
// By when the tasks of a clause are to be done, where whoever assigns them says another day.
inline constexpr auto of_clause = integer("clause").required();  // the number of its row
inline constexpr auto day_of_tasks = date("due").required();
inline constexpr FieldSpec days_said[] = {of_clause, day_of_tasks};
inline constexpr auto task_days = rows("task_days", days_said);
inline constexpr auto checked_by = person("checked_by");
using wording::worded_by;  // of a revision by whoever began it too
inline constexpr auto reply_wanted = yes_no("reply_wanted");
inline constexpr auto reply_signed_by = text("reply_signed_by", 60);
inline constexpr auto reply_due = date("reply_due");
inline constexpr auto estimated_minutes = integer("estimated_minutes");
inline constexpr auto taken_from = text("taken_from", 300).shown();
inline constexpr auto predecessor = link("predecessor", "directives").shown();
inline constexpr auto superseded_by = link("superseded_by", "directives").shown();
// What the first edition issued was public thereby, and says nothing of it here.
inline constexpr std::string_view sides[] = {"inside", "public"};
inline constexpr auto released = choice("released", sides);
inline constexpr auto secret = yes_no("secret");
inline constexpr auto clauses = long_text("clauses", 60000).shown().retired();
inline constexpr auto acknowledged_by = units("acknowledged_by").retired();
inline constexpr FieldSpec fields[] = {title,           number,          kind,
                                       issuer,          basis,           issued_on,
                                       clause_rows,     audience,        reply_wanted,
                                       reply_signed_by, reply_due,       estimated_minutes,
                                       taken_from,      audience_below,  audience_types,
                                       delivered,       checked_by,      predecessor,
                                       superseded_by,   released,        secret,
                                       clauses,         acknowledged_by, looked_back,
                                       tasks_assigned,  to_mend,         worded_by,
                                       task_days};

// As whoever is sent it finds it named.
inline std::string title_of(const Record& directive) {
  return words_or_erased(directive.get(title), directive.get(number));
}

// For rows that are to stand in another record, where a clause without words is none.
inline void keep_places_of_erased(Value& value) {
  Rows* rows = std::get_if<Rows>(&value);
  if (!rows) return;
  for (Row& row : rows->all)
    for (std::size_t i = 0; i < row.cells.size(); ++i)
      if (columns[i].name == wording.name && is_empty(row.cells[i]))
        row.cells[i] = std::string(erased_words);
}

inline bool asks_for(const RowRead& clause, std::string_view thing) {
  const std::string* asked = clause.get(asks);
  return asked && *asked == thing;
}

inline bool asks_something(const RowRead& clause) {
  return asks_for(clause, "task") || asks_for(clause, "reply");
}

// Of a revision the version before; nullopt where there is none.
inline std::optional<Record> record_before(const Record& directive,
                                           const Circumstances& circumstances) {
  const Uuid* earlier = directive.get(predecessor);
  return earlier ? circumstances.record("directives", *earlier) : std::nullopt;
}
inline std::optional<Record> record_before(const Deciding& deciding) {
  return record_before(deciding.after, deciding.circumstances);
}
// All versions before, the last of them first. What one of them asked may still be owed.
inline constexpr std::size_t versions_looked_at_max = 64;
inline std::vector<Record> records_before(const Record& directive,
                                          const Circumstances& circumstances) {
  std::vector<Record> versions;
  std::optional<Record> version = record_before(directive, circumstances);
  while (version && versions.size() < versions_looked_at_max) {
    versions.push_back(std::move(*version));
    version = record_before(versions.back(), circumstances);
  }
  return versions;
}
inline std::vector<Record> records_before(const Deciding& deciding) {
  return records_before(deciding.after, deciding.circumstances);
}

inline const Row* clause_in(const Record& directive, std::int64_t id) {
  const Rows* rows = std::get_if<Rows>(&directive.value(clause_rows.name));
  return rows ? row_in(*rows, id) : nullptr;
}

// A clause asks the same as long as its words, what it asks, of whom and by when do: its number,
// the width of its characters and blanks are how it is set. What asks nothing asks the same.
inline bool asks_the_same(const RowRead& one, const RowRead& other) {
  if (!asks_something(one) && !asks_something(other)) return true;
  const auto value_of = [](const auto* cell) { return cell ? Value(*cell) : Value(); };
  const std::string words = words_or_erased(one.get(wording)),
                    other_words = words_or_erased(other.get(wording));
  return are_the_same_words(words, other_words) &&
         asks_for(one, "task") == asks_for(other, "task") &&
         asks_for(one, "reply") == asks_for(other, "reply") &&
         value_of(one.get(of_whom)) == value_of(other.get(of_whom)) &&
         value_of(one.get(asked_by)) == value_of(other.get(asked_by));
}
inline bool stands_as_before(const Record* old, const RowRead& clause) {
  const Row* row = old ? clause_in(*old, clause.id()) : nullptr;
  return row && asks_the_same(RowRead(clause_rows, *row), clause);
}

inline bool wants_a_reply_to_all(const Record& directive) {
  const bool* whole = directive.get(reply_wanted);
  return whole && *whole;
}

// What one unit is asked by a document, or by what changed in it.
struct AskedOfUnit {
  bool reply = false;
  std::optional<Date> due;
  Rows changes;
};

class Asking {
 public:
  explicit Asking(const Deciding& deciding)
      : deciding_(deciding), directive_(deciding.after), versions_(records_before(deciding)) {
    if (versions_.empty()) return;
    for (const RowDifference& one :
         differences(versions_.front().value(clause_rows.name), directive_.value(clause_rows.name)))
      if (is_a_change(one)) changed_.push_back(one);
    for (const Record& version : versions_) {
      std::set<std::int64_t>& standing = standing_.emplace_back();
      for (const RowRead& clause : directive_.get(clause_rows))
        if (stands_as_before(&version, clause)) standing.insert(clause.id());
    }
  }

  const std::vector<Record>& versions() const { return versions_; }

  // nullopt: it had the document before, and nothing that concerns it changed.
  std::optional<AskedOfUnit> of(const Uuid& unit) const {
    AskedOfUnit asked;
    const bool is_new =
        versions_.empty() || !sending::is_among(versions_.front().get(audience), unit);
    if (is_new) {
      asked.reply = wants_a_reply_to_all(directive_);
      for (const RowRead& clause : directive_.get(clause_rows)) add(clause, unit, asked);
    } else {
      asked.reply = wants_a_reply_to_all(directive_) && !wants_a_reply_to_all(versions_.front());
      for (const RowDifference& one : changed_) add(one, unit, asked);
      if (asked.changes.all.empty() && !asked.reply) return std::nullopt;
    }
    const Date* until = directive_.get(reply_due);
    if (!asked.due && asked.reply && until) asked.due = *until;
    return asked;
  }

  // A reply to all of it was wanted and is still: whoever is asked anew is asked for that one.
  bool asks_the_whole(const Record& version, const Record& delivery) const {
    const Rows* some = std::get_if<Rows>(&delivery.value("asked"));
    return asks_a_reply(delivery) && (!some || some->all.empty()) &&
           wants_a_reply_to_all(version) && wants_a_reply_to_all(directive_);
  }

  // What a unit was asked by an earlier version and has not answered: whether any of it is asked
  // still, as it was. `delivery` conveys that version.
  bool is_still_owed(const Record& version, const Record& delivery) const {
    const auto at = static_cast<std::size_t>(&version - versions_.data());
    const bool whole = wants_a_reply_to_all(version) && wants_a_reply_to_all(directive_);
    const Rows* some = std::get_if<Rows>(&delivery.value("asked"));
    if (!asks_a_reply(delivery) || asks_the_whole(version, delivery)) return false;
    if (!some || some->all.empty()) {
      return std::ranges::any_of(version.get(clause_rows), [&](const RowRead& clause) {
        return asks_for(clause, "reply") && concerns(clause, delivery.unit) &&
               standing_[at].contains(clause.id());
      });
    }
    return std::ranges::any_of(some->all, [&](const Row& row) {
      const Link* link = row.cells.empty() ? nullptr : std::get_if<Link>(&row.cells.front());
      const Row* clause = link ? clause_in(version, link->row) : nullptr;
      if (!clause || !standing_[at].contains(link->row)) return false;
      const RowRead read(clause_rows, *clause);
      return concerns(read, delivery.unit) &&
             (asks_for(read, "reply") || (whole && asks_something(read)));
    });
  }

  static bool asks_a_reply(const Record& delivery) {
    const bool* wanted = std::get_if<bool>(&delivery.value("reply_wanted"));
    return wanted && *wanted;
  }

 private:
  static bool is_a_change(const RowDifference& one) {
    const auto asks_one = [](const Row* row) {
      return row && asks_something(RowRead(clause_rows, *row));
    };
    if (!one.before || !one.after) return asks_one(one.before) || asks_one(one.after);
    return !asks_the_same(RowRead(clause_rows, *one.before), RowRead(clause_rows, *one.after));
  }
  bool concerns(const RowRead& clause, const Uuid& unit) const {
    const Uuid* named = clause.get(of_whom);
    const PathOfUnit& path_of = deciding_.circumstances.path_of;
    return !named || *named == unit || covers(path_of(*named), path_of(unit));
  }
  void add(const RowRead& clause, const Uuid& unit, AskedOfUnit& asked) const {
    if (!asks_for(clause, "reply") || !concerns(clause, unit)) return;
    asked.reply = true;
    const Date* until = clause.get(asked_by);
    if (until && (!asked.due || *until < *asked.due)) asked.due = *until;
  }
  // Whoever wants a reply to all wants one to what is asked anew, and none to what asks nothing.
  void add(const RowDifference& one, const Uuid& unit, AskedOfUnit& asked) const {
    const FieldSpec& field = clause_rows;
    const bool concerned = (one.after && concerns(RowRead(field, *one.after), unit)) ||
                           (one.before && concerns(RowRead(field, *one.before), unit));
    if (!concerned) return;
    const std::string how = !one.before ? "added" : one.after ? "changed" : "dropped";
    const Uuid& where = one.after ? static_cast<const Uuid&>(directive_.id) : versions_.front().id;
    asked.changes.all.push_back({.cells = {Link{"directives", where, one.id}, how}});
    if (!one.after) return;
    const RowRead clause(field, *one.after);
    add(clause, unit, asked);
    asked.reply = asked.reply || (wants_a_reply_to_all(directive_) && asks_something(clause) &&
                                  concerns(clause, unit));
  }

  const Deciding& deciding_;
  const Record& directive_;
  std::vector<Record> versions_;
  std::vector<RowDifference> changed_;
  std::vector<std::set<std::int64_t>> standing_;  // for each version the clauses that ask the same
};

}  // namespace chuangyou::directives
