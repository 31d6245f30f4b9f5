#include "imports/import.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

#include "campaign/cells_in_words.h"
#include "campaign/named_fields.h"
#include "documents/csv_reader.h"
#include "imports/import_cell.h"
#include "imports/import_for_tests.h"
#include "ledgers/all.h"

namespace chuangyou {
namespace {

using namespace std::string_literals;

class Import : public ImportWorld {};

struct Expected {
  std::string mapping;
  std::vector<std::string> findings;  // `row,column,refusal`, sorted
};

std::map<std::string, Expected> expected_findings() {
  std::istringstream file(file_text(bad_input + "expected.csv"));
  CsvReader reader(file);
  EXPECT_TRUE(reader.header());
  std::map<std::string, Expected> files;
  for (std::vector<std::string> cells; *reader.next(cells);) {
    files[cells[0]].mapping = cells[1];
    files[cells[0]].findings.push_back(cells[2] + "," + cells[3] + "," + cells[4]);
  }
  for (auto& [name, expected] : files) std::ranges::sort(expected.findings);
  return files;
}

TEST_F(Import, NamesEveryFaultOfEveryBadFileAndAppliesNothing) {
  for (const auto& [file, expected] : expected_findings()) {
    const ImportMapping mapping = mapping_named(expected.mapping);
    for (const bool dry_run : {true, false}) {
      const ImportReport report = run_file(file, mapping, dry_run);
      EXPECT_EQ(findings_of(report), expected.findings) << file;
      EXPECT_EQ(report.findings_in_all, std::ssize(expected.findings)) << file;
      EXPECT_EQ(report.applied, 0) << file;
      EXPECT_FALSE(report.import) << file;
    }
  }
  EXPECT_EQ(records_of_all_ledgers(), 0);
}

TEST_F(Import, EveryBadFileIsListed) {
  const auto listed = expected_findings();
  for (const auto& entry : std::filesystem::directory_iterator(bad_input)) {
    const std::string name = entry.path().filename().string();
    const bool is_bad =
        name.ends_with(".csv") && !name.starts_with("good") && name != "expected.csv";
    EXPECT_EQ(is_bad, listed.contains(name)) << name;
  }
}

TEST_F(Import, AppliesAGoodFileOnceAndTakesItBack) {
  const ImportMapping mapping = mapping_named("feedback");
  const ImportReport dry = run_file("good.csv", mapping, true);
  EXPECT_EQ(dry.rows, 3);
  EXPECT_EQ(records(), 0);
  const ImportReport applied = run_file("good.csv", mapping, false);
  ASSERT_TRUE(applied.import);
  EXPECT_EQ(applied.applied, 3);
  EXPECT_EQ(records(), 3);
  // The row that closed before it opened is entered all the same, flagged.
  EXPECT_EQ(findings_of(applied), std::vector<std::string>{"4,closed,closed_before_it_was_opened"});
  EXPECT_TRUE(applied.findings[0].is_note);
  EXPECT_EQ(findings_of(dry), findings_of(applied));

  // What came in before is passed over where it says the same.
  const ImportReport again = run_file("good.csv", mapping, false);
  EXPECT_EQ(again.applied, 0);
  EXPECT_EQ(again.unchanged, 3);
  EXPECT_FALSE(again.import);

  EXPECT_EQ(undo_import(*applied.import, *body_, *reading_, member_, *writer_, now).error().law,
            Refusal::post_does_not_allow_this);
  EXPECT_EQ(undo_import(*applied.import, *body_, *reading_, clerk_, *writer_, now)->records, 3);
  EXPECT_EQ(records(), 0);
  EXPECT_EQ(undo_import(*applied.import, *body_, *reading_, clerk_, *writer_, now).error().law,
            Refusal::import_is_undone_already);
  EXPECT_EQ(run_file("good.csv", mapping, false).applied, 3);
}

TEST_F(Import, WhatSomebodyWorkedOnIsNotTakenBack) {
  const ImportReport applied = run_file("good.csv", mapping_named("feedback"), false);
  ASSERT_TRUE(applied.import);
  const LedgerTable table(*find_ledger("feedback"));
  ActRequest answer;
  answer.body = body_->no;
  answer.ledger = &table.ledger();
  answer.record = table.find_by_source(*reading_, body_->no, "1");
  answer.act = "answer";
  answer.fields = in_places(*answer.ledger, {{"answer", std::string("已精简为三项材料")}});
  answer.actor = head_;
  ASSERT_TRUE(writer_->perform(std::move(answer)));
  EXPECT_EQ(undo_import(*applied.import, *body_, *reading_, clerk_, *writer_, now).error().law,
            Refusal::records_changed_since_import);
  EXPECT_EQ(records(), 3);
}

TEST_F(Import, ReadsGb18030AsItWasMeant) {
  const ImportReport applied = run_file("good-gb18030.csv", mapping_named("feedback"), false);
  EXPECT_TRUE(applied.was_gb18030);
  EXPECT_EQ(applied.applied, 2);
  const LedgerTable table(*find_ledger("feedback"));
  const auto id = table.find_by_source(*reading_, body_->no, "2");
  ASSERT_TRUE(id);
  EXPECT_EQ(std::get<std::string>(table.get(*reading_, body_->no, *id)->value("text")), "联通");
}

TEST_F(Import, ReadsEveryFormInWhichASpreadsheetWritesItsText) {
  const LedgerTable table(*find_ledger("feedback"));
  for (const auto& [file, rows] : {std::pair("good-utf-16.csv", 1),
                                   {"good-utf-16-big.csv", 2},
                                   {"good-carriage-returns.csv", 2}}) {
    const ImportReport applied = run_file(file, mapping_named("feedback"), false);
    EXPECT_EQ(findings_of(applied), std::vector<std::string>{}) << file;
    ASSERT_EQ(applied.applied, rows) << file;
    const auto id = table.find_by_source(*reading_, body_->no, "1");
    ASSERT_TRUE(id) << file;
    EXPECT_EQ(std::get<std::string>(table.get(*reading_, body_->no, *id)->value("text")),
              "办证时间太长");
    ASSERT_TRUE(undo_import(*applied.import, *body_, *reading_, clerk_, *writer_, now)) << file;
  }
}

const std::string header_of_feedback = "id,unit,text,kind,channel,received,limit,closed,status\n";

TEST_F(Import, LetsNoControlCharactersIn) {
  const std::string rows[] = {"1,税务局,甲\0乙,意见,letter"s,  "2,税务局,\x1b[31m,意见,letter"s,
                              "3,税务局,甲\x07,意见,letter"s,  "4,税务局,甲,\x0b意见,letter"s,
                              "N\0005,税务局,甲,意见,letter"s, "6,税\0务局,甲,意见,letter"s};
  std::string text = header_of_feedback;
  for (const std::string& row : rows) text += row + ",2019-06-20 09:00:00,,,open\n";
  const ImportReport report = run_text(text, mapping_named("feedback"), true);
  EXPECT_EQ(findings_of(report),
            (std::vector<std::string>{"2,text,field_has_wrong_kind", "3,text,field_has_wrong_kind",
                                      "4,text,field_has_wrong_kind", "5,kind,field_has_wrong_kind",
                                      "6,id,field_has_wrong_kind", "7,unit,field_has_wrong_kind"}));
}

TEST_F(Import, FindsAUnitWhoseNameLooksAlike) {
  const std::string row = ",甲,意见,letter,2019-06-20 09:00:00,,,open\n";
  const ImportReport report = run_text(header_of_feedback + "1,稅務局" + row + "2,税 务局" + row,
                                       mapping_named("feedback"), true);
  EXPECT_EQ(findings_of(report), std::vector<std::string>{"3,unit,unit_is_unknown"});
}

TEST_F(Import, SaysThatAHeaderAloneHasNoRows) {
  EXPECT_EQ(findings_of(run_text(header_of_feedback, mapping_named("feedback"), true)),
            std::vector<std::string>{"0,,file_is_empty"});
}

// What another system wrote stays as it wrote it, with a note; nobody is judged by it.
TEST_F(Import, FlagsTimesThatCannotBeAndKeepsThemOutOfTheRates) {
  const ImportReport applied =
      run_file("good-impossible-times.csv", mapping_named("feedback"), false);
  EXPECT_EQ(findings_of(applied),
            (std::vector<std::string>{
                "2,limit,due_before_it_was_opened", "3,received,date_is_out_of_range",
                "4,received,date_is_out_of_range", "5,limit,date_is_out_of_range",
                "5,limit,due_before_it_was_opened", "6,closed,closed_before_it_was_opened",
                "6,limit,due_before_it_was_opened"}));
  for (const ImportFinding& finding : applied.findings) EXPECT_TRUE(finding.is_note);
  ASSERT_EQ(applied.applied, 6);
  const LedgerTable table(*find_ledger("feedback"));
  for (const char* row : {"1", "2", "3", "4", "5", "6"}) {
    const auto id = table.find_by_source(*reading_, body_->no, row);
    const Standing standing =
        standing_of(*table.get(*reading_, body_->no, *id), body_->circumstances());
    EXPECT_EQ(standing.implausible, row != std::string_view("6")) << row;
    EXPECT_EQ(standing.on_time.has_value(), row == std::string_view("6")) << row;
    EXPECT_EQ(standing.due_at.has_value(), row == std::string_view("6")) << row;
  }
  const Counts counts = body_->roll_up->counts("feedback", 0);
  EXPECT_EQ(counts[static_cast<std::size_t>(Count::implausible)], 5);
  EXPECT_EQ(counts[static_cast<std::size_t>(Count::open_overdue)], 0);
  EXPECT_EQ(counts[static_cast<std::size_t>(Count::closed_on_time)], 1);
  EXPECT_EQ(counts[static_cast<std::size_t>(Count::closed_late)], 0);
}

TEST_F(Import, AsksForTheSameRightsAsAnAct) {
  std::ifstream file(bad_input + "good.csv", std::ios::binary);
  const ImportReport report = run(file, mapping_named("feedback"), false, member_);
  EXPECT_EQ(report.findings_in_all, 3);
  for (const ImportFinding& finding : report.findings)
    EXPECT_EQ(finding.refused.law, Refusal::post_does_not_allow_this);
  EXPECT_EQ(records(), 0);
}

// Whoever checks a file learns nothing of records that he may not see: not by their id, not by the
// key under which they came, not by a link.
TEST_F(Import, ADryRunTellsNothingOfWhatOneMayNotSee) {
  const UnitId finance = (*body_->tree.find_by_name("财务局"))->id;
  const Actor stranger = person("丁", Role::organ_committee, finance);
  ImportMapping mapping = mapping_named("feedback");
  const std::string header = "id,unit,text,kind,channel,received,limit,closed,status\n";
  const std::string row = ",税务局,好,意见,letter,2019-06-03 09:00:00,,,open\n";
  ASSERT_EQ(run_text(header + "there" + row, mapping, false).applied, 1);

  const auto laws = [&](const std::string& text, const Actor& actor) {
    std::istringstream file(text);
    std::vector<std::string> found = findings_of(run(file, mapping, true, actor));
    return found;
  };
  const std::string of_finance = ",财务局,好,意见,letter,2019-06-03 09:00:00,,,open\n";
  EXPECT_EQ(laws(header + "there" + of_finance, stranger),
            laws(header + "not-there" + of_finance, stranger));
  EXPECT_EQ(laws(header + "there" + row, member_), laws(header + "not-there" + row, member_));
  EXPECT_EQ(laws(header + "there" + of_finance, clerk_),
            std::vector<std::string>{"2,unit,column_is_left_out"});
  // To enter it is refused all the same, by the writer, to those who may enter anything at all.
  std::istringstream again(header + "there" + of_finance);
  const ImportReport refused = run(again, mapping, false, stranger);
  EXPECT_EQ(refused.applied, 0);
  EXPECT_EQ(refused.findings.at(0).refused.law, Refusal::id_was_imported_before);

  // A link.
  ActRequest promise;
  promise.body = body_->no;
  promise.ledger = find_ledger("promises");
  promise.act = "propose";
  promise.fields = in_places(*promise.ledger, {{"subject", std::string("organisation")},
                                               {"kind", std::string("common")},
                                               {"content", std::string("提速")}});
  promise.unit = (*body_->tree.find_by_name("税务局"))->id;
  promise.actor = head_;
  const auto made = writer_->perform(promise);
  ASSERT_TRUE(made) << name_of(made.error().law) << made.error().field;
  ImportMapping linking;
  linking.ledger = "feedback";
  const LedgerTable tables[] = {LedgerTable(*find_ledger("promises"))};
  const FieldSpec& about = *find_ledger("feedback")->field("about");
  const Date today = body_->zone.date_at(now);
  const auto linked = [&](const Actor& actor, const std::string& id) {
    LookAlikes look_alikes;
    return read_cell({*body_, *reading_, linking, tables, today, actor, look_alikes}, about, {},
                     id);
  };
  EXPECT_TRUE(linked(clerk_, to_text(made->id)));
  const auto hidden = linked(stranger, to_text(made->id));
  const auto unknown = linked(stranger, to_text(make_uuid_v7(now, random_)));
  ASSERT_FALSE(hidden);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(hidden.error().law, unknown.error().law);
  EXPECT_EQ(hidden.error().field, unknown.error().field);
}

// What was given out for people comes in again by a mapping of the names on the wire, whichever
// language it speaks: titles, states and choices, local times, units by name and by id.
TEST_F(Import, TakesBackWhatWasGivenOutInWords) {
  const Ledger& feedback = *find_ledger("feedback");
  ImportMapping mapping = mapping_named("feedback");
  ASSERT_TRUE(run_file("good.csv", mapping, false).import);
  const std::string columns[] = {"source",      "unit",        "text",        "kind", "channel",
                                 "received_at", "promised_by", "answered_at", "state"};
  mapping.source_column = "source";
  mapping.zone.reset();
  for (ImportMapping::Column& column : mapping.columns) {
    column.column = column.field;
    column.choices.clear();
  }
  mapping.ignored = {"id"};
  mapping.acts.clear();
  for (const State& state : feedback.states)
    mapping.acts.push_back({"state", std::string(state.name),
                            state.stage == Stage::open ? "record_open" : "record_answered"});
  ListQuery all;
  all.path = body_->tree.path_of(0);
  const Reader reader{*reading_, *body_, clerk_, now};
  for (const Language language : {Language::zh, Language::en}) {
    const Result<Page> page = LedgerTable(feedback).list(*reading_, body_->no, all);
    ASSERT_TRUE(page);
    ASSERT_GE(page->records.size(), 3u);
    LinksSeen links(reader);
    const CellsInWords cells(feedback, columns, language);
    std::string file = csv_row(cells.header());
    for (std::size_t i = 0; i < page->records.size(); ++i) {
      std::string source = (language == Language::zh ? "Z" : "E") + std::to_string(i);
      file += csv_row(cells.of(links, page->records[i], page->standings[i], {source, {}}));
    }
    EXPECT_EQ(file.find("received_at"), file.npos) << file;
    const ImportReport back = run_text(file, mapping, false);
    std::string found;
    for (const ImportFinding& finding : back.findings)
      if (!finding.is_note)
        found += finding.column + " " + std::string(name_of(finding.refused.law)) + " " +
                 finding.refused.detail + "\n";
    EXPECT_EQ(found, "") << file;
    EXPECT_EQ(back.applied, std::ssize(page->records)) << file;
    const LedgerTable table(feedback);
    for (std::size_t i = 0; i < page->records.size(); ++i) {
      const auto id = table.find_by_source(
          *reading_, body_->no, (language == Language::zh ? "Z" : "E") + std::to_string(i));
      ASSERT_TRUE(id);
      const std::optional<Record> again = table.get(*reading_, body_->no, *id);
      const Record& before = page->records[i];
      EXPECT_EQ(again->unit, before.unit);
      for (const char* field : {"text", "kind", "channel", "received_at", "promised_by"})
        EXPECT_EQ(again->value(field), before.value(field)) << field;
    }
  }
}

TEST_F(Import, FoundsUnknownUnitsWhereTheMappingSaysSo) {
  ImportMapping mapping = mapping_named("feedback");
  mapping.unknown_units_are_founded = true;
  std::string text = file_text(bad_input + "good.csv");
  for (std::size_t at; (at = text.find("税务局")) != std::string::npos;)
    text.replace(at, std::string("税务局").size(), "水务局");
  EXPECT_EQ(run_text(text, mapping, true).units_founded, 1);
  EXPECT_EQ(body_->tree.find_by_name("水务局").error().law, Refusal::unit_is_unknown);
  const ImportReport applied = run_text(text, mapping, false);
  EXPECT_EQ(applied.units_founded, 1);
  EXPECT_EQ(applied.applied, 3);
  ASSERT_TRUE(body_->tree.find_by_name("水务局"));
}

std::string many_rows(int count, const std::string& day) {
  std::string text = "id,unit,text,kind,channel,received,limit,closed,status\n";
  for (int i = 0; i < count; ++i)
    text += std::to_string(i) + ",税务局,好,意见,letter," + day + " 09:00:00,,,open\n";
  return text;
}

TEST_F(Import, AThousandEqualFaultsAreOneLineWithACount) {
  const ImportReport report =
      run_text(many_rows(1500, "20.VI.2019"), mapping_named("feedback"), true);
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].row, 2);
  EXPECT_EQ(report.findings[0].count, 1500);
  EXPECT_EQ(report.findings[0].more_rows, (std::vector<std::int64_t>{3, 4, 5, 6, 7, 8, 9, 10, 11}));
  EXPECT_EQ(report.findings_in_all, 1500);
  EXPECT_FALSE(report.findings_are_cut);
  EXPECT_EQ(report.rows, 1500);
}

