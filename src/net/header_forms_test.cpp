#include "net/header_forms.h"

#include <gtest/gtest.h>

namespace chuangyou {
namespace {

using Items = std::vector<std::string_view>;

TEST(HeaderForms, SplitsAListOutsideItsQuotes) {
  EXPECT_EQ(items_of_list("a, b\t,c"), (Items{"a", "b", "c"}));
  EXPECT_EQ(items_of_list(" , a,, \t,b , "), (Items{"a", "b"}));
  EXPECT_EQ(items_of_list(R"(a;t="x,\",y", b)"), (Items{R"(a;t="x,\",y")", "b"}));
  EXPECT_EQ(items_of_list(R"("never closed, b)"), (Items{R"("never closed, b)"}));
  EXPECT_EQ(items_of_list(""), Items{});
}

TEST(HeaderForms, KnowsAMediaTypeInEveryForm) {
  for (const std::string_view header :
       {"text/csv", "TEXT/CSV", "Text/Csv;charset=utf-8", "text/csv ; charset=\"UTF-8\"",
        "text/csv;\tcharset=utf-8; header=present", "text/csv;", "text/csv ; ; header=absent",
        R"(text/csv; a="x;y\"z")"})
    EXPECT_TRUE(is_media_type(header, "text/csv")) << header;
  for (const std::string_view header :
       {"", "text/csvx", "text/cs", "text / csv", "text/csv charset=utf-8", "text/csv, text/csv",
        "text/csv; charset", "text/csv; charset=\"open", "text/csv; =x", "text/csv; a b=c",
        R"(text/csv; a="x"y)", "application/json"})
    EXPECT_FALSE(is_media_type(header, "text/csv")) << header;
}

TEST(HeaderForms, TellsInWhatATextIsSaidToBeWritten) {
  EXPECT_EQ(charset_of("text/csv; header=present; Charset=\"big5\""), "big5");
  EXPECT_EQ(charset_of("text/csv;charset=UTF-8"), "UTF-8");
  EXPECT_EQ(charset_of("text/csv"), "");
  EXPECT_EQ(charset_of("text/csv; header=charset"), "");
}

TEST(HeaderForms, WeighsWhatAListNames) {
  EXPECT_EQ(weight_in("gzip, br", "gzip"), 1000);
  EXPECT_EQ(weight_in("br;q=1.0, GZIP ; q=0.25", "gzip"), 250);
  EXPECT_EQ(weight_in("gzip;q=0", "gzip"), 0);
  EXPECT_EQ(weight_in("gzip;Q=0.000, *;q=1", "gzip"), 0);
  EXPECT_EQ(weight_in("*;q=0.5", "gzip"), 500);
  EXPECT_EQ(weight_in("x-gzipped", "gzip"), 0);
  EXPECT_EQ(weight_in("", "gzip"), 0);
  EXPECT_EQ(weight_in("gzip;q=2", "gzip"), 0);
  EXPECT_EQ(weight_in("gzip;q=1.001", "gzip"), 1000);
}

TEST(HeaderForms, ReadsEntityTags) {
  EXPECT_EQ(entity_tags(R"("1")")->tags, Items{R"("1")"});
  EXPECT_EQ(entity_tags(R"(W/"1", "2" ,W/"3,4")")->tags, (Items{R"("1")", R"("2")", R"("3,4")"}));
  EXPECT_EQ(entity_tags(R"(,, "a\", "b")")->tags, (Items{R"("a\")", R"("b")"}));
  EXPECT_EQ(entity_tags(R"("")")->tags, Items{R"("")"});
  EXPECT_TRUE(entity_tags(" * ")->is_any);
  EXPECT_FALSE(entity_tags(R"("1")")->is_any);
  for (const std::string_view header :
       {"", ",", "1", "\"1", "1\"", "*, \"1\"", "\"1\", *", "\"1\" \"2\"", "w/\"1\"", "W/ \"1\"",
        "W/1", "\"1 2\"", "'1'", "\"1\"x"})
    EXPECT_FALSE(entity_tags(header)) << header;
}

}  // namespace
}  // namespace chuangyou
