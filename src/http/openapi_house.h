// The schemas of what the pages of administration read, as JSON members.
#pragma once

#include <string_view>

namespace chuangyou {

inline constexpr std::string_view openapi_house_schemas = R"json(
"TreeLevel":{"type":"object","required":["units","next_after"],"properties":{
 "units":{"type":"array","items":{"type":"object",
 "required":["id","name","type","code","closed","below","order_number"],"properties":{
 "order_number":{"type":["integer","null"]},
 "id":{"$ref":"#/components/schemas/Id"},"name":{"type":"string"},
 "type":{"$ref":"#/components/schemas/UnitType"},"code":{"type":"string"},
 "closed":{"type":"boolean"},
 "below":{"type":"integer","description":"How many stand directly under it."}}}},
 "next_after":{"type":["integer","null"]}}},
"UnitHistory":{"type":"object","required":["entries","is_complete"],"properties":{
 "entries":{"type":"array","items":{"type":"object",
 "required":["seq","day","act","role","name","unit","on"],"properties":{
 "seq":{"type":"integer"},"day":{"$ref":"#/components/schemas/Day"},"act":{"type":"string"},
 "role":{"$ref":"#/components/schemas/Role"},
 "name":{"type":["string","null"],"description":"Its name from then on."},
 "unit":{"$ref":"#/components/schemas/NamedOrNull"},
 "on":{"$ref":"#/components/schemas/DayOrNull"}}}},
 "is_complete":{"type":"boolean"}}},
"Calendars":{"type":"object","required":["may_change","calendars"],"properties":{
 "may_change":{"type":"boolean"},"calendars":{"type":"array","items":{"type":"object",
 "required":["version","since","by_entry","source","reason","holds"],"properties":{
 "version":{"type":"string"},"since":{"$ref":"#/components/schemas/Moment"},
 "by_entry":{"type":["integer","null"]},"source":{"type":"string"},"reason":{"type":"string"},
 "holds":{"type":"boolean"}}}}}},
"CalendarFile":{"type":"object","required":["fields"],"additionalProperties":false,"properties":{
 "fields":{"type":"object","required":["version","days"],"additionalProperties":false,
 "properties":{"version":{"type":"string","maxLength":100},
 "days":{"type":"string","maxLength":400000,
 "description":"CSV: notice_year,date,name,kind. Years that it does not name stay as held."}}}}},
"CalendarPreview":{"type":"object","required":["version","days","law","law_detail","days_changed",
 "moved","seen","looked_at","is_complete"],"properties":{"version":{"type":"string"},
 "days":{"type":"string","description":"What adopt_calendar is to be given."},
 "law":{"type":["string","null"],"description":"What adopt_calendar would refuse it for."},
 "law_detail":{"type":["string","null"]},
 "days_changed":{"type":"array","items":{"type":"object","required":["date","was","is","name"],
 "properties":{"date":{"$ref":"#/components/schemas/Day"},"was":{"type":"string"},
 "is":{"type":"string"},"name":{"type":["string","null"]}}}},
 "moved":{"type":"array","items":{"type":"object","required":["ledger","records"],
 "properties":{"ledger":{"type":"string"},"records":{"type":"integer"}}}},
 "seen":{"type":"array","description":"Of these the first that the reader may see.",
 "items":{"type":"object","required":["ledger","id","title","unit","was","is"],"properties":{
 "ledger":{"type":"string"},"id":{"$ref":"#/components/schemas/Id"},
 "title":{"type":["string","null"]},"unit":{"$ref":"#/components/schemas/NamedOrNull"},
 "was":{"$ref":"#/components/schemas/Moment"},"is":{"$ref":"#/components/schemas/Moment"}}}},
 "looked_at":{"type":"integer"},"is_complete":{"type":"boolean"}}},
"AuditTrail":{"type":"object","required":["kinds","entries","next_before"],"properties":{
 "kinds":{"type":"array","items":{"type":"string"},"description":"That the reader may ask for."},
 "entries":{"type":"array","items":{"type":"object","required":["seq","at","kind","act","actor",
 "role","by_delegation_of","person","post","unit","other","name","value","source","reason","from",
 "until"],
 "properties":{"seq":{"type":"integer"},"at":{"$ref":"#/components/schemas/Moment"},
 "kind":{"type":"string"},"act":{"type":"string"},
 "actor":{"$ref":"#/components/schemas/NamedOrNull"},
 "by_delegation_of":{"$ref":"#/components/schemas/NamedOrNull"},
 "role":{"$ref":"#/components/schemas/Role"},
 "person":{"$ref":"#/components/schemas/NamedOrNull"},"post":{"type":["string","null"]},
 "unit":{"$ref":"#/components/schemas/NamedOrNull"},
 "other":{"$ref":"#/components/schemas/NamedOrNull"},"name":{"type":["string","null"]},
 "value":{"type":["string","null"]},"source":{"type":["string","null"]},
 "reason":{"type":["string","null"]},"from":{"$ref":"#/components/schemas/DayOrNull"},
 "until":{"$ref":"#/components/schemas/DayOrNull"}}}},
 "next_before":{"type":["integer","null"],
 "description":"Where others follow, or so many were looked back through."}}},
"Held":{"type":"object","required":["day","person","member_kind","posts","answers","records",
 "has_all_records","accounts","sessions","views","acts","latest_acts","acts_after","followed",
 "terms","account_kept_until","log_ins"],
 "properties":{"day":{"$ref":"#/components/schemas/Day"},
 "person":{"$ref":"#/components/schemas/NamedOrNull"},"member_kind":{"type":"string"},
 "posts":{"type":"array","items":{"type":"object",
 "required":["role","unit","from","until","accountable"],"properties":{
 "role":{"$ref":"#/components/schemas/Role"},"unit":{"$ref":"#/components/schemas/NamedOrNull"},
 "from":{"$ref":"#/components/schemas/Day"},"until":{"$ref":"#/components/schemas/DayOrNull"},
 "accountable":{"type":"boolean"}}}},
 "answers":{"type":"array","description":"Whom one asks to have something put right.","items":{
 "type":"object","required":["role","person"],"properties":{
 "role":{"$ref":"#/components/schemas/Role"},
 "person":{"$ref":"#/components/schemas/NamedOrNull"}}}},
 "records":{"type":"array","items":{"type":"object","required":["as","title","kept","ledger","id",
 "state","unit"],"properties":{"kept":{"type":"array","items":{"type":"object",
 "required":["what","until"],"properties":{"what":{"type":"string"},
 "until":{"$ref":"#/components/schemas/Day"}}},
 "description":"What it holds of people goes after this day; nothing is said while it is open."},
 "as":{"type":"array","items":{"type":"string"},
 "description":"The fields that name me; `author` where I opened it."},
 "title":{"type":["string","null"]},"ledger":{"type":"string"},
 "id":{"$ref":"#/components/schemas/Id"},"state":{"type":"string"},
 "unit":{"$ref":"#/components/schemas/NamedOrNull"}}}},
 "has_all_records":{"type":"boolean"},
 "terms":{"type":"array","description":"How long what is over is kept, and on whose word.","items":{
 "type":"object","required":["name","ledger","what","months","source"],"properties":{
 "name":{"type":"string"},"ledger":{"type":["string","null"]},"what":{"type":"string"},
 "months":{"type":["number","null"]},"source":{"type":["string","null"]}}}},
 "account_kept_until":{"$ref":"#/components/schemas/DayOrNull"},
 "log_ins":{"type":"array","items":{"type":"object","required":["at","address","kept_until"],
 "properties":{"at":{"$ref":"#/components/schemas/Moment"},"address":{"type":"string"},
 "kept_until":{"$ref":"#/components/schemas/DayOrNull"}}}},
 "accounts":{"type":"array","items":{"type":"string"}},
 "sessions":{"type":"array","items":{"type":"object","required":["began","last_used"],
 "properties":{"began":{"$ref":"#/components/schemas/Moment"},
 "last_used":{"$ref":"#/components/schemas/Moment"}}}},
 "views":{"type":"array","items":{"type":"object","required":["ledger","name","query"],
 "properties":{"ledger":{"type":"string"},"name":{"type":"string"},"query":{"type":"string"}}}},
 "acts":{"type":"array","items":{"type":"object","required":["ledger","act","times"],
 "properties":{"ledger":{"type":"string"},"act":{"type":"string"},
 "times":{"type":"integer"}}}},
 "latest_acts":{"type":"array","items":{"type":"object",
 "required":["seq","at","ledger","act","record"],"properties":{"seq":{"type":"integer"},
 "at":{"$ref":"#/components/schemas/Moment"},"ledger":{"type":"string"},
 "act":{"type":"string"},"record":{"$ref":"#/components/schemas/Id"}}}},
 "acts_after":{"type":"integer",
 "description":"Entries up to this one were not looked at; 0: all were."},
 "followed":{"type":"array","items":{"type":"object","required":["ledger","id","title"],
 "properties":{"ledger":{"type":"string"},"id":{"$ref":"#/components/schemas/Id"},
 "title":{"type":["string","null"]}}}}}})json";

}  // namespace chuangyou
