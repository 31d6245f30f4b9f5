#include "record/record.h"

#include <algorithm>
#include <cstdlib>

#include "record/rows.h"

namespace chuangyou {

const Value& Record::value(std::string_view field) const {
  static const Value empty;
  if (field.empty()) return empty;  // a declaration that names none asks often
  const FieldSpec* spec = ledger_->field(field);
  return spec ? values_[ledger_->index_of(*spec)] : empty;
}

void Record::set(std::string_view field, Value value) {
  const FieldSpec* spec = ledger_->field(field);
  if (!spec) std::abort();
  values_[ledger_->index_of(*spec)] = std::move(value);
}

std::vector<RowRead> Record::get(const Field<Kind::rows>& field) const {
  std::vector<RowRead> read;
  if (const Rows* rows = std::get_if<Rows>(&value(field.name)))
    for (const Row& row : rows->all) read.emplace_back(field, row);
  return read;
}

const Row* Record::row(std::int64_t number) const {
  for (const Value& value : values_)
    if (const Rows* rows = std::get_if<Rows>(&value))
      if (const Row* found = row_in(*rows, number)) return found;
  return nullptr;
}

std::int64_t Record::last_row() const {
  std::int64_t last = 0;
  for (const Value& value : values_)
    if (const Rows* rows = std::get_if<Rows>(&value)) last = std::max(last, rows->last_id);
  return last;
}

void Record::change_at(std::size_t index, const Value& change) {
  if (ledger_->fields[index].kind == Kind::rows) {
    change_rows(values_[index], change);
  } else {
    values_[index] = change;
  }
}

Stage Record::stage() const {
  const State* found = ledger_->state(state);
  return found ? found->stage : Stage::open;
}

bool Record::is_contested() const { return last_word && !last_word->is_yes; }

bool Record::was_claimed_by(const PersonId& person) const {
  return !person.is_nil() && (claimed_by == person ||
                              std::ranges::find(claimed_before, person) != claimed_before.end());
}

}  // namespace chuangyou
