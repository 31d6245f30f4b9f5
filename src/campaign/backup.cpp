// Making a backup and reading what it says of itself.
#include "campaign/backup.h"

#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "campaign/backup_manifest.h"
#include "campaign/body_tables.h"
#include "core/version.h"
#include "journal/checkpoint_file.h"
#include "journal/journal.h"
#include "journal/log_key.h"
#include "storage/evidence_rows.h"
#include "storage/kept_files.h"
#include "storage/online_copy.h"
#include "storage/sole_writer.h"
#include "storage/table_shape.h"
#include "storage/whole_file.h"

namespace chuangyou {
namespace {

namespace fs = std::filesystem;

constexpr int tries_max = 3;

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  return std::move(text).str();
}

bool is_taken(const fs::path& place) {
  return fs::exists(fs::symlink_status(place)) && !(fs::is_directory(place) && fs::is_empty(place));
}

class Making {
 public:
  Making(std::string database, fs::path folder, Moment now, const Step& at)
      : database_(std::move(database)), folder_(std::move(folder)), at_(at) {
    backup_.at = now;
    backup_.program = program_version();
  }

  // Nothing: what was to be copied has been erased meanwhile, and it is to begin anew.
  Result<std::optional<Backup>> run();

 private:
  void copy_beside(const std::string& from, std::string_view name);
  void add(const std::string& name);
  void read_bodies(Connection& copy);
  Result<bool> copy_evidence(Connection& copy);
  Result<bool> copy_one(const EvidenceRow&);
  void close();

  std::string database_;
  fs::path folder_;
  const Step& at_;
  Backup backup_;
};

void Making::add(const std::string& name) {
  const fs::path path = folder_ / name;
  backup_.files.push_back({name, sha256_of_file(path)});
  backup_.bytes += static_cast<std::int64_t>(fs::file_size(path));
}

void Making::copy_beside(const std::string& from, std::string_view name) {
  if (!fs::exists(from)) return;
  copy_file_to_disk(from, folder_ / name);
  add(std::string(name));
}

void Making::read_bodies(Connection& copy) {
  for (const StoredBody& stored : stored_bodies(copy)) {
    BackedUpBody body;
    body.key = stored.body.key;
    body.no = stored.no;
    body.entries = last_seq(copy, stored.no);
    if (const auto last = entry_at(copy, stored.no, body.entries)) body.at = last->head.at;
    if (const auto seal = latest_seal(copy, stored.no)) {
      body.sealed = seal->last;
      body.root = seal->root;
    }
    if (const auto key = adopted_log_key(copy, stored.no)) body.log_key = to_text(key->key);
    backup_.bodies.push_back(std::move(body));
  }
}

// False: it is not there and nobody names it any more, for it was erased after the snapshot.
Result<bool> Making::copy_one(const EvidenceRow& row) {
  const std::string name = name_of_evidence(row.body, row.hash);
  const fs::path from = KeptFiles::beside(database_).path_of(row.body, row.hash);
  if (!fs::exists(from)) {
    Connection live(database_, OpenFor::reading);
    if (!is_evidence(live, row.body, row.hash)) return false;
    return refuse(Refusal::files_differ_from_the_journal, "evidence", to_hex(row.hash));
  }
  fs::create_directories((folder_ / name).parent_path());
  copy_file_to_disk(from, folder_ / name);
  add(name);
  return true;
}

Result<bool> Making::copy_evidence(Connection& copy) {
  Result<bool> copied = true;
  if (!is_a_table(copy, evidence_table)) return copied;
  for_each_evidence_file(copy, [&](const EvidenceRow& row) {
    if (copied && *copied) copied = copy_one(row);
  });
  return copied;
}

void Making::close() {
  write_whole_file(folder_ / manifest_name, write_manifest(backup_));
  backup_.files.push_back({std::string(manifest_name), sha256_of_file(folder_ / manifest_name)});
  if (fs::exists(folder_ / files_name)) {
    for (const fs::directory_entry& one : fs::recursive_directory_iterator(folder_ / files_name))
      if (one.is_directory()) sync_folder(one.path());
    sync_folder(folder_ / files_name);
  }
  at_("write_the_sums");
  write_whole_file(folder_ / sums_name, write_sums(backup_));
}

// What lies beside the database is copied first: all that it tells of was committed before.
Result<std::optional<Backup>> Making::run() {
  at_("copy_beside");
  copy_beside(CheckpointFile::beside(database_), checkpoints_name);
  copy_beside(database_ + ".cosigned", cosigned_name);
  at_("copy_the_database");
  const std::string copied = (folder_ / database_name).string();
  copy_database_online(database_, copied);
  add(std::string(database_name));
  at_("copy_the_evidence");
  {
    Connection copy(copied, OpenFor::reading);
    read_bodies(copy);
    const Result<bool> evidence = copy_evidence(copy);
    if (!evidence) return std::unexpected(evidence.error());
    if (!*evidence) return std::nullopt;
  }
  close();
  return std::move(backup_);
}

Result<std::optional<Backup>> make_once(const std::string& database, const fs::path& place,
                                        Moment now, const Step& at) {
  const fs::path making = place.string() + ".making";
  fs::remove_all(making);
  try {
    fs::create_directory(making);
    fs::permissions(making, fs::perms::owner_all);
    Result<std::optional<Backup>> made = Making(database, making, now, at).run();
    if (made && *made) {
      at("put_in_place");
      fs::remove(place);  // an empty folder, which somebody has made for it
      fs::rename(making, place);
      sync_folder(place.parent_path());
    } else {
      fs::remove_all(making);
    }
    return made;
  } catch (...) {
    std::error_code ignored;
    fs::remove_all(making, ignored);
    throw;
  }
}

}  // namespace

