// One map of a data file (campaigns/**.yaml), read strictly: an unknown key is refused with its
// name, a wrong kind likewise. The first fault stays; what is read after it is empty and not used.
#pragma once

#include <yaml-cpp/yaml.h>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/fixed.h"
#include "core/result.h"

namespace chuangyou {

class DataMap {
 public:
  // The whole file. file_cannot_be_read with the line in `detail` where it is no YAML.
  DataMap(std::string_view yaml, std::optional<Refused>& fault,
          std::initializer_list<std::string_view> keys);

  bool has(std::string_view key) const;
  std::string text(std::string_view key) const;  // field_is_missing
  std::string text_or_empty(std::string_view key) const;
  std::string choice(std::string_view key, std::initializer_list<std::string_view> of) const;
  bool yes_no_or(std::string_view key, bool otherwise) const;
  std::optional<Date> date(std::string_view key) const;  // empty where the key is not there
  std::optional<int> integer(std::string_view key) const;
  Fixed number(std::string_view key) const;
  std::vector<std::string> texts(std::string_view key) const;
  // Key and value as they stand there, for maps whose keys are data.
  std::vector<std::pair<std::string, std::string>> pairs(std::string_view key) const;
  std::optional<DataMap> map(std::string_view key,
                             std::initializer_list<std::string_view> keys) const;
  std::vector<DataMap> maps(std::string_view key,
                            std::initializer_list<std::string_view> keys) const;
  void refuse_key(Refusal law, std::string_view key, std::string detail = {}) const;

 private:
  DataMap(const YAML::Node& node, std::string name, std::optional<Refused>& fault,
          std::initializer_list<std::string_view> keys);
  YAML::Node child(std::string_view key) const;
  std::string name_of_key(std::string_view key) const;
  std::string scalar(std::string_view key) const;

  YAML::Node node_;
  std::string name_;
  std::optional<Refused>* fault_;
};

}  // namespace chuangyou
