// Realises: S13 — a unit nobody answers for stands on the Today of whoever leads above
#include "campaign/find_unled.h"

#include <algorithm>
#include <unordered_set>

#include "storage/step_limit.h"

namespace chuangyou {
namespace {

// Of the widest subtree so many units are looked at.
constexpr std::size_t units_walked_max = 2'000;
constexpr std::int64_t steps_of_a_unit = 40;

// The works committee leads the whole campaign, and is told of what nobody below it leads.
bool is_told(Role role) { return role == Role::works_committee || leads_a_unit(role); }

class UnledBelow {
 public:
  UnledBelow(const Reader& reader, std::size_t limit)
      : reader_(reader), limit_(limit), today_(reader.today()) {}

  void look_below(const Uuid& top) {
    const Tree& tree = reader_.body.tree;
    if (tree.number_of(top) == no_unit) return;
    std::vector<UnitNo> waiting{tree.number_of(top)};
    for (std::size_t next = 0; next < waiting.size(); ++next)
      for (const UnitNo no : tree.children_of(waiting[next])) {
        if (seen_.size() == units_walked_max) {
          found_.is_complete = false;
          return;
        }
        if (look_at(no)) waiting.push_back(no);
      }
  }
  UnledUnits found() { return std::move(found_); }

 private:
  // Whether those below it have nobody nearer.
  bool look_at(UnitNo no) {
    const Unit& unit = reader_.body.tree.unit(no);
    if (unit.is_closed || unit.until || !seen_.insert(no).second) return false;
    StepLimit::spend(reader_.connection, steps_of_a_unit);
    if (unit.type == UnitType::collective) return false;
    if (!reader_.body.people.accountable_for(unit.id, today_)) {
      ++found_.in_all;
      if (found_.first.size() < limit_) found_.first.push_back(unit.id);
    }
    return std::ranges::none_of(reader_.body.people.holders_at(unit.id, today_),
                                [](const auto& held) { return is_told(held.second); });
  }

  const Reader& reader_;
  std::size_t limit_;
  Date today_;
  std::unordered_set<UnitNo> seen_;
  UnledUnits found_;
};

}  // namespace

UnledUnits find_unled(const Reader& reader, std::size_t limit) {
  UnledBelow below(reader, limit);
  for (const Post& post : reader.actor.posts)
    if (is_told(post.role) && is_in_force(post, reader.today())) below.look_below(post.unit);
  return below.found();
}

}  // namespace chuangyou
