// Written and committed while nothing else can be: the one row by which the writer finds out that
// it may go on. As large as a small commit, for a disk with room for a byte takes no acts.
#pragma once

#include "storage/sqlite.h"

namespace chuangyou {

inline constexpr std::int64_t probe_bytes = 64 * 1024;

void create_probe_schema(Connection&);
void write_probe(Connection&);  // StorageError where it cannot; within the caller's transaction

}  // namespace chuangyou
