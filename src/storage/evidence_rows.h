// Which entry of which record names which file: by it a file is served to those who see the record,
// and one that no row names any more goes. Made from the journal.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/hash.h"
#include "record/evidence.h"
#include "storage/sqlite.h"

namespace chuangyou {

inline constexpr std::string_view evidence_table = "evidence_files";

struct EvidenceRow {
  BodyNo body{};
  std::int64_t seq = 0;   // of the entry
  std::int64_t item = 0;  // its place there
  std::string ledger;
  Uuid record;
  Hash hash{};
  std::string name, type;
  std::int64_t bytes = 0;
};

void create_evidence_schema(Connection&);
void put_evidence_row(Connection&, const EvidenceRow&);
void drop_evidence_rows(Connection&, BodyNo, const Uuid& record, std::int64_t seq);
// The file of a record as it was last named there.
std::optional<EvidenceRow> evidence_row(Connection&, BodyNo, const Uuid& record, const Hash&);
bool is_evidence(Connection&, BodyNo, const Hash&);
// Each file once, with one row that names it.
void for_each_evidence_file(Connection&, const std::function<void(const EvidenceRow&)>&);

}  // namespace chuangyou