TEST_F(Import, ACancelledImportLeavesNothing) {
  const std::string text = many_rows(3000, "2019-06-20");
  const ImportMapping mapping = mapping_named("feedback");
  // Cancelled while it is checked, and while it is written.
  for (const int calls : {1, 4}) {
    std::istringstream file(text);
    int called = 0;
    const ImportReport report = run(file, mapping, false, clerk_,
                                    [&](std::int64_t, std::int64_t) { return ++called < calls; });
    EXPECT_TRUE(report.was_cancelled) << calls;
    EXPECT_FALSE(report.import);
    EXPECT_EQ(records(), 0);
  }
  EXPECT_EQ(run_text(text, mapping, false).applied, 3000);
}

// As out of a packed file: it can be read on and not back.
class OneWay : public std::stringbuf {
 public:
  using std::stringbuf::stringbuf;

 private:
  pos_type seekoff(off_type, std::ios::seekdir, std::ios::openmode) override { return -1; }
  pos_type seekpos(pos_type, std::ios::openmode) override { return -1; }
};

TEST_F(Import, WhatCanBeReadOnlyOnceIsAppliedAllTheSame) {
  OneWay one_way(many_rows(30, "2019-06-20"));
  std::istream pipe(&one_way);
  const ImportReport report = run(pipe, mapping_named("feedback"), false, clerk_);
  EXPECT_EQ(findings_of(report), std::vector<std::string>{});
  EXPECT_EQ(report.applied, 30);
}

