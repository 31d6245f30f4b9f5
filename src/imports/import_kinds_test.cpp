// The files that offices hold, kind by kind, each with the right value or the right question.
#include "documents/xlsx_writer.h"
#include "imports/import_cell.h"
#include "imports/import_for_tests.h"

namespace chuangyou {
namespace {

class ImportKinds : public ImportWorld {
 protected:
  // The mapping of the tests with some lines of its file written otherwise.
  ImportMapping mapping_with(const std::string& from, const std::string& to) {
    std::string yaml = file_text(bad_input + "feedback.yaml");
    yaml.replace(yaml.find(from), from.size(), to);
    const auto mapping = read_import_mapping(yaml);
    EXPECT_TRUE(mapping) << mapping.error().field << " " << mapping.error().detail;
    return mapping ? *mapping : ImportMapping();
  }
  std::optional<Record> by_source(const std::string& source, const char* ledger = "feedback") {
    const LedgerTable table(*find_ledger(ledger));
    const auto id = table.find_by_source(*reading_, body_->no, source);
    return id ? table.get(*reading_, body_->no, *id) : std::nullopt;
  }
  std::string moment_of(const std::string& source, const char* field) {
    const auto record = by_source(source);
    const auto* at = record ? std::get_if<Moment>(&record->value(field)) : nullptr;
    return at ? to_text(*at) : "none";
  }
  std::string text_of(const std::string& source, const char* field) {
    const auto record = by_source(source);
    const auto* text = record ? std::get_if<std::string>(&record->value(field)) : nullptr;
    return text ? *text : "none";
  }
  ImportReport run_workbook(const ImportMapping& mapping, bool dry_run) {
    std::ifstream file(workbook_, std::ios::binary);
    return import_table(file, mapping, *body_, *reading_, clerk_, *writer_, random_, now, dry_run,
                        {}, {.path = workbook_});
  }
  using Texts = std::vector<std::string>;

