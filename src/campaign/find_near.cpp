#include "campaign/find_near.h"

#include <algorithm>
#include <cmath>

#include "campaign/past_day.h"
#include "core/folded.h"
#include "core/near_text.h"
#include "ledgers/all.h"

namespace chuangyou {
namespace {

struct NearPlace {
  std::string place;
  std::int64_t row = 0, hundredths = 0;
};

// The one of its texts that is nearest, of what the reader sees of it.
std::optional<NearPlace> nearest_text(const Record& seen, const NearParts& parts) {
  std::optional<NearPlace> nearest;
  double most = near_from;
  for (const SearchedText& text : searched_texts(seen)) {
    const double near = nearness(near_parts(folded_utf8(text.text)), parts);
    if (near < most) continue;
    most = near;
    nearest = NearPlace{text.place, text.row, std::lround(near * 100)};
  }
  return nearest;
}

std::optional<NearRecord> look_at(const Reader& reader, const LedgerTable& table, std::int64_t row,
                                  const NearAsked& asked, const NearParts& parts) {
  std::optional<Record> record = table.at_row(reader.connection, row);
  if (!record || (asked.besides && record->id == *asked.besides)) return std::nullopt;
  const auto turn = reader.turn();
  const Sight sight = sight_as_read(reader, *record);
  if (sight == Sight::nothing) return std::nullopt;
  const bool wrote_it = record->author == reader.actor.person;
  redact(*record, sight);
  const std::optional<NearPlace> near = nearest_text(*record, parts);
  if (!near) return std::nullopt;
  const Standing standing = standing_of(*record, reader.body.circumstances());
  return NearRecord{&table.ledger(),
                    {std::move(*record), standing, sight, wrote_it},
                    near->place,
                    near->row,
                    near->hundredths};
}

}  // namespace

std::vector<NearRecord> find_near(const Reader& reader, SearchFile& file, const NearAsked& asked) {
  const NearParts parts = near_parts(folded_utf8(asked.text));
  std::vector<NearRecord> all;
  std::size_t looked_at = 0;
  for (const std::int64_t row : file.near(near_keys(parts), reader.body.no)) {
    const Ledger* ledger = find_ledger(file.ledger_of(row));
    if (!ledger || (asked.ledger && asked.ledger != ledger)) continue;
    if (looked_at++ == near_looked_at_max) break;
    if (auto near = look_at(reader, LedgerTable(*ledger), row, asked, parts))
      all.push_back(std::move(*near));
  }
  std::ranges::stable_sort(all, std::greater{}, &NearRecord::hundredths);
  if (all.size() > asked.limit)
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(asked.limit), all.end());
  return all;
}

}  // namespace chuangyou
