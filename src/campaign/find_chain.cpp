#include "campaign/find_chain.h"

#include <algorithm>
#include <set>

#include "campaign/find_links.h"
#include "ledgers/all.h"

namespace chuangyou {
namespace {

// One way up that a record says of itself.
struct WayUp {
  std::string_view ledger;
  Uuid record;
  ChainLink link;
};

void add_way(std::vector<WayUp>& ways, const Record& from, const FieldSpec& field,
             const Value& value, const std::string& place, std::int64_t row) {
  if (const Link* link = std::get_if<Link>(&value)) {
    ways.push_back({link->ledger, link->record, {from.id, &from.ledger(), place, row, link->row}});
  } else if (const Uuid* id = std::get_if<Uuid>(&value); id && field.kind == Kind::link) {
    ways.push_back({field.links_to[0], *id, {from.id, &from.ledger(), place, row, 0}});
  }
}

// What the reader does not see of the record has been taken out of it.
std::vector<WayUp> ways_up(const Record& from) {
  std::vector<WayUp> ways;
  for (std::size_t i = 0; i < from.ledger().fields.size(); ++i) {
    const FieldSpec& field = from.ledger().fields[i];
    const Value& value = from.value_at(i);
    const std::string name(field.name);
    add_way(ways, from, field, value, name, 0);
    const Rows* rows = std::get_if<Rows>(&value);
    if (!rows) continue;
    for (const Row& row : rows->all)
      for (std::size_t k = 0; k < row.cells.size() && k < field.columns().size(); ++k)
        add_way(ways, from, field.columns()[k], row.cells[k],
                name + "." + std::string(field.columns()[k].name), row.id);
  }
  return ways;
}

class Walk {
 public:
  Walk(const Reader& reader, const Found& start) : reader_(reader), start_(start) {
    seen_.insert(start.record.id);
  }

  std::vector<ChainHop> up(bool& goes_on) {
    return walk(goes_on, [this](const ChainHop& from) { return hop_up(from); });
  }
  std::vector<ChainHop> down(bool& goes_on) {
    return walk(goes_on, [this](const ChainHop& from) { return hop_down(from); });
  }

 private:
  template <class Step>
  std::vector<ChainHop> walk(bool& goes_on, Step step) {
    std::vector<ChainHop> hops;
    ChainHop from;
    from.records.push_back({&start_.record.ledger(), start_, {}});
    while (hops.size() <= chain_hops_max) {
      ChainHop next = step(hops.empty() ? from : hops.back());
      if (next.records.empty()) return hops;
      hops.push_back(std::move(next));
    }
    hops.pop_back();  // it was only looked whether there is one
    goes_on = true;
    return hops;
  }

  ChainHop hop_up(const ChainHop& from) {
    ChainHop next;
    for (const ChainRecord& one : from.records)
      for (WayUp& way : ways_up(one.found.record)) {
        const Ledger* ledger = find_ledger(way.ledger);
        if (!ledger) continue;
        if (add_to_known(next, way.record, way.link) || seen_.contains(way.record)) continue;
        const auto turn = reader_.turn();
        Result<Found> found = find_record(reader_, *ledger, way.record);
        if (!found) continue;
        add(next, *ledger, std::move(*found), std::move(way.link));
      }
    return next;
  }

  ChainHop hop_down(const ChainHop& from) {
    std::vector<Uuid> to;
    for (const ChainRecord& one : from.records) to.push_back(one.found.record.id);
    ChainHop next;
    // Several ways of one record are one record: a few more ways than records are looked at.
    CitingPage page = find_citing(reader_, to, 4 * chain_width_max);
    for (FoundCiting& one : page.items) {
      ChainLink link{one.link.to, one.ledger, one.link.field, one.link.row, one.link.to_row};
      const Uuid id = one.found.record.id;
      if (add_to_known(next, id, link) || seen_.contains(id)) continue;
      add(next, *one.ledger, std::move(one.found), std::move(link));
    }
    if (!page.is_complete && !next.records.empty()) next.is_complete = false;
    return next;
  }

  static bool add_to_known(ChainHop& hop, const Uuid& id, const ChainLink& link) {
    const auto known = std::ranges::find_if(
        hop.records, [&](const ChainRecord& one) { return one.found.record.id == id; });
    if (known == hop.records.end()) return false;
    known->links.push_back(link);
    return true;
  }

  void add(ChainHop& hop, const Ledger& ledger, Found found, ChainLink link) {
    if (hop.records.size() == chain_width_max) {
      hop.is_complete = false;
      return;
    }
    seen_.insert(found.record.id);
    hop.records.push_back({&ledger, std::move(found), {std::move(link)}});
  }

  const Reader& reader_;
  const Found& start_;
  std::set<Uuid> seen_;
};

}  // namespace

Chain find_chain(const Reader& reader, const Found& start) {
  Chain chain;
  chain.up = Walk(reader, start).up(chain.goes_on_up);
  chain.down = Walk(reader, start).down(chain.goes_on_down);
  return chain;
}

}  // namespace chuangyou