Result<Backup> make_backup(const std::string& database, const std::string& place, Moment now,
                           std::int64_t spare, const Step& step) {
  const Step at = step ? step : [](std::string_view) {};
  const std::string from = resolved_path(database);
  const fs::path to = fs::absolute(place).lexically_normal();
  const fs::path target = to.has_filename() ? to : to.parent_path();
  if (is_taken(target)) return refuse(Refusal::place_is_taken, "to", target.string());
  const Refused too_small{Refusal::disk_is_too_small, "to", target.string()};
  try {
    if (!has_room(target.string(), bytes_of_database(from) + spare))
      return std::unexpected(too_small);
    for (int tries = 0; tries < tries_max; ++tries) {
      Result<std::optional<Backup>> made = make_once(from, target, now, at);
      if (!made) return std::unexpected(made.error());
      if (*made) return std::move(**made);
    }
    return refuse(Refusal::files_differ_from_the_journal, "evidence");
  } catch (const StorageError& error) {
    if ((error.sqlite_code & 0xff) != SQLITE_FULL) throw;
    return std::unexpected(too_small);
  }
}

Result<Backup> read_backup(const std::string& place) {
  const fs::path folder = place;
  if (!fs::exists(folder / sums_name))
    return refuse(Refusal::backup_is_incomplete, "file", std::string(sums_name));
  auto sums = parse_sums(read_text(folder / sums_name));
  if (!sums) return refuse(Refusal::backup_is_incomplete, "file", std::string(sums_name));
  for (const BackedUpFile& file : *sums)
    if (!fs::is_regular_file(folder / file.name))
      return refuse(Refusal::backup_is_incomplete, "file", file.name);
  const auto listed = [&](std::string_view name) {
    return std::ranges::find(*sums, name, &BackedUpFile::name);
  };
  const auto manifest = listed(manifest_name);
  if (manifest == sums->end() || listed(database_name) == sums->end())
    return refuse(Refusal::backup_is_incomplete, "file", std::string(manifest_name));
  const std::string text = read_text(folder / manifest_name);
  if (hash_of(HashFunction::sha256, {text}) != manifest->sha256)
    return refuse(Refusal::backup_differs_from_the_journal, "file", std::string(manifest_name));
  std::optional<Backup> backup = parse_manifest(text);
  if (!backup || backup->files.size() + 1 != sums->size())
    return refuse(Refusal::backup_is_incomplete, "file", std::string(sums_name));
  backup->files = std::move(*sums);
  return std::move(*backup);
}

}  // namespace chuangyou
