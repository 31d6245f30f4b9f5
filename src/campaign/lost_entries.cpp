#include "campaign/lost_entries.h"

#include <spdlog/spdlog.h>

#include <map>
#include <mutex>

#include "journal/checkpoint_file.h"
#include "journal/journal.h"
#include "journal/tiles.h"

namespace chuangyou {
namespace {

std::optional<LostEntries> hold_against(Connection& connection, const Body* body,
                                        const CheckpointLine& line, Moment now) {
  LostEntries lost{line.body, {}, line.size, line.size, line.root};
  if (!body) return lost;
  lost.no = body->no;
  const std::int64_t there = last_seq(connection, body->no);
  lost.missing = std::max<std::int64_t>(line.size - there, 0);
  if (lost.missing > 0) return lost;
  std::mutex alone;
  seal(connection, body->no, now, body->hash, alone);
  const Tiles tiles(connection, body->no, body->hash, there);
  if (root_of(body->hash, line.size, tiles.subtrees()) == line.root) return std::nullopt;
  return lost;
}

}  // namespace

std::vector<LostEntries> hold_against_checkpoints(const std::string& database, const Bodies& bodies,
                                                  Moment now) {
  std::map<std::string, CheckpointLine> newest;
  CheckpointFile::Lines lines = CheckpointFile(CheckpointFile::beside(database)).read_all();
  if (lines.malformed > 0)
    spdlog::warn("lines of the checkpoints cannot be read and hold nothing lines={}",
                 lines.malformed);
  for (CheckpointLine& line : lines.all) newest.insert_or_assign(line.body, std::move(line));
  std::vector<LostEntries> lost;
  if (newest.empty()) return lost;
  Connection connection(database, OpenFor::writing);
  for (const auto& [key, line] : newest)
    if (const auto one = hold_against(connection, bodies.find(key), line, now))
      lost.push_back(*one);
  return lost;
}

}  // namespace chuangyou
