// Evidence as an entry of a journal says it: {"kind":"file","text":…,"hash":…,"type":…,"bytes":…},
// {"kind":"record","ledger":…,"record":…},{"kind":"text","text":…}, in a list.
#pragma once

#include <simdjson.h>

#include <span>
#include <vector>

#include "core/json_text.h"
#include "record/evidence.h"

namespace chuangyou {

inline constexpr std::string_view evidence_member = "evidence";
inline constexpr std::string_view remark_member = "remark";

void put_evidence(JsonText&, std::span<const Evidence>);
// Throws what simdjson throws where it is not what put_evidence wrote.
std::vector<Evidence> read_evidence(simdjson::ondemand::value);

}  // namespace chuangyou
