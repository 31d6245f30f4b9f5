#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "cli/demo.h"
#include "journal/journal.h"
#include "ledgers/all.h"
#include "storage/ledger_table.h"

namespace chuangyou {
namespace {

// One body of the demonstration in a database of its own.
class Made {
 public:
  explicit Made(std::string_view key) {
    std::string name = (std::filesystem::temp_directory_path() / "chuangyou-demo-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    folder_ = name;
    places_ = {(folder_ / "demo.db").string(), CHUANGYOU_SOURCE_DIR "/campaigns"};
    const Keys keys(folder_ / "keys");
    made = make_demo_body({places_, keys}, key);
    if (!load_bodies(places_, bodies_, Moment{})) throw std::runtime_error("it cannot be loaded");
    body_ = bodies_.find(key);
    connection_ = std::make_unique<Connection>(places_.database, OpenFor::reading);
  }
  ~Made() { std::filesystem::remove_all(folder_); }

  MadeDemo made;
  const Body& body() const { return *body_; }
  Connection& connection() { return *connection_; }
  Hash root() { return latest_seal(*connection_, body_->no)->root; }
  std::size_t count(const Ledger& ledger, std::string_view state) {
    ListQuery query;
    query.path = body_->tree.path_of(0);
    query.state = std::string(state);
    query.limit = 200;
    const auto page = LedgerTable(ledger).list(*connection_, body_->no, query);
    return page ? page->records.size() : 0;
  }

 private:
  std::filesystem::path folder_;
  Places places_;
  Bodies bodies_;
  const Body* body_ = nullptr;
  std::unique_ptr<Connection> connection_;
};

void nobody_acts_on_a_day_off(Made& demo) {
  const Body& body = demo.body();
  std::set<Date> days;
  for_each_entry(demo.connection(), body.no, 0, 0, [&](const Entry& entry) {
    const Date day = body.zone.date_at(entry.head.at);
    days.insert(day);
    EXPECT_TRUE(body.frame.calendar().is_working(day))
        << entry.head.ledger << " " << entry.head.act << " on " << to_text(day);
    EXPECT_LE(day, *body.shown_as_of);
  });
  EXPECT_GE(days.size(), 8u) << "a past of some days";
}

void every_unit_has_its_accountable_person(const Made& demo) {
  const Body& body = demo.body();
  for (UnitNo no = 0; no < body.tree.size(); ++no) {
    const Unit& unit = body.tree.unit(no);
    if (unit.type == UnitType::collective) continue;  // it stands for its members
    EXPECT_TRUE(body.people.accountable_for(unit.id, *body.shown_as_of)) << unit.name;
  }
}

TEST(Demo, TheModelProvinceHasEveryStateOfEveryLedgerTwice) {
  Made demo(model_key);
  for (const Ledger* ledger : all_ledgers())
    for (const State& state : ledger->states)
      EXPECT_GE(demo.count(*ledger, state.name), 2u) << ledger->name << " " << state.name;
  nobody_acts_on_a_day_off(demo);
  every_unit_has_its_accountable_person(demo);
}

TEST(Demo, TheStateCouncilHasAPastAndSomebodyAccountable) {
  Made demo(state_council_key);
  nobody_acts_on_a_day_off(demo);
  every_unit_has_its_accountable_person(demo);
}

TEST(Demo, ItIsMadeAgainToTheSameByte) {
  Made one(model_key), other(model_key);
  EXPECT_EQ(one.root(), other.root());
  EXPECT_EQ(one.made.accounts.back().password, other.made.accounts.back().password);
}

}  // namespace
}  // namespace chuangyou
