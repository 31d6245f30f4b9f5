#include "documents/workbook.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "documents/number_formats.h"
#include "documents/xml_stream.h"

namespace chuangyou {
namespace {

// A sheet may have as many rows and columns as this, says every program.
constexpr std::int64_t rows_max = 1'048'576;
constexpr std::size_t columns_there_are = 16'384;
constexpr std::size_t sheets_max = 1000, styles_max = 100'000, merged_max = 200'000;

int number_of(std::string_view text) {
  int number = -1;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

void hears_nothing(std::string_view) {}

Result<void> read_all(const WorkbookParts& parts, const std::string& name,
                      std::function<void(std::string_view, const XmlAttributes&)> begin,
                      std::function<void(std::string_view)> end = hears_nothing) {
  auto part = parts.part(name);
  if (!part) return std::unexpected(part.error());
  XmlStream xml(std::move(*part),
                {.begin = std::move(begin), .end = std::move(end), .text = hears_nothing});
  if (const auto read = xml.go_on(); !read) return std::unexpected(read.error());
  return {};
}

// A part that another names: beside it, or from the top where a slash begins it.
std::string named_from(std::string_view folder, std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  while (target.starts_with("../")) {
    target.remove_prefix(3);
    folder = folder.substr(0, folder.find_last_of('/'));
  }
  return folder.empty() ? std::string(target) : std::string(folder) + "/" + std::string(target);
}

struct Relation {
  std::string type, part;
};
// What a part leads to, by id. The type's last word is the same in both editions of the standard.
Result<std::map<std::string, Relation, std::less<>>> relations_of(const WorkbookParts& parts,
                                                                  const std::string& part) {
  const std::size_t slash = part.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : part.substr(0, slash);
  const std::string file = slash == std::string::npos ? part : part.substr(slash + 1);
  std::map<std::string, Relation, std::less<>> relations;
  const auto read = read_all(
      parts, (folder.empty() ? "" : folder + "/") + "_rels/" + file + ".rels",
      [&](std::string_view element, const XmlAttributes& attributes) {
        if (element != "Relationship" || attributes["TargetMode"] == "External") return;
        const std::string_view type = attributes["Type"];
        relations[std::string(attributes["Id"])] = {std::string(type.substr(type.rfind('/') + 1)),
                                                    named_from(folder, attributes["Target"])};
      });
  if (!read) return std::unexpected(read.error());
  return relations;
}

// Looks for a word in what is unpacked, without reading it as XML.
Result<bool> holds(const WorkbookParts& parts, const std::string& name, std::string_view word) {
  auto part = parts.part(name);
  if (!part) return std::unexpected(part.error());
  std::string text(256 * 1024, '\0');
  for (std::size_t kept = 0;;) {
    const auto got = part->read(text.data() + kept, text.size() - kept);
    if (!got) return std::unexpected(got.error());
    if (*got == 0) return false;
    const std::string_view there(text.data(), kept + *got);
    if (there.contains(word)) return true;
    kept = std::min(there.size(), word.size() - 1);
    std::copy(there.end() - static_cast<std::ptrdiff_t>(kept), there.end(), text.begin());
  }
}

}  // namespace

CellPlace place_of_cell(std::string_view reference) {
  CellPlace place;
  std::size_t at = 0;
  for (; at < reference.size() && reference[at] >= 'A' && reference[at] <= 'Z' && at < 4; ++at)
    place.column = place.column * 26 + static_cast<std::size_t>(reference[at] - 'A' + 1);
  const auto [end, fault] =
      std::from_chars(reference.data() + at, reference.data() + reference.size(), place.row);
  const bool is_one = fault == std::errc() && end == reference.data() + reference.size() &&
                      place.column > 0 && place.column <= columns_there_are && place.row > 0 &&
                      place.row <= rows_max;
  return is_one ? place : CellPlace{};
}

Result<Workbook> read_workbook(const WorkbookParts& parts) {
  std::string main = "xl/workbook.xml";
  if (const auto top = relations_of(parts, ""); top)
    for (const auto& [id, relation] : *top)
      if (relation.type == "officeDocument") main = relation.part;
  if (!parts.has(main)) return refuse(Refusal::media_type_is_wrong, {}, "xlsx");
  const auto relations = relations_of(parts, main);
  if (!relations) return std::unexpected(relations.error());
  Workbook workbook;
  for (const auto& [id, relation] : *relations) {
    if (relation.type == "sharedStrings") workbook.shared_strings = relation.part;
    if (relation.type == "styles") workbook.styles = relation.part;
  }
  const auto read =
      read_all(parts, main, [&](std::string_view element, const XmlAttributes& attributes) {
        if (element == "workbookPr") workbook.counts_from_1904 = attributes.says_yes("date1904");
        if (element != "sheet" || workbook.sheets.size() >= sheets_max) return;
        const auto found = relations->find(attributes["id"]);
        if (found == relations->end() || found->second.type != "worksheet") return;
        const std::string_view state = attributes["state"];
        workbook.sheets.push_back({std::string(attributes["name"]), found->second.part,
                                   state == "hidden" || state == "veryHidden"});
      });
  if (!read) return std::unexpected(read.error());
  if (workbook.sheets.empty()) return refuse(Refusal::file_is_empty);
  return workbook;
}

Result<std::vector<NumberStyle>> read_styles(const WorkbookParts& parts, const std::string& part) {
  std::map<int, NumberStyle> written;
  std::vector<NumberStyle> styles;
  bool is_of_cells = false;
  const auto read = read_all(
      parts, part,
      [&](std::string_view element, const XmlAttributes& attributes) {
        if (element == "numFmt" && written.size() < styles_max) {
          const std::string code(attributes["formatCode"]);
          written[number_of(attributes["numFmtId"])] = {form_of_code(code), code};
        }
        if (element == "cellXfs") is_of_cells = true;
        if (element != "xf" || !is_of_cells || styles.size() >= styles_max) return;
        const int format = number_of(attributes["numFmtId"]);
        const auto found = written.find(format);
        const NumberStyle builtin{form_of_builtin(format), std::string(code_of_builtin(format))};
        styles.push_back(found == written.end() ? builtin : found->second);
      },
      [&](std::string_view element) {
        if (element == "cellXfs") is_of_cells = false;
      });
  if (!read) return std::unexpected(read.error());
  return styles;
}

Result<std::vector<Merged>> read_merged(const WorkbookParts& parts, const std::string& part) {
  std::vector<Merged> merged;
  const auto are_there = holds(parts, part, "mergeCell");
  if (!are_there) return std::unexpected(are_there.error());
  if (!*are_there) return merged;
  const auto read =
      read_all(parts, part, [&](std::string_view element, const XmlAttributes& attributes) {
        if (element != "mergeCell" || merged.size() >= merged_max) return;
        const std::string_view reference = attributes["ref"];
        const std::size_t colon = reference.find(':');
        if (colon == std::string_view::npos) return;
        const CellPlace first = place_of_cell(reference.substr(0, colon));
        const CellPlace last = place_of_cell(reference.substr(colon + 1));
        if (first.row > 0 && last.row >= first.row && last.column >= first.column)
          merged.push_back({first.row, last.row, first.column, last.column});
      });
  if (!read) return std::unexpected(read.error());
  std::ranges::stable_sort(merged, {}, &Merged::first_row);
  return merged;
}

}  // namespace chuangyou
