// The roll-ups of a body as they were after an entry, so that a start counts only what came since.
// May be dropped at any time.
#pragma once

#include <optional>
#include <string>

#include "storage/sqlite.h"

namespace chuangyou {

struct FiguresSnapshot {
  std::int64_t seq = 0;
  std::string figures;
};

void create_figures_snapshot_schema(Connection&);
std::optional<FiguresSnapshot> figures_snapshot(Connection&, BodyNo);
void keep_figures_snapshot(Connection&, BodyNo, const FiguresSnapshot&);
void drop_figures_snapshot(Connection&, BodyNo);

}  // namespace chuangyou
