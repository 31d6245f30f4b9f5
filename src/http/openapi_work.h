// The schemas of what waits for somebody, of the same act on many records, and of who needs help,
// as JSON members.
#pragma once

#include <string_view>

namespace chuangyou {

inline constexpr std::string_view openapi_work_schemas = R"json(
"Part":{"type":"string","enum":["mine","judging","coming"],
 "description":"On Today: mine to do, to judge or sign, or asked for by a day that is far."},
"CameBack":{"type":["object","null"],"description":"On Today: who sent it back, and why.",
 "required":["act","reason","at","by","unit"],"properties":{"act":{"type":"string"},
 "reason":{"type":"string"},"at":{"$ref":"#/components/schemas/Moment"},
 "by":{"anyOf":[{"$ref":"#/components/schemas/Named"},{"type":"null"}]},
 "unit":{"anyOf":[{"$ref":"#/components/schemas/Named"},{"type":"null"}]}}},
"ManyRecords":{"type":"object","required":["records"],"additionalProperties":false,"properties":{
 "records":{"type":"array","minItems":1,"maxItems":200,"items":{"type":"object",
 "required":["id","version"],"additionalProperties":false,"properties":{
 "id":{"$ref":"#/components/schemas/Id"},"version":{"type":"integer"}}}},
 "fields":{"type":"object"},"reason":{"type":"string","maxLength":2000},
 "evidence":{"type":"array","items":{"type":"object"}}}},
"ManyDone":{"type":"object","required":["done","refused","results"],"properties":{
 "done":{"type":"integer"},"refused":{"type":"integer"},"results":{"type":"array",
 "items":{"type":"object","required":["id","status"],"properties":{
 "id":{"$ref":"#/components/schemas/Id"},"status":{"type":"integer"},
 "replayed":{"type":"boolean"},"state":{"type":"string"},"stage":{"type":"string"},
 "version":{"type":"integer"},"waits_for_signatures":{"type":"boolean"},
 "code":{"type":"string"},"field":{"type":"string"},"detail":{"type":"string"},
 "words":{"$ref":"#/components/schemas/Words"}}}}}},
"Tried":{"type":"object","required":["id","unit","state","stage","version","at","rung","asked",
 "answer","signed_on","by","acts"],"properties":{
 "signed_on":{"type":["string","null"],"format":"date"},
 "id":{"$ref":"#/components/schemas/Id"},"unit":{"$ref":"#/components/schemas/Named"},
 "state":{"type":"string"},
 "stage":{"$ref":"#/components/schemas/Stage"},"version":{"type":"integer"},
 "at":{"$ref":"#/components/schemas/Moment"},"rung":{"type":["string","null"]},
 "asked":{"type":["string","null"]},"answer":{"type":["string","null"]},
 "by":{"anyOf":[{"$ref":"#/components/schemas/Named"},{"type":"null"}]},
 "acts":{"type":"array","items":{"type":"string"}}}},
"HelpWith":{"type":"object","required":["ledger","needs_help","may","tried","tried_elsewhere"],
 "properties":{"tried_elsewhere":{"type":"integer",
 "description":"So often help was given, for it or a share of it, unseen by the reader."},
 "ledger":{"type":"string"},"needs_help":{"type":"boolean"},"may":{"type":"array",
 "items":{"type":"string"}},
 "tried":{"type":"array","items":{"$ref":"#/components/schemas/Tried"}}}},
"Alike":{"type":"object","required":["items","is_complete"],"properties":{
 "items":{"type":"array","items":{"$ref":"#/components/schemas/AnyRecord"}},
 "is_complete":{"type":"boolean"}}},
"ClausesAndWork":{"type":"object","required":["unit","tasks","clauses","clauses_answered",
 "clauses_without_work","work_without_clause","is_complete"],"properties":{
 "unit":{"$ref":"#/components/schemas/Named"},
 "tasks":{"type":"object","required":["all","claimed","confirmed"],"properties":{
 "all":{"type":"integer"},"claimed":{"type":"integer"},"confirmed":{"type":"integer"}}},
 "clauses":{"type":"integer"},"clauses_answered":{"type":"integer"},
 "clauses_without_work":{"type":"array","items":{"type":"object",
 "required":["directive","title","row","text"],"properties":{
 "directive":{"$ref":"#/components/schemas/Id"},"title":{"type":["string","null"]},
 "row":{"type":"integer"},"text":{"type":["string","null"]}}}},
 "work_without_clause":{"type":"array","items":{"$ref":"#/components/schemas/AnyRecord"}},
 "is_complete":{"type":"boolean"}}},
"Month":{"type":"object","required":["unit","from","until","days","branches","is_complete"],
 "properties":{"unit":{"$ref":"#/components/schemas/Named"},
 "from":{"$ref":"#/components/schemas/Day"},"until":{"$ref":"#/components/schemas/Day"},
 "days":{"type":"array","items":{"type":"object",
 "required":["day","is_working","meetings","due","tasks_due","promises_due","is_crowded",
 "conflicts"],"properties":{
 "day":{"$ref":"#/components/schemas/Day"},"is_working":{"type":"boolean"},
 "due":{"type":"integer","description":"Tasks and promises that fall due."},
 "tasks_due":{"type":"integer"},"promises_due":{"type":"integer"},
 "is_crowded":{"type":"boolean"},
 "conflicts":{"type":"array","description":"Units with two meetings or more on that day.",
 "items":{"$ref":"#/components/schemas/Named"}},
 "meetings":{"type":"array","items":{"$ref":"#/components/schemas/AnyRecord"}}}}},
 "branches":{"type":"array",
 "description":"Branches without a branch meeting in the quarter, held or announced (R3.9).",
 "items":{"$ref":"#/components/schemas/Named"}},
 "is_complete":{"type":"boolean"}}},
"Help":{"type":"object","required":["ledger","unit","groups","in_all","is_complete"],"properties":{
 "ledger":{"type":"string"},"unit":{"$ref":"#/components/schemas/Named"},"groups":{"type":"array",
 "items":{
 "type":"object","required":["unit","superior","above","may","items"],"properties":{
 "unit":{"$ref":"#/components/schemas/Named"},
 "superior":{"anyOf":[{"$ref":"#/components/schemas/Named"},{"type":"null"}]},
 "above":{"type":"array","items":{"type":"string"}},
 "may":{"type":"array","items":{"type":"string"}},
 "items":{"type":"array","items":{"$ref":"#/components/schemas/AnyRecord"}}}}},
 "in_all":{"type":"integer"},"is_complete":{"type":"boolean"}}})json";

}  // namespace chuangyou
