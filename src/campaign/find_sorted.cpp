#include "campaign/find_sorted.h"

#include <algorithm>
#include <bit>

#include "campaign/past_day.h"
#include "campaign/walk_list.h"
#include "core/collation.h"
#include "record/who_speaks.h"

namespace chuangyou {
namespace {

constexpr std::string_view common_columns[] = {
    "unit", "state", "due_at", "opened_at", "created_at", "closed_at", "state_since", "source"};

// Compares as bytes; what is empty comes last, whichever way the others go, and what was opened
// later before what was opened earlier.
struct SortKey {
  std::string bytes;  // empty: nothing stands there
  std::int64_t opened_by_entry = 0;
};

bool goes_before(const SortKey& one, const SortKey& other, bool is_descending) {
  if (one.bytes.empty() != other.bytes.empty()) return other.bytes.empty();
  if (one.bytes != other.bytes) return (one.bytes < other.bytes) != is_descending;
  return one.opened_by_entry > other.opened_by_entry;
}

std::string key_of(std::int64_t number) {
  constexpr std::uint64_t sign = std::uint64_t{1} << 63;
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(number) ^ sign;
  std::string bytes(8, '\0');
  for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<char>(bits >> (56 - 8 * i));
  return bytes;
}
std::string key_of(const std::optional<Moment>& moment) {
  return moment ? key_of(moment->microseconds) : std::string();
}

// By what a column shows, in the order in which the declaration has it where it has one.
class RowKeys {
 public:
  RowKeys(const Reader& reader, const LedgerTable& table, const SortedBy& by)
      : reader_(reader),
        table_(table),
        ledger_(table.ledger()),
        column_(by.column),
        field_(ledger_.field(by.column)) {}

  SortKey operator()(const Record& record, const Standing& standing) const {
    return {is_common() ? of_common(record, standing) : of_field(record.value(column_)),
            record.opened_by_entry};
  }

 private:
  bool is_common() const {
    return std::ranges::find(common_columns, column_) != std::end(common_columns);
  }
  std::string of_common(const Record& record, const Standing& standing) const {
    if (column_ == "unit") return name_of_unit(record.unit);
    if (column_ == "state")
      return key_of(std::int64_t{ledger_.state(record.state) - ledger_.states.data()});
    if (column_ == "due_at") return key_of(standing.due_at);
    if (column_ == "opened_at") return key_of(std::optional(standing.opened_at));
    if (column_ == "created_at") return key_of(std::optional(record.created_at));
    if (column_ == "closed_at") return key_of(standing.closed_at);
    if (column_ == "source") return of_source(record);
    return key_of(std::optional(record.state_since));
  }
  // Shown to who sees the record whole, and no order tells it to others.
  std::string of_source(const Record& record) const {
    if (sight_as_read(reader_, record) != Sight::whole) return {};
    return table_.source_of(reader_.connection, reader_.body.no, record.opened_by_entry);
  }
  std::string of_field(const Value& value) const {
    if (const auto* text = std::get_if<std::string>(&value)) return of_text(*text);
    if (const auto* number = std::get_if<std::int64_t>(&value)) return key_of(*number);
    if (const auto* number = std::get_if<Fixed>(&value)) return key_of(number->millionths);
    if (const auto* date = std::get_if<Date>(&value)) return key_of(std::int64_t{date->days});
    if (const auto* moment = std::get_if<Moment>(&value)) return key_of(std::optional(*moment));
    if (const auto* yes = std::get_if<bool>(&value)) return key_of(std::int64_t{*yes});
    if (const auto* id = std::get_if<Uuid>(&value))
      return field_->kind == Kind::unit ? name_of_unit(*id) : name_of_person(*id);
    return {};
  }
  std::string of_text(const std::string& text) const {
    const auto choice = std::ranges::find(field_->choices, text);
    if (choice != field_->choices.end())
      return key_of(std::int64_t{choice - field_->choices.begin()});
    return collation_key(text);
  }
  std::string name_of_unit(const Uuid& id) const {
    const Unit* unit = reader_.body.tree.find(id);
    return unit ? collation_key(unit->name) : std::string();
  }
  std::string name_of_person(const Uuid& id) const {
    const Person* person = reader_.body.people.find(id);
    return person ? collation_key(person->name) : std::string();
  }

