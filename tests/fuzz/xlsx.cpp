// A workbook that somebody hands in: whatever it holds, reading ends, rows go forward, and no cell
// is longer than a cell may be. What begins as an archive is taken as the file; all else is the
// sheet, or what its first byte says, of a workbook that is whole.
#include <unistd.h>
#include <zip.h>

#include <filesystem>
#include <fstream>

#include "documents/table_limits.h"
#include "documents/xlsx_reader.h"

using namespace chuangyou;

namespace {

std::filesystem::path file() {
  return std::filesystem::temp_directory_path() / ("fuzz" + std::to_string(getpid()) + ".xlsx");
}

const std::pair<const char*, std::string> parts[] = {
    {"xl/worksheets/sheet1.xml", "<worksheet><sheetData/></worksheet>"},
    {"xl/sharedStrings.xml", "<sst><si><t>a</t></si></sst>"},
    {"xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId=\"14\"/></cellXfs></styleSheet>"},
    {"xl/workbook.xml", "<workbook><sheets><sheet name=\"a\" r:id=\"rId1\"/></sheets></workbook>"},
    {"xl/_rels/workbook.xml.rels",
     "<Relationships><Relationship Id=\"rId1\" Type=\"http://o/relationships/worksheet\" "
     "Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" "
     "Type=\"http://o/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/>"
     "<Relationship Id=\"rId3\" Type=\"http://o/relationships/styles\" Target=\"styles.xml\"/>"
     "</Relationships>"},
    {"_rels/.rels",
     "<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/"
     "officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/>"
     "</Relationships>"}};

void write_workbook(const std::string& given) {
  const std::size_t chosen =
      given.empty() ? 0 : static_cast<unsigned char>(given[0]) % std::size(parts);
  const bool is_chosen = !given.empty() && given[0] != '<';
  const std::string text = is_chosen ? given.substr(1) : given;
  std::filesystem::remove(file());
  zip_t* archive = zip_open(file().c_str(), ZIP_CREATE, nullptr);
  if (!archive) return;
  for (std::size_t i = 0; i < std::size(parts); ++i) {
    const std::string& part = i == (is_chosen ? chosen : 0) ? text : parts[i].second;
    zip_source_t* source = zip_source_buffer(archive, part.data(), part.size(), 0);
    zip_file_add(archive, parts[i].first, source, 0);
  }
  if (zip_close(archive) != 0) zip_discard(archive);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string given(reinterpret_cast<const char*>(data), size);
  if (given.starts_with("PK"))
    std::ofstream(file(), std::ios::binary) << given;
  else
    write_workbook(given);
  auto reader = XlsxReader::open(file());
  if (!reader) return 0;
  std::vector<std::string> cells;
  for (std::int64_t before = 0;; before = reader->row()) {
    const auto next = reader->next(cells);
    if (next && !*next) break;
    if (!next && next.error().law == Refusal::workbook_is_malformed) break;
    if (!next && next.error().law == Refusal::workbook_is_too_large) break;
    if (reader->row() <= before) __builtin_trap();  // it must go forward, or it never ends
    for (const std::string& cell : cells)
      if (cell.size() > cell_bytes_max) __builtin_trap();
  }
  return 0;
}
