// How the values of a record lie in a row: a column for each field, its type by the field's kind.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "record/record.h"
#include "storage/sqlite.h"

namespace chuangyou {

std::string_view column_type(Kind kind);  // INTEGER, TEXT or BLOB
// By which records are looked up in a column of their own: units, people and what a record is there
// once for. All else that leads somewhere is found by links.h.
bool has_index(const Ledger& ledger, const FieldSpec& field);
// The same, or the one by which a link to several ledgers is there once for each unit.
bool stands_in_index(const Ledger& ledger, const FieldSpec& field);

// Binds values of records that live until the row is written, and keeps alive until then what it
// had to spell out. Of a statement that was just taken, where what is not bound is NULL.
class RowBinder {
 public:
  explicit RowBinder(Statement& statement) : statement_(statement) {}
  void bind(int position, const FieldSpec& field, const Value& value);
  void bind(int position, const Value& value);  // one that no rows are in
  void bind(int position, const std::optional<Moment>& moment);
  void bind(int position, const std::vector<PauseInterval>& pauses);
  void bind(int position, const std::vector<Signature>& signatures);
  void bind_course(int position, const Record& record);  // words, first round, what is told

 private:
  void bind_kept(int position, std::string text);

  Statement& statement_;
  std::deque<std::string> kept_;
};

Value read_value(const Statement& row, int column, const FieldSpec& field);
std::optional<Moment> read_moment(const Statement& row, int column);
std::vector<PauseInterval> read_pauses(const Statement& row, int column);
std::vector<Signature> read_signatures(const Statement& row, int column);
void read_course(const Statement& row, int column, Record& record);

}  // namespace chuangyou
