// The log of a body, by which others witness its journal: its key is found, made or missed when the
// system opens.
#pragma once

#include <optional>
#include <string>

#include "campaign/body.h"
#include "core/random_source.h"
#include "journal/journal.h"
#include "journal/log_key.h"

namespace chuangyou {

struct LogAsked {
  std::string public_url;   // part of the log's name; empty: nobody outside sees it
  std::string keys_folder;  // where the seed lies
  bool new_key = false;     // a lost key is replaced, by an entry
  bool may_append = true;   // not while the journal's own end is missing: entries_are_missing then
};

// Fills `body.log`. A body whose journal names no key yet gets one, by an entry; so does another
// name of the same log. log_key_is_missing where the journal names a key whose seed is not there.
// No Writer may be running.
Result<void> open_log(Connection&, Body& body, const LogAsked&, Moment now, RandomSource& random);

// The checkpoint of a seal as a signed note; nullopt while the body's key is missing.
std::optional<std::string> signed_checkpoint(const Body& body, const Seal& seal);

// Name and signature of that note alone, as they stand at the end of a line of
// `<database>.checkpoints`; empty while the key is missing.
std::string name_and_signature(const Body& body, const Seal& seal);

}  // namespace chuangyou
