#include "record/record.h"

#include <cstdlib>

namespace chuangyou {

const Value& Record::value(std::string_view field) const {
  static const Value empty;
  const FieldSpec* spec = ledger_->field(field);
  return spec ? values_[ledger_->index_of(*spec)] : empty;
}

void Record::set(std::string_view field, Value value) {
  const FieldSpec* spec = ledger_->field(field);
  if (!spec) std::abort();
  values_[ledger_->index_of(*spec)] = std::move(value);
}

Stage Record::stage() const {
  const State* found = ledger_->state(state);
  return found ? found->stage : Stage::open;
}

bool Record::is_contested() const { return last_word && !last_word->is_yes; }

}  // namespace chuangyou
