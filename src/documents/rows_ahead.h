// The rows of a table, read on a thread of its own some way ahead of whoever works on them: taking
// a workbook apart costs as much as all that is done with what stands in it.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "documents/xlsx_reader.h"

namespace chuangyou {

struct TableRow {
  std::int64_t number = 0;  // as a spreadsheet shows it: 1 is the first
  std::vector<std::string> cells = {};
  std::optional<Refused> fault = {};
  std::int64_t bytes_read = 0;  // of the file, or of a workbook's sheet
  // What a workbook tells of its cells (documents/xlsx_reader.h).
  std::vector<std::size_t> formulas = {}, unsaved = {};
  std::vector<XlsxReader::NumberCell> numbers = {};
  bool is_hidden = false;
};

class RowsAhead {
 public:
  using Read = std::function<bool(TableRow&)>;  // of the next row; false at the end
  explicit RowsAhead(Read read) : read_(std::move(read)), thread_([this] { run(); }) {}
  ~RowsAhead();
  RowsAhead(const RowsAhead&) = delete;
  RowsAhead& operator=(const RowsAhead&) = delete;

  // In exchange for a row that is not needed any more, so that its memory serves again. False at
  // the end, with all but the cells of the last. Throws what reading has thrown.
  bool next(TableRow& row);

 private:
  using Rows = std::vector<TableRow>;
  void run();
  bool read_some(Rows& rows);  // false at the end
  bool take();

  Read read_;
  Rows taken_;  // the asker's own
  std::size_t next_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Rows> waiting_, used_;
  TableRow last_;
  bool is_over_ = false, is_stopping_ = false;
  std::exception_ptr failure_;
  std::thread thread_;
};

}  // namespace chuangyou
