// Files of an office coming in: how fast, in how much memory, and who waits for it meanwhile.
#pragma once

#include <string>

#include "report.h"

namespace chuangyou::bench {

// Rows of cases as CSV and as a workbook, checked alone and applied.
void measure_import(Report& report, const std::string& scratch, const std::string& campaigns,
                    bool quick);
// How long what a citizen sends waits for a writer that is at an import.
void measure_beside_an_import(Report& report, const std::string& scratch,
                              const std::string& campaigns, bool quick);

}  // namespace chuangyou::bench
