// 首次开通 `/found`: founding the body of one's own, on a machine that serves none yet. One form, no
// script; afterwards the same page tells the three one-time passwords, this once.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/words.h"

namespace chuangyou {

struct FoundField {
  std::string_view name;
  bool required = false;
  std::string_view otherwise = {};  // what stands in it before anybody has typed
};
// In the order in which they are asked; beside them the campaign, which is chosen.
inline constexpr FoundField found_fields[] = {
    {"code", true},
    {"key", true},
    {"name_zh", true},
    {"name_en", true},
    {"zone"},
    {"root"},
    {"administrator_name", true, "系统管理员"},
    {"administrator_account", true, "admin"},
    {"security_administrator_name", true, "安全管理员"},
    {"security_administrator_account", true, "security"},
    {"auditor_name", true, "审计员"},
    {"auditor_account", true, "auditor"},
};

struct FoundPage {
  Language language;
  std::vector<std::string> campaigns;
  std::map<std::string, std::string, std::less<>> typed;  // as it was; nobody has: empty
  std::vector<Refused> refused;
  // Once it is founded, in place of the form.
  struct First {
    std::string_view role;
    std::string account, password;
  };
  std::string name;
  std::vector<First> three;
};

std::string found_page(const FoundPage&);

}  // namespace chuangyou
