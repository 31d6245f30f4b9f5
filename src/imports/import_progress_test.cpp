// How far the check of a file is: of a workbook too, whose own size does not tell it; and it stops
// when it is told to, also while it only looks how days are written.
#include <atomic>

#include "documents/xlsx_writer.h"
#include "imports/import_for_tests.h"

namespace chuangyou {
namespace {

struct Seen {
  std::vector<std::int64_t> percents;
  bool is_falling = false;
};

class ImportProgressOf : public ImportWorld {
 protected:
  static constexpr std::int64_t rows = 6000;
  std::string file_ = folder_ + "/many";
  std::atomic<std::int64_t> read_{0}, in_all_{0};

  ImportMapping mapping_ = *read_import_mapping(
      "ledger: feedback\nsource_column: 号\nunit_column: 单位\nzone: Asia/Shanghai\n"
      "columns: [{column: 事, field: text}, {column: 收到, field: received_at}]\n"
      "constants: {channel: other_system, kind: request, sender: public}\n"
      "acts: [{act: record_open}]\n");

  void write_workbook(const std::string& received) {
    XlsxWriter writer(file_);
    const XlsxColumn columns[] = {{"号"}, {"单位"}, {"事"}, {"收到"}};
    writer.begin_sheet("台账", columns);
    for (std::int64_t row = 0; row < rows; ++row) {
      const XlsxCell cells[] = {std::to_string(row), std::string("税务局"),
                                "排队太久，第" + std::to_string(row) + "件", received};
      ASSERT_TRUE(writer.add(cells));
    }
    writer.close();
  }
  ImportReport check(Seen& seen, std::int64_t stops_after = 1 << 30) {
    std::ifstream file(file_, std::ios::binary);
    ImportClick click;
    click.path = file_;
    click.bytes_read = &read_;
    click.bytes_in_all = &in_all_;
    const ImportProgress progress = [&](std::int64_t, std::int64_t) {
      const std::int64_t percent = in_all_ > 0 ? 100 * read_ / in_all_ : -1;
      seen.is_falling =
          seen.is_falling || (!seen.percents.empty() && percent < seen.percents.back());
      seen.percents.push_back(percent);
      return std::ssize(seen.percents) < stops_after;
    };
    return import_table(file, mapping_, *body_, *reading_, clerk_, *writer_, random_, now, true,
                        progress, click);
  }
};

TEST_F(ImportProgressOf, AWorkbookIsToldByItsSheet) {
  write_workbook("2019-06-20 09:00:00");
  Seen seen;
  const ImportReport report = check(seen);
  EXPECT_EQ(report.rows, rows);
  ASSERT_GE(seen.percents.size(), 5u);
  EXPECT_FALSE(seen.is_falling);
  EXPECT_GT(seen.percents.front(), 0);
  EXPECT_LT(seen.percents.front(), 50);
  EXPECT_GT(seen.percents.back(), 60);
  EXPECT_LE(seen.percents.back(), 100);
}

TEST_F(ImportProgressOf, ReadingTwiceGoesFromTheBeginningToTheEndOnce) {
  write_workbook("2019/6/20 9:00");
  Seen seen;
  const ImportReport report = check(seen);
  EXPECT_EQ(report.rows, rows);
  EXPECT_FALSE(seen.is_falling);
  EXPECT_LT(seen.percents.front(), 25);
  EXPECT_GT(seen.percents.back(), 80);
  EXPECT_LE(seen.percents.back(), 100);
}

TEST_F(ImportProgressOf, IsCancelledWhileItLooksHowDaysAreWritten) {
  write_workbook("2019/6/20 9:00");
  Seen seen;
  const ImportReport report = check(seen, 2);
  EXPECT_TRUE(report.was_cancelled);
  EXPECT_EQ(report.rows, 0) << "no row was looked at yet";
}

}  // namespace
}  // namespace chuangyou
