#include "imports/list_words.h"

#include <algorithm>

namespace chuangyou {

void ListWords::add(std::string_view field, std::string_view column, std::string_view word,
                    std::optional<std::string> means) {
  const auto [found, is_new] =
      at_.try_emplace({std::string(field), std::string(word)}, all_.size());
  if (is_new)
    all_.push_back(
        {std::string(field), std::string(column), std::string(word), std::move(means), 0});
  ++all_[found->second].rows;
}

std::int64_t ListWords::asked() const {
  return std::ranges::count_if(all_, [](const ListWord& one) { return !one.means; });
}

}  // namespace chuangyou
