// The schemas of posts that two people grant and of accounts, as JSON members.
#pragma once

#include <string_view>

namespace chuangyou {

inline constexpr std::string_view openapi_granting_schemas = R"json(
"PostProposals":{"type":"object","required":["proposals","reorganisations"],"properties":{
 "reorganisations":{"type":"array","description":
  "Changes of the tree that a second person signs: all to the three, his own to anybody else.",
 "items":{"type":"object","required":["id","act","unit","other","name","on","proposed_by",
 "proposed_on","sign_until","has_lapsed","may_sign"],"properties":{
 "id":{"$ref":"#/components/schemas/Id"},
 "act":{"type":"string","enum":["move_unit","merge_units","split_unit"]},
 "unit":{"$ref":"#/components/schemas/NamedOrNull"},
 "other":{"$ref":"#/components/schemas/NamedOrNull","description":
  "The unit below which it comes, or in which it goes on."},
 "name":{"type":["string","null"],"description":"Of the unit that is split off."},
 "on":{"$ref":"#/components/schemas/DayOrNull"},
 "proposed_by":{"$ref":"#/components/schemas/NamedOrNull"},
 "proposed_on":{"$ref":"#/components/schemas/Day"},
 "sign_until":{"$ref":"#/components/schemas/Day"},
 "has_lapsed":{"type":"boolean"},"may_sign":{"type":"boolean"}}}},
 "proposals":{
 "type":"array","items":{"type":"object",
 "required":["id","person","role","unit","from","until","accountable","serves","proposed_by",
 "proposed_on","sign_until","has_lapsed","may_sign"],"properties":{
 "id":{"$ref":"#/components/schemas/Id"},
 "person":{"$ref":"#/components/schemas/NamedOrNull"},
 "role":{"$ref":"#/components/schemas/Role"},
 "unit":{"$ref":"#/components/schemas/NamedOrNull"},
 "from":{"$ref":"#/components/schemas/Day"},"until":{"$ref":"#/components/schemas/DayOrNull"},
 "accountable":{"type":"boolean"},
 "serves":{"type":"string","description":"Whom the post serves, in one sentence."},
 "proposed_by":{"$ref":"#/components/schemas/NamedOrNull"},
 "proposed_on":{"$ref":"#/components/schemas/Day"},
 "sign_until":{"$ref":"#/components/schemas/Day"},
 "has_lapsed":{"type":"boolean","description":"Too late to sign; it has to be proposed anew."},
 "may_sign":{"type":"boolean"}}}}}},
"Handovers":{"type":"object","required":["handovers"],"properties":{"handovers":{
 "type":"array","items":{"type":"object",
 "required":["id","unit","from","to","proposed_by","proposed_on","may_sign","records",
 "named_by"],"properties":{"id":{"$ref":"#/components/schemas/Id"},
 "unit":{"$ref":"#/components/schemas/NamedOrNull"},
 "from":{"$ref":"#/components/schemas/NamedOrNull"},
 "to":{"$ref":"#/components/schemas/NamedOrNull"},
 "proposed_by":{"$ref":"#/components/schemas/NamedOrNull"},
 "proposed_on":{"$ref":"#/components/schemas/Day"},"may_sign":{"type":"boolean"},
 "records":{"type":"integer","description":"So many are in his hands now, each counted once."},
 "named_by":{"type":"array","items":{"type":"object",
 "required":["ledger","field","records"],"properties":{"ledger":{"type":"string"},
 "field":{"type":"string"},"records":{"type":"integer"}}}}}}}}},
"UnitDescription":{"type":"object",
 "required":["from","level","sector","exposure","order_number"],"properties":{
 "from":{"$ref":"#/components/schemas/Day"},"level":{"type":["string","null"],
 "enum":["province","city","county","township",null]},"sector":{"type":"string"},
 "exposure":{"type":"array","items":{"type":"string",
 "enum":["window","grass_roots","policy"]}},
 "order_number":{"type":["integer","null"]}}},
"UnitDescriptionOrNull":{"anyOf":[{"$ref":"#/components/schemas/UnitDescription"},
 {"type":"null"}]},
"PasswordChange":{"type":"object","required":["password","new_password"],
 "additionalProperties":false,"properties":{
 "password":{"type":"string","format":"password","maxLength":256},
 "new_password":{"type":"string","format":"password","minLength":12,"maxLength":256}}},
"Accounts":{"type":"object","required":["accounts"],"properties":{"accounts":{"type":"array",
 "items":{"type":"object","required":["name","person","state","must_change_password"],
 "properties":{"name":{"type":"string"},
 "person":{"$ref":"#/components/schemas/NamedOrNull"},
 "state":{"type":"string","enum":["open","locked","ended"]},
 "must_change_password":{"type":"boolean"}}}}}},
"AccountsToMake":{"type":"object","required":["fields"],"additionalProperties":false,
 "properties":{"fields":{"type":"object","required":["accounts"],"additionalProperties":false,
 "properties":{"accounts":{"type":"array","minItems":1,"maxItems":100,"items":{"type":"object",
 "required":["person","name"],"additionalProperties":false,"properties":{
 "person":{"$ref":"#/components/schemas/Id"},
 "name":{"type":"string","maxLength":64}}}}}}}},
"AccountsMade":{"type":"object","required":["accounts"],"properties":{"accounts":{"type":"array",
 "description":"Empty where the same click came before: a password is told once.",
 "items":{"type":"object","required":["person","name","one_time_password"],"properties":{
 "person":{"$ref":"#/components/schemas/Id"},"name":{"type":"string"},
 "one_time_password":{"type":"string"}}}}}},
"PeopleImported":{"type":"object","required":["rows","people","posts","accounts_wanted",
 "unchanged","without_post","without_post_names","namesakes","applied","was_gb18030","titles",
 "sheets","columns","words","preview",
 "findings_in_all","findings_are_cut","findings","accounts","import"],"properties":{
 "without_post":{"type":"integer","description":"Rows whose title or unit is no post here."},
 "without_post_names":{"type":"array","description":"Of the first of them.",
 "items":{"type":"string"}},
 "namesakes":{"type":"array","description":"Of whom it is to be said, or was, who they are.",
 "items":{"type":"object","required":["name","rows","standing"],"properties":{
 "name":{"type":"string"},"rows":{"type":"array","items":{"type":"integer"}},
 "standing":{"type":"array","description":"Those who are there already.","items":{
 "type":"object","required":["person","unit","roles","account"],"properties":{
 "person":{"$ref":"#/components/schemas/Id"},"unit":{"type":"string"},
 "roles":{"type":"array","items":{"type":"string"}},"account":{"type":"string"}}}}}}},
 "titles":{"type":"array","description":"Of the file.","items":{"type":"string"}},
 "sheets":{"type":"array","description":"Of a workbook.","items":{"type":"string"}},
 "words":{"type":"array","description":"Of posts, kinds of member and units.","items":{
 "$ref":"#/components/schemas/ListWord"}},
 "preview":{"type":"array","description":"The first rows, as they were understood.","items":{
 "type":"object","required":["row","name","member_kind","unit","roles","from","until","account",
 "is_new","is_faulty"],"properties":{"row":{"type":"integer"},"name":{"type":"string"},
 "member_kind":{"type":"string"},"unit":{"type":"string"},
 "roles":{"type":"array","items":{"type":"string"}},"from":{"type":"string"},
 "until":{"type":"string"},"account":{"type":"string"},"is_new":{"type":"boolean"},
 "is_faulty":{"type":"boolean"}}}},
 "import":{"anyOf":[{"$ref":"#/components/schemas/Id"},{"type":"null"}]},
 "rows":{"type":"integer"},"people":{"type":"integer","description":"To be added, or added."},
 "posts":{"type":"integer","description":"To be proposed, or proposed; a second person signs."},
 "accounts_wanted":{"type":"integer"},"unchanged":{"type":"integer"},
 "applied":{"type":"boolean"},"was_gb18030":{"type":"boolean"},
 "columns":{"type":"array","description":"Which column was taken for what.","items":{
 "type":"object","required":["name","field"],"properties":{"name":{"type":"string"},
 "field":{"type":"string"}}}},
 "findings_in_all":{"type":"integer"},"findings_are_cut":{"type":"boolean"},
 "findings":{"type":"array","items":{"$ref":"#/components/schemas/ImportFinding"}},
 "accounts":{"type":"array",
 "description":"Empty where the same click came before: a password is told once.",
 "items":{"type":"object","required":["person","person_name","name","one_time_password"],
 "properties":{"person":{"$ref":"#/components/schemas/Id"},"person_name":{"type":"string"},
 "name":{"type":"string"},"one_time_password":{"type":"string"}}}}}},
"ListWord":{"type":"object","required":["field","column","word","means","rows"],"properties":{
 "field":{"type":"string"},"column":{"type":"string"},
 "word":{"type":"string","description":"Empty where the cell says nothing."},
 "means":{"type":["string","null"],"description":"Empty: nothing that is kept. Null: asked."},
 "rows":{"type":"integer"}}},
"UnitsImported":{"type":"object","required":["rows","founded","unchanged","applied","was_gb18030",
 "titles","columns","unknown_words","findings_in_all","findings_are_cut","findings","import"],
 "properties":{"rows":{"type":"integer"},
 "founded":{"type":"integer","description":"To be founded, or founded."},
 "unchanged":{"type":"integer","description":"There already."},
 "applied":{"type":"boolean"},"was_gb18030":{"type":"boolean"},
 "titles":{"type":"array","description":"Of the file.","items":{"type":"string"}},
 "columns":{"type":"array","description":"Which column was taken for what.","items":{
 "type":"object","required":["name","field"],"properties":{"name":{"type":"string"},
 "field":{"type":"string"}}}},
 "unknown_words":{"type":"array","description":"To be said with `unit_words`.","items":{
 "$ref":"#/components/schemas/ListWord"}},
 "findings_in_all":{"type":"integer"},"findings_are_cut":{"type":"boolean"},
 "findings":{"type":"array","items":{"$ref":"#/components/schemas/ImportFinding"}},
 "import":{"anyOf":[{"$ref":"#/components/schemas/Id"},{"type":"null"}]}}},
"AccountNamed":{"type":"object","required":["account"],"additionalProperties":false,
 "properties":{"account":{"type":"string","maxLength":64}}},
"AccountDone":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},
 "one_time_password":{"type":"string","description":"After `reset`, once."}}},
"AccountEntries":{"type":"object","required":["entries"],"properties":{"entries":{"type":"array",
 "items":{"type":"object",
 "required":["seq","at","act","role","by","name","password_sha256"],"properties":{
 "seq":{"type":"integer"},"at":{"$ref":"#/components/schemas/Moment"},
 "act":{"type":"string"},"role":{"$ref":"#/components/schemas/Role"},
 "by":{"anyOf":[{"$ref":"#/components/schemas/Named"},{"type":"null"}],
  "description":"null: at the machine."},
 "name":{"type":"string"},
 "password_sha256":{"type":"string",
  "description":"Of the stored Argon2id string; empty where the entry left it so."}}}}}})json";

}  // namespace chuangyou
