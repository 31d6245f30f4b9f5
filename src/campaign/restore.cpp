// Bringing a backup back, whole or up to a position, and trying whether that works.
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <map>

#include "campaign/accounts_restored.h"
#include "campaign/backup.h"
#include "campaign/backup_manifest.h"
#include "campaign/body_tables.h"
#include "campaign/lost_entries.h"
#include "campaign/rebuild.h"
#include "campaign/verify_files.h"
#include "campaign/verify_tables.h"
#include "journal/checkpoint_file.h"
#include "journal/cutting.h"
#include "journal/entries_of_day.h"
#include "journal/journal.h"
#include "storage/kept_files.h"
#include "storage/online_copy.h"
#include "storage/sole_writer.h"
#include "storage/whole_file.h"

namespace chuangyou {
namespace {

namespace fs = std::filesystem;

// What lies beside a database, by its ending.
constexpr std::string_view beside[] = {"",          "-wal",         "-shm",      ".files",
                                       ".restored", ".checkpoints", ".cosigned", ".before-rebuild"};

// A folder that goes with whoever works in it.
class WorkFolder {
 public:
  explicit WorkFolder(fs::path folder) : folder_(std::move(folder)) {
    fs::remove_all(folder_);
    fs::create_directory(folder_);
    fs::permissions(folder_, fs::perms::owner_all);
  }
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  ~WorkFolder() {
    std::error_code error;
    fs::remove_all(folder_, error);
  }
  fs::path operator/(std::string_view name) const { return folder_ / name; }