// Rows without end, as from a pipe.
class Endless : public std::streambuf {
 public:
  std::int64_t given = 0;

 private:
  int_type underflow() override {
    text_ = given == 0 ? "id,unit,text,kind,channel,received,limit,closed,status\n" : "";
    const std::string text(2000, 'x');
    for (int i = 0; i < 1000; ++i)
      text_ += std::to_string(given + i) + ",税务局," + text + ",意见,letter,x,,,open\n";
    given += std::ssize(text_);
    setg(text_.data(), text_.data(), text_.data() + text_.size());
    return traits_type::to_int_type(text_[0]);
  }
  std::string text_;
};

TEST_F(Import, RefusesAFileThatIsTooLargeWithoutReadingOn) {
  Endless endless;
  std::istream pipe(&endless);
  const ImportReport report = run(pipe, mapping_named("feedback"), true, clerk_);
  ASSERT_FALSE(report.findings.empty());
  EXPECT_EQ(report.findings[0].refused.law, Refusal::file_is_too_large);
  EXPECT_LT(endless.given, import_bytes_max + 10'000'000);

  const std::string path = folder_ + "/five-gigabytes.csv";
  std::ofstream(path) << "id,unit\n";
  std::filesystem::resize_file(path, 5'000'000'000);  // a hole: it takes no room on the disk
  std::ifstream file(path, std::ios::binary);
  const ImportReport refused = run(file, mapping_named("feedback"), false, clerk_);
  EXPECT_EQ(findings_of(refused), std::vector<std::string>{"0,,file_is_too_large"});
  EXPECT_EQ(refused.findings[0].refused.detail, std::to_string(import_bytes_max));
  EXPECT_EQ(refused.rows, 0);
}

TEST(ImportCell, ReadsChineseDeadlines) {
  EXPECT_EQ(read_chinese_deadline("2019年6月底前"), make_date(2019, 6, 30));
  EXPECT_EQ(read_chinese_deadline("2020年2月底前"), make_date(2020, 2, 29));
  EXPECT_EQ(read_chinese_deadline("2018年12月底前"), make_date(2018, 12, 31));
  EXPECT_EQ(read_chinese_deadline("2018年12月31日前"), make_date(2018, 12, 31));
  EXPECT_EQ(read_chinese_deadline("2018年12月31日"), make_date(2018, 12, 31));
  EXPECT_EQ(read_chinese_deadline("２０１８年１２月３１日前"), make_date(2018, 12, 31));
  EXPECT_EQ(read_chinese_deadline("2018年年底前"), make_date(2018, 12, 31));
  EXPECT_EQ(read_chinese_deadline("2018年底"), make_date(2018, 12, 31));
  EXPECT_EQ(read_chinese_deadline("2019年6月底"), make_date(2019, 6, 30));
  for (const char* text : {"", "2019年", "2019年13月底前", "2019年2月30日前", "19年6月底前",
                           "2019年6月前", "2019年6月底前后", "2019-06-30"})
    EXPECT_EQ(read_chinese_deadline(text).error().law, Refusal::date_is_not_iso) << text;
}

TEST(ImportCell, ReadsTheDeadlinesOfTheStateCouncilAsTheyWereRead) {
  std::istringstream file(file_text(source_dir + "/campaigns/demo/state-council/deadlines.csv"));
  CsvReader reader(file);
  const auto header = reader.header();
  ASSERT_TRUE(header);
  const auto cell = [&](const char* name) {
    return static_cast<std::size_t>(std::ranges::find(*header, name) - header->begin());
  };
  int count = 0;
  for (std::vector<std::string> cells; *reader.next(cells); ++count)
    EXPECT_EQ(read_chinese_deadline(cells[cell("deadline_text")]),
              *parse_date(cells[cell("deadline")]));
  EXPECT_EQ(count, 21);
}

TEST(ImportMapping, EveryMappingOfTheProjectIsReadable) {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(source_dir + "/campaigns/imports")) {
    const auto mapping = read_import_mapping(file_text(entry.path()));
    EXPECT_TRUE(mapping) << entry.path() << mapping.error().field << mapping.error().detail;
    ++count;
  }
  EXPECT_EQ(count, 4);
}

