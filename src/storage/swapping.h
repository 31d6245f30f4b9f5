// A new database file takes the place of an old one, so that a crash between any two steps leaves a
// database of that name with all its data. SQLite's log knows not to which file it belongs: the log
// of the old one must never meet the new one.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "storage/sqlite.h"

namespace chuangyou {

// Told before each step on the way; tests break off there.
using Step = std::function<void(std::string_view)>;

std::string path_while_rebuilding(const std::string& database);  // `<database>.rebuilding`
std::string path_before_rebuild(const std::string& database);    // `<database>.before-rebuild`

// With its log and what belongs to the log. Nobody may have it open.
void remove_database(const std::string& path);
std::int64_t bytes_of_database(const std::string& path);  // with its log
// Whether the disk of this path has room for so many bytes more and does not end up full.
bool has_room(const std::string& path, std::int64_t bytes);

// What the system holds of it in memory is on the disk then.
void force_to_disk(const std::string& path);

// Carries the whole log over and cuts it to nothing; false where a reader that does not end within
// a second, or damage, stands in the way.
bool cut_log(Connection&);

// Puts `made` in the place of `database` and keeps the old one, one and the newest, as
// `<database>.before-rebuild`, with its log where that could not be carried over before. Both files
// are closed, and `made` has no log. Paths are resolved ones, in one folder. The name `database` is
// never empty in between.
void put_in_place(const std::string& database, const std::string& made, const Step& step = {});

// The kept file goes, for it still holds what has been erased since.
void forget_what_was_before_rebuild(const std::string& database);

// At the start of whoever writes: as if a broken rebuild had never begun.
void put_back_what_a_broken_swap_left(const std::string& database);

}  // namespace chuangyou