  std::string workbook_ = folder_ + "/file.xlsx";
};

const std::string header = "id,unit,text,kind,channel,received,limit,closed,status\n";

TEST_F(ImportKinds, AWorkbookComesInByTheSameDoor) {
  XlsxWriter writer(workbook_);
  const XlsxColumn title[] = {{"市民来信台账（2019年6月）"}};
  writer.begin_sheet("台账", title);
  const auto add = [&](std::vector<XlsxCell> cells) { ASSERT_TRUE(writer.add(cells)); };
  add({});
  add({"id", "unit", "text", "kind", "channel", "received", "limit", "closed", "status"});
  add({std::int64_t{101001420956},
       "税务局",
       "办证时间太长",
       "意见",
       "letter",
       Date{18067},
       {},
       {},
       "open"});
  add({"-----", "-----", "-----"});
  add({"合计", {}, std::int64_t{1}});
  writer.close();
  const ImportReport report = run_workbook(mapping_named("feedback"), false);
  EXPECT_EQ(findings_of(report), (Texts{"0,,header_is_further_down", "6,,row_is_a_total"}));
  EXPECT_EQ(report.applied, 1);
  EXPECT_EQ(report.passed_over, 1);
  EXPECT_EQ(moment_of("101001420956", "received_at"), "2019-06-19T16:00:00Z");
  EXPECT_EQ(text_of("101001420956", "text"), "办证时间太长");
}

TEST_F(ImportKinds, ASheetIsChosenByItsNameAndASecondOneJoined) {
  XlsxWriter writer(workbook_);
  const XlsxColumn columns[] = {{"id"}, {"unit"}, {"kind"}, {"channel"}, {"received"}, {"status"}};
  writer.begin_sheet("六月", columns);
  ASSERT_TRUE(writer.add(
      std::vector<XlsxCell>{"7", "税务局", "意见", "letter", "2019-06-20 09:00:00", "open"}));
  const XlsxColumn texts[] = {{"id"}, {"text"}};
  writer.begin_sheet("内容", texts);
  ASSERT_TRUE(writer.add(std::vector<XlsxCell>{"7", "路灯不亮"}));
  writer.close();
  const auto mapping = read_import_mapping(
      "ledger: feedback\nsheet: 六月\nsource_column: id\nunit_column: unit\nzone: Asia/Shanghai\n"
      "join: {sheet: 内容, on: id}\ncolumns:\n  - {column: text, field: text}\n"
      "  - {column: kind, field: kind, choices: {意见: opinion}}\n"
      "  - {column: channel, field: channel}\n  - {column: received, field: received_at}\n"
      "acts:\n  - {column: status, equals: open, act: record_open}\n");
  ASSERT_TRUE(mapping) << mapping.error().field;
  const ImportReport report = run_workbook(*mapping, false);
  EXPECT_EQ(findings_of(report), Texts{});
  EXPECT_EQ(text_of("7", "text"), "路灯不亮");
  ImportMapping other = *mapping;
  other.layout.sheet = "七月";
  const ImportReport refused = run_workbook(other, true);
  EXPECT_EQ(findings_of(refused), (Texts{"0,,sheet_is_unknown"}));
  EXPECT_EQ(refused.findings[0].refused.detail, "六月, 内容");
}

TEST_F(ImportKinds, IdsThatASpreadsheetTookForNumbersAreNamedOnceAColumn) {
  std::string text = header;
  for (int i = 0; i < 20; ++i)
    text += "\"101,001,420," + std::to_string(900 + i) +
            "\",税务局,好,意见,letter,2019-06-20 09:00:00,,,open\n";
  text += "7.0,税务局,好,意见,letter,2019-06-20 09:00:00,,,open\n";
  const ImportReport report = run_text(text, mapping_named("feedback"), false);
  ASSERT_EQ(findings_of(report), Texts{"2,id,number_is_taken_as_id"});
  EXPECT_EQ(report.findings[0].count, 21);
  EXPECT_TRUE(by_source("101001420919"));
  EXPECT_TRUE(by_source("7"));
  const std::string row = ",税务局,好,意见,letter,2019-06-20 09:00:00,,,open\n";
  EXPECT_EQ(findings_of(run_text(header + "1.01E+11" + row, mapping_named("feedback"), true)),
            Texts{"2,id,number_lost_its_digits"});
}

TEST_F(ImportKinds, DaysAreReadAsTheWholeColumnIsWritten) {
  const auto row = [](const std::string& id, const std::string& day) {
    return id + ",税务局,好,意见,letter," + day + ",,,open\n";
  };
  const std::pair<const char*, const char*> days[] = {{"2019/6/3", "%Y/%m/%d"},
                                                      {"2019.6.3", "%Y.%m.%d"},
                                                      {"2019年6月3日", "%Y年%m月%d日"},
                                                      {"20190603", "%Y%m%d"}};
  int number = 0;
  for (const auto& [day, form] : days) {
    const std::string id = std::to_string(++number);
    const ImportReport report = run_text(header + row(id, day), mapping_named("feedback"), false);
    ASSERT_EQ(findings_of(report), Texts{"0,received,date_form_is_guessed"}) << day;
    EXPECT_EQ(report.findings[0].refused.detail, form);
    EXPECT_EQ(moment_of(id, "received_at"), "2019-06-02T16:00:00Z") << day;
  }
  const ImportReport decided =
      run_text(header + row("a", "06/03/2019 01:26:03 PM") + row("b", "06/13/2019 12:00:00 AM"),
               mapping_named("feedback"), false);
  EXPECT_EQ(findings_of(decided), Texts{"0,received,date_form_is_guessed"});
  EXPECT_EQ(moment_of("a", "received_at"), "2019-06-03T05:26:03Z");
  EXPECT_EQ(moment_of("b", "received_at"), "2019-06-12T16:00:00Z");
  const ImportReport asked = run_text(header + row("c", "03/06/2019") + row("d", "04/06/2019"),
                                      mapping_named("feedback"), true);
  ASSERT_EQ(findings_of(asked), Texts{"0,received,date_form_is_ambiguous"});
  EXPECT_EQ(asked.findings[0].refused.detail, "%d/%m/%Y | %m/%d/%Y");
}

// The night in which the clocks go back has 01:10 twice, the one in which they go forward no 02:30.
TEST_F(ImportKinds, AnHourThatComesTwiceIsMarkedAndOneThatWasLeftOutRefused) {
  const ImportMapping mapping = mapping_with("zone: Asia/Shanghai", "zone: America/New_York");
  const ImportReport report =
      run_text(header + "1,税务局,好,意见,letter,2015-11-01 01:30:00,,2015-11-01 01:10:00,closed\n",
               mapping, false);
  EXPECT_EQ(findings_of(report),
            (Texts{"2,closed,time_comes_twice", "2,received,time_comes_twice"}));
  for (const ImportFinding& finding : report.findings) EXPECT_TRUE(finding.is_note);
  EXPECT_EQ(moment_of("1", "received_at"), "2015-11-01T05:30:00Z");
  EXPECT_EQ(moment_of("1", "answered_at"), "2015-11-01T06:10:00Z");
  EXPECT_EQ(findings_of(run_text(header + "2,税务局,好,意见,letter,2015-03-08 02:30:00,,,open\n",
                                 mapping, true)),
            Texts{"2,received,time_was_left_out"});
}

TEST_F(ImportKinds, NothingIsSaidByANullWordAndUnitsMayHaveOtherWords) {
  const auto mapping = read_import_mapping(
      "ledger: feedback\nkey: {columns: [年, 号], prefix: 来信-}\n"
      "unit_column: 承办单位\nunit_also: [责任单位]\nunit_separator: any\n"
      "unit_words: {税务: 税务局}\nzone: Asia/Shanghai\nnull_words: [无, '-', 'NULL']\n"
      "delimiter: tab\ncolumns:\n"
      "  - {column: 内容, also: [事项], field: text}\n"
      "  - {column: 性质, field: kind, choices: {意见: opinion}, otherwise: 意见}\n"
      "  - {column: 地点, field: place, separator: any, part: 2}\n"
      "  - {column: 时间, field: received_at, form: '%Y年%m月%d日'}\n"
      "  - {column: 办结, field: answered_at, form: '%Y年%m月%d日'}\n"
      "constants: {channel: letter}\nacts:\n"
      "  - {filled: 办结, act: record_answered}\n  - {act: record_open}\n");
  ASSERT_TRUE(mapping) << mapping.error().field << mapping.error().detail;
  const ImportReport report = run_text(
      "年\t号\t责任单位\t事项\t性质\t地点\t时间\t办结\n"
      "2019\t7\t税务、财务局\t路灯不亮\t-\t某市/某区\t２０１９年６月３日\t无\n"
      "2019\t8\t税务\t无\t意见\tNULL\t2019年6月3日\t2019年6月5日\n",
      *mapping, true);
  EXPECT_EQ(findings_of(report),
            (Texts{"2,承办单位,more_units_are_left_out", "3,事项,field_is_missing"}));
  const ImportReport good = run_text(
      "年\t号\t责任单位\t事项\t性质\t地点\t时间\t办结\n"
      "2019\t7\t税务、财务局\t路灯不亮\t-\t某市/某区\t２０１９年６月３日\t无\n",
      *mapping, false);
  EXPECT_EQ(findings_of(good), Texts{"2,承办单位,more_units_are_left_out"});
  EXPECT_EQ(good.findings[0].refused.detail, "财务局");
  EXPECT_TRUE(good.findings[0].is_note);
  const auto record = by_source("来信-2019/7");
  ASSERT_TRUE(record);
  EXPECT_EQ(record->unit, (*body_->tree.find_by_name("税务局"))->id);
  EXPECT_EQ(text_of("来信-2019/7", "kind"), "opinion");
  EXPECT_EQ(text_of("来信-2019/7", "place"), "某区");
}

TEST_F(ImportKinds, WhatIsCalledAWorkbookAndIsNoneIsReadAsNoText) {
  std::ofstream(workbook_, std::ios::binary) << "PK not a zip at all";
  for (const char* name : {"台账.XLSX", "台账.xlsm", "台账.csv"}) {
    std::ifstream file(workbook_, std::ios::binary);
    const ImportReport report =
        import_table(file, mapping_named("feedback"), *body_, *reading_, clerk_, *writer_, random_,
                     now, true, {}, {.path = workbook_, .file_name = name});
    const bool is_malformed = findings_of(report) == Texts{"0,,workbook_is_malformed"};
    EXPECT_EQ(is_malformed, std::string_view(name) != "台账.csv") << name;
  }
}

// Nothing of a cell is left out silently: either it is told, or it is a fault.
TEST_F(ImportKinds, SeveralUnitsInOneCellAreToldOrRefused) {
  const std::string rows = header +
                           "1,税务局、财务局,好,意见,letter,2019-06-20 09:00:00,,,open\n"
                           "2,税务局,好,意见,letter,2019-06-20 09:00:00,,,open\n"
                           "3,城管局,好,意见,letter,2019-06-20 09:00:00,,,open\n";
  const ImportReport whole = run_text(rows, mapping_named("feedback"), true);
  EXPECT_EQ(findings_of(whole),
            (Texts{"2,unit,several_units_may_be_meant", "4,unit,unit_is_unknown"}));
  EXPECT_EQ(whole.findings[0].refused.detail, "税务局、财务局");
  EXPECT_FALSE(whole.findings[0].is_note);

  const ImportMapping parting =
      mapping_with("unit_column: unit\n", "unit_column: unit\nunit_separator: 、\n");
  std::string many = header;
  for (int i = 0; i < 25; ++i)
    many += std::to_string(i) + ",税务局、财务局,好,意见,letter,2019-06-20 09:00:00,,,open\n";
  const ImportReport parted = run_text(many, parting, true);
  EXPECT_EQ(findings_of(parted), Texts{"2,unit,more_units_are_left_out"});
  EXPECT_EQ(parted.findings[0].count, 25);
  EXPECT_EQ(parted.opened, 25);
}

TEST_F(ImportKinds, WhatTwoEncodingsReadIsShownInBoth) {
  const std::string gbk = "id,unit,text\n1,\xB5\xD8\xCB\xB0\xBE\xD6,\xC2\xA9\xCB\xAE\n";
  const ImportReport whole = run_text(gbk, mapping_named("feedback"), true);
  EXPECT_TRUE(whole.was_gb18030);  // another line of it is no UTF-8
  const ImportReport report =
      run_text("id,unit,text\n1,,\xC2\xA9\xCB\xAE\n", mapping_named("feedback"), true);
  ASSERT_EQ(findings_of(report), Texts{"0,,encoding_is_ambiguous"});
  EXPECT_EQ(report.findings[0].refused.detail, "UTF-8: 1,,©ˮ | GB18030: 1,,漏水");
}

TEST_F(ImportKinds, AColumnWithoutANameIsNoneUnlessSomethingStandsInIt) {
  const std::string with_gap = "id,unit,,text,kind,channel,received,limit,closed,status\n";
  const std::string row = ",好,意见,letter,2019-06-20 09:00:00,,,open\n";
  EXPECT_EQ(findings_of(run_text(with_gap + "1,税务局," + row, mapping_named("feedback"), true)),
            Texts{});
  EXPECT_EQ(findings_of(run_text(with_gap + "1,税务局,急" + row, mapping_named("feedback"), true)),
            Texts{"2,C,column_is_unknown"});
}

TEST(ImportCells, ListsArePartedByWhateverOfficesPutBetween) {
  EXPECT_EQ(parts_of_list("甲、乙；丙/丁,戊", "any"),
            (std::vector<std::string_view>{"甲", "乙", "丙", "丁", "戊"}));
  EXPECT_EQ(plain_figures("１，２３４．５"), "1234.5");
  EXPECT_EQ(plain_figures("-1,234,567"), "-1234567");
  EXPECT_EQ(plain_figures("1,23"), "1,23");
  EXPECT_EQ(writing_of_id("1.01E+11"), IdWriting::digits_lost);
  EXPECT_EQ(writing_of_id("A1.0"), IdWriting::plain);
  EXPECT_EQ(writing_of_id("2E5"), IdWriting::plain);
}

}  // namespace
}  // namespace chuangyou
