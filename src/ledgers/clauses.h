// The fields of directives, and what of them concerns one unit: all that is asked, or of a revision
// what changed. A clause keeps its number of a row in every revision.
#pragma once

#include <algorithm>

#include "ledgers/mending.h"
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
inline constexpr auto checked_by = person("checked_by");
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
                                       to_mend};

inline bool asks_for(const RowRead& clause, std::string_view thing) {
  const std::string* asked = clause.get(asks);
  return asked && *asked == thing;
}

// Of a revision the version before; nullopt where there is none.
inline std::optional<Record> record_before(const Deciding& deciding) {
  const Uuid* earlier = deciding.after.get(predecessor);
  return earlier ? deciding.circumstances.record("directives", *earlier) : std::nullopt;
}
inline bool stands_as_before(const std::optional<Record>& old, const Record& directive,
                             const RowRead& clause) {
  const Row* row = old ? old->row(clause.id()) : nullptr;
  return row && *row == *directive.row(clause.id());
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
      : deciding_(deciding), directive_(deciding.after), old_(record_before(deciding)) {
    static const Value none;
    const Value& old_rows = old_ ? old_->value(clause_rows.name) : none;
    all_ = differences(old_rows, directive_.value(clause_rows.name));
  }

  const std::optional<Record>& predecessor_record() const { return old_; }

  // nullopt: it had the document before, and nothing that concerns it changed.
  std::optional<AskedOfUnit> of(const Uuid& unit) const {
    AskedOfUnit asked;
    const bool* whole = directive_.get(reply_wanted);
    asked.reply = whole && *whole;
    const bool is_new = !old_ || !is_in(old_->get(audience), unit);
    if (is_new) {
      for (const RowRead& clause : directive_.get(clause_rows)) add(clause, unit, asked);
    } else {
      for (const RowDifference& one : all_) add(one, unit, asked);
    }
    if (!is_new && asked.changes.all.empty()) return std::nullopt;
    const Date* until = directive_.get(reply_due);
    if (!asked.due && asked.reply && until) asked.due = *until;
    return asked;
  }

  static bool is_in(const std::vector<Uuid>* units, const Uuid& unit) {
    return units && std::ranges::find(*units, unit) != units->end();
  }

 private:
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
  void add(const RowDifference& one, const Uuid& unit, AskedOfUnit& asked) const {
    const FieldSpec& field = clause_rows;
    const bool concerned = (one.after && concerns(RowRead(field, *one.after), unit)) ||
                           (one.before && concerns(RowRead(field, *one.before), unit));
    if (!concerned) return;
    const std::string how = !one.before ? "added" : one.after ? "changed" : "dropped";
    const Uuid& where = one.after ? static_cast<const Uuid&>(directive_.id) : old_->id;
    asked.changes.all.push_back({.cells = {Link{"directives", where, one.id}, how}});
    if (one.after) add(RowRead(field, *one.after), unit, asked);
  }

  const Deciding& deciding_;
  const Record& directive_;
  std::optional<Record> old_;
  std::vector<RowDifference> all_;
};

}  // namespace chuangyou::directives
