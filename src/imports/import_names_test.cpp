// What went out comes in again with something written into it by hand: names without ids, rows that
// are new, the same file twice. Nothing toggles, nothing is dropped without a word.
#include "campaign/cells_in_words.h"
#include "campaign/find.h"
#include "campaign/record_cells.h"
#include "documents/csv_reader.h"
#include "imports/import_for_tests.h"

namespace chuangyou {
namespace {

using Texts = std::vector<std::string>;
using Table = std::vector<Texts>;

class ImportNames : public ImportWorld {
 protected:
  const Ledger& tasks = *find_ledger("tasks");
  const ColumnTitles titles = ColumnTitles(*find_ledger("tasks"));

  void SetUp() override {
    clerk_ = person("丁", Role::organ_committee, body_->tree.unit(0).id);
    const ImportReport report = run_text(
        "id,unit,title,document,co,tags,due,status\n"
        "1,税务局,减证便民,,,serve_the_people,2019-07-22,\n"
        "2,财务局,延时服务,,税务局,serve_the_people,2019-08-22,\n",
        mapping_named("tasks"), false);
    ASSERT_EQ(report.applied, 2);
  }
  Table in_words(const Actor& actor) {
    ListQuery all;
    all.path = body_->tree.path_of(0);
    const Reader reader{*reading_, *body_, actor, now};
    const auto page = find_list(reader, tasks, all);
    LinksSeen links(reader);
    const CellsInWords cells(tasks, {}, Language::zh);
    Table rows{cells.header()};
    for (std::size_t i = 0; page && i < page->records.size(); ++i)
      rows.push_back(cells.of(links, page->records[i], page->standings[i], {"", ""}));
    return rows;
  }
  std::size_t at(const Table& rows, const std::string& title) {
    const auto found = std::ranges::find(rows[0], title);
    EXPECT_NE(found, rows[0].end()) << title;
    return static_cast<std::size_t>(found - rows[0].begin());
  }
  std::string words(std::string_view column) { return titles.of(Language::zh, column); }
  std::string ids(std::string_view column) { return titles.of_ids(Language::zh, column); }
  Texts& row_of(Table& rows, const std::string& title) {
    const std::size_t column = at(rows, words("title"));
    for (Texts& row : rows)
      if (row[column] == title) return row;
    ADD_FAILURE() << title;
    return rows[0];
  }
  ImportReport bring_back(const Table& rows, bool dry_run = false) {
    std::string text(byte_order_mark);
    for (const Texts& row : rows) text += csv_row(row);
    return run_text(text, mapping_of_export(tasks), dry_run);
  }
  Texts told(const ImportReport& report) {
    Texts found;
    for (const ImportFinding& finding : report.findings)
      if (finding.remark != ImportRemark::column_is_left_out)
        found.push_back(std::to_string(finding.row) + "," + finding.column + "," +
                        std::string(code_of(finding)));
    return found;
  }
  std::string co_units(const std::string& source) {
    const LedgerTable table(tasks);
    const auto id = table.find_by_source(*reading_, body_->no, source);
    const Record record = *table.get(*reading_, body_->no, *id);
    const auto* units = std::get_if<std::vector<Uuid>>(&record.value("co_units"));
    std::string names;
    for (const Uuid& unit : units ? *units : std::vector<Uuid>())
      names += body_->tree.find(unit)->name + ";";
    return names;
  }
  Texts new_row(const Table& rows) {
    Texts row(rows[0].size());
    row[at(rows, words("unit"))] = "税务局";
    row[at(rows, words("title"))] = "新任务";
    row[at(rows, words("requirement_tags"))] = "serve_the_people";
    row[at(rows, words("due"))] = "2019-07-22";
    row[at(rows, words("co_units"))] = "财务局";
    return row;
  }
};

TEST_F(ImportNames, ANameWithoutAnIdIsTakenOnceHoweverOftenTheFileComes) {
  Table rows = in_words(clerk_);
  row_of(rows, "减证便民")[at(rows, words("co_units"))] = "财务局";
  EXPECT_EQ(told(bring_back(rows)), Texts{});
  EXPECT_EQ(co_units("1"), "财务局;");
  for (int again = 0; again < 3; ++again) {
    const ImportReport report = bring_back(rows);
    EXPECT_EQ(report.amended, 0);
    EXPECT_EQ(report.unchanged, 2);
    EXPECT_EQ(co_units("1"), "财务局;");
  }
}

TEST_F(ImportNames, ANameThatItsIdDoesNotSayIsMeantAndTold) {
  Table rows = in_words(clerk_);
  Texts& row = row_of(rows, "延时服务");
  row[at(rows, words("co_units"))] = "税务局;省级机关工委";
  const Texts wanted{std::to_string(&row - rows.data() + 1) + "," + words("co_units") +
                     ",name_is_meant"};
  EXPECT_EQ(told(bring_back(rows)), wanted);
  EXPECT_EQ(co_units("2"), "税务局;省级机关工委;");
  const ImportReport again = bring_back(rows);
  EXPECT_EQ(told(again), wanted);
  EXPECT_EQ(again.amended, 0);
  row[at(rows, words("co_units"))] = "";
  bring_back(rows);
  EXPECT_EQ(co_units("2"), "");
  EXPECT_EQ(bring_back(rows).amended, 0);
  EXPECT_EQ(co_units("2"), "");
}

TEST_F(ImportNames, ANameThatNobodyHasOrSeveralHaveIsAsked) {
  Table rows = in_words(clerk_);
  Texts& row = row_of(rows, "减证便民");
  row[at(rows, words("co_units"))] = "没有的局";
  const std::string place = std::to_string(&row - rows.data() + 1) + "," + words("co_units");
  EXPECT_EQ(told(bring_back(rows)), Texts{place + ",unit_is_unknown"});
  row[at(rows, words("co_units"))] = "办公室";
  EXPECT_EQ(told(bring_back(rows)), Texts{place + ",name_is_ambiguous"});
}

TEST_F(ImportNames, ANewRowNamesItsUnitsInWordsAndOpensOnce) {
  Table rows = in_words(clerk_);
  rows.push_back(new_row(rows));
  const ImportReport first = bring_back(rows);
  EXPECT_EQ(told(first), Texts{});
  EXPECT_EQ(first.opened, 1);
  EXPECT_EQ(records("tasks"), 3);
  Table after = in_words(clerk_);
  EXPECT_EQ(row_of(after, "新任务")[at(after, words("co_units"))], "财务局");
  const ImportReport again = bring_back(rows);
  EXPECT_EQ(told(again), Texts{"4,,row_was_opened_before"});
  EXPECT_EQ(again.opened, 0);
  // With a row more than last time, that one alone is new.
  rows.push_back(new_row(rows));
  rows.back()[at(rows, words("title"))] = "另一任务";
  EXPECT_EQ(bring_back(rows).opened, 1);
  EXPECT_EQ(records("tasks"), 4);
}

TEST_F(ImportNames, TwoNewRowsThatSayTheSameAreTwo) {
  Table rows = in_words(clerk_);
  rows.push_back(new_row(rows));
  rows.push_back(new_row(rows));
  EXPECT_EQ(bring_back(rows).opened, 2);
  EXPECT_EQ(bring_back(rows).opened, 0);
  EXPECT_EQ(records("tasks"), 4);
}

TEST_F(ImportNames, AnotherUnitIsNoFilesToWriteAndIsTold) {
  Table rows = in_words(clerk_);
  Texts& row = row_of(rows, "减证便民");
  row[at(rows, words("unit"))] = "财务局";
  const ImportReport report = bring_back(rows);
  EXPECT_EQ(report.unchanged, 2);
  EXPECT_TRUE(std::ranges::any_of(report.findings, [&](const ImportFinding& finding) {
    return finding.row == &row - rows.data() + 1 && finding.column == words("unit");
  }));
}

TEST_F(ImportNames, WhatIsAmendedIsToldAsItStandsAndAsItWouldStand) {
  Table rows = in_words(clerk_);
  row_of(rows, "减证便民")[at(rows, words("due"))] = "2019-07-15";
  const ImportReport dry = bring_back(rows, true);
  ASSERT_EQ(dry.changes.size(), 1u);
  EXPECT_EQ(dry.changes[0].before, Texts{"2019-07-22"});
  EXPECT_EQ(dry.changes[0].after, Texts{"2019-07-15"});
}

TEST_F(ImportNames, WhatOnlyTheProgramFillsIsLeftOut) {
  for (const Ledger* ledger : all_ledgers())
    for (const ImportMapping::Column& column : mapping_of_export(*ledger).columns)
      EXPECT_TRUE(std::ranges::any_of(ledger->acts,
                                      [&](const Act& act) {
                                        return std::ranges::find(act.takes, column.field) !=
                                               act.takes.end();
                                      }))
          << ledger->name << " " << column.field;
}

// The row as a key is that of one file: another one overwrites nothing.
TEST_F(ImportNames, RowsKnownByTheirNumberAreThoseOfTheirFile) {
  ImportMapping mapping = mapping_named("tasks");
  mapping.source_column = {};
  mapping.source_is_row = true;
  mapping.source_prefix = "月报 ";
  mapping.ignored.push_back("id");
  const std::string head = "id,unit,title,document,co,tags,due,status\n";
  const std::string january = head + "1,税务局,一月,,,serve_the_people,2019-07-22,\n";
  const std::string february = head + "1,财务局,二月,,,serve_the_people,2019-07-22,\n";
  EXPECT_EQ(run_text(january, mapping, false).opened, 1);
  const ImportReport same = run_text(january, mapping, false);
  EXPECT_EQ(same.unchanged, 1);
  EXPECT_EQ(told(same), Texts{"0,,row_is_the_key"});
  const ImportReport other = run_text(february, mapping, false);
  EXPECT_EQ(other.opened, 1);
  EXPECT_EQ(other.amended, 0);
  EXPECT_EQ(records("tasks"), 4);
}

TEST_F(ImportNames, AnEmptyCellOfACumulativeFileIsTold) {
  const ImportReport report = run_text(
      "id,unit,title,document,co,tags,due,status\n"
      "2,财务局,延时服务,,,serve_the_people,2019-08-22,\n",
      mapping_named("tasks"), false);
  EXPECT_EQ(report.unchanged, 0);
  EXPECT_EQ(report.left_alone, 1) << "what is emptied is told, and no row of it is as it was";
  EXPECT_EQ(told(report), Texts{"2,co,empty_cell_changes_nothing"});
}

// What goes out to somebody is blank where a link leads to what he does not see: unchanged, it
// changes nothing.
TEST_F(ImportNames, ALinkThatLeadsOutOfSightStays) {
  const Ledger& meetings = *find_ledger("meetings");
  const Ledger& carriers = *find_ledger("carriers");
  ActRequest enters;
  enters.body = body_->no;
  enters.ledger = &meetings;
  enters.act = "enter";
  enters.unit = body_->tree.unit(2).id;
  enters.actor = person("戊", Role::organ_committee, body_->tree.unit(2).id);
  for (const auto& [field, value] : {std::pair("subject", Value{std::string("民主生活会")}),
                                     std::pair("kind", Value{std::string("review")}),
                                     std::pair("held_on", Value{make_date(2019, 6, 20)})})
    enters.fields.push_back({meetings.index_of(*meetings.field(field)), value});
  const auto meeting = writer_->perform(std::move(enters));
  ASSERT_TRUE(meeting) << name_of(meeting.error().law) << meeting.error().field;
  Record carrier(carriers);
  carrier.id = RecordId(make_uuid_v7(now, random_));
  carrier.state = "running";
  carrier.unit = body_->tree.unit(1).id;
  carrier.path = body_->tree.path_of(1);
  carrier.version = carrier.opened_by_entry = 1;
  carrier.set("title", std::string("窗口延时服务"));
  carrier.set("decided_at", Uuid(meeting->id));
  {
    Connection writing(places_.database, OpenFor::writing);
    LedgerTable(carriers).put(writing, body_->no, carrier,
                              standing_of(carrier, body_->circumstances()), nullptr, {});
  }
  const Reader reader{*reading_, *body_, head_, now};
  ASSERT_FALSE(find_record(reader, meetings, meeting->id));
  const auto seen = find_record(reader, carriers, carrier.id);
  ASSERT_TRUE(seen && seen->sight == Sight::whole);
  LinksSeen links(reader);
  Record given_out = seen->record;
  links.take_out(given_out);
  const CellsInWords cells(carriers, {}, Language::zh);
  std::string text(byte_order_mark);
  text += csv_row(cells.header()) + csv_row(cells.of(links, given_out, seen->standing, {"", ""}));
  EXPECT_FALSE(text.contains(to_text(meeting->id))) << "it goes out blank";
  std::istringstream file(text);
  const ImportReport report = run(file, mapping_of_export(carriers), true, head_);
  EXPECT_EQ(report.unchanged, 1);
  EXPECT_EQ(report.amended, 0);
  for (const ImportFinding& finding : report.findings)
    EXPECT_TRUE(finding.is_note) << finding.column << code_of(finding);
}

// Fifteen units that nobody knows, each in two rows: each of them is named.
TEST_F(ImportNames, FaultsThatDifferAreEachTold) {
  std::string text = "id,unit,title,document,co,tags,due,status\n";
  for (int i = 0; i < 30; ++i)
    text += "x" + std::to_string(i) + ",单位" + std::to_string(i % 15) +
            ",题,,,serve_the_people,2019-07-22,\n";
  const ImportReport report = run_text(text, mapping_named("tasks"), true);
  std::set<std::string> named;
  for (const ImportFinding& finding : report.findings) named.insert(finding.refused.detail);
  EXPECT_EQ(named.size(), 15u);
  EXPECT_FALSE(report.findings_are_cut);
  for (int i = 30; i < 330; ++i)
    text += "x" + std::to_string(i) + ",单位" + std::to_string(i) +
            ",题,,,serve_the_people,2019-07-22,\n";
  EXPECT_TRUE(run_text(text, mapping_named("tasks"), true).findings_are_cut);
}

}  // namespace
}  // namespace chuangyou
