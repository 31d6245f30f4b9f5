#include "imports/mapping_json.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace chuangyou {
namespace {

const std::filesystem::path imports = std::string(CHUANGYOU_SOURCE_DIR) + "/campaigns/imports";

// All that the language can say, at once.
constexpr std::string_view everything = R"(
ledger: tasks
sheet: 分工表
header_row: 3
head_rows: 2
delimiter: tab
charset: gb18030
key: {columns: [年份, 序号], prefix: 督}
unit_column: 责任单位
unit_also: [牵头单位]
unit_words: {市政处: Public Works Department}
unit_separator: 、
unknown_units_are_founded: true
settled_rows_are_passed_over: true
zone: Asia/Shanghai
null_words: ["NULL", —]
columns:
  - {column: 任务, also: [事项], field: title, separator: " / "}
  - {column: 责任单位, field: co_units, separator: 、, part: -2}
  - {column: 时限, field: due, form: chinese_deadline}
  - {column: 要求, field: requirement_tags, choices: {民生: serve_the_people, "": carried_out},
     otherwise: carried_out}
constants: {mandate: 国发〔2018〕38号}
ignored: [备注]
join: {sheet: 措施, on: 序号}
acts:
  - {column: 状态, equals: "", filled: 时限, act: plan}
  - {blank: 时限, act: register}
)";

TEST(MappingJson, SaysEverythingThatTheLanguageSays) {
  const auto mapping = read_import_mapping(everything);
  ASSERT_TRUE(mapping) << mapping.error().field << " " << mapping.error().detail;
  const std::string json = mapping_as_json(*mapping);
  for (const char* said : {R"("sheet":"分工表")",
                           R"("header_row":3)",
                           R"("head_rows":2)",
                           R"("delimiter":"tab")",
                           R"("charset":"gb18030")",
                           R"("key":{"columns":["年份","序号"],"prefix":"督"})",
                           R"("unit_also":["牵头单位"])",
                           R"("unit_words":{"市政处":"Public Works Department"})",
                           R"("unit_separator":"、")",
                           R"("unknown_units_are_founded":true)",
                           R"("settled_rows_are_passed_over":true)",
                           R"("zone":"Asia/Shanghai")",
                           R"("null_words":["NULL","—"])",
                           R"({"column":"任务","also":["事项"],"field":"title","separator":" / "})",
                           R"("separator":"、","part":-2})",
                           R"("form":"chinese_deadline")",
                           R"("choices":{"":"carried_out","民生":"serve_the_people"})",
                           R"("otherwise":"carried_out")",
                           R"("constants":{"mandate":"国发〔2018〕38号"})",
                           R"("ignored":["备注"])",
                           R"("join":{"sheet":"措施","on":"序号"})",
                           R"({"column":"状态","equals":"","filled":"时限","act":"plan"})",
                           R"({"blank":"时限","act":"register"})"})
    EXPECT_NE(json.find(said), std::string::npos) << said << " in " << json;
  const auto again = read_import_mapping(json);
  ASSERT_TRUE(again) << again.error().field << " " << again.error().detail;
  EXPECT_EQ(mapping_as_json(*again), json);
}

TEST(MappingJson, TellsThatTheRowIsTheKey) {
  const auto mapping = read_import_mapping(
      "{ledger: ideas, key: {row: true, prefix: 箱}, unit_column: a, columns: [], acts: [{act: "
      "offer}]}");
  ASSERT_TRUE(mapping) << mapping.error().field;
  const std::string json = mapping_as_json(*mapping);
  EXPECT_NE(json.find(R"("key":{"prefix":"箱","row":true})"), std::string::npos) << json;
  EXPECT_TRUE(read_import_mapping(json));
}

TEST(MappingJson, OpensWhatShipsWithTheProgram) {
  int seen = 0;
  for (const auto& entry : std::filesystem::directory_iterator(imports)) {
    std::ifstream file(entry.path());
    const auto mapping = read_import_mapping(std::string(std::istreambuf_iterator<char>(file), {}));
    ASSERT_TRUE(mapping) << entry.path();
    const std::string json = mapping_as_json(*mapping);
    const auto again = read_import_mapping(json);
    ASSERT_TRUE(again) << entry.path() << again.error().field;
    EXPECT_EQ(mapping_as_json(*again), json);
    ++seen;
  }
  EXPECT_GE(seen, 4);
}

}  // namespace
}  // namespace chuangyou
