// The schemas of a body's campaign, numbers of practice and calendar, as JSON members.
#pragma once

#include <string_view>

namespace chuangyou {

inline constexpr std::string_view openapi_campaign_schemas = R"json(
"CampaignPart":{"type":"object","required":["key","name","source"],"properties":{
 "key":{"type":"string"},"name":{"$ref":"#/components/schemas/Words"},
 "source":{"type":"string"}}},
"CampaignPartOrNull":{"anyOf":[{"$ref":"#/components/schemas/CampaignPart"},{"type":"null"}]},
"CampaignParts":{"type":"array","items":{"$ref":"#/components/schemas/CampaignPart"}},
"CampaignMilestone":{"type":"object","required":["key","name","date","provisional","source_text",
 "correction_reason","source","reason","by_entry"],"properties":{"key":{"type":"string"},
 "name":{"$ref":"#/components/schemas/Words"},"date":{"$ref":"#/components/schemas/DayOrNull"},
 "provisional":{"type":"boolean"},"source_text":{"type":"string"},
 "correction_reason":{"$ref":"#/components/schemas/Words"},"source":{"type":"string"},
 "reason":{"type":"string"},"by_entry":{"type":["integer","null"]}}},
"CampaignPhase":{"type":"object","required":["key","name","source","from","until","provisional",
 "reason","by_entry"],"properties":{"key":{"type":"string"},
 "name":{"$ref":"#/components/schemas/Words"},"source":{"type":"string"},
 "from":{"$ref":"#/components/schemas/DayOrNull"},
 "until":{"$ref":"#/components/schemas/DayOrNull"},"provisional":{"type":"boolean"},
 "reason":{"type":"string"},"by_entry":{"type":["integer","null"]}}},
"Campaign":{"type":"object","required":["key","type","name","zone","may_change","predecessor",
 "successor","red_line","theme","requirements","strands","handles","organisation_criteria",
 "member_criteria","tiers","roles","milestones","phases","notices","calendar","reckoning"],
 "properties":{"key":{"type":"string"},"type":{"type":"string"},
 "name":{"$ref":"#/components/schemas/Words"},"zone":{"type":"string"},
 "may_change":{"type":"boolean"},
 "predecessor":{"$ref":"#/components/schemas/CampaignPartOrNull"},
 "successor":{"$ref":"#/components/schemas/CampaignPartOrNull"},
 "red_line":{"$ref":"#/components/schemas/CampaignPart"},
 "theme":{"$ref":"#/components/schemas/CampaignPart"},
 "requirements":{"$ref":"#/components/schemas/CampaignParts"},
 "strands":{"$ref":"#/components/schemas/CampaignParts"},
 "handles":{"$ref":"#/components/schemas/CampaignParts"},
 "organisation_criteria":{"$ref":"#/components/schemas/CampaignParts"},
 "member_criteria":{"$ref":"#/components/schemas/CampaignParts"},
 "tiers":{"$ref":"#/components/schemas/CampaignParts"},
 "roles":{"$ref":"#/components/schemas/CampaignParts"},
 "milestones":{"type":"array","items":{"$ref":"#/components/schemas/CampaignMilestone"}},
 "phases":{"type":"array","items":{"$ref":"#/components/schemas/CampaignPhase"}},
 "notices":{"type":"array","items":{"type":"object",
 "required":["law","about","said","held","reason"],"properties":{
 "law":{"$ref":"#/components/schemas/Refusal"},"about":{"type":"string"},
 "said":{"type":"string"},"held":{"type":"string"},
 "reason":{"$ref":"#/components/schemas/Words"}}}},
 "calendar":{"type":"object","required":["version","by_entry","since","source","reason"],
 "properties":{"version":{"type":"string"},"by_entry":{"type":["integer","null"]},
 "since":{"$ref":"#/components/schemas/Moment"},"source":{"type":"string"},
 "reason":{"type":"string"}}},
 "reckoning":{"type":["object","null"],"description":"While records follow a new calendar.",
 "properties":{"done":{"type":"integer"},"of":{"type":"integer"}}}}},
"PolicyValues":{"type":"object","required":["pack","may_change","values"],"properties":{
 "pack":{"type":"string"},"may_change":{"type":"boolean"},"values":{"type":"array","items":{
 "type":"object","required":["name","value","unit","from","until","superseded","holds_today",
 "source","tag","reason","by_entry"],"properties":{"name":{"type":"string"},
 "value":{"type":"string"},"unit":{"type":"string"},
 "from":{"$ref":"#/components/schemas/DayOrNull"},
 "until":{"$ref":"#/components/schemas/DayOrNull"},"superseded":{"type":"boolean"},
 "holds_today":{"type":"boolean"},"source":{"type":"string"},
 "tag":{"type":"string","enum":["V","L","K","U","D"]},"reason":{"type":"string"},
 "by_entry":{"type":["integer","null"]}}}}}},
"CampaignEntryHead":{"type":"object","required":["seq","at","act","actor","role"],"properties":{
 "seq":{"type":"integer"},"at":{"$ref":"#/components/schemas/Moment"},"act":{"type":"string"},
 "actor":{"$ref":"#/components/schemas/NamedOrNull"},
 "role":{"$ref":"#/components/schemas/Role"}}},
"CampaignEntries":{"type":"object","required":["entries","next_after"],"properties":{"entries":{
 "type":"array","items":{"$ref":"#/components/schemas/CampaignEntryHead"}},
 "next_after":{"type":["integer","null"]}}},
"CampaignEntry":{"allOf":[{"$ref":"#/components/schemas/CampaignEntryHead"},
 {"type":"object","required":["changes"],"properties":{"changes":{"type":"object"}}}]}
)json";

}  // namespace chuangyou
