// The journal held against what others kept of it: old checkpoints, lists of them, the log that
// another house shows.
#pragma once

#include <string>
#include <vector>

#include "cli/commands.h"
#include "storage/sqlite.h"

namespace chuangyou {

struct AgainstAsked {
  std::vector<std::string> places;  // files, or addresses of checkpoints or logs
  std::string log_key;              // by which a checkpoint must be signed
  std::vector<std::string> witness_keys;
};

void add_against_options(CLI::App& command, AgainstAsked& asked);

// The journal beside the newest line of each body in `<database>.checkpoints`: an end that was cut
// back is whole in itself. The number of findings; no file is one where there must have been one.
int hold_against_own(Connection& reading, const std::string& database);

// Says by whom the journal was held and what was found; the number of findings.
int hold_against(Connection& reading, const AgainstAsked& asked);

}  // namespace chuangyou
