// What came in or went out before comes in again: unchanged rows are passed over, changed ones are
// the acts that somebody at his desk would do.
#include "campaign/cells_in_words.h"
#include "campaign/find.h"
#include "campaign/record_cells.h"
#include "campaign/workbook_cells.h"
#include "documents/csv_reader.h"
#include "imports/import_for_tests.h"

namespace chuangyou {
namespace {

using Texts = std::vector<std::string>;
using Rows2 = std::vector<Texts>;

class ImportAgain : public ImportWorld {
 protected:
  const Ledger& tasks = *find_ledger("tasks");
  std::string workbook_ = folder_ + "/file.xlsx";

  void SetUp() override {
    clerk_ = person("丁", Role::organ_committee, body_->tree.unit(0).id);
    const ImportReport report = run_text(
        "id,unit,title,document,co,tags,due,status\n"
        "1,税务局,减证便民,,,serve_the_people,2019-07-22,\n"
        "2,税务局,=延时服务,,财务局,serve_the_people,2019-08-22,\n"
        "3,财务局,\"公开\n清单\",,,serve_the_people,2019-09-22,\n",
        mapping_named("tasks"), false);
    EXPECT_EQ(findings_of(report), Texts{});
    ASSERT_EQ(report.applied, 3);
  }
  // Titles first, as the lists of the desk go out.
  Rows2 in_words(Language language) {
    ListQuery all;
    all.path = body_->tree.path_of(0);
    const Reader reader{*reading_, *body_, clerk_, now};
    const auto page = LedgerTable(tasks).list(*reading_, body_->no, all);
    LinksSeen links(reader);
    const CellsInWords cells(tasks, {}, language);
    Rows2 rows{cells.header()};
    for (std::size_t i = 0; page && i < page->records.size(); ++i)
      rows.push_back(cells.of(links, page->records[i], page->standings[i], {"1", "x"}));
    return rows;
  }
  Rows2 for_programs() {
    ListQuery all;
    all.path = body_->tree.path_of(0);
    const auto page = LedgerTable(tasks).list(*reading_, body_->no, all);
    const Cells cells(tasks);
    Rows2 rows{cells.header()};
    for (std::size_t i = 0; page && i < page->records.size(); ++i)
      rows.push_back(cells.of(*body_, page->records[i], page->standings[i], {}));
    return rows;
  }
  ImportReport bring_back(const Rows2& rows, bool dry_run) {
    std::string text(byte_order_mark);
    for (const Texts& row : rows) text += csv_row(row);
    return run_text(text, mapping_of_export(tasks), dry_run);
  }
  ImportReport bring_back_as_workbook(const Rows2& rows, Language language) {
    XlsxWriter writer(workbook_);
    const std::vector<CellsInWords::Shown> shown = CellsInWords(tasks, {}, language).shown();
    std::vector<XlsxColumn> columns;
    for (const std::string& title : rows[0]) columns.push_back({title});
    writer.begin_sheet("任务", columns);
    for (std::size_t row = 1; row < rows.size(); ++row) {
      std::vector<XlsxCell> cells;
      for (std::size_t i = 0; i < rows[row].size(); ++i)
        cells.push_back(cell_of(shown[i].kind, rows[row][i]));
      EXPECT_TRUE(writer.add(cells));
    }
    writer.close();
    std::ifstream file(workbook_, std::ios::binary);
    return import_table(file, mapping_of_export(tasks), *body_, *reading_, clerk_, *writer_,
                        random_, now, false, {}, {.path = workbook_});
  }
  std::string& cell(Rows2& rows, const std::string& title, const std::string& holds) {
    const auto column = std::ranges::find(rows[0], title) - rows[0].begin();
    for (Texts& row : rows)
      if (row[static_cast<std::size_t>(column)] == holds)
        return row[static_cast<std::size_t>(column)];
    ADD_FAILURE() << title << " " << holds;
    return rows[0][0];
  }
  std::vector<std::string> faults(const ImportReport& report) {
    Texts found;
    for (const ImportFinding& finding : report.findings)
      if (!finding.is_note)
        found.push_back(std::to_string(finding.row) + "," + finding.column + "," +
                        std::string(code_of(finding)) + "," + finding.refused.detail);
    return found;
  }
  std::optional<Record> by_source(const std::string& source) {
    const LedgerTable table(tasks);
    const auto id = table.find_by_source(*reading_, body_->no, source);
    return id ? table.get(*reading_, body_->no, *id) : std::nullopt;
  }
};

TEST_F(ImportAgain, TwoCellsOfWhatWentOutChangedAreTwoActs) {
  for (const Language language : {Language::zh, Language::en}) {
    const std::int64_t before = body_->last_seq;
    Rows2 rows = in_words(language);
    const ImportReport same = bring_back(rows, false);
    EXPECT_EQ(faults(same), Texts{});
    EXPECT_EQ(same.unchanged, 3);
    EXPECT_EQ(body_->last_seq, before);
    const std::string title = ColumnTitles(tasks).of(language, "title");
    const std::string mark = language == Language::zh ? "甲" : "乙";
    cell(rows, title, language == Language::zh ? "减证便民" : "减证便民甲") += mark;
    cell(rows, title, language == Language::zh ? "公开\n清单" : "公开\n清单甲") += mark;
    const ImportReport dry = bring_back(rows, true);
    EXPECT_EQ(faults(dry), Texts{});
    ASSERT_EQ(dry.changes.size(), 2u);
    for (const ImportChange& change : dry.changes) {
      EXPECT_EQ(change.act, "amend");
      EXPECT_EQ(change.columns, Texts{title});
    }
    const ImportReport applied =
        language == Language::zh ? bring_back(rows, false) : bring_back_as_workbook(rows, language);
    EXPECT_EQ(faults(applied), Texts{});
    EXPECT_EQ(applied.amended, 2);
    EXPECT_EQ(applied.unchanged, 1);
    EXPECT_EQ(applied.applied, 2);
    EXPECT_EQ(body_->last_seq, before + 3) << "two acts, and that a file came in";
  }
  EXPECT_EQ(std::get<std::string>(by_source("1")->value("title")), "减证便民甲乙");
  EXPECT_EQ(std::get<std::string>(by_source("2")->value("title")), "=延时服务");
}

TEST_F(ImportAgain, WhatGoesOutForProgramsComesBackToo) {
  Rows2 rows = for_programs();
  EXPECT_EQ(faults(bring_back(rows, false)), Texts{});
  cell(rows, "due", "2019-07-22") = "2019-07-15";
  cell(rows, "title", "=延时服务") = "=延时服务一次办好";
  const ImportReport applied = bring_back(rows, false);
  EXPECT_EQ(faults(applied), Texts{});
  EXPECT_EQ(applied.amended, 2);
  EXPECT_EQ(std::get<Date>(by_source("1")->value("due")), make_date(2019, 7, 15));
}

TEST_F(ImportAgain, AStateIsNoFilesToWrite) {
  Rows2 rows = for_programs();
  cell(rows, "state", "planned") = "confirmed";
  const ImportReport report = bring_back(rows, false);
  EXPECT_EQ(faults(report), Texts{});
  EXPECT_EQ(report.unchanged, 3);
  EXPECT_TRUE(std::ranges::any_of(report.findings, [](const ImportFinding& finding) {
    return finding.column == "state" && finding.remark == ImportRemark::column_is_left_out;
  }));
  EXPECT_EQ(by_source("1")->state, "planned");
}

TEST_F(ImportAgain, ANameWrittenAnewIsMeantThoughItsIdStands) {
  Rows2 rows = in_words(Language::zh);
  cell(rows, ColumnTitles(tasks).of(Language::zh, "co_units"), "财务局") = "";
  const ImportReport dry = bring_back(rows, true);
  EXPECT_EQ(faults(dry), Texts{});
  EXPECT_EQ(dry.amended, 1);
}

TEST_F(ImportAgain, ARowWithoutAnIdOpensADraft) {
  Rows2 rows = for_programs();
  Texts row(rows[0].size());
  const auto set = [&](const char* title, const std::string& text) {
    row[static_cast<std::size_t>(std::ranges::find(rows[0], title) - rows[0].begin())] = text;
  };
  set("title", "新任务");
  set("unit", to_text((*body_->tree.find_by_name("税务局"))->id));
  set("requirement_tags", "serve_the_people");
  set("due", "2019-07-22");
  rows.push_back(row);
  const ImportReport applied = bring_back(rows, false);
  EXPECT_EQ(faults(applied), Texts{});
  EXPECT_EQ(applied.opened, 1);
  EXPECT_EQ(applied.unchanged, 3);
  EXPECT_EQ(records("tasks"), 4);
}

TEST_F(ImportAgain, ACumulativeFileOpensWhatIsNewAndAmendsWhatChanged) {
  const std::string file =
      "id,unit,title,document,co,tags,due,status\n"
      "1,税务局,减证便民,,,serve_the_people,2019-07-22,\n"
      "2,税务局,=延时服务,,财务局,serve_the_people,2019-08-20,\n"
      "3,财务局,\"公开\n清单\",,,serve_the_people,2019-09-22,\n"
      "4,财务局,一次办好,,,serve_the_people,2019-09-22,\n";
  const ImportReport dry = run_text(file, mapping_named("tasks"), true);
  EXPECT_EQ(faults(dry), Texts{});
  EXPECT_EQ(dry.opened, 1);
  EXPECT_EQ(dry.amended, 1);
  EXPECT_EQ(dry.unchanged, 2);
  ASSERT_EQ(dry.changes.size(), 1u);
  EXPECT_EQ(dry.changes[0].row, 3);
  EXPECT_EQ(dry.changes[0].columns, Texts{"due"});
  const ImportReport applied = run_text(file, mapping_named("tasks"), false);
  EXPECT_EQ(applied.applied, 2);
  EXPECT_EQ(std::get<Date>(by_source("2")->value("due")), make_date(2019, 8, 20));
  ASSERT_TRUE(by_source("4"));
  // Undone as a whole: what it opened goes, what it changed has what it had.
  ASSERT_TRUE(applied.import);
  EXPECT_EQ(undo_import(*applied.import, *body_, *reading_, clerk_, *writer_, now)->records, 2);
  EXPECT_FALSE(by_source("4"));
  EXPECT_EQ(std::get<Date>(by_source("2")->value("due")), make_date(2019, 8, 22));
}

TEST_F(ImportAgain, MoreRowsAreAmendedThanOneTransactionTakes) {
  const auto rows = [](const char* title) {
    constexpr int many = 2'500;
    std::string text = "id,unit,title,document,co,tags,due,status\n";
    for (int i = 100; i < 100 + many; ++i)
      text += std::to_string(i) + ",税务局," + title + std::to_string(i) +
              ",,,serve_the_people,2019-07-22,\n";
    return text;
  };
  ASSERT_EQ(run_text(rows("甲"), mapping_named("tasks"), false).applied, 2500);
  std::istringstream file(rows("乙"));
  std::int64_t total = 0;
  const ImportReport cancelled =
      run(file, mapping_named("tasks"), false, clerk_, [&](std::int64_t done, std::int64_t of) {
        total = std::max(total, of);
        return done < 2'000 || of == 0;
      });
  EXPECT_TRUE(cancelled.was_cancelled);
  EXPECT_EQ(total, 2500);
  EXPECT_EQ(std::get<std::string>(by_source("100")->value("title")), "甲100");
  const ImportReport applied = run_text(rows("乙"), mapping_named("tasks"), false);
  EXPECT_EQ(faults(applied), Texts{});
  EXPECT_EQ(applied.amended, 2500);
  EXPECT_EQ(std::get<std::string>(by_source("2599")->value("title")), "乙2599");
  ASSERT_TRUE(applied.import);
  EXPECT_EQ(undo_import(*applied.import, *body_, *reading_, clerk_, *writer_, now)->records, 2500);
  EXPECT_EQ(std::get<std::string>(by_source("2599")->value("title")), "甲2599");
}

// One that cannot be amended: nothing of the file is applied, and what stood stands.
TEST_F(ImportAgain, AllOrNothingHoldsForWhatIsAmendedToo) {
  const std::string file =
      "id,unit,title,document,co,tags,due,status\n"
      "1,税务局,减证便民一,,,serve_the_people,2019-07-22,\n"
      "2,税务局,=延时服务,,财务局,serve_the_people,2018-08-20,\n"
      "4,财务局,一次办好,,,serve_the_people,2019-09-22,\n";
  const ImportReport report = run_text(file, mapping_named("tasks"), false);
  EXPECT_FALSE(faults(report).empty());
  EXPECT_EQ(report.applied, 0);
  EXPECT_FALSE(by_source("4"));
  EXPECT_EQ(std::get<std::string>(by_source("1")->value("title")), "减证便民");
}

// A row of what can be changed no longer is told by column and value, and held up only where the
// mapping does not pass it over.
TEST_F(ImportAgain, AnOldRowThatChangesNothingMoreHoldsUpNoNewOnes) {
  ActRequest start;
  start.body = body_->no;
  start.ledger = &tasks;
  start.record = by_source("1")->id;
  start.act = "start";
  start.actor = head_;
  const auto started = writer_->perform(start);
  ASSERT_TRUE(started) << name_of(started.error().law) << " " << started.error().field;
  const std::string rows =
      "id,unit,title,document,co,tags,due,status\n"
      "1,税务局,减证便民二,,,serve_the_people,2019-07-22,\n"
      "4,财务局,新的,,,serve_the_people,2019-09-22,\n";
  ImportMapping mapping = mapping_named("tasks");
  const ImportReport held = run_text(rows, mapping, true);
  EXPECT_EQ(faults(held), Texts{"2,title,state_takes_no_change,进行中 / Running: 减证便民 → "
                                "减证便民二"});
  mapping.settled_rows_are_passed_over = true;
  const ImportReport report = run_text(rows, mapping, false);
  EXPECT_EQ(faults(report), Texts{});
  EXPECT_EQ(findings_of(report), Texts{"2,title,settled_row_is_passed_over"});
  EXPECT_EQ(report.applied, 1);
  EXPECT_EQ(report.left_alone, 1);
  EXPECT_TRUE(by_source("4"));
  EXPECT_EQ(std::get<std::string>(by_source("1")->value("title")), "减证便民");
}

class ProblemsAgain : public ImportWorld {};

// What went out as registered comes back with two cells changed: two acts.
TEST_F(ProblemsAgain, TwoTextsOfProblemsChangedAreTwoActs) {
  const Ledger& problems = *find_ledger("problems");
  const auto mapping = read_import_mapping(
      "ledger: problems\nsource_column: id\nunit_column: unit\n"
      "columns: [{column: title, field: title}, {column: kind, field: kind}]\n"
      "acts: [{act: register}]\n");
  ASSERT_TRUE(mapping);
  std::istringstream first(
      "id,unit,title,kind\n1,税务局,排长队,harm\n2,税务局,材料多,old\n"
      "3,税务局,电话占线,new\n");
  ASSERT_EQ(run(first, *mapping, false, head_).applied, 3);
  ListQuery all;
  all.path = body_->tree.path_of(0);
  const auto page = LedgerTable(problems).list(*reading_, body_->no, all);
  ASSERT_TRUE(page);
  const Cells cells(problems);
  std::string text(byte_order_mark);
  text += csv_row(cells.header());
  for (std::size_t i = 0; i < page->records.size(); ++i)
    text += csv_row(cells.of(*body_, page->records[i], page->standings[i], {}));
  for (const std::string word : {"排长队", "材料多"})
    text.insert(text.find(word) + word.size(), "（窗口）");
  const std::int64_t before = body_->last_seq;
  std::istringstream again(text);
  const ImportReport report = run(again, mapping_of_export(problems), false, head_);
  for (const ImportFinding& finding : report.findings)
    EXPECT_TRUE(finding.is_note) << code_of(finding) << finding.column << finding.refused.detail;
  EXPECT_EQ(report.amended, 2);
  EXPECT_EQ(report.unchanged, 1);
  EXPECT_EQ(report.applied, 2);
  EXPECT_GE(body_->last_seq - before, 2);
  ASSERT_EQ(report.changes.size(), 2U);
  EXPECT_EQ(report.changes[0].act, "amend");
}

}  // namespace
}  // namespace chuangyou
