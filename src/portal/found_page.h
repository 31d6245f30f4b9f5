// 首次开通 `/found`: founding the body of one's own, on a machine that serves none yet. One form, no
// script; afterwards the same page tells the three one-time passwords, this once, and leads nowhere
// but to the log-in: whatever else is followed would lose them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
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
    {"administrator_name", true},
    {"administrator_account", true, "admin"},
    {"security_administrator_name", true},
    {"security_administrator_account", true, "security"},
    {"auditor_name", true},
    {"auditor_account", true, "auditor"},
};

struct FoundPage {
  Language language;
  struct Campaign {
    std::string key;
    Words name, purpose;
    std::optional<Date> from, until;
  };
  std::vector<Campaign> campaigns;
  std::map<std::string, std::string, std::less<>> typed;  // as it was; nobody has: empty
  std::vector<Refused> refused;
  // Once it is founded, in place of the form.
  struct First {
    std::string_view role;
    std::string person, account, password;
  };
  std::string name;
  std::vector<First> three;
};

std::string found_page(const FoundPage&);

}  // namespace chuangyou
