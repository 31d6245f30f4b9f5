#include "campaign/find_links.h"

#include <algorithm>
#include <map>

#include "campaign/look_ups.h"
#include "campaign/past_day.h"
#include "campaign/sight_of_lists.h"
#include "ledgers/all.h"
#include "ledgers/versions.h"
#include "record/concealment.h"

namespace chuangyou {
namespace {

// Where so many lead that the reader sees few of them, he is told of those.
constexpr std::int64_t links_looked_at_max = 200;  // by each field

// Nobody is told that there is something about him which he may not see (Law 7), nor of what is
// personal or confidential; of anything else it is no secret that it is there.
bool may_be_counted(const Record& record, const LinkRow& link, const CitingAsked& asked) {
  const Ledger& ledger = record.ledger();
  const FieldSpec* field = ledger.field_or_column(link.field);
  if (!field || field->visibility == Visibility::sealed || is_concealed(record)) return false;
  if (asked.is_no_secret) return asked.is_no_secret(record);
  return !ledger.is_confidential && ledger.conceals.from.empty() &&
         !(ledger.is_personal && ledger.is_personal(record));
}

std::optional<FoundCiting> seen_by(const Reader& reader, const Citing& citing,
                                   const CitingAsked& asked, std::vector<Uuid>& elsewhere) {
  const Ledger* ledger = find_ledger(citing.ledger);
  if (!ledger) return std::nullopt;
  std::optional<Record> record = LedgerTable(*ledger).at_row(reader.connection, citing.row_no);
  if (!record) return std::nullopt;
  const auto turn = reader.turn();
  const Circumstances circumstances = reader.body.circumstances();
  const Sight sight = sight_as_read(reader, *record);
  if (sight == Sight::nothing) {
    if (may_be_counted(*record, citing.link, asked)) elsewhere.push_back(citing.link.to);
    return std::nullopt;
  }
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

CitingPage find_citing(const Reader& reader, std::span<const Uuid> to, std::size_t limit,
                       const CitingAsked& asked) {
  CitingPage page;
  const std::vector<Citing> all =
      citing(reader.connection, reader.body.no, to, links_looked_at_max);
  page.is_complete = !has_more_by_some_field(all);
  for (const Citing& one : all) {
    if (asked.only && one.ledger != asked.only->name) continue;
    std::optional<FoundCiting> found = seen_by(reader, one, asked, page.elsewhere);
    if (!found) continue;
    if (page.items.size() == limit) {
      page.is_complete = false;
      break;
    }
    page.items.push_back(std::move(*found));
  }
  return page;
}

namespace {

// Whether the reader sees a record by the field that leads there.
bool is_seen_leading(const Reader& reader, const LedgerTable& table, const CitingPlace& place,
                     const Uuid& to) {
  std::optional<Record> record = table.at_row(reader.connection, place.row_no);
  if (!record) return false;
  const auto turn = reader.turn();
  const Sight sight = sight_as_read(reader, *record);
  if (sight == Sight::nothing) return false;
  redact(*record, sight);
  return std::ranges::any_of(links_of(*record), [&](const LinkRow& link) {
    return link.to == to && link.to_row == place.to_row && link.field == place.field;
  });
}

bool is_sealed_there(const Ledger& ledger, std::string_view place) {
  const FieldSpec* field = ledger.field(place.substr(0, place.find('.')));
  const FieldSpec* column = ledger.field_or_column(place);
  return !field || !column || field->visibility == Visibility::sealed ||
         column->visibility == Visibility::sealed;
}

// Where records lead that count for one: to itself, and to those rows of what it took the place of
// that stand in it.
struct LedTo {
  Uuid id;
  const std::set<std::int64_t>* rows = nullptr;  // none: all of it

  // A row that leads there, as of what a unit was told, stands for that version alone.
  bool counts(const CitingPlace& place) const {
    return !rows || (rows->contains(place.to_row) && !place.field.contains('.'));
  }
};

// Of one ledger. Only where something of it may be kept from the reader is a record itself looked
// at.
class Counting {
 public:
  Counting(const Reader& reader, const Ledger& ledger, Progress& progress)
      : reader_(reader), ledger_(ledger), table_(ledger), progress_(progress) {}

  void add(const LedTo& to) {
    auto places = places_citing(reader_.connection, reader_.body.no, ledger_, to.id, left_ + 1);
    if (std::ssize(places) > left_) {
      progress_.is_complete = false;
      places.pop_back();
    }
    left_ -= std::ssize(places);
    const bool may_be_hidden =
        !places.empty() && (reader_.today_too || table_.conceals_any(reader_.connection));
    for (const CitingPlace& place : places) {
      if (!to.counts(place)) continue;
      const bool is_plain = !may_be_hidden && !is_sealed_there(ledger_, place.field) &&
                            reads_all(reader_, ledger_, place.path);
      if (is_plain || is_seen_leading(reader_, table_, place, to.id)) count(place);
    }
  }
  void tell() {
    for (auto& [field, one] : by_field_) progress_.all.push_back(std::move(one));
  }

 private:
  void count(const CitingPlace& place) {
    ProgressOf& one = by_field_.try_emplace(place.field, &ledger_, place.field).first->second;
    if (place.to_row != 0) one.to_rows.insert(place.to_row);
    if (!counted_.emplace(place.field, place.row_no).second) return;
    ++(place.stage == Stage::ended ? one.ended : one.of);
    one.confirmed += place.stage == Stage::confirmed;
  }

  const Reader& reader_;
  const Ledger& ledger_;
  const LedgerTable table_;
  Progress& progress_;
  std::int64_t left_ = static_cast<std::int64_t>(looked_at_max);
  std::map<std::string, ProgressOf> by_field_;
  std::set<std::pair<std::string, std::int64_t>> counted_;
};

}  // namespace

Progress find_progress(const Reader& reader, const Record& record) {
  std::vector<EarlierVersion> earlier;
  std::vector<LedTo> to{{record.id}};
  {
    const auto turn = reader.turn();
    earlier = earlier_versions(record, with_look_ups(reader.body, reader.connection));
    for (const EarlierVersion& version : earlier)
      if (find_record(reader, record.ledger(), version.id))
        to.push_back({version.id, &version.standing});
  }
  Progress progress;
  for (const Ledger* ledger : all_ledgers()) {
    if (!leads_somewhere(*ledger)) continue;
    Counting counting(reader, *ledger, progress);
    for (const LedTo& one : to) counting.add(one);
    counting.tell();
  }
  return progress;
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
