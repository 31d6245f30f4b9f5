#include "ledgers/looking_back.h"

#include "core/text.h"

namespace chuangyou::looking_back {

constexpr std::size_t name_length_max = 300;

std::string name_for_all(const Record& record) {
  const std::string* title = record.title();
  if (!title || !is_shown_to_all(record)) return {};
  return std::string(beginning_of(*title, name_length_max));
}

std::vector<Caused> asks_again_later(const Deciding& deciding) {
  const Record& record = deciding.after;
  const std::string name = name_for_all(record);
  const auto* served = std::get_if<Uuid>(&record.value("beneficiary_unit"));
  if (!served || name.empty()) return {};
  return {{.unit = record.unit, .values = {name, Link{record.ledger().name, record.id}, *served}}};
}

bool is_over(const Record& record) {
  return record.stage() > Stage::claimed || record.state == "in_force";
}

std::vector<Caused> opened_again(const Deciding& deciding, std::string_view ledger) {
  const auto* source = std::get_if<Link>(&deciding.before.value("looks_at"));
  if (!source || source->ledger != ledger) return {};
  const auto record = deciding.circumstances.record(ledger, source->record);
  if (!record || !is_over(*record)) return {};
  return {{.record = record->id,
           .values = {deciding.after.value("promised_anew")},
           .reason = std::string(deciding.reason)}};
}

}  // namespace chuangyou::looking_back
