#include "campaign/verify_files.h"

#include <sqlite3.h>

#include <fstream>
#include <map>
#include <sstream>

#include "journal/journal.h"
#include "storage/evidence_rows.h"
#include "storage/kept_files.h"
#include "storage/table_shape.h"

namespace chuangyou {

FilesVerified verify_files(Connection& connection, const std::string& database) {
  FilesVerified verified;
  // One snapshot: a file goes from the disk only after the entry that named it was erased.
  const Transaction snapshot(connection, Transaction::Mode::deferred);
  if (!is_a_table(connection, evidence_table)) return verified;
  const KeptFiles files = KeptFiles::beside(database);
  std::map<BodyNo, HashFunction> functions;
  for_each_evidence_file(connection, [&](const EvidenceRow& row) {
    ++verified.files;
    const auto [function, is_new] = functions.try_emplace(row.body);
    if (is_new) function->second = hash_function_of(connection, row.body);
    std::ifstream file(files.path_of(row.body, row.hash), std::ios::binary);
    if (!file)
      verified.findings.push_back({row.body, row.seq, row.hash, "file_is_missing"});
    else if (hash_of(function->second, file) != row.hash)
      verified.findings.push_back({row.body, row.seq, row.hash, "file_was_changed"});
  });
  return verified;
}

std::string read_kept_file(const std::string& database, BodyNo body, HashFunction function,
                           const Hash& hash) {
  std::ifstream file(KeptFiles::beside(database).path_of(body, hash), std::ios::binary);
  std::ostringstream content;
  if (file) content << file.rdbuf();
  std::string text = std::move(content).str();
  if (!file || hash_of(function, {text}) != hash)
    throw StorageError("an evidence file is not what its entry named", SQLITE_CORRUPT);
  return text;
}

}  // namespace chuangyou
