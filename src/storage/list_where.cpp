#include "storage/list_where.h"

#include <algorithm>
#include <stdexcept>

#include "storage/ledger_sql.h"
#include "storage/links.h"

namespace chuangyou {
namespace {

std::int64_t number(BodyNo body) { return static_cast<std::int64_t>(body); }

// One term of a condition with the values of its question marks.
struct Term {
  std::string sql;
  std::vector<Value> values;
};

void add(Where& where, Term term) {
  where.add(term.sql);
  for (Value& value : term.values) where.values.push_back(std::move(value));
}

// A link to a record is found whatever row of it is meant, one to a row by that row alone.
Term in_links(BodyNo body, const Ledger& ledger, const std::string& place, const Value& value) {
  const Link* link = std::get_if<Link>(&value);
  const bool is_to_a_row = link && link->row != 0;
  Term term;
  term.sql =
      "t.row_no IN (SELECT row_no FROM links WHERE body = ? AND to_id = ?"
      " AND ledger = ? AND field = ?";
  term.sql += is_to_a_row ? " AND to_row = ?)" : ")";
  term.values = {number(body), link ? Value(link->record) : value, std::string(ledger.name), place};
  if (is_to_a_row) term.values.emplace_back(link->row);
  return term;
}

// As JSON has it, in which rows and lists lie.
Value in_json(const Value& value) {
  if (const Uuid* id = std::get_if<Uuid>(&value)) return to_text(*id);
  if (const Date* date = std::get_if<Date>(&value)) return to_text(*date);
  if (const Moment* moment = std::get_if<Moment>(&value)) return to_text(*moment);
  if (const Fixed* fixed = std::get_if<Fixed>(&value)) return to_text(*fixed);
  return value;
}

// What is compared: a column of the table, or one cell of each item in a JSON text.
struct Compared {
  std::string column;
  std::string items;  // of json_each; empty: the column itself
  bool is_json() const { return !items.empty(); }
  Term term(Term inside) const {
    if (!is_json()) return inside;
    return {"EXISTS (SELECT 1 FROM json_each(" + items + ") item WHERE " + inside.sql + ")",
            std::move(inside.values)};
  }
  Value value(const Value& plain) const { return is_json() ? in_json(plain) : plain; }
};

constexpr std::string_view in_every_row[] = {"due_at",    "opened_at",   "created_at",
                                             "closed_at", "state_since", "source"};

Compared compared(const Ledger& ledger, const std::string& place) {
  if (const FieldSpec* field = ledger.field(place)) {
    const std::string column = "t." + quoted_name(place);
    const bool is_list = field->kind == Kind::choices || field->kind == Kind::units;
    return is_list ? Compared{"item.value", column} : Compared{column, {}};
  }
  if (ledger.field_or_column(place)) {
    const std::size_t dot = place.find('.');
    return {"json_extract(item.value, '$." + quoted_name(place.substr(dot + 1)) + "')",
            "t." + quoted_name(place.substr(0, dot)) + ", '$.rows'"};
  }
  if (std::ranges::find(in_every_row, place) == std::end(in_every_row))
    throw std::invalid_argument("a list was asked for a field that is not declared");
  return {"t." + place, {}};
}

std::string pattern_of(const std::string& part) {
  std::string pattern = "%";
  for (const char symbol : part) {
    if (symbol == '%' || symbol == '_' || symbol == '\\') pattern += '\\';
    pattern += symbol;
  }
  return pattern + '%';
}

Term is_there(const Ledger& ledger, const std::string& place, bool yes) {
  const Compared what = compared(ledger, place);
  if (ledger.field_or_column(place) == ledger.field(place)) {
    const std::string column = what.is_json() ? what.items : what.column;
    return {column + (yes ? " IS NOT NULL" : " IS NULL"), {}};
  }
  return {(yes ? "" : "NOT ") + what.term({what.column + " IS NOT NULL", {}}).sql, {}};
}

Term is(BodyNo body, const Ledger& ledger, const std::string& place, const Value& value) {
  if (is_empty(value)) return is_there(ledger, place, false);
  if (is_in_links(ledger, place)) return in_links(body, ledger, place, value);
  const Compared what = compared(ledger, place);
  return what.term({what.column + " = ?", {what.value(value)}});
}

Term any_of(BodyNo body, const Ledger& ledger, const Condition& condition) {
  Term all;
  for (const Value& value : condition.values) {
    Term one = is(body, ledger, condition.place, value);
    all.sql += (all.sql.empty() ? "(" : " OR ") + one.sql;
    all.values.insert(all.values.end(), one.values.begin(), one.values.end());
  }
  all.sql += ")";
  return all;
}

Term one_term(BodyNo body, const Ledger& ledger, const Condition& condition) {
  const std::string& place = condition.place;
  const Value& value = condition.values.at(0);
  if (condition.compare == Compare::is) return any_of(body, ledger, condition);
  if (condition.compare == Compare::is_there) return is_there(ledger, place, std::get<bool>(value));
  const Compared what = compared(ledger, place);
  if (condition.compare == Compare::contains)
    return what.term(
        {what.column + " LIKE ? ESCAPE '\\'", {pattern_of(std::get<std::string>(value))}});
  const bool is_from = condition.compare == Compare::from;
  return what.term({what.column + (is_from ? " >= ?" : " <= ?"), {what.value(value)}});
}

}  // namespace

void add_field(Where& where, BodyNo body, const Ledger& ledger, const std::string& place,
               const Value& value) {
  add(where, is(body, ledger, place, value));
}

void add_condition(Where& where, BodyNo body, const Ledger& ledger, const Condition& condition) {
  if (!condition.values.empty()) add(where, one_term(body, ledger, condition));
}

}  // namespace chuangyou