Refused fault_after(std::string_view from, std::string_view to) {
  std::string yaml = file_text(bad_input + "feedback.yaml");
  yaml.replace(yaml.find(from), from.size(), to);
  const auto mapping = read_import_mapping(yaml);
  return mapping ? Refused{} : mapping.error();
}

TEST(ImportMapping, NamesWhatItDoesNotUnderstand) {
  EXPECT_EQ(fault_after("ledger: feedback", "ledger: feedbacks").law, Refusal::ledger_is_unknown);
  EXPECT_EQ(fault_after("field: text", "field: txt").law, Refusal::field_is_unknown);
  EXPECT_EQ(fault_after("field: text", "felid: text").law, Refusal::field_is_unknown);
  EXPECT_EQ(fault_after("act: record_open", "act: answer").law, Refusal::act_is_unknown);
  EXPECT_EQ(fault_after("Asia/Shanghai", "Beijing").law, Refusal::field_has_wrong_kind);
  EXPECT_EQ(fault_after("field: promised_by", "field: received_at").law, Refusal::name_is_taken);
  EXPECT_EQ(fault_after("ignored: [remark]", "constants: {text: x}").law, Refusal::name_is_taken);
  EXPECT_EQ(fault_after("unit_column: unit\n", "").law, Refusal::field_is_missing);
}

// After a crash; each of its rows would seem to be imported already.
TEST_F(Import, NobodyImportsWhileTheHalfOfAnotherIsTakenBack) {
  const RecordId cut_off(make_uuid_v7(now, random_));
  const auto in_between = [&](const char* sql) {
    Connection connection(places_.database, OpenFor::writing);
    connection.statement(sql).bind(1, static_cast<std::int64_t>(body_->no)).bind(2, cut_off).run();
  };
  in_between("INSERT INTO unfinished_imports(body, import) VALUES(?, ?)");
  for (const bool dry_run : {true, false}) {
    const ImportReport report = run_file("good.csv", mapping_named("feedback"), dry_run);
    ASSERT_EQ(report.findings.size(), 1u);
    EXPECT_EQ(report.findings[0].refused.law, Refusal::import_is_running);
    EXPECT_EQ(report.applied, 0);
  }
  EXPECT_EQ(records(), 0);
  in_between("DELETE FROM unfinished_imports WHERE body = ? AND import = ?");
  EXPECT_GT(run_file("good.csv", mapping_named("feedback"), false).applied, 0);
}

}  // namespace
}  // namespace chuangyou
