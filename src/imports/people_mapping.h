// How the columns of a list of people are found: by the titles under which this program gives it
// out, in either language, or as a file of the office says it in the language of mappings.
#pragma once

#include <span>
#include <string_view>

#include "core/words.h"
#include "imports/import_mapping.h"

namespace chuangyou {

// What a column of such a list may be: person, name, member_kind, unit, role, from, until,
// accountable, serves, account.
std::span<const FieldSpec> people_fields();
const FieldSpec& people_field(std::string_view name);

// `ledger` of such a mapping, and what `people` is to it.
inline constexpr std::string_view people_list = "people";

// With what this program calls its columns, roles and kinds of member. Other columns are left out.
ImportMapping people_mapping();
// The keys sheet, header_row, head_rows, delimiter, charset, null_words, columns, constants and
// ignored of a mapping behind `list: people`; what it says of a column goes before what this
// program calls it. A column that it names and the file lacks is missing. Of a post, of a kind of
// member and of a unit `""` as a choice is nothing that is kept, and `*` every other word;
// `otherwise: 同上` is what stands above.
Result<ImportMapping> read_people_mapping(std::string_view yaml);
// `title_of_people_column(Language::zh, "name")` is 姓名.
std::string_view title_of_people_column(Language language, std::string_view field);

}  // namespace chuangyou
