// What waits for somebody: of each of his posts the records that it could be asked about, and of
// these the ones of which it is his turn.
// Realises: S74 X6 — work in the order of its days, whatever it belongs to
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "campaign/came_to_stand.h"
#include "campaign/look_ups.h"
#include "campaign/sitting.h"
#include "ledgers/all.h"

namespace chuangyou {
namespace {

// Of one list so many records are looked at, the next due first: what a wide subtree holds behind
// them is asked of somebody nearer, or is asked here once it is late.
constexpr std::size_t looked_at_most = 1'000;
constexpr std::size_t looked_at_in_turn = 200;

// What somebody is asked to have done by a day that lies farther ahead than a working week waits
// for nobody yet.
constexpr std::int32_t near_working_days = 5;

// Of so many it is looked up who sent them back.
constexpr std::size_t sent_back_most = 400;

constexpr Stage stages[] = {Stage::open, Stage::claimed};

// The fields through which somebody comes to act on another unit's record, or as a person.
std::set<std::string_view> fields_of_rights(const Ledger& ledger, Kind kind) {
  std::set<std::string_view> fields;
  for (const Act& act : ledger.acts)
    for (const Right& right : act.may)
      if (const FieldSpec* field = ledger.field_or_column(right.field);
          field && field->kind == kind)
        fields.insert(right.field);
  return fields;
}

// Those among them that name a unit below somebody who may act.
std::set<std::string_view> fields_looked_at_from_above(const Ledger& ledger, Role role) {
  std::set<std::string_view> fields;
  for (const Act& act : ledger.acts)
    for (const Right& right : act.may)
      if (right.role == role && !right.field.empty() && right.at == At::own_or_above)
        fields.insert(right.field);
  return fields;
}

bool asks_its_author(const Ledger& ledger) {
  return std::ranges::any_of(ledger.acts, [](const Act& act) {
    return !act.from.empty() && std::ranges::any_of(act.may, [](const Right& right) {
      return right.at == At::subject && right.field.empty();
    });
  });
}

class TodaysWork {
 public:
  TodaysWork(const Reader& reader, std::size_t limit)
      : reader_(reader), limit_(limit), today_(reader.today()), sitting_(reader.body, today_) {
    const auto turn = reader.turn();
    root_ = reader.body.tree.path_of(0);
  }

  void look_at_post(const Post& post, const Ledger& ledger) {
    for (const Stage stage : stages) {
      look(ledger, at_unit(post, stage));
      for (std::string_view field : fields_of_rights(ledger, Kind::unit))
        look(ledger, naming(field, Uuid(post.unit), stage));
      for (std::string_view field : fields_looked_at_from_above(ledger, post.role))
        for (const Uuid& unit : units_below(post)) look(ledger, naming(field, unit, stage));
    }
    // Kept from those concerned, it lies with discipline wherever they sit.
    if (const std::string_view from = ledger.conceals.from;
        post.role == Role::discipline && !from.empty()) {
      ListQuery disciplines = at_unit(post, Stage::open);
      disciplines.field_equals = std::pair(std::string(from), Value(Uuid(post.unit)));
      look(ledger, disciplines);
    }
    for (const State& state : ledger.states)
      for (const bool once_signed : {false, true}) look_down(post, ledger, state, once_signed);
  }

  void look_at_person(const Ledger& ledger) {
    if (reader_.actor.person.is_nil()) return;
    for (const Stage stage : stages) {
      for (std::string_view field : fields_of_rights(ledger, Kind::person))
        look(ledger, naming(field, Uuid(reader_.actor.person), stage));
      if (!asks_its_author(ledger)) continue;
      ListQuery own;
      own.path = root_;
      own.stage = stage;
      own.author = reader_.actor.person;
      look(ledger, own);
    }
  }

  WaitingPage in_order() {
    std::size_t looked_up = 0;
    for (Waiting& waiting : found_)
      if (waiting.part != Part::judging && may_have_come_back(waiting.found.record) &&
          ++looked_up <= sent_back_most) {
        waiting.came_back = who_sent_back(waiting.found.record);
        if (waiting.came_back) waiting.part = Part::mine;
      }
    auto place = [](const Waiting& waiting) {
      const std::optional<Moment>& at = waiting.found.standing.due_at;
      return std::tuple(waiting.part, !waiting.came_back, at ? at->microseconds : INT64_MAX,
                        waiting.found.record.created_at);
    };
    std::ranges::stable_sort(found_, {}, place);
    WaitingPage page;
    page.is_complete = is_complete_;
    for (const Waiting& waiting : found_) ++page.counts[static_cast<std::size_t>(waiting.part)];
    if (found_.size() > limit_)
      found_.erase(found_.begin() + static_cast<std::ptrdiff_t>(limit_), found_.end());
    for (Waiting& waiting : found_) redact(waiting.found.record, waiting.found.sight);
    page.items = std::move(found_);
    return page;
  }

 private:
  static ListQuery at_unit(const Post& post, Stage stage) {
    ListQuery query;
    query.path = post.path;
    query.stage = stage;
    query.own_unit = post.unit;
    return query;
  }
  ListQuery naming(std::string_view field, const Uuid& id, Stage stage) const {
    ListQuery query;
    query.path = root_;
    query.stage = stage;
    query.field_equals = std::pair(std::string(field), Value(id));
    return query;
  }

