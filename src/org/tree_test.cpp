// Shows: S3 S9–S12 S21
#include "org/tree.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

namespace chuangyou {
namespace {

// Counted up in either half, which a careless hash would put into one slot.
UnitId id_of(int number, bool in_last_byte = true) {
  Uuid id;
  auto low = static_cast<std::uint8_t>(number), high = static_cast<std::uint8_t>(number >> 8);
  id.bytes[in_last_byte ? 15 : 5] = low;
  id.bytes[in_last_byte ? 14 : 4] = high;
  id.bytes[0] = 1;
  return UnitId(id);
}

Unit unit_of(int number, int parent, std::string name = {}) {
  Unit unit;
  unit.id = id_of(number);
  unit.name = name.empty() ? "单位" + std::to_string(number) : std::move(name);
  if (parent >= 0) unit.administrative_parent = id_of(parent);
  return unit;
}

Refusal law_of(const Result<void>& result) { return result ? Refusal::none : result.error().law; }

TEST(Path, SegmentsSortAsNumbersDo) {
  EXPECT_EQ(path_segment(0).size(), path_segment_size);
  std::string before = path_segment(0);
  for (UnitNo no = 1; no < units_max; no = no < 9'000 ? no + 1 : no + 4'099) {
    std::string segment = path_segment(no);
    ASSERT_LT(before, segment) << no;
    ASSERT_EQ(number_in_path("----" + segment), no);
    before = segment;
  }
  for (const char* no_path : {"", "---", "-----", "--+-", "--é"})
    EXPECT_EQ(number_in_path(no_path), no_unit) << no_path;
}

TEST(Tree, OnlyTheFirstUnitHasNoParent) {
  Tree tree;
  EXPECT_EQ(law_of(tree.put(unit_of(0, 9))), Refusal::parent_is_unknown);
  EXPECT_EQ(law_of(tree.put(unit_of(0, -1))), Refusal::none);
  EXPECT_EQ(law_of(tree.put(unit_of(1, -1))), Refusal::parent_is_unknown);
  EXPECT_EQ(law_of(tree.put(unit_of(0, 0))), Refusal::unit_cannot_move_below_itself);
  EXPECT_EQ(tree.size(), 1);
  EXPECT_EQ(tree.path_of(id_of(5)), "");
  EXPECT_EQ(tree.number_of(id_of(5)), no_unit);
}

TEST(Tree, FollowsThePartyParentWhereThereIsOne) {
  Tree tree;
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(tree.put(unit_of(i, i == 0 ? -1 : 0)));
  Unit led = unit_of(4, 1);
  led.party_parent = id_of(2);
  ASSERT_TRUE(tree.put(led));
  EXPECT_EQ(tree.parent_of(4), 2);
  EXPECT_EQ(tree.children_of(1).size(), 0U);
  EXPECT_EQ(tree.path_of(4), tree.path_of(2) + path_segment(4));
  EXPECT_EQ(tree.line_of(4), (std::vector<UnitNo>{4, 2, 0}));
  EXPECT_EQ(tree.children_in_either_tree(1), std::vector<UnitNo>{4});
  EXPECT_EQ(tree.children_in_either_tree(2), std::vector<UnitNo>{4});

  Unit unknown = unit_of(5, 1);
  unknown.party_parent = id_of(77);
  EXPECT_EQ(law_of(tree.put(unknown)), Refusal::parent_is_unknown);
}

// 4 hangs below 1 in the administrative line alone: 1 must not come to hang below 4 there, although
// the line of duty would have no circle.
TEST(Tree, RefusesACircleInEitherTree) {
  Tree tree;
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(tree.put(unit_of(i, i == 0 ? -1 : 0)));
  Unit led = unit_of(4, 1);
  led.party_parent = id_of(2);
  ASSERT_TRUE(tree.put(led));
  Unit circle = unit_of(1, 4);
  circle.party_parent = id_of(3);
  EXPECT_EQ(law_of(tree.put(circle)), Refusal::unit_cannot_move_below_itself);
  Unit duty_circle = unit_of(2, 0);
  duty_circle.party_parent = id_of(4);
  EXPECT_EQ(law_of(tree.put(duty_circle)), Refusal::unit_cannot_move_below_itself);
  EXPECT_EQ(tree.parent_of(1), 0);
  EXPECT_EQ(tree.parent_of(2), 0);
}

TEST(Tree, CodesAreUnique) {
  Tree tree;
  Unit root = unit_of(0, -1);
  root.code = "43";
  ASSERT_TRUE(tree.put(root));
  Unit other = unit_of(1, 0);
  other.code = "43";
  EXPECT_EQ(law_of(tree.put(other)), Refusal::id_is_there_twice);
  other.code = "4301";
  ASSERT_TRUE(tree.put(other));
  other.code = "4302";
  ASSERT_TRUE(tree.put(other));
  EXPECT_EQ(tree.find_by_code("4301"), nullptr);
  ASSERT_NE(tree.find_by_code("4302"), nullptr);
  EXPECT_EQ(tree.find_by_code("4302")->id, other.id);
  EXPECT_EQ(tree.find_by_code(""), nullptr);
}

TEST(Tree, FindsByNameAndAlias) {
  Tree tree;
  ASSERT_TRUE(tree.put(unit_of(0, -1, "省直机关")));
  ASSERT_TRUE(tree.put(unit_of(1, 0, "财政厅")));
  ASSERT_TRUE(tree.put(unit_of(2, 0, "办公室")));
  ASSERT_TRUE(tree.put(unit_of(3, 1, "办公室")));
  EXPECT_EQ((*tree.find_by_name(" 财政厅 "))->no, 1);
  EXPECT_EQ(tree.find_by_name("办公室").error().law, Refusal::name_is_ambiguous);
  EXPECT_EQ(tree.find_by_name("教育厅").error().law, Refusal::unit_is_unknown);

  Unit closed = tree.unit(3);
  closed.is_closed = true;
  ASSERT_TRUE(tree.put(closed));
  EXPECT_EQ((*tree.find_by_name("办公室"))->no, 2);
  Unit renamed = tree.unit(2);
  renamed.name = "综合处";
  renamed.aliases = {"办公室", "综合处", "办公室", ""};
  ASSERT_TRUE(tree.put(renamed));
  EXPECT_EQ(tree.unit(2).aliases, std::vector<std::string>{"办公室"});
  EXPECT_EQ((*tree.find_by_name("办公室"))->no, 2);
  EXPECT_EQ((*tree.find_by_name("综合处"))->no, 2);
  renamed.aliases.clear();
  ASSERT_TRUE(tree.put(renamed));
  EXPECT_EQ((*tree.find_by_name("办公室"))->no, 3);  // closed, but the only one left
}

TEST(Tree, SearchesPartsOfNamesAliasesAndCodes) {
  Tree tree;
  ASSERT_TRUE(tree.put(unit_of(0, -1, "Cabinet Office")));
  Unit other = unit_of(1, 0, "和平村委会");
  other.code = "370704008201";
  other.aliases = {"HM Prison Service"};
  ASSERT_TRUE(tree.put(other));
  ASSERT_TRUE(tree.put(unit_of(2, 0, "团结村委会")));
  auto found = [&](std::string_view part, std::size_t limit = 10) {
    std::vector<UnitNo> numbers;
    for (const Unit* unit : tree.search(part, limit)) numbers.push_back(unit->no);
    return numbers;
  };
  EXPECT_EQ(found("net off"), std::vector<UnitNo>{0});
  EXPECT_EQ(found("OFFICE"), std::vector<UnitNo>{0});
  EXPECT_EQ(found("prison"), std::vector<UnitNo>{1});
  EXPECT_EQ(found("004008"), std::vector<UnitNo>{});
  EXPECT_EQ(found("704008"), std::vector<UnitNo>{1});
  EXPECT_EQ(found("村"), (std::vector<UnitNo>{1, 2}));
  EXPECT_EQ(found("村委"), (std::vector<UnitNo>{1, 2}));
  EXPECT_EQ(found("委村"), std::vector<UnitNo>{});
  EXPECT_EQ(found("村", 1), std::vector<UnitNo>{1});
  EXPECT_EQ(found(""), (std::vector<UnitNo>{0, 1, 2}));
}

// Whoever waits for others to be served is told of each whose names are read: of the rest none are.
TEST(Tree, SearchesBySeveralWordsWithoutReadingTheNamesOfAll) {
  Tree tree;
  ASSERT_TRUE(tree.put(unit_of(0, -1, "金水区民政局")));
  ASSERT_TRUE(tree.put(unit_of(1, 0, "中原区统计局")));
  Unit spaced = unit_of(2, 0, "Cabinet Office");
  ASSERT_TRUE(tree.put(spaced));
  int read = 0;
  const auto found = [&](std::string_view part) {
    read = 0;
    std::vector<UnitNo> numbers;
    for (const Unit* unit : tree.search(part, 10, nullptr, [&read] { ++read; }))
      numbers.push_back(unit->no);
    return numbers;
  };
  EXPECT_EQ(found("js mzj"), std::vector<UnitNo>{0});
  EXPECT_EQ(read, 1);
  EXPECT_EQ(found("民政 js"), std::vector<UnitNo>{0});
  EXPECT_EQ(found("统计 中原"), std::vector<UnitNo>{1});
  EXPECT_EQ(found("金 水区"), std::vector<UnitNo>{0}) << "typed with a blank in it";
  EXPECT_EQ(found("off cab"), std::vector<UnitNo>{2});
  EXPECT_EQ(found("xx ww"), std::vector<UnitNo>{});
  EXPECT_EQ(read, 0) << "no name has these initials";
}

TEST(Tree, SearchesInEitherScriptAndByInitials) {
  Tree tree;
  ASSERT_TRUE(tree.put(unit_of(0, -1, "省直属机关工作委员会")));
  Unit other = unit_of(1, 0, "省文化和旅游厅");
  other.aliases = {"省廣播電影電視局"};
  ASSERT_TRUE(tree.put(other));
  const auto found = [&](std::string_view part) {
    std::vector<UnitNo> numbers;
    for (const Unit* unit : tree.search(part, 10)) numbers.push_back(unit->no);
    return numbers;
  };
  EXPECT_EQ(found("广播电影"), std::vector<UnitNo>{1});
  EXPECT_EQ(found("廣播電影"), std::vector<UnitNo>{1});
  EXPECT_EQ(found("gbdydsj"), std::vector<UnitNo>{1});
  EXPECT_EQ(found("ＷＨＨ"), std::vector<UnitNo>{1});
  EXPECT_EQ(found("zsjg"), std::vector<UnitNo>{0});
  EXPECT_EQ(found("jgzs"), std::vector<UnitNo>{});
  EXPECT_EQ(found("——"), std::vector<UnitNo>{});
}

TEST(Tree, HasAnEnd) {
  Tree tree;
  int levels = static_cast<int>(path_depth_max);
  for (int i = 0; i < levels; ++i) ASSERT_TRUE(tree.put(unit_of(i, i - 1)));
  EXPECT_EQ(law_of(tree.put(unit_of(levels, levels - 1))), Refusal::number_is_out_of_range);
  ASSERT_TRUE(tree.put(unit_of(levels, 0)));
  ASSERT_TRUE(tree.put(unit_of(levels + 1, levels)));
  // The unit itself would fit below the last level but one, the one below it would not.
  EXPECT_EQ(law_of(tree.put(unit_of(levels, levels - 2))), Refusal::number_is_out_of_range);
  EXPECT_TRUE(tree.put(unit_of(levels, levels - 3)));
}

TEST(Tree, HoldsThousandsUnderPlainNumbers) {
  for (bool in_last_byte : {true, false}) {
    Tree tree;
    constexpr int units = 20'000;
    for (int i = 0; i < units; ++i) {
      Unit unit;
      unit.id = id_of(i, in_last_byte);
      unit.name = "同名";
      unit.code = std::to_string(i);
      if (i > 0) unit.administrative_parent = id_of((i - 1) / 10, in_last_byte);
      ASSERT_TRUE(tree.put(std::move(unit)));
    }
    for (int i = 0; i < units; ++i) {
      ASSERT_EQ(tree.number_of(id_of(i, in_last_byte)), i);
      ASSERT_EQ(tree.find_by_code(std::to_string(i))->no, i);
    }
    EXPECT_EQ(tree.subtree_size(0), units);
  }
}

TEST(Tree, LoadingFindsWhatIsWrong) {
  auto loaded = [](std::vector<Unit> units) {
    Tree tree;
    for (Unit& unit : units) tree.load(std::move(unit));
    return law_of(tree.loaded());
  };
  EXPECT_EQ(loaded({}), Refusal::none);
  EXPECT_EQ(loaded({unit_of(0, -1), unit_of(1, 2), unit_of(2, 0)}), Refusal::none);
  EXPECT_EQ(loaded({unit_of(0, -1), unit_of(1, 0), unit_of(1, 0)}), Refusal::id_is_there_twice);
  EXPECT_EQ(loaded({unit_of(0, -1), unit_of(1, 7)}), Refusal::parent_is_unknown);
  EXPECT_EQ(loaded({unit_of(0, -1), unit_of(1, 2), unit_of(2, 1)}), Refusal::parents_form_a_circle);
  Unit one = unit_of(1, 2), two = unit_of(2, 1);
  one.party_parent = two.party_parent = id_of(0);
  EXPECT_EQ(loaded({unit_of(0, -1), one, two}), Refusal::parents_form_a_circle);
}

// A plain model beside the tree: two maps of parents.
struct Model {
  std::vector<int> administrative, party;

