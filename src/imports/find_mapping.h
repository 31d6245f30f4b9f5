// A mapping by its name: one that the body keeps, a file that ships with the program, or the name
// of a ledger, for what was given out of it.
#pragma once

#include <filesystem>
#include <string_view>

#include "campaign/body.h"
#include "core/result.h"
#include "imports/import_mapping.h"

namespace chuangyou {

// As it stands there, of a list of people or units as well; mapping_is_unknown.
Result<std::string> text_of_mapping(const Body& body, const std::filesystem::path& folder,
                                    std::string_view name);
// mapping_is_unknown; what read_import_mapping refuses. The body's lock is held.
Result<ImportMapping> find_mapping(const Body& body, const std::filesystem::path& folder,
                                   std::string_view name);

}  // namespace chuangyou
