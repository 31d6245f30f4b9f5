// The journal held against what was written beside it when it was sealed: a log that was lost or
// cut leaves a shorter journal that is whole in itself.
#pragma once

#include <string>
#include <vector>

#include "campaign/body.h"
#include "core/random_source.h"
#include "storage/sqlite.h"

namespace chuangyou {

struct LostEntries {
  std::string body;
  BodyNo no{};               // nil where there is no such body any more
  std::int64_t missing = 0;  // 0: as many as were sealed, but not the same
  std::int64_t size = 0;     // of the newest checkpoint, and its root
  Hash root{};
};

// What the newest line of each body in `<database>.checkpoints` says and the journal does not.
// Seals what is committed first. No file: nothing to hold it against.
std::vector<LostEntries> hold_against_checkpoints(const std::string& database, const Bodies&,
                                                  Moment now);

// An entry that says what was lost and that somebody decided to go on; `bodies`, go_on_after_loss.
// For the holder of a SoleWriter, before a Writer runs.
void go_on_after_loss(const std::string& database, Body&, const LostEntries&, Moment now,
                      RandomSource&);
inline constexpr std::string_view go_on_after_loss_act = "go_on_after_loss";

}  // namespace chuangyou