  int duty(int no) const {
    auto at = static_cast<std::size_t>(no);
    return party[at] >= 0 ? party[at] : administrative[at];
  }
  int size() const { return static_cast<int>(party.size()); }
  bool is_below(int no, int above) const {
    for (; no >= 0; no = duty(no))
      if (no == above) return true;
    return false;
  }
  bool is_administratively_below(int no, int above) const {
    for (; no >= 0; no = administrative[static_cast<std::size_t>(no)])
      if (no == above) return true;
    return false;
  }
};

void expect_equal(const Tree& tree, const Model& model) {
  RC_ASSERT(tree.size() == model.size());
  for (int no = 0; no < model.size(); ++no) {
    RC_ASSERT(tree.number_of(id_of(no)) == no);
    RC_ASSERT(tree.parent_of(no) == model.duty(no));
    std::vector<UnitNo> children;
    UnitNo below = 0;
    for (int other = 0; other < model.size(); ++other) {
      if (model.duty(other) == no) children.push_back(other);
      bool is_below = model.is_below(other, no);
      below += is_below ? 1 : 0;
      RC_ASSERT(tree.path_of(other).starts_with(tree.path_of(no)) == is_below);
    }
    RC_ASSERT(std::ranges::equal(tree.children_of(no), children));
    RC_ASSERT(tree.subtree_size(no) == below);
    RC_ASSERT(tree.path_of(tree.unit(no).id).ends_with(path_segment(no)));
  }
}

RC_GTEST_PROP(TreeProperty, PathsArePrefixesOfAllBelowWhateverMoves, ()) {
  Tree tree;
  Model model;
  int steps = *rc::gen::inRange(1, 60);
  for (int step = 0; step < steps; ++step) {
    bool founds = model.size() == 0 || *rc::gen::inRange(0, 3) > 0;
    int no = founds ? model.size() : *rc::gen::inRange(0, model.size());
    int administrative = model.size() == 0 ? -1 : *rc::gen::inRange(0, model.size());
    int party = model.size() == 0 ? -1 : *rc::gen::inRange(-model.size(), model.size());
    Unit unit = unit_of(no, administrative, no % 2 ? "甲" : "乙");
    if (party >= 0) unit.party_parent = id_of(party);
    int duty = party >= 0 ? party : administrative;
    bool is_refused = !founds && (model.is_below(duty, no) ||
                                  model.is_administratively_below(administrative, no));
    RC_ASSERT(tree.put(unit).has_value() != is_refused);
    if (is_refused) continue;
    if (founds) {
      model.administrative.push_back(administrative);
      model.party.push_back(std::max(party, -1));
    } else {
      model.administrative[static_cast<std::size_t>(no)] = administrative;
      model.party[static_cast<std::size_t>(no)] = std::max(party, -1);
    }
  }
  expect_equal(tree, model);

  Tree loaded;
  for (UnitNo no = 0; no < tree.size(); ++no) loaded.load(tree.unit(no));
  RC_ASSERT(loaded.loaded().has_value());
  expect_equal(loaded, model);
  RC_ASSERT(loaded.find_by_name("甲").has_value() == tree.find_by_name("甲").has_value());
  Tree copy = tree;
  expect_equal(copy, model);
}

RC_GTEST_PROP(TreeProperty, SearchFindsWhatAPlainScanFinds, ()) {
  auto texts = rc::gen::container<std::string>(rc::gen::element('a', 'B', 'b', '1', ' '));
  Tree tree;
  std::vector<std::string> names = *rc::gen::container<std::vector<std::string>>(texts);
  for (std::size_t i = 0; i < names.size(); ++i) {
    Unit unit = unit_of(static_cast<int>(i), i == 0 ? -1 : 0);
    unit.name = names[i];
    RC_ASSERT(tree.put(unit).has_value());
  }
  std::string part = *rc::gen::container<std::string>(rc::gen::element('a', 'B', '1'));
  auto lower = [](std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) { return c == 'B' ? 'b' : c; });
    return text;
  };
  std::vector<const Unit*> expected;
  // A unit without a name is one whose founding was taken back: that is found by nothing.
  for (UnitNo no = 0; no < tree.size(); ++no)
    if (!tree.unit(no).name.empty() &&
        lower(tree.unit(no).name).find(lower(part)) != std::string::npos)
      expected.push_back(&tree.unit(no));
  RC_ASSERT(tree.search(part, 1'000) == expected);
}

// 0 > 1 > 3 > 4 and 0 > 2; 3 goes below 2 on the 10th, 2 below 1 on the 20th.
TEST(FormerParents, SayWhoStoodAboveOnWhichDays) {
  Tree tree;
  for (const auto& [unit, parent] : {std::pair(0, -1), {1, 0}, {2, 0}, {3, 1}, {4, 3}})
    ASSERT_TRUE(tree.put(unit_of(unit, parent)));
  const auto move = [&tree](int unit, int parent, int day) {
    const UnitNo before = tree.parent_of(unit);
    ASSERT_TRUE(tree.put(unit_of(unit, parent)));
    tree.was_moved(unit, {before, Date{day}});
  };
  move(3, 2, 10);
  move(2, 1, 20);
  const auto was = [&tree](UnitNo above, UnitNo below, int from, int until) {
    return was_at_or_above(tree, above, below, Date{from}, Date{until});
  };
  EXPECT_TRUE(was(1, 4, 1, 5));
  EXPECT_TRUE(was(1, 4, 10, 12)) << "on the day of the move, as it began";
  EXPECT_FALSE(was(1, 4, 11, 19)) << "gone from there, and not below it again yet";
  EXPECT_TRUE(was(1, 4, 11, 21)) << "below it again with the unit that it came to";
  EXPECT_TRUE(was(1, 4, 21, 30));
  EXPECT_FALSE(was(2, 4, 1, 10));
  EXPECT_TRUE(was(2, 4, 1, 11));
  EXPECT_TRUE(was(4, 4, 5, 5));
  EXPECT_FALSE(was(4, 4, 6, 5)) << "on no day at all";
  EXPECT_FALSE(was(4, 3, 1, 30)) << "never the other way round";
  EXPECT_TRUE(was(0, 4, 15, 15));
}

}  // namespace
}  // namespace chuangyou
