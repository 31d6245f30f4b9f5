// The rows of a field go out on a sheet of their own, and a cell that is changed there comes back
// as the act that it is.
#include "campaign/cells_in_words.h"
#include "campaign/find.h"
#include "campaign/record_cells.h"
#include "campaign/workbook_cells.h"
#include "documents/xlsx_writer.h"
#include "imports/import_for_tests.h"

namespace chuangyou {
namespace {

using Texts = std::vector<std::string>;
using Table = std::vector<Texts>;

class ImportSheets : public ImportWorld {
 protected:
  const Ledger& meetings = *find_ledger("meetings");
  const FieldSpec& attendance = *meetings.field("attendance");
  std::string workbook_ = folder_ + "/file.xlsx";
  RecordId meeting_;

  void SetUp() override {
    Rows rows;
    for (const Actor* who : {&member_, &head_})
      rows.all.push_back({0, {Uuid(who->person), std::string("present")}});
    ActRequest request;
    request.body = body_->no;
    request.ledger = &meetings;
    request.act = "enter";
    request.unit = body_->tree.unit(0).id;
    request.actor = clerk_;
    const auto add = [&](std::string_view field, Value value) {
      request.fields.push_back({meetings.index_of(*meetings.field(field)), std::move(value)});
    };
    add("subject", std::string("半年点评"));
    add("kind", std::string("review"));
    add("held_on", make_date(2019, 6, 20));
    add("attendance", rows);
    const auto entered = writer_->perform(std::move(request));
    ASSERT_TRUE(entered) << name_of(entered.error().law) << " " << entered.error().field;
    meeting_ = entered->id;
  }
  Record held() { return *LedgerTable(meetings).get(*reading_, body_->no, meeting_); }
  Page page() {
    ListQuery all;
    all.path = body_->tree.path_of(0);
    return *LedgerTable(meetings).list(*reading_, body_->no, all);
  }
  // As `export --xlsx` writes it.
  Table sheet_for_programs() {
    const Cells cells(meetings);
    const Page all = page();
    return {cells.header(), cells.of(*body_, all.records[0], all.standings[0], {})};
  }
  Table rows_for_programs() {
    Table table{{"id", "row", "who", "presence"}};
    const Record meeting = held();
    for (const Row& row : std::get<Rows>(meeting.value("attendance")).all)
      table.push_back({to_text(meeting_), std::to_string(row.id), plain_text(row.cells[0]),
                       plain_text(row.cells[1])});
    return table;
  }
  // As the lists of the desk go out.
  std::pair<Table, Table> in_words(Language language) {
    const Reader reader{*reading_, *body_, clerk_, now};
    LinksSeen links(reader);
    const CellsInWords cells(meetings, {}, language);
    const Page all = page();
    Table rows{{}};
    for (const auto& shown : cells.shown_of_rows(attendance)) rows[0].push_back(shown.title);
    for (Texts& row : cells.rows_of(links, all.records[0], attendance)) rows.push_back(row);
    return {{cells.header(), cells.of(links, all.records[0], all.standings[0], {"", ""})}, rows};
  }
  ImportReport bring_back(const Table& list, const std::string& name, const Table& rows) {
    XlsxWriter writer(workbook_);
    const auto add = [&](const std::string& title, const Table& table) {
      std::vector<XlsxColumn> columns;
      for (const std::string& one : table[0]) columns.push_back({one});
      writer.begin_sheet(title, columns);
      for (std::size_t i = 1; i < table.size(); ++i) {
        std::vector<XlsxCell> cells;
        for (const std::string& text : table[i]) cells.push_back(cell_of(Kind::text, text));
        EXPECT_TRUE(writer.add(cells));
      }
    };
    add("meetings", list);
    add(name, rows);
    writer.close();
    std::ifstream file(workbook_, std::ios::binary);
    ImportReport report = import_table(file, mapping_of_export(meetings), *body_, *reading_, clerk_,
                                       *writer_, random_, now, false, {}, {.path = workbook_});
    std::filesystem::remove(workbook_);
    return report;
  }
  Texts faults(const ImportReport& report) {
    Texts found;
    for (const ImportFinding& finding : report.findings)
      if (!finding.is_note)
        found.push_back(std::to_string(finding.row) + "," + finding.column + "," +
                        std::string(code_of(finding)));
    return found;
  }
  std::string presence(std::size_t row) {
    const Record meeting = held();
    return std::get<std::string>(std::get<Rows>(meeting.value("attendance")).all[row].cells[1]);
  }
};

TEST_F(ImportSheets, WhatWentOutComesBackUnchanged) {
  const std::int64_t before = body_->last_seq;
  const ImportReport report = bring_back(sheet_for_programs(), "attendance", rows_for_programs());
  EXPECT_EQ(faults(report), Texts{});
  EXPECT_EQ(report.unchanged, 1);
  for (const Language language : {Language::zh, Language::en}) {
    const auto [list, rows] = in_words(language);
    const ImportReport same =
        bring_back(list, ColumnTitles(meetings).of(language, "attendance"), rows);
    EXPECT_EQ(faults(same), Texts{});
    EXPECT_EQ(same.unchanged, 1);
  }
  EXPECT_EQ(body_->last_seq, before);
}

TEST_F(ImportSheets, ACellOfARowIsOneActOnItsRecord) {
  Table rows = rows_for_programs();
  rows[2][3] = "excused";
  const std::int64_t before = body_->last_seq;
  const ImportReport report = bring_back(sheet_for_programs(), "attendance", rows);
  EXPECT_EQ(faults(report), Texts{});
  ASSERT_EQ(report.changes.size(), 1u);
  EXPECT_EQ(report.changes[0].act, "attend");
  EXPECT_EQ(body_->last_seq, before + 2) << "the import, and the act";
  EXPECT_EQ(presence(0), "present");
  EXPECT_EQ(presence(1), "excused");
  EXPECT_EQ(std::get<std::int64_t>(held().value("present")), 1);
}

TEST_F(ImportSheets, WordsAreUnderstoodInBothLanguages) {
  for (const auto& [language, excused, wanted] :
       {std::tuple(Language::zh, "absent", "absent"), {Language::en, "excused", "excused"}}) {
    auto [list, rows] = in_words(language);
    const std::size_t at = static_cast<std::size_t>(
        std::ranges::find(rows[0], ColumnTitles(meetings).of(language, "attendance.presence")) -
        rows[0].begin());
    ASSERT_LT(at, rows[0].size());
    rows[1][at] = choice_in_words(language, *body_, meetings, "attendance.presence",
                                  attendance.columns()[1], excused);
    const ImportReport report =
        bring_back(list, ColumnTitles(meetings).of(language, "attendance"), rows);
    EXPECT_EQ(faults(report), Texts{});
    EXPECT_EQ(report.amended, 1);
    EXPECT_EQ(presence(0), wanted);
  }
}

TEST_F(ImportSheets, ARowMayComeAndARowMayGo) {
  Table rows = rows_for_programs();
  rows[1] = {to_text(meeting_), "", to_text(clerk_.person), "present"};
  const ImportReport report = bring_back(sheet_for_programs(), "attendance", rows);
  EXPECT_EQ(faults(report), Texts{});
  const Rows after = std::get<Rows>(held().value("attendance"));
  ASSERT_EQ(after.all.size(), 2u);
  EXPECT_EQ(after.all[0].id, 3);
  EXPECT_EQ(std::get<Uuid>(after.all[0].cells[0]), clerk_.person);
  EXPECT_EQ(after.all[1].id, 2);
}

TEST_F(ImportSheets, WhatIsWrongThereIsNamedByItsSheet) {
  Table rows = rows_for_programs();
  rows[1][3] = "asleep";
  rows[2][1] = "two";
  rows.push_back({to_text(make_uuid_v7(now, random_)), "1", to_text(clerk_.person), "present"});
  const ImportReport report = bring_back(sheet_for_programs(), "attendance", rows);
  EXPECT_EQ(faults(report), (Texts{"2,attendance · presence,choice_is_unknown",
                                   "3,attendance · row,field_has_wrong_kind",
                                   "4,attendance · id,nothing_is_there"}));
  EXPECT_EQ(report.applied, 0);
  rows = rows_for_programs();
  rows[1][1] = "7";
  EXPECT_EQ(faults(bring_back(sheet_for_programs(), "attendance", rows)).size(), 1u);
}

}  // namespace
}  // namespace chuangyou
