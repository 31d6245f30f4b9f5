// A file that somebody hands in: whatever it holds, reading ends, rows are counted, and what is
// read can be written as CSV and read again as the same cells.
#include <algorithm>
#include <sstream>

#include "documents/csv_reader.h"

using namespace chuangyou;

namespace {

// An apostrophe is put before what a spreadsheet would take for a formula.
bool is_same(const std::string& cell, const std::string& again) {
  return again == cell || again == "'" + cell;
}

void expect_the_same_again(const std::vector<std::string>& header,
                           const std::vector<std::string>& cells) {
  std::istringstream again(csv_row(header) + csv_row(cells));
  CsvReader reader(again);
  if (!reader.header()) return;
  std::vector<std::string> read;
  const auto next = reader.next(read);
  if (next && *next && !std::ranges::equal(cells, read, is_same)) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::istringstream input(std::string(reinterpret_cast<const char*>(data), size));
  CsvReader reader(input);
  const auto header = reader.header();
  if (!header) return 0;
  std::vector<std::string> cells;
  for (std::int64_t before = reader.row();; before = reader.row()) {
    const auto next = reader.next(cells);
    if (next && !*next) break;
    if (reader.row() <= before) __builtin_trap();  // it must go forward, or it never ends
    if (next) expect_the_same_again(*header, cells);
  }
  return 0;
}
