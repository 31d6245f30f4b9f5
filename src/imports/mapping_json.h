// A mapping in the words of its own language again (imports/import_mapping.h), as JSON, which is
// YAML too: so that what was kept under a name, or ships with the program, is opened at the desk,
// changed and kept.
#pragma once

#include <string>

#include "imports/import_mapping.h"

namespace chuangyou {

// Reading it again gives the same mapping; of what the program gives out itself, which no file
// says, its columns are told all the same.
std::string mapping_as_json(const ImportMapping&);

}  // namespace chuangyou
