#include "campaign/column_titles.h"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include "campaign/record_cells.h"

namespace chuangyou {
namespace {

constexpr std::array languages = {Language::zh, Language::en};

std::string named(Language language, const std::string& key, std::string_view otherwise) {
  std::string_view name = words(language, key);
  if (name.empty()) name = words(language, key + ".name");
  return std::string(name.empty() ? otherwise : name);
}

std::string of_ledger(const Ledger& ledger, std::string_view what) {
  return "ledgers." + std::string(ledger.name) + "." + std::string(what);
}

std::string with(Language language, const std::string& title, const char* what) {
  return title + std::string(words(language, std::string("columns.") + what));
}

// What every list shows in front, then the fields with the columns of their rows, then the rest:
// so the titles of a list that nobody has chosen columns for stay as plain as they can.
std::vector<std::string> columns_in_order(const Ledger& ledger) {
  std::vector<std::string> columns;
  const auto add = [&](std::string_view column) {
    if (std::ranges::find(columns, column) == columns.end()) columns.emplace_back(column);
  };
  add("id");
  for (const std::string_view column : common_columns_exported()) add(column);
  for (const FieldSpec& field : ledger.fields) {
    if (!is_told(field)) continue;
    add(field.name);
    for (const FieldSpec& part : field.columns())
      if (is_told(part)) add(std::string(field.name) + "." + std::string(part.name));
  }
  for (const std::string_view column : common_columns()) add(column);
  add("import");
  add("row");
  return columns;
}

}  // namespace

std::string plain_title_of_column(Language language, const Ledger& ledger,
                                  std::string_view column) {
  const std::size_t dot = column.find('.');
  if (dot != column.npos)
    return plain_title_of_column(language, ledger, column.substr(0, dot)) + " · " +
           named(language, of_ledger(ledger, "columns." + std::string(column)),
                 column.substr(dot + 1));
  if (ledger.field(column))
    return named(language, of_ledger(ledger, "fields." + std::string(column)), column);
  return named(language, "columns." + std::string(column), column);
}

ColumnTitles::ColumnTitles(const Ledger& ledger) {
  for (const Language language : languages) name_all(language, ledger);
}

// Beside each title stand those of its ids and of its time in UTC, which are taken with it.
void ColumnTitles::name_all(Language language, const Ledger& ledger) {
  auto& titles = language == Language::zh ? zh_ : en_;
  std::set<std::string> taken;
  const auto is_taken = [&](const std::string& title) {
    return taken.contains(title) || taken.contains(with(language, title, "ids_of")) ||
           taken.contains(with(language, title, "in_utc"));
  };
  for (const std::string& column : columns_in_order(ledger)) {
    std::string title = plain_title_of_column(language, ledger, column);
    if (is_taken(title)) title += " (" + column + ")";
    for (const std::string& one :
         {title, with(language, title, "ids_of"), with(language, title, "in_utc")})
      taken.insert(one);
    titles.emplace(column, std::move(title));
  }
}

const std::map<std::string, std::string, std::less<>>& ColumnTitles::all(Language language) const {
  return language == Language::zh ? zh_ : en_;
}

const std::string& ColumnTitles::of(Language language, std::string_view column) const {
  static const std::string none;
  const auto found = all(language).find(column);
  return found == all(language).end() ? none : found->second;
}

std::string ColumnTitles::of_ids(Language language, std::string_view column) const {
  return with(language, of(language, column), "ids_of");
}

std::string ColumnTitles::in_utc(Language language, std::string_view column) const {
  return with(language, of(language, column), "in_utc");
}

bool ColumnTitles::is_of(std::string_view column, std::string_view title) const {
  return !title.empty() && std::ranges::any_of(languages, [&](Language language) {
    return title == of(language, column);
  });
}

bool ColumnTitles::is_of_ids(std::string_view column, std::string_view title) const {
  return std::ranges::any_of(languages, [&](Language language) {
    return !of(language, column).empty() && title == of_ids(language, column);
  });
}

bool ColumnTitles::is_in_utc(std::string_view column, std::string_view title) const {
  return std::ranges::any_of(languages, [&](Language language) {
    return !of(language, column).empty() && title == in_utc(language, column);
  });
}

}  // namespace chuangyou