 private:
  fs::path folder_;
};

fs::path place_of_file(const std::string& database, const BackedUpFile& file) {
  if (file.name == database_name) return database;
  if (file.name == checkpoints_name) return CheckpointFile::beside(database);
  if (file.name == cosigned_name) return database + ".cosigned";
  const auto evidence = parse_evidence_name(file.name);
  return evidence ? KeptFiles::beside(database).path_of(evidence->body, evidence->hash)
                  : fs::path();
}

// Each byte is compared as it comes.
Result<void> bring_back(const fs::path& from, const Backup& backup, const std::string& database) {
  for (const BackedUpFile& file : backup.files) {
    const fs::path to = place_of_file(database, file);
    if (to.empty()) continue;  // the manifest, which was read
    fs::create_directories(to.parent_path());
    copy_file_to_disk(from / file.name, to);
    if (sha256_of_file(to) != file.sha256)
      return refuse(Refusal::backup_differs_from_the_journal, "file", file.name);
  }
  return {};
}

std::string range_of(const BackedUpBody& body, std::int64_t first) {
  return body.key + ":" + std::to_string(first) + " … " + body.key + ":" +
         std::to_string(body.entries);
}

std::string range_of_moments(Connection& connection, const Backup& backup) {
  Moment first = backup.at;
  for (const BackedUpBody& body : backup.bodies)
    first = std::min(first, first_moment(connection, body.no).value_or(first));
  return to_text(first) + " … " + to_text(backup.at);
}

// How far the journal of a body is to go; its whole length where it is not asked about.
Result<std::int64_t> end_of(Connection& connection, const BackedUpBody& body,
                            const RestoreUntil& until) {
  if (until.body.empty()) return last_seq_until(connection, body.no, until.at);
  if (until.body != body.key) return body.entries;
  if (until.seq < 1 || until.seq > body.entries)
    return refuse(Refusal::position_is_unknown, "until", range_of(body, 1));
  return until.seq;
}

// What was erased by an entry that is cut off has no text any more, and would be missing.
Result<void> cut_journals(const std::string& database, const Backup& backup,
                          const RestoreUntil& until) {
  Connection connection(database, OpenFor::writing);
  const auto is_known = [&](const BackedUpBody& body) { return body.key == until.body; };
  if (!until.body.empty() && std::ranges::none_of(backup.bodies, is_known))
    return refuse(Refusal::position_is_unknown, "until", until.body);
  const Refused too_late_or_early{Refusal::position_is_unknown, "until",
                                  range_of_moments(connection, backup)};
  if (until.body.empty() && until.at > backup.at) return std::unexpected(too_late_or_early);
  std::map<BodyNo, std::int64_t> ends;
  bool is_any_left = false;
  for (const BackedUpBody& body : backup.bodies) {
    const Result<std::int64_t> end = end_of(connection, body, until);
    if (!end) return std::unexpected(end.error());
    const std::int64_t first = first_end_of_copy(connection, body.no, *end);
    if (*end > 0 && first > *end)
      return refuse(Refusal::position_is_unknown, "until", range_of(body, first));
    ends[body.no] = *end;
    is_any_left = is_any_left || *end > 0;
  }
  if (!is_any_left) return std::unexpected(too_late_or_early);
  for (const auto& [body, end] : ends) cut_copy_of_journal(connection, body, end);
  forget_what_is_short_lived(connection);
  return {};
}

RestoredNote::Bodies ends_of(const std::string& database, const Backup& backup) {
  Connection connection(database, OpenFor::reading);
  RestoredNote::Bodies ends;
  for (const BackedUpBody& body : backup.bodies)
    if (const std::int64_t end = last_seq(connection, body.no); end > 0)
      ends.emplace_back(body.key, end);
  return ends;
}

// A backup brings no sessions; whoever could write one would have logged himself in by it.
void log_everybody_out(const std::string& database) {
  Connection connection(database, OpenFor::writing);
  forget_what_is_short_lived(connection);
}

void forget_accounts_made_later(const std::string& database, const Backup& backup) {
  Connection connection(database, OpenFor::writing);
  for (const BackedUpBody& body : backup.bodies) forget_accounts_made_later(connection, body.no);
}

Result<Restored> restore_into(const fs::path& from, const Places& into,
                              const std::optional<RestoreUntil>& until, Moment now) {
  Result<Backup> backup = read_backup(from.string());
  if (!backup) return std::unexpected(backup.error());
  if (!has_room(into.database, backup->bytes))
    return refuse(Refusal::disk_is_too_small, "database", into.database);
  if (Result<void> brought = bring_back(from, *backup, into.database); !brought)
    return std::unexpected(brought.error());
  log_everybody_out(into.database);
  if (until) {
    if (Result<void> cut = cut_journals(into.database, *backup, *until); !cut)
      return std::unexpected(cut.error());
    const Result<Rebuilt> rebuilt = rebuild(into, now);
    if (!rebuilt) return std::unexpected(rebuilt.error());
    forget_accounts_made_later(into.database, *backup);
    forget_what_was_before_rebuild(into.database);
  }
  Restored restored;
  restored.backup = std::move(*backup);
  restored.bodies = ends_of(into.database, restored.backup);
  RestoredNote(into.database).write(restored.bodies);
  return restored;
}

// The database comes last: until then nobody can open it, and a next try begins anew.
void move_into_place(const std::string& made, const std::string& database) {
  for (const std::string_view ending : {".files", ".checkpoints", ".cosigned", ".restored", ""}) {
    const fs::path from = made + std::string(ending);
    if (fs::exists(from)) fs::rename(from, database + std::string(ending));
  }
  sync_folder(fs::path(database).parent_path());
}

// What an earlier try has left half moved is known by its work folder.
void remove_half_of_another(const std::string& database, const fs::path& work) {
  if (!fs::exists(work) || fs::exists(database)) return;
  for (const std::string_view ending : beside) fs::remove_all(database + std::string(ending));
}

constexpr std::string_view verifying = "verifying-";

// Whoever verified there and was cut off has left it; where somebody still does it stays.
void remove_what_nobody_verifies(const fs::path& folder) {
  for (const fs::directory_entry& one : fs::directory_iterator(folder)) {
    const std::string name = one.path().filename().string();
    if (!name.starts_with(verifying)) continue;
    if (!fs::exists("/proc/" + name.substr(verifying.size()))) fs::remove_all(one.path());
  }
}

template <class Done, class Doing>
Result<Done> with_words_for_a_full_disk(const std::string& place, const Doing& doing) {
  try {
    return doing();
  } catch (const StorageError& error) {
    if ((error.sqlite_code & 0xff) != SQLITE_FULL) throw;
  } catch (const fs::filesystem_error& error) {
    if (error.code() != std::errc::no_space_on_device) throw;
  }
  return refuse(Refusal::disk_is_too_small, "to", place);
}

std::unexpected<Refused> differs(std::string_view what, const std::string& where) {
  return refuse(Refusal::backup_differs_from_the_journal, std::string(what), where);
}

Result<void> verify_journal_of(const std::string& database, const Backup& backup) {
  Connection reading(database, OpenFor::reading);
  if (const auto findings = verify(reading); !findings.empty())
    return differs(findings.front().what, std::to_string(findings.front().seq));
  if (const auto there = stored_bodies(reading); there.size() != backup.bodies.size())
    return differs("bodies", std::to_string(there.size()));
  for (const BackedUpBody& body : backup.bodies) {
    if (last_seq(reading, body.no) != body.entries)
      return differs("entries", body.key + ":" + std::to_string(last_seq(reading, body.no)));
    const auto seal = latest_seal(reading, body.no);
    if (seal && (seal->last != body.sealed || seal->root != body.root))
      return differs("root", body.key + ":" + std::to_string(seal->last));
  }
  return {};
}

Result<BackupVerified> verify_restored(Restored restored, const Places& places, Moment now) {
  BackupVerified verified;
  verified.backup = std::move(restored.backup);
  if (Result<void> journal = verify_journal_of(places.database, verified.backup); !journal)
    return std::unexpected(journal.error());
  {
    Connection reading(places.database, OpenFor::reading);
    verified.are_tables_compared = !were_made_otherwise(reading);
    if (const FilesVerified files = verify_files(reading, places.database); !files.findings.empty())
      return differs(files.findings.front().what, to_hex(files.findings.front().hash));
  }
  Bodies bodies;
  if (Result<void> loaded = load_bodies(places, bodies, now); !loaded)
    return std::unexpected(loaded.error());
  for (const LostEntries& lost : hold_against_checkpoints(places.database, bodies, now))
    return differs("checkpoints", lost.body + ":" + std::to_string(lost.size));
  const auto tables = verify_tables(places, {}, now);
  if (!tables) return std::unexpected(tables.error());
  if (tables->findings > 0) return differs(tables->shown.front().table, tables->shown.front().row);
  verified.rows = tables->rows;
  return verified;
}

}  // namespace

std::optional<RestoreUntil> parse_restore_until(std::string_view text) {
  if (const auto moment = parse_moment(text))
    return RestoreUntil{.body = {}, .seq = 0, .at = *moment};
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  RestoreUntil until{.body = std::string(text.substr(0, colon)), .seq = 0, .at = {}};
  const std::string_view number = text.substr(colon + 1);
  const auto [end, error] =
      std::from_chars(number.data(), number.data() + number.size(), until.seq);
  if (error != std::errc{} || end != number.data() + number.size()) return std::nullopt;
  return until;
}

Result<Restored> restore(const std::string& place, const Places& into,
                         const std::optional<RestoreUntil>& until, Moment now) {
  const std::string database = resolved_path(into.database);
  const fs::path work = database + ".restoring";
  return with_words_for_a_full_disk<Restored>(database, [&]() -> Result<Restored> {
    remove_half_of_another(database, work);
    for (const std::string_view ending : beside)
      if (fs::exists(fs::symlink_status(database + std::string(ending))))
        return refuse(Refusal::place_is_taken, "database", database + std::string(ending));
    const WorkFolder folder(work);
    const std::string made = (folder / fs::path(database).filename().string()).string();
    Result<Restored> restored = restore_into(place, {made, into.campaigns}, until, now);
    if (restored) move_into_place(made, database);
    return restored;
  });
}

Result<BackupVerified> verify_backup(const std::string& place, const std::string& campaigns,
                                     const std::string& work, Moment now) {
  return with_words_for_a_full_disk<BackupVerified>(work, [&]() -> Result<BackupVerified> {
    const fs::path where = resolved_path(work);
    remove_what_nobody_verifies(where);
    const WorkFolder folder(where / (std::string(verifying) + std::to_string(::getpid())));
    const Places places{(folder / "database").string(), campaigns};
    Result<Restored> restored = restore_into(place, places, std::nullopt, now);
    if (!restored) return std::unexpected(restored.error());
    return verify_restored(std::move(*restored), places, now);
  });
}

void RestoredNote::write(const Bodies& bodies) const {
  std::string text;
  for (const auto& [key, end] : bodies) text += key + " " + std::to_string(end) + "\n";
  write_whole_file(path_, text);
}

std::optional<RestoredNote::Bodies> RestoredNote::read() const {
  std::ifstream file(path_);
  if (!file) return std::nullopt;
  Bodies bodies;
  std::string key;
  for (std::int64_t end = 0; file >> key >> end;) bodies.emplace_back(key, end);
  return bodies;
}

void RestoredNote::remove() const {
  fs::remove(path_);
  sync_folder(fs::path(path_).parent_path());
}

}  // namespace chuangyou
