// The rows of a field on a sheet of their own, as a workbook of the program has them: each names
// its record and its number.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "imports/import_mapping.h"

namespace chuangyou {

struct RowsSheet {
  struct Part {  // a column of the field, where the sheet has it: as ids, as names, or both
    std::size_t column = 0;
    std::optional<std::size_t> ids = {}, names = {};
    ImportMapping::Column read = {};
  };
  const FieldSpec* field = nullptr;
  std::string name;
  std::vector<std::string> titles;
  std::size_t id = 0, row = 0;  // where the titles of these stand
  std::vector<Part> parts = {};
  // By the id of their record, in the order of the sheet; with their rows in it.
  using Cells = std::vector<std::string>;
  std::map<std::string, std::vector<std::pair<std::int64_t, Cells>>> rows = {};
  std::set<std::string> in_list = {};  // of these records, those that a row of the list is about
};

}  // namespace chuangyou
