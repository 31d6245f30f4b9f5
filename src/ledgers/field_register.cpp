#include "ledgers/field_register.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <vector>

#include "core/folded.h"
#include "core/same_words.h"
#include "core/text.h"
#include "core/words.h"
#include "ledgers/all.h"

namespace chuangyou {
namespace {

constexpr std::size_t characters_of_a_name_of_its_own = 4;
constexpr double is_like_from = 0.7;  // of all parts of both

// What is asked and sent is no place where a fact is kept.
constexpr std::string_view not_kept_in[] = {"requests", "deliveries", "directives"};

std::string words_of(Language language, const std::string& key) {
  const std::string_view plain = words(language, key);
  return std::string(plain.empty() ? words(language, key + ".name") : plain);
}

class FieldRegister {
 public:
  FieldRegister() {
    for (const Ledger* ledger : all_ledgers()) {
      if (std::ranges::find(not_kept_in, ledger->name) != std::end(not_kept_in)) continue;
      for (const FieldSpec& field : ledger->fields)
        if (!field.is_retired && field.visibility != Visibility::sealed) add(*ledger, field);
    }
  }

  std::optional<HeldField> find(std::string_view name) const {
    const std::string asked = field_words(name);
    if (asked.empty()) return std::nullopt;
    if (const auto whole = by_whole_name_.find(asked); whole != by_whole_name_.end())
      return told(whole->second, false);
    if (const auto alone = by_name_.find(asked); alone != by_name_.end()) {
      const bool is_its_own =
          alone->second.size() == 1 && character_count(asked) >= characters_of_a_name_of_its_own;
      return told(*alone->second.begin(), !is_its_own);
    }
    return find_like(asked);
  }

 private:
  struct Whole {
    std::string place;
    std::size_t parts = 0;
  };

  void add(const Ledger& ledger, const FieldSpec& field) {
    const std::string place = std::string(ledger.name) + "." + std::string(field.name);
    const std::string of_ledger = "ledgers." + std::string(ledger.name);
    for (const Language language : {Language::zh, Language::en}) {
      const std::string whose = words_of(language, of_ledger + ".name");
      const std::string what = words_of(language, of_ledger + ".fields." + std::string(field.name));
      if (what.empty()) continue;
      if (language == Language::zh) words_.emplace(place, whose + " · " + what);
      by_name_[field_words(what)].insert(place);
      for (const std::string& name : {field_words(whose + what), field_words(what + whose)})
        by_whole_name_.emplace(name, place);
      const WordParts parts = parts_of_words(field_words(whose + what));
      for (const std::uint64_t part : std::set<std::uint64_t>(parts.begin(), parts.end()))
        with_part_[part].push_back(wholes_.size());
      wholes_.push_back({place, parts.size()});
    }
  }

  // Of the names alone that have any part of it, which are few.
  std::optional<HeldField> find_like(const std::string& asked) const {
    const WordParts parts = parts_of_words(asked);
    std::map<std::size_t, std::size_t> in_common;
    for (const std::uint64_t part : parts)
      if (const auto with = with_part_.find(part); with != with_part_.end())
        for (const std::size_t whole : with->second) ++in_common[whole];
    const Whole* best = nullptr;
    double most = is_like_from;
    for (const auto& [whole, common] : in_common) {
      const Whole& one = wholes_[whole];
      const double like = likeness(common, parts.size(), one.parts);
      if (like < most) continue;
      most = like;
      best = &one;
    }
    return best ? std::optional(told(best->place, true)) : std::nullopt;
  }

  HeldField told(const std::string& place, bool is_similar) const {
    const auto words = words_.find(place);
    return {place, words == words_.end() ? place : words->second, is_similar};
  }

  std::map<std::string, std::set<std::string>, std::less<>> by_name_;
  std::map<std::string, std::string, std::less<>> by_whole_name_;
  std::map<std::string, std::string, std::less<>> words_;
  std::vector<Whole> wholes_;
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> with_part_;
};

}  // namespace

std::string field_words(std::string_view name) {
  std::string words = words_alone(folded_utf8(name));
  constexpr std::string_view of = "的";
  for (std::size_t at = words.find(of); at != words.npos; at = words.find(of, at))
    words.erase(at, of.size());
  return words;
}

std::optional<HeldField> find_held_field(std::string_view name) {
  static const FieldRegister held;
  return held.find(name);
}

}  // namespace chuangyou
