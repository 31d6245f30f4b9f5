// What the journal says of an import as a whole: the entry with which it begins, that with which it
// ends otherwise than by being done, and the entries on records that are its own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "journal/entry.h"
#include "record/ledger.h"
#include "storage/sqlite.h"

namespace chuangyou {

// Under the ledger of the body itself, with the import as the record. Where somebody answers for
// the file with his name, sign_import begins it.
inline constexpr std::string_view begin_import_act = "begin_import";
inline constexpr std::string_view sign_import_act = "sign_import";
// Refused, cancelled or cut off on its way, and taken back; else undone by somebody (undo_act).
inline constexpr std::string_view drop_import_act = "drop_import";
constexpr bool begins_import(std::string_view act) {
  return act == begin_import_act || act == sign_import_act;
}

struct ImportBegun {
  std::string file = {};       // SHA-256 of what was read, hex
  std::string file_name = {};  // as whoever sent it calls it
  std::string ledger = {}, mapping = {};
  std::int64_t rows = 0, opened = 0, amended = 0, unchanged = 0, passed_over = 0;
  std::int64_t made = 0;  // units, people, posts that were proposed, and accounts
};
std::string encode_import(const ImportBegun&);
// Of an entry of earlier days the hash of the file alone.
ImportBegun decode_import(std::string_view changes);

// A record that stood before and that the import has changed, with its first entry there.
struct AmendedByImport {
  const Ledger* ledger = nullptr;
  RecordId record;
  std::int64_t by_entry = 0;
};
// Nothing where it has been taken back as a whole. Looks through the entries from its beginning
// until it has as many as the import was to change.
std::vector<AmendedByImport> amended_by_import(Connection&, BodyNo, const RecordId& import);

// A unit that the import has founded, a person whom it has added, a post that it has proposed or an
// account that it has made, whose record is its person; in the order in which they came.
struct MadeByImport {
  enum class Kind : std::uint8_t { unit, person, post, account };
  Kind kind = Kind::unit;
  Uuid record;
  std::string account = {};  // its name
};
// Nothing where it has been taken back as a whole, or was of earlier days.
std::vector<MadeByImport> made_by_import(Connection&, BodyNo, const RecordId& import);

// Whether an entry on a record is a row of the import.
bool is_of_import(const Entry&, const RecordId& import);

}  // namespace chuangyou
