#include "journal/cutting.h"

#include "journal/entry_row.h"
#include "journal/erasure.h"
#include "journal/journal.h"
#include "journal/tiles.h"

namespace chuangyou {
namespace {

void store_tree(Connection& connection, BodyNo body, std::int64_t until) {
  const HashFunction function = hash_function_of(connection, body);
  Tiles tiles(connection, body, function, 0);
  for_each_entry(connection, body, 0, until, [&](const Entry& entry) {
    tiles.add(leaf_hash(function, leaf_input(function, entry)));
  });
  tiles.store();
}

}  // namespace

void cut_copy_of_journal(Connection& connection, BodyNo body, std::int64_t after) {
  const auto number = static_cast<std::int64_t>(body);
  const std::int64_t last = last_seq(connection, body);
  if (after >= last) return;
  Transaction transaction(connection, Transaction::Mode::immediate);
  connection.statement("DELETE FROM entries WHERE place > ? AND place <= ?")
      .bind(1, place_of(body, after))
      .bind(2, place_of(body, last))
      .run();
  connection.statement("DELETE FROM seals WHERE body = ? AND last > ?")
      .bind(1, number)
      .bind(2, after)
      .run();
  connection.statement("DELETE FROM tiles WHERE body = ?").bind(1, number).run();
  if (const std::optional<Seal> latest = latest_seal(connection, body))
    store_tree(connection, body, latest->last);
  transaction.commit();
}

std::int64_t first_end_of_copy(Connection& connection, BodyNo body, std::int64_t wanted) {
  std::int64_t first = 1;
  for (const Erasure& erasure : erasures_of(connection, body))
    if (erasure.is_signed() && erasure.seq <= wanted && erasure.ended->seq > wanted)
      first = std::max(first, erasure.ended->seq);
  return first;
}

}  // namespace chuangyou
