#include "imports/mapping_json.h"

#include "core/json_text.h"

namespace chuangyou {
namespace {

using Words = std::map<std::string, std::string>;

// What is not said is left out, as whoever writes a mapping leaves it out.
class Writing {
 public:
  explicit Writing(std::string& text) : json_(text) {}

  void mapping(const ImportMapping& mapping) {
    json_.StartObject();
    text("ledger", mapping.ledger);
    layout(mapping.layout);
    key(mapping);
    text("unit_column", mapping.unit_column);
    texts("unit_also", mapping.unit_also);
    words("unit_words", mapping.unit_words);
    text("unit_separator", mapping.unit_separator);
    yes("unknown_units_are_founded", mapping.unknown_units_are_founded);
    yes("settled_rows_are_passed_over", mapping.settled_rows_are_passed_over);
    if (mapping.zone) text("zone", mapping.zone->name());
    texts("null_words", mapping.null_words);
    json_.put_key("columns");
    json_.StartArray();
    for (const ImportMapping::Column& column : mapping.columns) this->column(column);
    json_.EndArray();
    words("constants", mapping.constants);
    texts("ignored", mapping.ignored);
    if (mapping.join) join(*mapping.join);
    json_.put_key("acts");
    json_.StartArray();
    for (const ImportMapping::ActChoice& choice : mapping.acts) act(choice);
    json_.EndArray();
    json_.EndObject();
  }

 private:
  void text(std::string_view name, std::string_view said) {
    if (said.empty()) return;
    json_.put_key(name);
    json_.put_text(said);
  }
  void number(std::string_view name, std::int64_t said, std::int64_t otherwise) {
    if (said == otherwise) return;
    json_.put_key(name);
    json_.Int64(said);
  }
  void yes(std::string_view name, bool said) {
    if (!said) return;
    json_.put_key(name);
    json_.Bool(true);
  }
  void texts(std::string_view name, const std::vector<std::string>& said) {
    if (said.empty()) return;
    json_.put_key(name);
    json_.StartArray();
    for (const std::string& one : said) json_.put_text(one);
    json_.EndArray();
  }
  void words(std::string_view name, const Words& said) {
    if (said.empty()) return;
    json_.put_key(name);
    json_.StartObject();
    for (const auto& [word, means] : said) {
      json_.put_key(word);
      json_.put_text(means);
    }
    json_.EndObject();
  }

  void layout(const TableLayout& layout) {
    text("sheet", layout.sheet);
    number("header_row", layout.header_row, 0);
    number("head_rows", static_cast<std::int64_t>(layout.head_rows), 1);
    if (layout.separator == '\t') text("delimiter", "tab");
    if (layout.separator != '\t' && layout.separator != '\0')
      text("delimiter", std::string(1, layout.separator));
    text("charset", layout.charset);
  }

  void key(const ImportMapping& mapping) {
    const bool is_one_column = !mapping.source_is_row && mapping.more_source_columns.empty() &&
                               mapping.source_prefix.empty();
    if (is_one_column) return text("source_column", mapping.source_column);
    std::vector<std::string> columns;
    if (!mapping.source_is_row) columns.push_back(mapping.source_column);
    columns.insert(columns.end(), mapping.more_source_columns.begin(),
                   mapping.more_source_columns.end());
    json_.put_key("key");
    json_.StartObject();
    texts("columns", columns);
    text("prefix", mapping.source_prefix);
    yes("row", mapping.source_is_row);
    json_.EndObject();
  }

  void column(const ImportMapping::Column& column) {
    json_.StartObject();
    text("column", column.column);
    texts("also", column.also);
    text("field", column.field);
    words("choices", column.choices);
    text("separator", column.separator);
    text("form", column.form);
    number("part", column.part, 0);
    text("otherwise", column.otherwise);
    json_.EndObject();
  }

  void join(const ImportMapping::Join& join) {
    json_.put_key("join");
    json_.StartObject();
    text("sheet", join.sheet);
    text("on", join.on);
    json_.EndObject();
  }

  // Where a column is named without a value, it is the blank one that is meant.
  void act(const ImportMapping::ActChoice& choice) {
    json_.StartObject();
    if (!choice.column.empty()) {
      text("column", choice.column);
      json_.put_key("equals");
      json_.put_text(choice.equals);
    }
    text("filled", choice.filled);
    text("blank", choice.blank);
    text("act", choice.act);
    json_.EndObject();
  }

  JsonText json_;
};

}  // namespace

std::string mapping_as_json(const ImportMapping& mapping) {
  std::string text;
  Writing(text).mapping(mapping);
  return text;
}

}  // namespace chuangyou
