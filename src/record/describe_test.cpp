#include "record/describe.h"

#include <gtest/gtest.h>

#include "record/cases_for_tests.h"

namespace chuangyou {
namespace {

std::string described() {
  static constexpr const Ledger* ledgers[] = {&cases::ledger};
  static constexpr std::string_view counts[] = {"all", "open"};
  return describe(ledgers, counts);
}

bool says(std::string_view json) { return described().contains(json); }

TEST(Describe, WritesFieldsWithTheirKindLimitAndSight) {
  EXPECT_TRUE(described().starts_with(R"({"ledgers":[{"name":"cases","title":"title","fields":[)"));
  EXPECT_TRUE(
      says(R"({"name":"title","kind":"text","required":true,"length_max":10,)"
           R"("visibility":"public","choices":[],"choices_from":null,"links_to":[],"columns":[],)"
           R"("retired":false})"));
  EXPECT_TRUE(says(R"({"name":"tags","kind":"choices","required":false,"length_max":0,)"
                   R"("visibility":"internal","choices":["red","blue"],"choices_from":null,)"
                   R"("links_to":[],"columns":[],"retired":false})"));
  EXPECT_TRUE(says(R"({"name":"strand","kind":"choice","required":false,"length_max":0,)"
                   R"("visibility":"internal","choices":[],"choices_from":"strands",)"
                   R"("links_to":[],"columns":[],"retired":false})"));
  EXPECT_TRUE(says(R"("name":"contact","kind":"text","required":false,"length_max":50,)"
                   R"("visibility":"sealed")"));
}

TEST(Describe, WritesStatesAndActs) {
  EXPECT_TRUE(says(R"({"name":"answered","stage":"claimed","public":true,)"
                   R"("contested":false,"ending":"decided"})"));
  EXPECT_TRUE(says(R"({"name":"not_solved","stage":"open","public":false,)"
                   R"("contested":true,"ending":"decided"})"));
  EXPECT_TRUE(says(
      R"({"name":"drop","from":["told","waiting","not_solved"],"to":"dropped","takes":[],)"
      R"("needs":[],"reason":"required","sign_off":"all_of","may":[{"role":"secretary","at":"own",)"
      R"("field":null},{"role":"personnel","at":"own","field":null}],"pause":"none",)"
      R"("gives_receipt":false,"is_for_another":false,"moves_unit":false,"transfer":"none",)"
      R"("tells_public":false,"confirms_entry":false,)"
      R"("opens":false})"));
  EXPECT_TRUE(says(R"({"name":"tell","from":[],"to":"told",)"));
  EXPECT_TRUE(says(R"("pause":"starts")"));
}

TEST(Describe, WritesDeadlines) {
  EXPECT_TRUE(says(R"({"name":"reply","states":["told","waiting"],"field":"promised_by",)"
                   R"("first_field":null,"since":"received_at","length":null,)"
                   R"("length_depends_on_record":true,"then":"remind"})"));
  EXPECT_TRUE(says(R"({"name":"second_reply","states":["not_solved"],"field":null,)"
                   R"("first_field":null,"since":null,"length":{"count":10,"kind":"natural"},)"
                   R"("length_depends_on_record":false,"then":null})"));
}

TEST(Describe, ListsRolesCountsAndRefusals) {
  EXPECT_TRUE(says(R"("roles":["works_committee",)"));
  EXPECT_TRUE(says(R"("counts":["all","open"])"));
  EXPECT_TRUE(says(R"("refusals":["json_is_malformed",)"));
  EXPECT_TRUE(described().ends_with("\"]}"));
  std::size_t listed = 0;
  for (std::string_view name : refusal_names())
    listed += says("\"" + std::string(name) + "\"") ? 1 : 0;
  EXPECT_EQ(listed, refusal_names().size()) << "`none` is there as a reason, the rest as laws";
}

TEST(Describe, NamesEveryWordOfTheVocabularyInItsOrder) {
  EXPECT_EQ(name_of(Kind::text), "text");
  EXPECT_EQ(name_of(Kind::moment), "moment");
  EXPECT_EQ(name_of(Kind::link), "link");
  EXPECT_EQ(name_of(Visibility::sealed), "sealed");
  EXPECT_EQ(name_of(At::anywhere), "anywhere");
  EXPECT_EQ(name_of(Reason::required), "required");
  EXPECT_EQ(name_of(SignOff::all_of), "all_of");
  EXPECT_EQ(name_of(Pause::ends), "ends");
  EXPECT_EQ(name_of(DayKind::natural), "natural");
}

}  // namespace
}  // namespace chuangyou