  // As far as a committee reaches; whoever stands above more is asked by those in between.
  const std::vector<Uuid>& units_below(const Post& post) {
    constexpr std::size_t units_max = 500;
    const auto [place, is_new] = below_.try_emplace(post.unit);
    std::vector<Uuid>& below = place->second;
    if (!is_new) return below;
    const auto turn = reader_.turn();
    const Tree& tree = reader_.body.tree;
    std::vector<UnitNo> next;
    if (const UnitNo no = tree.number_of(post.unit); no != no_unit) next.push_back(no);
    for (std::size_t i = 0; i < next.size() && next.size() < units_max; ++i)
      std::ranges::copy(tree.children_of(next[i]), std::back_inserter(next));
    for (const UnitNo no : next)
      if (const Uuid& unit = tree.unit(no).id; unit != post.unit) below.push_back(unit);
    return below;
  }

  void look_down(const Post& post, const Ledger& ledger, const State& state, bool once_signed) {
    if (state.stage != Stage::open && state.stage != Stage::claimed) return;
    const Reach reach = reach_of(ledger, state, post.role, once_signed);
    if (reach == Reach::own) return;
    ListQuery query;
    query.path = reach == Reach::everywhere ? root_ : post.path;
    query.stage = state.stage;
    query.state = state.name;
    query.with_signatures = once_signed;
    look(ledger, query);
  }

  void look(const Ledger& ledger, ListQuery query) {
    query.limit = looked_at_in_turn;
    const LedgerTable table(ledger);
    std::size_t kept = 0;
    for (std::size_t looked_at = 0;;) {
      if (looked_at >= looked_at_most || kept >= limit_) {
        is_complete_ = false;
        return;
      }
      Result<Page> page = table.list(reader_.connection, reader_.body.no, query);
      if (!page) return;
      looked_at += page->records.size();
      kept += keep(ledger, *page);
      query.cursor = page->next_cursor;
      if (query.cursor.empty()) return;
    }
  }

  std::size_t keep(const Ledger& ledger, Page& page) {
    const auto turn = reader_.turn();
    sitting_.forget();
    const Circumstances circumstances = with_look_ups(reader_.body, reader_.connection);
    const SittingAt sitting_at = [this](const Uuid& unit) { return sitting_.at(unit); };
    std::size_t kept = 0;
    for (std::size_t i = 0; i < page.records.size(); ++i) {
      Record& record = page.records[i];
      const Standing& standing = page.standings[i];
      if (!seen_.insert(record.id).second) continue;
      // Who judges what was claimed has no clock, and is not late.
      const bool is_late =
          standing.stage == Stage::open && standing.due_at && *standing.due_at <= reader_.now;
      std::vector<Turn> turns =
          turns_of(reader_.actor, record, is_late, reader_.now, circumstances, sitting_at);
      if (turns.empty()) continue;
      const Part part = part_of(record, turns, circumstances);
      const Sight sight = sight_of(reader_.actor, record, today_, circumstances.path_of);
      found_.push_back({&ledger, {std::move(record), standing, sight}, std::move(turns), part});
      ++kept;
    }
    return kept;
  }

  Part part_of(const Record& record, std::span<const Turn> turns,
               const Circumstances& circumstances) const {
    const auto judges = [&](const Turn& turn) { return is_judging(record, *turn.act); };
    if (std::ranges::all_of(turns, judges)) return Part::judging;
    // What others have offered or begun waits now, whatever the record's own day.
    const auto is_begun = [](const Turn& turn) {
      return turn.act->transfer != Transfer::none || turn.because == Because::second_signature;
    };
    if (std::ranges::any_of(turns, is_begun)) return Part::mine;
    const auto clock = read_clock(record, reader_.now, circumstances);
    const bool is_far = clock && clock->light == Light::green && !clock->length &&
                        clock->working_days_left > near_working_days;
    return is_far ? Part::coming : Part::mine;
  }

  static bool may_have_come_back(const Record& record) {
    return std::ranges::any_of(record.ledger().acts, [&](const Act& act) {
      return act.to == record.state && is_way_back(act, record.ledger());
    });
  }

  // The act by which the record came to stand where it stands, if it sent it back.
  std::optional<CameBack> who_sent_back(const Record& record) const {
    return came_to_stand(reader_, record,
                         [&](const Act& act) { return is_way_back(act, record.ledger()); });
  }

  const Reader& reader_;
  std::size_t limit_;
  Date today_;
  std::string root_;
  std::set<Uuid> seen_;
  std::map<Uuid, std::vector<Uuid>> below_;
  Sitting sitting_;
  std::vector<Waiting> found_;
  bool is_complete_ = true;
};

}  // namespace

WaitingPage find_waiting(const Reader& reader, std::size_t limit) {
  TodaysWork work(reader, limit);
  for (const Ledger* ledger : all_ledgers()) {
    work.look_at_person(*ledger);
    for (const Post& post : reader.actor.posts)
      if (is_in_force(post, reader.today())) work.look_at_post(post, *ledger);
  }
  return work.in_order();
}

}  // namespace chuangyou
