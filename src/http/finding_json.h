// What was found in a file, as it goes out.
#pragma once

#include "http/json.h"
#include "imports/import_findings.h"

namespace chuangyou {

void write_finding(Json& json, const ImportFinding& finding);

}  // namespace chuangyou
