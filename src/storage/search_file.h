// The words of all records, in a file of its own beside the database: `<database>.search`. It only
// says where to look: whoever searches reads each record that it names, as the reader may see it,
// and looks again whether the words stand there. So it may lag behind, and nothing is lost with it.
//
// FTS5 with tokens of our own (core/folded.h): two neighbouring characters of Chinese, beginnings
// of what has letters. Its rows have the numbers of the records' rows: the newest come first.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/folded.h"
#include "record/record.h"
#include "storage/ledger_table.h"
#include "storage/sqlite.h"

namespace chuangyou {

std::string search_path(const std::string& database);  // `<database>.search`

class SearchFile {
 public:
  SearchFile(const std::string& path, OpenFor);
  Connection& connection() { return connection_; }

  // What it was made by, and from: one that says otherwise is made anew.
  struct Made {
    std::string by;             // declarations and the edition of the tokens
    std::int64_t erasures = 0;  // entries about erasures that it knows of
    bool operator==(const Made&) const = default;
  };
  void create(const Made&);  // without a log, for nobody needs it until it is finished
  // nullopt: it is none, was never finished, or the machine has stopped while it was written.
  std::optional<Made> made();
  // From here on nothing of it is forced to the disk, until it is left in order.
  void begin_to_write();
  void leave_in_order();
  // How far the journal of a body is in it, with the commitment of that entry: another one there
  // is another journal.
  struct Followed {
    std::int64_t seq = 0;
    std::string commitment;
  };
  Followed followed(BodyNo);
  void set_followed(BodyNo, const Followed&);
  void finish();  // all rows are there: fewer pieces to look into

  enum class Row : std::uint8_t { is_new, may_be_there };
  void put(BodyNo, const Record&, Row = Row::may_be_there);
  void remove(BodyNo, std::int64_t opened_by_entry);

  // The rows of a body in which all words may stand, the newest first, of one ledger where it is
  // named; below `before`, where it is not 0. Until `take` wants no more.
  using Take = std::function<bool(std::int64_t row_no, std::string_view ledger)>;
  void each(const SearchedWords&, BodyNo, std::string_view ledger, std::int64_t before,
            const Take& take);

  // The rows of a body with a text that may be near one of these keys: those that share most come
  // first, and of these the newest. Of a key that is too common only the newest are looked at.
  std::vector<std::int64_t> near(const std::vector<std::int64_t>& keys, BodyNo);
  std::string ledger_of(std::int64_t row_no);  // empty: it has gone
  std::int64_t bytes_of_keys();                // on the disk
  static constexpr std::int64_t rows_of_key_max = 500;

  static constexpr std::string_view edition = "3";  // of tokens and tables

 private:
  void put_keys(std::int64_t row_no, std::string_view text);
  void remove_keys(std::int64_t row_no);
  bool holds(std::int64_t row_no, std::string_view text);
  void mark(std::string_view written_in);

  Connection connection_;
  bool is_being_made_ = false;
};

// What is searched of a record: its lines and texts, also those in rows. Nothing that is sealed.
struct SearchedText {
  std::string place;     // field, or field and column: `clause_rows.text`
  std::int64_t row = 0;  // the number of the row; 0: the field itself
  std::string_view text;
};
std::vector<SearchedText> searched_texts(const Record&);

// Told how many records of how many are in; false: it is given up.
using SearchProgress = std::function<bool(std::int64_t done, std::int64_t in_all)>;
// Puts all records of a database into a file that was just created. False where it was given up.
bool put_all_records(SearchFile& fresh, Connection& from, const SearchProgress&);

}  // namespace chuangyou