  const Reader& reader_;
  const LedgerTable& table_;
  const Ledger& ledger_;
  std::string_view column_;
  const FieldSpec* field_;
};

// Keeps the first of those that come after a place, and counts all.
class Sorting {
 public:
  Sorting(const RowKeys& keys, const std::optional<SortKey>& after, bool is_descending,
          std::size_t limit)
      : keys_(keys), after_(after), is_descending_(is_descending), limit_(limit) {}

  void take(Record record, const Standing& standing) {
    ++taken_;
    SortKey key = keys_(record, standing);
    if (after_ && !goes_before(*after_, key, is_descending_)) return;
    ++eligible_;
    if (kept_.size() == limit_ && !goes_before(key, kept_.back().key, is_descending_)) return;
    const auto at = std::ranges::upper_bound(
        kept_, key,
        [this](const SortKey& one, const SortKey& other) {
          return goes_before(one, other, is_descending_);
        },
        &Kept::key);
    kept_.insert(at, Kept{std::move(key), std::move(record), standing});
    if (kept_.size() > limit_) kept_.pop_back();
  }
  bool is_too_much() const { return taken_ > sorted_records_max; }

  Page page(BodyNo body) {
    Page page;
    for (Kept& kept : kept_) {
      page.records.push_back(std::move(kept.record));
      page.standings.push_back(kept.standing);
    }
    if (eligible_ > kept_.size())
      page.next_cursor = cursor_at(page.records.back().opened_by_entry, body);
    return page;
  }

 private:
  struct Kept {
    SortKey key;
    Record record;
    Standing standing;
  };
  const RowKeys& keys_;
  const std::optional<SortKey>& after_;
  bool is_descending_;
  std::size_t limit_, taken_ = 0, eligible_ = 0;
  std::vector<Kept> kept_;
};

struct Sort {
  Sorting& sorting;
  void operator()(Record record, const Standing& standing) {
    sorting.take(std::move(record), standing);
  }
  bool is_full() const { return sorting.is_too_much(); }
};

// The place of the record with which the page before ended, as he sees it now.
Result<SortKey> place_in(const Reader& reader, const LedgerTable& table, const RowKeys& keys,
                         std::string_view cursor, bool whole) {
  const Result<std::int64_t> row_no = row_at(cursor, reader.body.no);
  if (!row_no) return std::unexpected(row_no.error());
  std::optional<Record> record = table.at_row(reader.connection, *row_no);
  if (!record) return refuse(Refusal::cursor_is_malformed, "cursor");
  const auto standing =
      table.standing_in_row(reader.connection, reader.body.no, record->id).value_or(Standing{});
  const auto turn = reader.turn();
  const Sight sight = whole ? Sight::whole : sight_as_read(reader, *record);
  redact(*record, sight);
  return keys(*record, standing);
}

}  // namespace

bool may_sort_by(const Ledger& ledger, std::string_view column) {
  if (std::ranges::find(common_columns, column) != std::end(common_columns)) return true;
  const FieldSpec* field = ledger.field(column);
  if (!field || field->visibility == Visibility::sealed) return false;
  switch (field->kind) {
    case Kind::choices:
    case Kind::units:
    case Kind::link:
    case Kind::row_link:
    case Kind::rows:
      return false;
    default:
      return true;
  }
}

Result<Page> find_sorted(const Reader& reader, const Ledger& ledger, ListQuery query, bool whole) {
  const LedgerTable table(ledger);
  const RowKeys keys(reader, table, *query.sorted);
  const bool is_descending = query.sorted->is_descending;
  const auto too_long = [] {
    return refuse(Refusal::list_is_too_long_to_sort, "order", std::to_string(sorted_records_max));
  };
  constexpr std::int64_t too_many = std::int64_t{sorted_records_max} + 1;
  if (whole && table.count(reader.connection, reader.body.no, query, too_many) == too_many)
    return too_long();
  std::optional<SortKey> after;
  if (!query.cursor.empty()) {
    Result<SortKey> place = place_in(reader, table, keys, query.cursor, whole);
    if (!place) return std::unexpected(place.error());
    after = std::move(*place);
  }
  Sorting sorting(keys, after, is_descending, query.limit);
  query.cursor.clear();
  query.by_due = false;
  query.limit = looked_at_in_turn;
  const Result<std::string> left = walk(
      reader, table, query, {.look_at_most = looked_at_max, .sees_whole = whole}, Sort{sorting});
  if (!left) return std::unexpected(left.error());
  if (sorting.is_too_much() || !left->empty()) return too_long();
  return sorting.page(reader.body.no);
}

}  // namespace chuangyou
