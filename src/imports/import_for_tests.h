// A body on the disk and files for it, for the tests of imports.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "campaign/load.h"
#include "imports/import.h"
#include "ledgers/all.h"

namespace chuangyou {

inline const std::string source_dir = CHUANGYOU_SOURCE_DIR;
inline const std::string bad_input = source_dir + "/tests/data/bad-input/";
inline const Moment now = *parse_moment("2019-07-01T09:00:00+08:00");

inline std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

inline ImportMapping mapping_named(const std::string& name) {
  const auto mapping = read_import_mapping(file_text(bad_input + name + ".yaml"));
  EXPECT_TRUE(mapping) << name << " " << mapping.error().field << mapping.error().detail;
  return *mapping;
}

// A body on the disk with one clerk who may import and one member who may not.
class ImportWorld : public testing::Test {
 protected:
  ImportWorld() {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    EXPECT_TRUE(load_bodies(places_, bodies_, now));
    EXPECT_TRUE(found_body(
        places_, {"test", {"试", "Test"}, "chuangxian-zhengyou", "current", "", "", std::nullopt},
        bodies_, now, random_));
    body_ = bodies_.find("test");
    writer_ = std::make_unique<Writer>(
        places_.database, bodies_, [] { return now; }, RandomSource::from_seed(2));
    reading_ = std::make_unique<Connection>(places_.database, OpenFor::reading);
    found_units();
  }
  ~ImportWorld() override {
    reading_.reset();
    writer_.reset();
    std::filesystem::remove_all(folder_);
  }

  void org(OrgAct act, const Actor& actor) {
    const auto done = writer_->perform(OrgRequest{body_->no, std::move(act), actor});
    ASSERT_TRUE(done) << name_of(done.error().law) << " " << done.error().field;
  }
  Unit unit(const std::string& name, UnitId parent) {
    Unit made;
    made.id = UnitId(make_uuid_v7(now, random_));
    made.name = name;
    made.administrative_parent = parent;
    return made;
  }
  Actor person(const std::string& name, Role role, UnitId at) {
    const PersonId id(make_uuid_v7(now, random_));
    org(AddPerson{{id, name, MemberKind::formal}}, Actor{});
    org(Appoint{{make_uuid_v7(now, random_), id, role, at, make_date(2019, 1, 1), {}, false}},
        Actor{});
    return body_->people.actor(id, body_->zone.date_at(now), body_->tree);
  }
  void found_units() {
    Unit root = unit("省级机关工委", {});
    root.from = make_date(2010, 1, 1);
    org(FoundUnit{root}, Actor{});
    clerk_ = person("甲", Role::works_committee, root.id);
    Unit tax = unit("税务局", root.id);
    tax.aliases = {"地税局"};
    const Unit finance = unit("财务局", root.id);
    for (const Unit& one : {tax, finance, unit("办公室", tax.id), unit("办公室", finance.id)})
      org(FoundUnit{one}, clerk_);
    member_ = person("乙", Role::member, tax.id);
    head_ = person("丙", Role::division, tax.id);
  }

  ImportReport run(std::istream& file, const ImportMapping& mapping, bool dry_run,
                   const Actor& actor, const ImportProgress& progress = {}) {
    return import_table(file, mapping, *body_, *reading_, actor, *writer_, random_, now, dry_run,
                        progress);
  }
  ImportReport run_text(const std::string& text, const ImportMapping& mapping, bool dry_run) {
    std::istringstream file(text);
    return run(file, mapping, dry_run, clerk_);
  }
  ImportReport run_file(const std::string& name, const ImportMapping& mapping, bool dry_run) {
    std::ifstream file(bad_input + name, std::ios::binary);
    return run(file, mapping, dry_run, clerk_);
  }
  std::int64_t records(std::string_view ledger = "feedback") {
    ListQuery all;
    all.path = body_->tree.path_of(0);
    return LedgerTable(*find_ledger(ledger)).count(*reading_, body_->no, all);
  }
  std::int64_t records_of_all_ledgers() {
    std::int64_t count = 0;
    for (const Ledger* ledger : all_ledgers()) count += records(ledger->name);
    return count;
  }

  std::string folder_ = testing::TempDir() + "chuangyou-import-" +
                        testing::UnitTest::GetInstance()->current_test_info()->name();
  Places places_{folder_ + "/test.db", source_dir + "/campaigns"};
  Bodies bodies_;
  RandomSource random_ = RandomSource::from_seed(1);
  Body* body_ = nullptr;
  std::unique_ptr<Writer> writer_;
  std::unique_ptr<Connection> reading_;
  Actor clerk_, member_, head_;
};

inline std::vector<std::string> findings_of(const ImportReport& report) {
  std::vector<std::string> found;
  for (const ImportFinding& finding : report.findings)
    found.push_back(std::to_string(finding.row) + "," + finding.column + "," +
                    std::string(code_of(finding)));
  std::ranges::sort(found);
  return found;
}

}  // namespace chuangyou
