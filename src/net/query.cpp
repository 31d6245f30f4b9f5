#include "net/query.h"

#include <algorithm>
#include <charconv>

#include "core/text.h"

namespace chuangyou {
namespace {

int hex_digit(char symbol) {
  if (symbol >= '0' && symbol <= '9') return symbol - '0';
  if (symbol >= 'a' && symbol <= 'f') return symbol - 'a' + 10;
  if (symbol >= 'A' && symbol <= 'F') return symbol - 'A' + 10;
  return -1;
}

bool is_control(char symbol) {
  const auto byte = static_cast<unsigned char>(symbol);
  return byte < 0x20 || byte == 0x7F;
}

std::optional<std::string> without_percents(std::string_view text, bool plus_is_blank) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char symbol = text[i];
    if (symbol == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      symbol = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (symbol == '+' && plus_is_blank) {
      symbol = ' ';
    }
    decoded += symbol;
  }
  return decoded;
}

}  // namespace

std::optional<std::vector<std::string>> path_segments(std::string_view path) {
  std::vector<std::string> segments;
  while (path.starts_with('/')) {
    path.remove_prefix(1);
    const std::string_view segment = path.substr(0, path.find('/'));
    auto decoded = without_percents(segment, false);
    if (!decoded || !is_utf8(*decoded)) return std::nullopt;
    segments.push_back(std::move(*decoded));
    path.remove_prefix(segment.size());
  }
  return segments;
}

std::optional<std::string> decoded_from_url(std::string_view text, bool plus_is_blank) {
  auto decoded = without_percents(text, plus_is_blank);
  if (!decoded || std::ranges::any_of(*decoded, is_control) || !is_utf8(*decoded))
    return std::nullopt;
  return decoded;
}

std::string encoded_for_url(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  for (const char symbol : text) {
    const auto byte = static_cast<unsigned char>(symbol);
    const bool is_plain = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
                          (byte >= 'A' && byte <= 'Z') || byte == '-' || byte == '_' ||
                          byte == '.' || byte == '~';
    if (is_plain)
      encoded += symbol;
    else
      encoded.append(1, '%').append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
  }
  return encoded;
}

QueryString::QueryString(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    auto name = decoded_from_url(pair.substr(0, equals), true);
    auto value = decoded_from_url(pair.substr(std::min(equals + 1, pair.size())), true);
    if (!name || !value) {
      refuse(Refusal::parameter_is_unknown, name.value_or(""));
    } else if (std::ranges::find(parameters_, *name, &Parameter::name) != parameters_.end()) {
      // Given twice: nobody can say which one was meant.
      refuse(Refusal::parameter_is_unknown, *name, *value);
    } else {
      parameters_.push_back({std::move(*name), std::move(*value)});
    }
  }
}

bool QueryString::has(std::string_view name) const {
  const auto found = std::ranges::find(parameters_, name, &Parameter::name);
  return found != parameters_.end() && !found->value.empty();
}

std::optional<std::string> QueryString::take(std::string_view name) {
  const auto found = std::ranges::find(parameters_, name, &Parameter::name);
  if (found == parameters_.end()) return std::nullopt;
  found->is_taken = true;
  if (found->value.empty()) return std::nullopt;
  return found->value;
}

std::optional<Uuid> QueryString::take_id(std::string_view name) {
  const auto text = take(name);
  if (!text) return std::nullopt;
  const auto id = parse_uuid(*text);
  if (id) return *id;
  refuse(Refusal::id_is_malformed, name, *text);
  return std::nullopt;
}

std::optional<bool> QueryString::take_yes_no(std::string_view name) {
  const auto text = take(name);
  if (!text) return std::nullopt;
  if (*text == "true") return true;
  if (*text == "false") return false;
  refuse(Refusal::field_has_wrong_kind, name, *text);
  return std::nullopt;
}

std::int64_t QueryString::take_number(std::string_view name, std::int64_t otherwise,
                                      std::int64_t min, std::int64_t max) {
  const auto text = take(name);
  if (!text) return otherwise;
  std::int64_t number = 0;
  const char* const end = text->data() + text->size();
  const auto [stopped, error] = std::from_chars(text->data(), end, number);
  if (error != std::errc{} || stopped != end) {
    refuse(Refusal::field_has_wrong_kind, name, *text);
    return otherwise;
  }
  if (number < min || number > max) {
    refuse(Refusal::number_is_out_of_range, name, *text);
    return otherwise;
  }
  return number;
}

std::vector<QueryString::Parameter*> QueryString::left() {
  std::vector<Parameter*> untaken;
  for (Parameter& parameter : parameters_)
    if (!parameter.is_taken) untaken.push_back(&parameter);
  return untaken;
}

std::string QueryString::without(std::span<const std::string_view> names) const {
  std::vector<std::string> texts;
  for (const Parameter& parameter : parameters_)
    if (std::ranges::find(names, parameter.name) == names.end())
      texts.push_back(encoded_for_url(parameter.name) + '=' + encoded_for_url(parameter.value));
  std::ranges::sort(texts);
  std::string all;
  for (const std::string& text : texts) all.append(text).append("&");
  return all;
}

void QueryString::refuse(Refusal law, std::string_view field, std::string detail) {
  errors_.push_back({law, std::string(field), std::move(detail)});
}

std::vector<Refused> QueryString::errors() {
  // What nobody understands comes before what is out of range.
  std::vector<Refused> all;
  for (const Parameter& parameter : parameters_)
    if (!parameter.is_taken) all.push_back({Refusal::parameter_is_unknown, parameter.name, {}});
  all.insert(all.end(), errors_.begin(), errors_.end());
  return all;
}

}  // namespace chuangyou
