#include "overview/asked_of_units.h"

#include <algorithm>

#include "ledgers/directives.h"
#include "ledgers/requests.h"

namespace chuangyou {
namespace {

std::optional<AskedOfUnits> asked_by_request(const Record& request, const Zone& zone) {
  const auto* units = request.get(requests::audience);
  const auto* sent_at = request.get(requests::sent_at);
  if (!units || !sent_at) return std::nullopt;
  AskedOfUnits asked{.on = zone.date_at(*sent_at), .units = units};
  const std::int64_t* sent = request.get(requests::delivered);
  asked.sent = std::min(units->size(), static_cast<std::size_t>(sent ? *sent : 0));
  asked.fields = std::ssize(request.get(requests::asked_fields));
  if (const std::int64_t* minutes = request.get(requests::estimated_minutes))
    asked.minutes = *minutes;
  return asked;
}

// A document that another body issued says of its day what stands on it.
std::optional<AskedOfUnits> asked_by_document(const Record& document, const Zone& zone) {
  const auto* units = document.get(directives::audience);
  const bool was_issued = document.state == "issued" || document.state == "superseded";
  if (!units || !was_issued || !directives::asks_anything(document)) return std::nullopt;
  const Date* issued = document.get(directives::issued_on);
  AskedOfUnits asked{.on = issued ? *issued : zone.date_at(document.created_at), .units = units};
  const std::int64_t* sent = document.get(directives::delivered);
  asked.sent = std::min(units->size(), static_cast<std::size_t>(sent ? *sent : 0));
  const auto clauses = document.get(directives::clause_rows);
  asked.fields = std::ranges::count_if(clauses, directives::asks_something);
  if (directives::wants_a_reply_to_all(document)) ++asked.fields;
  if (const std::int64_t* minutes = document.get(directives::estimated_minutes))
    asked.minutes = *minutes;
  return asked;
}

}  // namespace

std::optional<AskedOfUnits> asked_of_units(const Record& record, const Zone& zone) {
  if (&record.ledger() == &requests::ledger) return asked_by_request(record, zone);
  if (&record.ledger() == &directives::ledger) return asked_by_document(record, zone);
  return std::nullopt;
}

std::vector<std::string> fields_asked(const Record& request) {
  std::vector<std::string> names;
  for (const RowRead& one : request.get(requests::asked_fields))
    if (const std::string* name = one.get(requests::asked_name)) names.push_back(*name);
  return names;
}

std::int64_t fields_struck_out(const Record& request) {
  return std::ranges::count_if(request.get(requests::found_held), [](const RowRead& one) {
    const bool* is_struck = one.get(requests::struck);
    return is_struck && *is_struck;
  });
}

std::span<const Ledger* const> ledgers_that_ask() {
  static constexpr const Ledger* ledgers[] = {&requests::ledger, &directives::ledger};
  return ledgers;
}

}  // namespace chuangyou
