// One piece of evidence as somebody gives it beside an act.
#pragma once

#include <simdjson.h>

#include <string_view>

#include "core/result.h"
#include "record/evidence.h"

namespace chuangyou {

// {"kind":"text","text":…}, number and address likewise; {"kind":"record","ledger":…,"record":…};
// {"kind":"file","text":<its name>,"file":<hash>}. `place` is the field that a refusal names.
Result<Evidence> evidence_of(std::string_view place, simdjson::ondemand::object);

}  // namespace chuangyou
