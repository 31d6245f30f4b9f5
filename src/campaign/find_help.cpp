#include "campaign/find_help.h"

#include <algorithm>
#include <set>

#include "campaign/past_day.h"
#include "campaign/sight_of_lists.h"
#include "ledgers/all.h"

namespace chuangyou {
namespace {

class Need {
 public:
  Need(const Reader& reader, std::string path, std::size_t limit)
      : reader_(reader), path_(std::move(path)), limit_(limit) {}

  void look_at(const Ledger& ledger) {
    ListQuery late = below();
    late.overdue_at = reader_.now;
    look(ledger, late);
    for (const State& state : ledger.states) {
      if (!state.is_contested || state.stage != Stage::open) continue;
      ListQuery contested = below();
      contested.state = std::string(state.name);
      look(ledger, contested);
    }
  }

  InNeedPage in_order() {
    const auto due = [](const InNeed& one) {
      const std::optional<Moment>& at = one.found.standing.due_at;
      return std::pair(at ? at->microseconds : INT64_MAX, one.found.record.created_at);
    };
    std::ranges::stable_sort(page_.items, {}, due);
    if (page_.items.size() > limit_) {
      page_.is_complete = false;
      page_.items.erase(page_.items.begin() + static_cast<std::ptrdiff_t>(limit_),
                        page_.items.end());
    }
    return std::move(page_);
  }

 private:
  ListQuery below() const {
    ListQuery query;
    query.path = path_;
    query.limit = limit_;
    return query;
  }

  void look(const Ledger& ledger, const ListQuery& query) {
    Result<Page> page = find_list(reader_, ledger, query);
    if (!page) return;  // he may not pick by that, so nothing of it is his to see
    if (!page->next_cursor.empty()) page_.is_complete = false;
    const auto turn = reader_.turn();
    for (std::size_t i = 0; i < page->records.size(); ++i) {
      Record& record = page->records[i];
      const Sight sight = sight_as_read(reader_, record);
      if (sight == Sight::nothing || !seen_.insert(record.id).second) continue;
      page_.items.push_back({&ledger, {std::move(record), page->standings[i], sight}});
    }
  }

  const Reader& reader_;
  std::string path_;
  std::size_t limit_;
  std::set<Uuid> seen_;
  InNeedPage page_;
};

}  // namespace

bool needs_help(const Record& record, const Standing& standing, Moment now) {
  if (standing.stage != Stage::open) return false;
  const State* state = record.ledger().state(record.state);
  return (state && state->is_contested) || (standing.due_at && *standing.due_at <= now);
}

Result<InNeedPage> find_in_need(const Reader& reader, const Uuid& unit, std::size_t limit) {
  std::string path;
  {
    const auto turn = reader.turn();
    const UnitNo no = reader.body.tree.number_of(unit);
    if (no == no_unit) return refuse(Refusal::nothing_is_there);
    path = reader.body.tree.path_of(no);
    if (!sees_all_below(reader, path)) return refuse(Refusal::nothing_is_there);
  }
  Need need(reader, std::move(path), limit);
  for (const Ledger* ledger : all_ledgers()) need.look_at(*ledger);
  return need.in_order();
}

}  // namespace chuangyou
