#include "campaign/find_held.h"

#include <algorithm>

#include "campaign/look_ups.h"
#include "ledgers/all.h"

namespace chuangyou {
namespace {

constexpr std::string_view as_author = "author";

class HeldRecords {
 public:
  HeldRecords(const Reader& reader, HeldAboutPerson& held) : reader_(reader), held_(held) {}

  void look_at(const Ledger& ledger) {
    named_.clear();
    order_.clear();
    add(by_index(ledger, {}), as_author);
    for (const FieldSpec& field : ledger.fields) {
      if (field.kind == Kind::person) add(by_index(ledger, field.name), field.name);
      for (const FieldSpec& column : field.columns())
        if (column.kind == Kind::person)
          add(by_rows(ledger, field, column), std::string(field.name));
    }
    for (const RecordId& id : order_) take(ledger, id);
  }

 private:
  std::vector<RecordId> by_index(const Ledger& ledger, std::string_view field) const {
    const auto turn = reader_.turn();
    const Circumstances circumstances = with_look_ups(reader_.body, reader_.connection);
    return circumstances.find({.ledger = ledger.name, .field = field, .is = reader_.actor.person},
                              held_of_a_field_max + 1);
  }
  // No index has what stands in rows.
  std::vector<RecordId> by_rows(const Ledger& ledger, const FieldSpec& field,
                                const FieldSpec& column) const {
    ListQuery query;
    {
      const auto turn = reader_.turn();
      query.path = reader_.body.tree.path_of(0);
    }
    query.by_due = false;
    query.limit = held_of_a_field_max + 1;
    query.conditions.push_back({.place = std::string(field.name) + "." + std::string(column.name),
                                .values = {Value(Uuid(reader_.actor.person))}});
    std::vector<RecordId> ids;
    if (const auto page = LedgerTable(ledger).list(reader_.connection, reader_.body.no, query))
      for (const Record& record : page->records) ids.push_back(record.id);
    return ids;
  }

  void add(const std::vector<RecordId>& ids, std::string_view as) {
    if (std::ssize(ids) > held_of_a_field_max) held_.has_all_records = false;
    for (std::size_t i = 0; i < ids.size() && i < held_of_a_field_max; ++i) {
      const auto [place, is_new] = named_.try_emplace(ids[i]);
      if (is_new) order_.push_back(ids[i]);
      if (std::ranges::find(place->second, as) == place->second.end())
        place->second.emplace_back(as);
    }
  }

  // Only as far as he sees it: what is kept from him stays so.
  void take(const Ledger& ledger, const RecordId& id) {
    const auto turn = reader_.turn();
    if (Result<Found> found = find_record(reader_, ledger, id))
      held_.records.push_back({&ledger, std::move(*found), std::move(named_[id])});
  }

  const Reader& reader_;
  HeldAboutPerson& held_;
  std::map<RecordId, std::vector<std::string>> named_;
  std::vector<RecordId> order_;
};

}  // namespace

HeldAboutPerson find_held(const Reader& reader) {
  HeldAboutPerson held;
  HeldRecords records(reader, held);
  for (const Ledger* ledger : all_ledgers()) records.look_at(*ledger);
  held.latest = entries_by(reader.connection, reader.body.no, reader.actor.person, held.acts_after);
  for (const DoneByPerson& done : held.latest) ++held.acts[{done.ledger, done.act}];
  if (held.latest.size() > latest_acts_max) held.latest.resize(latest_acts_max);
  return held;
}

}  // namespace chuangyou
