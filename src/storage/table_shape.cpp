#include "storage/table_shape.h"

#include <algorithm>
#include <map>

#include "storage/quoted.h"

namespace chuangyou {
namespace {

using Named = std::map<std::string, std::string>;

// SQLite does not tell capital letters from small ones, and keeps names as they were typed.
char folded(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}
std::string folded(std::string_view name) {
  std::string text(name);
  std::ranges::transform(text, text.begin(), [](char letter) { return folded(letter); });
  return text;
}

bool is_space(char letter) { return letter == ' ' || (letter >= '\t' && letter <= '\r'); }
bool is_of_a_word(char letter) {
  return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') || letter == '_' ||
         letter == '$' || static_cast<unsigned char>(letter) >= 0x80;
}

bool parts_by_itself(char letter) { return letter == '(' || letter == ')' || letter == ','; }

// The same text for what was only typed otherwise: capital letters and spaces. What stands in
// quotes is kept to the letter, and a doubt makes two texts out of one and never one of two.
std::string normalised(std::string_view sql) {
  std::string text;
  bool was_space = false;
  for (std::size_t i = 0; i < sql.size(); ++i) {
    if (is_space(sql[i])) {
      was_space = true;
      continue;
    }
    const char letter = folded(sql[i]);
    const char end = letter == '[' ? ']' : letter;
    const bool is_quoted = end == '\'' || end == '"' || end == '`' || end == ']';
    const char before = text.empty() ? '(' : text.back();
    const bool is_told_apart = parts_by_itself(before) || parts_by_itself(letter);
    if (was_space && !is_told_apart && (is_quoted || is_of_a_word(before) == is_of_a_word(letter)))
      text += ' ';
    was_space = false;
    text += letter;
    if (!is_quoted) continue;
    const std::size_t closed = std::min(sql.find(end, i + 1), sql.size() - 1);
    text += sql.substr(i + 1, closed - i);
    i = closed;
  }
  return text;
}

struct Thing {
  std::string name;   // as it was typed
  std::string table;  // folded
  std::string sql;    // normalised; of an index that a key brings along, none
};
// By kind (table, index, trigger, view) and folded name.
using Things = std::map<std::string, std::map<std::string, Thing>>;

Things things_in(Connection& connection) {
  Statement find = connection.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema");
  const ResetAtEnd reset(find);
  Things things;
  while (find.step())
    things[std::string(find.text(0))].emplace(
        folded(find.text(1)),
        Thing{std::string(find.text(1)), folded(find.text(2)), normalised(find.text(3))});
  return things;
}

struct Columns {
  std::vector<std::string> in_order;
  Named kinds;                   // type, NOT NULL, whether it is reckoned
  std::vector<std::string> key;  // columns of the primary key, in its order
};

Columns columns_of(Connection& connection, std::string_view table) {
  Columns all;
  Statement columns = connection.prepare("PRAGMA table_xinfo(" + quoted(table) + ")");
  const ResetAtEnd reset(columns);
  std::map<std::int64_t, std::string> key;
  while (columns.step()) {
    const std::string column(columns.text(1));
    all.in_order.push_back(column);
    all.kinds[column] = std::string(columns.text(2))
                            .append(columns.integer(3) != 0 ? " NOT NULL" : "")
                            .append(columns.integer(6) != 0 ? " GENERATED" : "");
    if (columns.integer(5) != 0) key[columns.integer(5)] = column;
  }
  for (const auto& [place, column] : key) all.key.push_back(column);
  return all;
}

class Comparison {
 public:
  Comparison(Connection& made, Connection& found)
      : made_connection_(made),
        found_connection_(found),
        made_(things_in(made)),
        found_(things_in(found)) {}

  ShapeDifferences of_all(std::span<const std::string> must_be_there) {
    for (const std::string& table : must_be_there)
      if (!found_["table"].contains(table)) {
        add(table, "table_is_missing", {});
        differences_.tables_unlike.insert(table);
      }
    for (const auto& [name, table] : found_["table"]) {
      const auto other = made_["table"].find(name);
      if (other != made_["table"].end() && other->second.sql != table.sql)
        compare_tables(other->second.name, table.name);
    }
    compare_indexes();
    for (const std::string kind : {"trigger", "view"})
      for (const auto& [name, thing] : found_[kind])
        add(thing.table, kind + "_was_added", thing.name);
    return std::move(differences_);
  }

 private:
  void add(std::string table, std::string what, std::string name) {
    differences_.all.push_back({std::move(table), std::move(what), std::move(name)});
  }

  // Their texts differ; in what, the columns tell, or else nothing does.
  void compare_tables(const std::string& table, const std::string& found_name) {
    const Columns made = columns_of(made_connection_, table);
    const Columns found = columns_of(found_connection_, found_name);
    const std::size_t before = differences_.all.size();
    for (const auto& [name, kind] : made.kinds) {
      const auto other = found.kinds.find(name);
      if (other == found.kinds.end())
        add(table, "column_is_missing", name);
      else if (other->second != kind)
        add(table, "column_was_changed", name);
    }
    for (const auto& [name, kind] : found.kinds)
      if (!made.kinds.contains(name)) add(table, "column_was_added", name);
    if (differences_.all.size() == before && made.in_order != found.in_order)
      add(table, "column_order_was_changed", {});
    if (made.key != found.key) add(table, "key_was_changed", {});
    if (differences_.all.size() == before) add(table, "table_was_changed", {});
    // A key that became another could not be walked in the order of ours.
    if (made.in_order != found.in_order || made.key != found.key)
      differences_.tables_unlike.insert(table);
  }

  void compare_indexes() {
    for (const auto& [name, index] : made_["index"]) {
      if (!found_["table"].contains(index.table)) continue;  // said, or not needed yet
      const auto other = found_["index"].find(name);
      if (other == found_["index"].end())
        add(index.table, "index_is_missing", index.name);
      else if (other->second.sql != index.sql || other->second.table != index.table)
        add(index.table, "index_was_changed", index.name);
    }
    for (const auto& [name, index] : found_["index"])
      if (made_["table"].contains(index.table) && !made_["index"].contains(name))
        add(index.table, "index_was_added", index.name);
  }

  Connection& made_connection_;
  Connection& found_connection_;
  Things made_, found_;
  ShapeDifferences differences_;
};

}  // namespace

bool is_a_table(Connection& connection, std::string_view name) {
  return things_in(connection)["table"].contains(folded(name));
}

ShapeDifferences differences(Connection& made, Connection& found,
                             std::span<const std::string> must_be_there) {
  return Comparison(made, found).of_all(must_be_there);
}

}  // namespace chuangyou
