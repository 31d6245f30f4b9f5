#include "campaign/find_links.h"

#include <algorithm>
#include <map>

#include "campaign/past_day.h"
#include "ledgers/all.h"

namespace chuangyou {
namespace {

// Where so many lead that the reader sees few of them, he is told of those.
constexpr std::int64_t links_looked_at_max = 200;  // by each field

std::optional<FoundCiting> seen_by(const Reader& reader, const Citing& citing) {
  const Ledger* ledger = find_ledger(citing.ledger);
  if (!ledger) return std::nullopt;
  std::optional<Record> record = LedgerTable(*ledger).at_row(reader.connection, citing.row_no);
  if (!record) return std::nullopt;
  const auto turn = reader.turn();
  const Circumstances circumstances = reader.body.circumstances();
  const Sight sight = sight_as_read(reader, *record);
  if (sight == Sight::nothing) return std::nullopt;
  const Standing standing = standing_of(*record, circumstances);
  redact(*record, sight);
  // That it leads there he may know only where he sees the field that does.
  if (!std::ranges::binary_search(links_of(*record), citing.link)) return std::nullopt;
  return FoundCiting{ledger, {std::move(*record), standing}, citing.link};
}

bool has_more_by_some_field(std::span<const Citing> all) {
  std::map<std::pair<std::string_view, std::string_view>, std::int64_t> counts;
  return std::ranges::any_of(all, [&](const Citing& one) {
    return ++counts[{one.ledger, one.link.field}] == links_looked_at_max;
  });
}

}  // namespace

CitingPage find_citing(const Reader& reader, std::span<const Uuid> to, std::size_t limit) {
  CitingPage page;
  const std::vector<Citing> all =
      citing(reader.connection, reader.body.no, to, links_looked_at_max);
  page.is_complete = !has_more_by_some_field(all);
  for (const Citing& one : all) {
    std::optional<FoundCiting> found = seen_by(reader, one);
    if (!found) continue;
    if (page.items.size() == limit) {
      page.is_complete = false;
      break;
    }
    page.items.push_back(std::move(*found));
  }
  return page;
}

const Record* LinksSeen::find(std::string_view ledger_name, const Uuid& id) {
  constexpr std::size_t kept_max = 256;  // a page leads to fewer, an export to any number
  const auto known = looked_up_.find(id);
  if (known != looked_up_.end()) return known->second ? &*known->second : nullptr;
  if (looked_up_.size() == kept_max) looked_up_.clear();
  std::optional<Record>& kept = looked_up_[id];
  const Ledger* ledger = find_ledger(ledger_name);
  if (ledger == nullptr) return nullptr;
  if (Result<Found> found = find_record(reader_, *ledger, id); found)
    kept = std::move(found->record);
  return kept ? &*kept : nullptr;
}

bool LinksSeen::is_kept_back(const FieldSpec& field, const Value& value) {
  if (const Link* link = std::get_if<Link>(&value)) return !find(link->ledger, link->record);
  const Uuid* id = field.kind == Kind::link ? std::get_if<Uuid>(&value) : nullptr;
  return id && !find(field.links_to[0], *id);
}

void LinksSeen::take_out(const FieldSpec& field, Value& value) {
  if (Rows* rows = std::get_if<Rows>(&value)) {
    for (Row& row : rows->all)
      for (std::size_t i = 0; i < row.cells.size(); ++i) take_out(field.columns()[i], row.cells[i]);
  } else if (is_kept_back(field, value)) {
    value = {};
  }
}

void LinksSeen::take_out(Record& record) {
  for (std::size_t i = 0; i < record.ledger().fields.size(); ++i)
    take_out(record.ledger().fields[i], record.value_at(i));
}

}  // namespace chuangyou
