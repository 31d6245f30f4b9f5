#include "campaign/answered_acts.h"

#include <algorithm>
#include <cstring>

#include "journal/entry_row.h"

namespace chuangyou {
namespace {

constexpr std::int64_t kept_microseconds = answers_kept_hours * 3600 * 1'000'000;
constexpr int forgotten_at_once_max = 16;

std::uint64_t start_of(const Hash& key) {
  std::uint64_t start;
  std::memcpy(&start, key.data(), sizeof start);
  return start;
}

}  // namespace

void create_answered_acts_schema(Connection& connection) {
  connection.run(
      "CREATE TABLE IF NOT EXISTS answered_acts(place INTEGER PRIMARY KEY, key BLOB NOT NULL,"
      " digest BLOB NOT NULL, record BLOB NOT NULL, locked_receipt BLOB NOT NULL,"
      " at INTEGER NOT NULL) STRICT");
}

AnsweredActs::AnsweredActs(Connection& connection) : connection_(connection) {
  create_answered_acts_schema(connection);
  Statement& all = connection.statement("SELECT place, key, at FROM answered_acts ORDER BY at");
  const ResetAtEnd reset(all);
  while (all.step()) {
    Hash key{};
    const std::string_view stored = all.blob(1);
    std::memcpy(key.data(), stored.data(), std::min(key.size(), stored.size()));
    keep(all.integer(0), key, Moment{all.integer(2)});
  }
}

void AnsweredActs::keep(std::int64_t place, const Hash& key, Moment at) {
  places_.emplace(start_of(key), place);
  in_order_.push_back({place, start_of(key), at});
}

std::optional<AnsweredAct> AnsweredActs::find(BodyNo body, const Hash& key) const {
  const auto [first, end] = places_.equal_range(start_of(key));
  for (auto at = first; at != end; ++at) {
    if (body_of_place(at->second) != body) continue;
    Statement& find = connection_.statement(
        "SELECT digest, record, locked_receipt FROM answered_acts WHERE place = ? AND key = ?");
    const ResetAtEnd reset(find);
    find.bind(1, at->second).bind_blob(2, bytes_of(key));
    if (find.step())
      return AnsweredAct{std::string(find.blob(0)), find.uuid(1), seq_of_place(at->second),
                         std::string(find.blob(2))};
  }
  return std::nullopt;
}

void AnsweredActs::remember(BodyNo body, const Hash& key, const AnsweredAct& answer, Moment at) {
  forget_the_oldest(at);
  const std::int64_t place = place_of(body, answer.seq);
  connection_
      .statement(
          "INSERT INTO answered_acts(place, key, digest, record, locked_receipt, at)"
          " VALUES(?, ?, ?, ?, ?, ?)")
      .bind(1, place)
      .bind_blob(2, bytes_of(key))
      .bind_blob(3, answer.digest)
      .bind(4, answer.record)
      .bind_blob(5, answer.locked_receipt)
      .bind(6, at.microseconds)
      .run();
  keep(place, key, at);
}

// A few with each act, so that none pays for a whole day.
void AnsweredActs::forget_the_oldest(Moment now) {
  for (int i = 0; i < forgotten_at_once_max && !in_order_.empty(); ++i) {
    const Kept oldest = in_order_.front();
    if (now.microseconds - oldest.at.microseconds <= kept_microseconds) return;
    connection_.statement("DELETE FROM answered_acts WHERE place = ? AND at = ?")
        .bind(1, oldest.place)
        .bind(2, oldest.at.microseconds)
        .run();
    const auto [first, end] = places_.equal_range(oldest.start_of_key);
    for (auto at = first; at != end; ++at)
      if (at->second == oldest.place) {
        places_.erase(at);
        break;
      }
    in_order_.pop_front();
  }
}

}  // namespace chuangyou
