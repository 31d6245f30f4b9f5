#include "access/saved_views.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>

namespace chuangyou {
namespace {

struct SavedViewsOf : testing::Test {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("saved_views_" + std::to_string(::getpid()));
  std::string database = (folder / "views.db").string();
  PersonId one{Uuid{{1}}}, other{Uuid{{2}}};

  void SetUp() override { std::filesystem::create_directories(folder); }
  void TearDown() override { std::filesystem::remove_all(folder); }

  std::vector<SavedViewRow> views(PersonId person, BodyNo body = BodyNo{1}) {
    Connection connection(database, OpenFor::reading);
    return saved_view_rows(connection, body, person);
  }
};

TEST_F(SavedViewsOf, ArePersonalAndReplacedByName) {
  SavedViews all(database);
  ASSERT_TRUE(all.save(BodyNo{1}, one, {"problems", " 本周 ", "stage=open"}));
  ASSERT_TRUE(all.save(BodyNo{1}, one, {"problems", "本周", "stage=claimed"}));
  ASSERT_EQ(views(one).size(), 1u);
  EXPECT_EQ(views(one)[0].name, "本周");
  EXPECT_EQ(views(one)[0].query, "stage=claimed");
  EXPECT_TRUE(views(other).empty());
  EXPECT_TRUE(views(one, BodyNo{2}).empty());
  EXPECT_EQ(all.drop(BodyNo{1}, other, "problems", "本周").error().law, Refusal::nothing_is_there);
  EXPECT_TRUE(all.drop(BodyNo{1}, one, "problems", "本周"));
  EXPECT_TRUE(views(one).empty());
}

TEST_F(SavedViewsOf, AreFiftyAtMostAndNeverWithoutAName) {
  SavedViews all(database);
  for (int i = 0; i < saved_views_max; ++i)
    ASSERT_TRUE(all.save(BodyNo{1}, one, {"tasks", std::to_string(i), "a=b"}));
  EXPECT_EQ(all.save(BodyNo{1}, one, {"tasks", "one more", "a=b"}).error().law,
            Refusal::saved_views_are_too_many);
  EXPECT_TRUE(all.save(BodyNo{1}, one, {"tasks", "7", "c=d"}));  // in the place of one
  EXPECT_TRUE(all.save(BodyNo{1}, other, {"tasks", "one more", "a=b"}));
  EXPECT_EQ(all.save(BodyNo{1}, other, {"tasks", " \xe3\x80\x80", "a=b"}).error().law,
            Refusal::field_is_missing);
}

}  // namespace
}  // namespace chuangyou
