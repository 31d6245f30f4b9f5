// The words of a list that stand for one of a few things, a post or a type of unit: each once, with
// what it is taken for, so that whoever brings the list in can say otherwise.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chuangyou {

struct ListWord {
  std::string field, column, word;  // an empty word: the cell says nothing
  // A wire name, or of a unit its name; empty: it means nothing that is kept; nullopt: nobody
  // knows.
  std::optional<std::string> means;
  std::int64_t rows = 0;
};

class ListWords {
 public:
  void add(std::string_view field, std::string_view column, std::string_view word,
           std::optional<std::string> means = {});
  const std::vector<ListWord>& all() const { return all_; }  // as they came first
  std::int64_t asked() const;                                // that nobody knows

 private:
  std::vector<ListWord> all_;
  std::map<std::pair<std::string, std::string>, std::size_t> at_;  // field and word
};

}  // namespace chuangyou
