#include "packs/data_map.h"

#include <algorithm>
#include <set>

namespace chuangyou {
namespace {

bool contains(std::initializer_list<std::string_view> keys, std::string_view wanted) {
  return std::ranges::find(keys, wanted) != keys.end();
}

YAML::Node parse(std::string_view yaml, std::optional<Refused>& fault) {
  try {
    return YAML::Load(std::string(yaml));
  } catch (const YAML::ParserException& broken) {
    fault = Refused{Refusal::file_cannot_be_read, {}, std::to_string(broken.mark.line + 1)};
    return {};
  }
}

}  // namespace

DataMap::DataMap(std::string_view yaml, std::optional<Refused>& fault,
                 std::initializer_list<std::string_view> keys)
    : DataMap(parse(yaml, fault), "", fault, keys) {}

DataMap::DataMap(const YAML::Node& node, std::string name, std::optional<Refused>& fault,
                 std::initializer_list<std::string_view> keys)
    : node_(node), name_(std::move(name)), fault_(&fault) {
  if (fault) return;
  if (!node_.IsMap()) {
    fault = Refused{Refusal::field_has_wrong_kind, name_, {}};
    return;
  }
  std::vector<std::string> seen;
  for (const auto& entry : node_) {
    const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : std::string();
    if (!contains(keys, key)) refuse_key(Refusal::field_is_unknown, key);
    // YAML keeps both; whichever was read, the other would be dropped in silence.
    if (std::ranges::find(seen, key) != seen.end()) refuse_key(Refusal::name_is_taken, key);
    seen.push_back(key);
  }
}

std::string DataMap::name_of_key(std::string_view key) const {
  return name_.empty() ? std::string(key) : name_ + "." + std::string(key);
}

void DataMap::refuse_key(Refusal law, std::string_view key, std::string detail) const {
  if (!*fault_) *fault_ = Refused{law, name_of_key(key), std::move(detail)};
}

YAML::Node DataMap::child(std::string_view key) const {
  if (*fault_ || !node_.IsMap()) return YAML::Node(YAML::NodeType::Undefined);
  const YAML::Node& map = node_;  // reading through a constant node adds no key
  return map[std::string(key)];
}

bool DataMap::has(std::string_view key) const {
  const YAML::Node found = child(key);
  return found.IsDefined() && !found.IsNull();
}

std::string DataMap::scalar(std::string_view key) const {
  if (!has(key)) return {};
  const YAML::Node found = child(key);
  if (found.IsScalar()) return found.Scalar();
  refuse_key(Refusal::field_has_wrong_kind, key);
  return {};
}

std::string DataMap::text_or_empty(std::string_view key) const { return scalar(key); }

std::string DataMap::text(std::string_view key) const {
  std::string found = scalar(key);
  if (found.empty()) refuse_key(Refusal::field_is_missing, key);
  return found;
}

std::string DataMap::choice(std::string_view key,
                            std::initializer_list<std::string_view> of) const {
  std::string found = text(key);
  if (!contains(of, found)) refuse_key(Refusal::choice_is_unknown, key, found);
  return found;
}

bool DataMap::yes_no_or(std::string_view key, bool otherwise) const {
  if (!has(key)) return otherwise;
  return choice(key, {"true", "false"}) == "true";
}

std::optional<Date> DataMap::date(std::string_view key) const {
  if (!has(key)) return std::nullopt;
  const std::string found = scalar(key);
  const Result<Date> date = parse_date(found);
  if (date) return *date;
  refuse_key(Refusal::date_is_not_iso, key, found);
  return std::nullopt;
}

Fixed DataMap::number(std::string_view key) const {
  const std::string found = text(key);
  const Result<Fixed> number = parse_fixed(found);
  if (number) return *number;
  refuse_key(number.error().law, key, found);
  return {};
}

std::optional<int> DataMap::integer(std::string_view key) const {
  if (!has(key)) return std::nullopt;
  const Fixed value = number(key);
  if (value.millionths % 1'000'000 == 0) return static_cast<int>(value.millionths / 1'000'000);
  refuse_key(Refusal::field_has_wrong_kind, key, scalar(key));
  return std::nullopt;
}

std::vector<std::string> DataMap::texts(std::string_view key) const {
  std::vector<std::string> all;
  if (!has(key)) return all;
  const YAML::Node found = child(key);
  if (!found.IsSequence()) refuse_key(Refusal::field_has_wrong_kind, key);
  for (const auto& item : found) {
    if (item.IsScalar()) {
      all.push_back(item.Scalar());
    } else {
      // A bare NULL is nothing at all; in quotes it is a word.
      refuse_key(Refusal::field_has_wrong_kind, key, item.IsNull() ? "NULL → \"NULL\"" : "");
    }
  }
  return all;
}

std::vector<std::pair<std::string, std::string>> DataMap::pairs(std::string_view key) const {
  std::vector<std::pair<std::string, std::string>> all;
  std::set<std::string> names;  // of thousands, as a list of words may have
  if (!has(key)) return all;
  const YAML::Node found = child(key);
  if (!found.IsMap()) refuse_key(Refusal::field_has_wrong_kind, key);
  for (const auto& entry : found) {
    const bool is_text = entry.first.IsScalar() && entry.second.IsScalar();
    if (!is_text) {
      refuse_key(Refusal::field_has_wrong_kind, key);
      return all;
    }
    if (!names.insert(entry.first.Scalar()).second)
      refuse_key(Refusal::name_is_taken, key, entry.first.Scalar());
    all.emplace_back(entry.first.Scalar(), entry.second.Scalar());
  }
  return all;
}

std::optional<DataMap> DataMap::map(std::string_view key,
                                    std::initializer_list<std::string_view> keys) const {
  if (!has(key)) return std::nullopt;
  return DataMap(child(key), name_of_key(key), *fault_, keys);
}

std::vector<DataMap> DataMap::maps(std::string_view key,
                                   std::initializer_list<std::string_view> keys) const {
  std::vector<DataMap> all;
  if (!has(key)) return all;
  const YAML::Node found = child(key);
  if (!found.IsSequence()) refuse_key(Refusal::field_has_wrong_kind, key);
  for (std::size_t i = 0; i < found.size(); ++i)
    all.push_back(
        DataMap(found[i], name_of_key(key) + "[" + std::to_string(i) + "]", *fault_, keys));
  return all;
}

}  // namespace chuangyou
