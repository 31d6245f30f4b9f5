// Which clauses of a text that was pasted stand in the record already.
#include <algorithm>
#include <bit>
#include <map>

#include "core/same_words.h"
#include "documents/clause_marks.h"
#include "documents/clauses.h"

namespace chuangyou {
namespace {

struct Folded {
  std::string number, text;
  WordParts parts;
};
std::vector<Folded> folded(std::span<const Clause> clauses) {
  std::vector<Folded> all;
  for (const Clause& clause : clauses)
    all.push_back({words_alone(with_plain_digits(clause.number)), words_alone(clause.text), {}});
  return all;
}

// In which of the texts each part stands, so that a text is held against those alone that have
// something in common with it, and against all of them at once.
class PlacesOfParts {
 public:
  explicit PlacesOfParts(std::span<const Folded> texts) : texts_(texts.size()) {
    std::size_t in_all = 0;
    for (const Folded& text : texts) in_all += text.parts.size();
    slots_.resize(std::bit_ceil(2 * in_all + 1));
    places_.resize(in_all);
    for (const Folded& text : texts)
      for (const std::uint64_t part : text.parts) {
        Slot& slot = slot_of(part);
        slot.part = part;
        ++slot.count;
      }
    std::uint32_t end = 0;
    for (Slot& slot : slots_) slot.end = end += slot.count;
    for (std::uint32_t i = 0; i < texts.size(); ++i)
      for (const std::uint64_t part : texts[i].parts) places_[--slot_of(part).end] = i;
  }

  // Of each text how many of the parts it has.
  const std::vector<std::uint32_t>& common_with(const WordParts& parts) {
    common_.assign(texts_, 0);
    for (const std::uint64_t part : parts) {
      const Slot& slot = slot_of(part);
      for (const std::uint32_t text : std::span(places_).subspan(slot.end, slot.count))
        ++common_[text];
    }
    return common_;
  }

 private:
  // Its places stand together; `end` is where they begin once all of them are there.
  struct Slot {
    std::uint64_t part = 0;
    std::uint32_t count = 0, end = 0;
  };
  Slot& slot_of(std::uint64_t part) {
    constexpr std::uint64_t golden = 0x9E3779B97F4A7C15;  // spreads what differs in a few bits
    std::size_t at = (part * golden >> 20) & (slots_.size() - 1);
    while (slots_[at].count != 0 && slots_[at].part != part) at = (at + 1) & (slots_.size() - 1);
    return slots_[at];
  }

  std::vector<Slot> slots_;
  std::vector<std::uint32_t> places_, common_;
  std::size_t texts_;
};

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
    if (standing_.empty()) return;
    match_the_same([](const Folded& one) { return one.text + '\n' + one.number; });
    match_the_same([](const Folded& one) { return one.text; });
    for (std::size_t j = 0; j < theirs_.size(); ++j)
      if (!is_taken_[j]) theirs_[j].parts = parts_of_words(theirs_[j].text);
    PlacesOfParts places(theirs_);
    for (std::size_t i = 0; i < ours_.size(); ++i)
      if (clauses_[i].row == 0) ours_[i].parts = parts_of_words(ours_[i].text);
    match_those_alike(places, alike_least, true);
    match_those_alike(places, alike_elsewhere_least, false);
  }

 private:
  void take(std::size_t i, std::size_t j) {
    clauses_[i].row = standing_[j].row;
    is_taken_[j] = true;
  }

  // Each clause takes the first that is free and has the same key; no blank parts a key's words.
  template <class KeyOf>
  void match_the_same(KeyOf key_of) {
    std::multimap<std::string, std::size_t> free;
    for (std::size_t j = 0; j < theirs_.size(); ++j)
      if (!is_taken_[j]) free.emplace(key_of(theirs_[j]), j);
    for (std::size_t i = 0; i < ours_.size(); ++i) {
      if (clauses_[i].row != 0) continue;
      const auto found = free.lower_bound(key_of(ours_[i]));
      if (found == free.end() || found->first != key_of(ours_[i])) continue;
      take(i, found->second);
      free.erase(found);
    }
  }

  // Gives each clause that is still new the free one that is most like it, in their order.
  void match_those_alike(PlacesOfParts& places, double least, bool by_number) {
    for (std::size_t i = 0; i < ours_.size(); ++i) {
      if (clauses_[i].row != 0 || ours_[i].parts.empty()) continue;
      const std::vector<std::uint32_t>& common = places.common_with(ours_[i].parts);
      double best = 0;
      std::size_t best_place = 0;
      for (std::size_t j = 0; j < common.size(); ++j) {
        if (is_taken_[j] || (by_number && ours_[i].number != theirs_[j].number)) continue;
        const double alike = likeness(common[j], ours_[i].parts.size(), theirs_[j].parts.size());
        if (alike < least || alike <= best) continue;
        best = alike;
        best_place = j;
      }
      if (best > 0) take(i, best_place);
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
