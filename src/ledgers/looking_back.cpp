#include "ledgers/looking_back.h"

#include "core/text.h"

namespace chuangyou::looking_back {

constexpr std::size_t name_length_max = 300;

std::string name_for_all(const Record& record) {
  const auto* title = std::get_if<std::string>(&record.value(record.ledger().title));
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

std::vector<Caused> opened_again(const Deciding& deciding, std::string_view ledger) {
  const auto* source = std::get_if<Link>(&deciding.before.value("looks_at"));
  if (!source || source->ledger != ledger) return {};
  const auto record = deciding.circumstances.record(ledger, source->record);
  // What is open, or waits to be confirmed, is at work already. A mechanism is never over while it
  // is in force.
  const bool is_over = record && (record->stage() > Stage::claimed || record->state == "in_force");
  if (!is_over) return {};
  return {{.record = record->id, .reason = std::string(deciding.reason)}};
}

}  // namespace chuangyou::looking_back
