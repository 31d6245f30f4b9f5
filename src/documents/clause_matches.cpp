// Which clauses of a text that was pasted stand in the record already.
#include <algorithm>

#include "core/same_words.h"
#include "documents/clauses.h"

namespace chuangyou {
namespace {

struct Folded {
  std::string number, text;
};
std::vector<Folded> folded(std::span<const Clause> clauses) {
  std::vector<Folded> all;
  for (const Clause& clause : clauses)
    all.push_back({words_alone(clause.number), words_alone(clause.text)});
  return all;
}

// How much two must have in common: less where they stand under the same number.
constexpr double alike_least = 0.5, alike_elsewhere_least = 0.7;

class Matching {
 public:
  Matching(std::vector<Clause>& clauses, std::span<const Clause> standing)
      : clauses_(clauses),
        standing_(standing),
        ours_(folded(clauses)),
        theirs_(folded(standing)),
        is_taken_(standing.size()) {}

  void match() {
    for (const bool by_number : {true, false})
      for_each_free([&](std::size_t i, std::size_t j) {
        return ours_[i].text == theirs_[j].text &&
                       (!by_number || ours_[i].number == theirs_[j].number)
                   ? 1.0
                   : 0.0;
      });
    for_each_free([&](std::size_t i, std::size_t j) {
      if (ours_[i].number != theirs_[j].number) return 0.0;
      const double alike = likeness(ours_[i].text, theirs_[j].text);
      return alike >= alike_least ? alike : 0.0;
    });
    for_each_free([&](std::size_t i, std::size_t j) {
      const double alike = likeness(ours_[i].text, theirs_[j].text);
      return alike >= alike_elsewhere_least ? alike : 0.0;
    });
  }

 private:
  // Gives each clause that is still new the free one that `alike` likes best, in their order.
  template <class Alike>
  void for_each_free(Alike alike) {
    for (std::size_t i = 0; i < clauses_.size(); ++i) {
      if (clauses_[i].row != 0) continue;
      double best = 0;
      std::size_t best_place = 0;
      for (std::size_t j = 0; j < standing_.size(); ++j) {
        const double how = is_taken_[j] ? 0 : alike(i, j);
        if (how <= best) continue;
        best = how;
        best_place = j;
      }
      if (best <= 0) continue;
      clauses_[i].row = standing_[best_place].row;
      is_taken_[best_place] = true;
    }
  }

  std::vector<Clause>& clauses_;
  std::span<const Clause> standing_;
  std::vector<Folded> ours_, theirs_;
  std::vector<bool> is_taken_;
};

}  // namespace

void match_clauses(std::vector<Clause>& clauses, std::span<const Clause> standing) {
  Matching(clauses, standing).match();
}

}  // namespace chuangyou
