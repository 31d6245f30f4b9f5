// Writes to the write-ahead log in one piece. SQLite hands the log over frame by frame, two system
// calls for each page that a commit touches; a commit of 64 acts touches hundreds of pages, and the
// calls cost more than the bytes. This file system lies over the system's own and keeps what is
// appended to a log until SQLite syncs it, reads it or asks for its size.
//
// Only for connections with synchronous = FULL: SQLite then syncs the log before it tells other
// connections that a commit is there, so nobody can look for frames that still wait here.
#pragma once

namespace chuangyou {

// The name under which connections open it; registered on the first call. Throws StorageError.
const char* file_system_with_whole_log_writes();

}  // namespace chuangyou
