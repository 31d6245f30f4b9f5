// The schemas of a record's chain and of the burden meter, as JSON members.
#pragma once

#include <string_view>

namespace chuangyou {

inline constexpr std::string_view openapi_burden_schemas = R"json(
"ChainRecord":{"type":"object",
 "required":["ledger","id","unit","state","stage","title","word","evidence","links"],"properties":{
 "ledger":{"type":"string"},"id":{"$ref":"#/components/schemas/Id"},
 "unit":{"$ref":"#/components/schemas/Named"},"state":{"type":"string"},
 "stage":{"$ref":"#/components/schemas/Stage"},"title":{"type":["string","null"]},
 "word":{"type":["string","null"],"enum":["yes","no",null],
 "description":"What the served said of it last."},
 "evidence":{"type":["string","null"]},
 "links":{"type":"array","items":{"type":"object",
 "required":["nearer","of","field","row","to_row"],"properties":{
 "nearer":{"$ref":"#/components/schemas/Id"},
 "of":{"type":"string","description":"The ledger whose field it is."},
 "field":{"type":"string"},"row":{"type":"integer"},"to_row":{"type":"integer"}}}}}},
"ChainWay":{"type":"object","required":["hops","goes_on"],"properties":{
 "goes_on":{"type":"boolean","description":"There is more than so many hops away."},
 "hops":{"type":"array","items":{"type":"object","required":["records","is_complete"],
 "properties":{"is_complete":{"type":"boolean"},
 "records":{"type":"array","items":{"$ref":"#/components/schemas/ChainRecord"}}}}}}},
"Chain":{"type":"object","required":["start","up","down"],"properties":{
 "start":{"$ref":"#/components/schemas/ChainRecord"},
 "up":{"$ref":"#/components/schemas/ChainWay"},"down":{"$ref":"#/components/schemas/ChainWay"}}},
"Burden":{"type":"object",
 "required":["line","rows","children_in_all","struck","twice","is_complete"],"properties":{
 "line":{"type":"array","items":{"$ref":"#/components/schemas/Named"}},
 "children_in_all":{"type":"integer"},"is_complete":{"type":"boolean"},
 "struck":{"type":"integer","description":"Fields that were not asked, since they are held."},
 "twice":{"type":"array","items":{"type":"object","required":["name","requests"],"properties":{
 "name":{"type":"string"},"requests":{"type":"array","items":{"type":"object",
 "required":["id","title"],"properties":{"id":{"$ref":"#/components/schemas/Id"},
 "title":{"type":"string"}}}}}}},
 "rows":{"type":"array","items":{"type":"object","required":["unit","months"],"properties":{
 "unit":{"$ref":"#/components/schemas/Named"},"months":{"type":"array","items":{"type":"object",
 "required":["month","requests","fields","documents","clauses","minutes"],"properties":{
 "month":{"type":"string","format":"date"},"requests":{"type":"integer"},
 "fields":{"type":"integer"},"documents":{"type":"integer"},"clauses":{"type":"integer"},
 "minutes":{"type":"integer"}}}}}}}}},
"AskedOfUnits":{"type":"object","required":["items","is_complete"],"properties":{
 "is_complete":{"type":"boolean"},"items":{"type":"array","items":{"type":"object",
 "required":["ledger","id","title","sender","on","units","fields","minutes"],"properties":{
 "ledger":{"type":"string"},"id":{"$ref":"#/components/schemas/Id"},
 "title":{"type":["string","null"]},"sender":{"$ref":"#/components/schemas/Named"},
 "on":{"type":"string","format":"date"},"units":{"type":"integer"},"fields":{"type":"integer"},
 "minutes":{"type":"integer","description":"Of each unit."}}}}}})json";

}  // namespace chuangyou
