// Every kind of file that offices hold, as tests/data/office-files lists them: what must be read
// there, or what must be asked.
#include "campaign/record_cells.h"
#include "documents/csv_reader.h"
#include "imports/import_for_tests.h"

namespace chuangyou {
namespace {

const std::string office_files = source_dir + "/tests/data/office-files/";

using Texts = std::vector<std::string>;

Texts words_of(const std::string& text) {
  std::istringstream stream(text);
  return {std::istream_iterator<std::string>(stream), {}};
}

struct Kind {
  std::string file, mapping, charset;
  Texts findings, says;
};

std::vector<Kind> all_kinds() {
  std::istringstream file(file_text(office_files + "expected.csv"));
  CsvReader reader(file);
  EXPECT_TRUE(reader.header());
  std::vector<Kind> kinds;
  for (Texts cells; *reader.next(cells);)
    kinds.push_back({cells[0], cells[1], cells[2], words_of(cells[3]), words_of(cells[4])});
  return kinds;
}

class OfficeFiles : public ImportWorld {
 protected:
  ImportReport bring(const Kind& kind) {
    const auto mapping = read_import_mapping(file_text(office_files + kind.mapping + ".yaml"));
    EXPECT_TRUE(mapping) << kind.mapping << " " << mapping.error().field;
    ledger_ = find_ledger(mapping->ledger);
    std::ifstream file(office_files + kind.file, std::ios::binary);
    return import_table(file, *mapping, *body_, *reading_, clerk_, *writer_, random_, now, false,
                        {}, {.charset = kind.charset, .path = office_files + kind.file});
  }
  // `7.text=路灯不亮`: the field of the record whose row has this key; units by their names.
  std::string value_of(const std::string& source, const std::string& field) {
    const LedgerTable table(*ledger_);
    const auto id = table.find_by_source(*reading_, body_->no, source);
    const auto record = id ? table.get(*reading_, body_->no, *id) : std::nullopt;
    if (!record) return "no record";
    if (field == "state") return record->state;
    if (field == "unit") return body_->tree.find(record->unit)->name;
    const Value& value = record->value(field);
    if (const auto* units = std::get_if<std::vector<Uuid>>(&value)) {
      Texts names;
      for (const Uuid& unit : *units) names.push_back(body_->tree.find(unit)->name);
      return joined(names);
    }
    return is_empty(value) ? "none" : plain_text(value);
  }
  void expect_all_of(const Kind& kind) {
    const ImportReport report = bring(kind);
    Texts found;
    for (const ImportFinding& finding : report.findings)
      found.push_back(std::to_string(finding.row) + "|" + finding.column + "|" +
                      std::string(code_of(finding)));
    Texts wanted = kind.findings;
    std::ranges::sort(found);
    std::ranges::sort(wanted);
    EXPECT_EQ(found, wanted) << kind.file;
    EXPECT_EQ(report.applied == 0, kind.says.empty()) << kind.file;
    for (const std::string& said : kind.says) {
      const std::size_t equals = said.find('=');
      const std::size_t dot = said.rfind('.', equals);
      EXPECT_EQ(value_of(said.substr(0, dot), said.substr(dot + 1, equals - dot - 1)),
                said.substr(equals + 1))
          << kind.file << " " << said;
    }
    if (report.import && !kind.file.starts_with("june")) {
      EXPECT_TRUE(undo_import(*report.import, *body_, *reading_, clerk_, *writer_, now))
          << kind.file;
    }
  }
  const Ledger* ledger_ = nullptr;
};

TEST_F(OfficeFiles, AreReadAsTheyAreMeantOrAskedAbout) {
  for (const Kind& kind : all_kinds()) expect_all_of(kind);
}

TEST_F(OfficeFiles, AreAllListed) {
  std::set<std::string> listed;
  for (const Kind& kind : all_kinds()) listed.insert({kind.file, kind.mapping + ".yaml"});
  for (const auto& entry : std::filesystem::directory_iterator(office_files)) {
    const std::string name = entry.path().filename();
    const bool is_about_them =
        name == "expected.csv" || name == "SOURCE.md" || name == "make_workbooks.py";
    EXPECT_NE(listed.contains(name), is_about_them) << name;
  }
}

TEST_F(OfficeFiles, AThousandEqualFaultsHaveACount) {
  const ImportReport report = bring({"a-thousand-equal-faults.csv", "office", {}, {}, {}});
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].count, 1000);
  EXPECT_EQ(report.findings_in_all, 1000);
}

// Of the two files of June the second opens what is new and closes what was closed since.
TEST_F(OfficeFiles, NextMonthsFileTellsOfTheSameCases) {
  EXPECT_EQ(bring({"june-so-far.csv", "office", {}, {}, {}}).opened, 3);
  const ImportReport whole = bring({"june-whole.csv", "office", {}, {}, {}});
  EXPECT_EQ(whole.opened, 1);
  EXPECT_EQ(whole.unchanged, 2);
  ASSERT_EQ(whole.changes.size(), 1u);
  EXPECT_EQ(whole.changes[0].act, "record_closing");
  EXPECT_EQ(whole.changes[0].row, 2);
  EXPECT_EQ(whole.changes[0].columns, Texts{"办结时间"});
  EXPECT_EQ(bring({"june-whole.csv", "office", {}, {}, {}}).unchanged, 4);
}

TEST_F(OfficeFiles, TellThatTheyWereGb18030ThoughSomebodySaidSo) {
  EXPECT_TRUE(bring({"gb18030.csv", "office", "gbk", {}, {}}).was_gb18030);
  EXPECT_FALSE(bring({"utf-8.csv", "office", "utf-8", {}, {}}).was_gb18030);
}

}  // namespace
}  // namespace chuangyou
