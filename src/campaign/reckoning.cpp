#include "campaign/reckoning.h"

#include <shared_mutex>

#include "journal/figures_snapshot.h"
#include "journal/follow.h"
#include "ledgers/all.h"
#include "storage/reckoning_rows.h"

namespace chuangyou {
namespace {

std::int64_t open_records(const Body& body) {
  if (!body.roll_up) return 0;
  const std::shared_lock lock(body.lock);
  std::int64_t open = 0;
  const std::span<const UnitNo> parents = body.tree.parents();
  for (UnitNo no = 0; no < body.tree.size(); ++no)
    if (parents[static_cast<std::size_t>(no)] == no_unit)
      for (const Ledger* ledger : all_ledgers())
        open += body.roll_up->counts(ledger->name, no)[static_cast<std::size_t>(Count::open)];
  return open;
}

bool is_as_it_was(const Standing& was, const Standing& is) {
  return was.due_at == is.due_at && was.on_time == is.on_time && was.kept_first == is.kept_first;
}

void reckon(Connection& connection, Body& body, const LedgerTable& table, const RecordId& id,
            std::vector<Done>& done) {
  const std::optional<Record> record = table.get(connection, body.no, id);
  const std::optional<Standing> was = table.standing_in_row(connection, body.no, id);
  if (!record || !was) return;
  const Standing is = standing_of(*record, body.circumstances());
  if (is_as_it_was(*was, is)) return;
  const LedgerTable::Before before{*was, *record};
  table.put(connection, body.no, *record, is, &before);
  Done what;
  what.body = body.no;
  what.ledger = &table.ledger();
  what.before = counted(*record, *was);
  what.after = counted(*record, is);
  done.push_back(std::move(what));
}

void tell(Body& body, const ReckoningRow& row) {
  body.reckoning.done = row.done;
  body.reckoning.in_all = row.in_all;
  body.reckoning.is_under_way = true;
}

}  // namespace

// One that is under way begins anew, with what it had still to look at.
void begin_reckoning(Connection& connection, Body& body, Moment since) {
  const std::optional<ReckoningRow> before = reckoning_of(connection, body.no);
  ReckoningRow row;
  row.ledger = all_ledgers().front()->name;
  row.until = body.last_seq;
  row.since = before ? std::min(since, before->since) : since;
  row.in_all = open_records(body);
  put_reckoning(connection, body.no, row);
  drop_figures_snapshot(connection, body.no);
  tell(body, row);
}

void go_on_reckoning(Connection& connection, Body& body, std::span<const LedgerTable> tables,
                     std::vector<Done>& done) {
  std::optional<ReckoningRow> row = reckoning_of(connection, body.no);
  const auto table =
      std::ranges::find(tables, row ? std::string_view(row->ledger) : std::string_view(),
                        [](const LedgerTable& one) { return std::string_view(one.ledger().name); });
  if (!row || table == tables.end()) {
    end_reckoning(connection, body.no);
    body.reckoning.is_under_way = false;
    return;
  }
  const ToReckon next =
      next_to_reckon(connection, table->ledger(), body.no, *row, records_reckoned_at_once);
  for (const RecordId& id : next.records) reckon(connection, body, *table, id, done);
  row->done += std::ssize(next.records);
  row->in_all = std::max(row->in_all, row->done);
  row->after = next.until;
  if (next.until == row->until) {
    row->after = 0;
    row->ledger = table + 1 == tables.end() ? "" : std::string((table + 1)->ledger().name);
  }
  put_reckoning(connection, body.no, *row);
  tell(body, *row);
}

void find_reckoning(Connection& connection, Body& body) {
  const std::optional<ReckoningRow> row = reckoning_of(connection, body.no);
  body.reckoning.is_under_way = row.has_value();
  if (row) tell(body, *row);
}

}  // namespace chuangyou
