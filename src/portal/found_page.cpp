#include "portal/found_page.h"

#include <algorithm>
#include <kainjow/mustache.hpp>

#include "core/embedded.h"

namespace chuangyou {
namespace {

using kainjow::mustache::data;

std::string said(Language language, std::string_view key) {
  return std::string(words(language, "portal.found." + std::string(key)));
}

// 2010–2012, or that it has no end.
std::string years_of(Language language, const FoundPage::Campaign& campaign) {
  if (!campaign.until) return said(language, "goes_on");
  const std::string last = std::to_string(year_of(*campaign.until));
  return campaign.from ? std::to_string(year_of(*campaign.from)) + "–" + last : last;
}

// What helps is how the field is filled in, not of what kind it is.
std::string words_of(Language language, const Refused& one) {
  if (one.law == Refusal::field_has_wrong_kind) {
    const std::string own = said(language, one.field + "_wrong");
    if (!own.empty()) return own;
  }
  return std::string(words(language, "refusals." + std::string(name_of(one.law))));
}

data form_of(const FoundPage& page) {
  data form, fields(data::type::list), campaigns(data::type::list);
  const auto typed = [&](std::string_view name, std::string_view otherwise) {
    const auto found = page.typed.find(name);
    return found == page.typed.end() ? std::string(otherwise) : found->second;
  };
  for (const FoundField& field : found_fields) {
    data one;
    const std::string name(field.name);
    one.set("name", name);
    one.set("label", said(page.language, name));
    one.set("hint", said(page.language, name + "_hint"));
    one.set("value", typed(field.name, field.otherwise));
    one.set("required", field.required);
    fields << one;
  }
  for (const FoundPage::Campaign& campaign : page.campaigns) {
    const bool is_zh = page.language == Language::zh;
    data one;
    one.set("key", campaign.key);
    one.set("name", is_zh ? campaign.name.zh : campaign.name.en);
    one.set("purpose", is_zh ? campaign.purpose.zh : campaign.purpose.en);
    one.set("years", years_of(page.language, campaign));
    one.set("chosen", campaign.key == typed("campaign", ""));
    campaigns << one;
  }
  form.set("fields", fields);
  form.set("campaigns", campaigns);
  return form;
}

data founded_of(const FoundPage& page) {
  data founded, three(data::type::list);
  founded.set("name", page.name);
  for (const FoundPage::First& one : page.three) {
    data row;
    row.set("post", std::string(words(page.language, "roles." + std::string(one.role))));
    row.set("person", one.person);
    row.set("account", one.account);
    row.set("password", one.password);
    three << row;
  }
  founded.set("three", three);
  return founded;
}

}  // namespace

std::string found_page(const FoundPage& page) {
  const bool is_zh = page.language == Language::zh;
  data shown;
  for (const std::string_view key :
       {"title", "lead", "home", "other_language", "wrong", "founded", "once", "post", "person",
        "account", "password", "log_in", "log_in_hint", "campaign", "campaign_hint", "found"})
    shown.set("w_" + std::string(key), said(page.language, key));
  shown.set("lang", is_zh ? "zh-CN" : "en");
  shown.set("language", is_zh ? "zh" : "en");
  shown.set("other", is_zh ? "en" : "zh");
  shown.set("other_lang", is_zh ? "en" : "zh-CN");
  data wrong(data::type::list);
  for (const Refused& one : page.refused) {
    data line;
    const std::string label = said(page.language, one.field);
    line.set("field", label.empty() ? one.field : label);
    line.set("words", words_of(page.language, one));
    line.set("detail", one.detail);
    wrong << line;
  }
  shown.set("has_wrong", !page.refused.empty());
  shown.set("wrong", wrong);
  if (page.three.empty())
    shown.set("form", form_of(page));
  else
    shown.set("founded", founded_of(page));
  const auto file =
      std::ranges::find(embedded_files(), "portal/found.mustache", &EmbeddedFile::path);
  kainjow::mustache::mustache form(
      std::string(file == embedded_files().end() ? std::string_view() : file->content));
  return form.render(shown);
}

}  // namespace chuangyou
