// The schemas of the plan of a unit and of who plans for what, as JSON members.
#pragma once

#include <string_view>

namespace chuangyou {

inline constexpr std::string_view openapi_plan_schemas = R"json(
"BriefRecord":{"type":"object","required":["ledger","id","title","state","stage"],"properties":{
 "ledger":{"type":"string"},"id":{"$ref":"#/components/schemas/Id"},"title":{"type":"string"},
 "state":{"type":"string"},"stage":{"$ref":"#/components/schemas/Stage"}}},
"PlanGap":{"type":"object","required":["of","key","row"],
 "description":"A list of the campaign and what of it, or a field, or a column of an item.",
 "properties":{"of":{"type":"string"},"key":{"type":"string"},"row":{"type":"integer"}}},
"PlanOfUnit":{"type":"object","required":["unit","today","stands","next","gaps","targets_below",
 "tasks","tasks_are_complete","first_steps","load","days_off"],"properties":{
 "unit":{"$ref":"#/components/schemas/UnitOfType"},"today":{"$ref":"#/components/schemas/Day"},
 "stands":{"anyOf":[{"$ref":"#/components/schemas/AnyRecord"},{"type":"null"}]},
 "next":{"anyOf":[{"$ref":"#/components/schemas/AnyRecord"},{"type":"null"}]},
 "gaps":{"type":"array","items":{"$ref":"#/components/schemas/PlanGap"}},
 "targets_below":{"type":"array","items":{"$ref":"#/components/schemas/PlanGap"},
 "description":"Items whose target is below that of the last phase and that do not say why."},
 "tasks":{"type":"array","items":{"type":"object",
 "required":["id","title","state","stage","item","first_due","due","unit"],"properties":{
 "id":{"$ref":"#/components/schemas/Id"},"title":{"type":"string"},"state":{"type":"string"},
 "stage":{"$ref":"#/components/schemas/Stage"},"item":{"type":"integer"},
 "first_due":{"type":["string","null"],"format":"date"},
 "due":{"type":["string","null"],"format":"date"},
 "unit":{"$ref":"#/components/schemas/UnitOfType"}}}},
 "tasks_are_complete":{"type":"boolean"},
 "days_off":{"type":"object","required":["from","until","days"],"properties":{
 "from":{"$ref":"#/components/schemas/Day"},"until":{"$ref":"#/components/schemas/Day"},
 "days":{"type":"array","items":{"$ref":"#/components/schemas/Day"}}}},
 "first_steps":{"type":"object","required":["received","meeting"],"properties":{
 "received":{"type":"array","items":{"type":"object","required":["document","title","delivery"],
 "properties":{"document":{"$ref":"#/components/schemas/Id"},"title":{"type":"string"},
 "delivery":{"anyOf":[{"$ref":"#/components/schemas/BriefRecord"},{"type":"null"}]}}}},
 "meeting":{"anyOf":[{"$ref":"#/components/schemas/BriefRecord"},{"type":"null"}]}}},
 "load":{"type":"object","required":["tasks_most","is_complete","weeks"],"properties":{
 "tasks_most":{"type":["integer","null"]},"is_complete":{"type":"boolean"},
 "weeks":{"type":"array","items":{"type":"object","required":["from","until","tasks","meetings",
 "crowds_out","tasks_query","meetings_query"],"properties":{
 "from":{"$ref":"#/components/schemas/Day"},"until":{"$ref":"#/components/schemas/Day"},
 "tasks":{"type":"integer"},"meetings":{"type":"integer"},"crowds_out":{"type":"boolean"},
 "tasks_query":{"type":"string"},"meetings_query":{"type":"string"}}}}}}}},
"PlanCoverage":{"type":"object","required":["units_below","units"],"properties":{
 "units_below":{"type":"integer"},"units":{"type":"array","items":{"type":"object",
 "required":["unit","plan","cells"],"properties":{
 "unit":{"$ref":"#/components/schemas/UnitOfType"},
 "plan":{"anyOf":[{"$ref":"#/components/schemas/BriefRecord"},{"type":"null"}]},
 "cells":{"type":"object","additionalProperties":{"type":"object","required":["items","excused"],
 "properties":{"items":{"type":"integer"},"excused":{"type":"integer"}}}}}}}}})json";

}  // namespace chuangyou
