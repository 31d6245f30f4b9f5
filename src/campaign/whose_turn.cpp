#include "campaign/whose_turn.h"

#include <algorithm>
#include <set>

#include "record/rights_held.h"
#include "record/rows.h"
#include "record/who_speaks.h"

namespace chuangyou {
namespace {

bool leaves(const Act& act, std::string_view state) {
  return std::ranges::find(act.from, state) != act.from.end();
}

bool looks_up(At at) { return at == At::above || at == At::own_or_above; }

bool is_of_a_transfer(const Act& act) {
  return act.transfer == Transfer::accepted || act.transfer == Transfer::declined;
}

bool is_begun(const Record& record, const Act& act) {
  return std::ranges::any_of(record.signatures,
                             [&](const Signature& signature) { return signature.act == act.name; });
}

const Awaited* awaited_in(const State& state, const Act& act) {
  for (const Awaited& awaited : state.awaits.all())
    if (awaited.act == act.name) return &awaited;
  return nullptr;
}

// Where somebody stands to what a right looks at.
struct Stand {
  std::size_t above = 0;    // so many units
  bool is_himself = false;  // he is named, or has opened it
  std::string_view path;    // of the unit

  // Himself, the posts of the unit, those of each unit above.
  std::size_t distance() const { return is_himself ? 0 : above + 1; }
};

class Asking {
 public:
  Asking(const Record& record, const Act& act, Moment now, const Circumstances& circumstances,
         const SittingAt& sitting_at)
      : record_(record),
        act_(act),
        now_(now),
        today_(circumstances.zone.date_at(now)),
        circumstances_(circumstances),
        sitting_at_(sitting_at) {}

  std::optional<Because> because(const Actor& actor, bool is_late) const {
    if (act_.sign_off != SignOff::all_of) return because(actor, act_.may, is_late);
    const PlacesLeft left =
        left_to_sign(record_, act_, today_, circumstances_.path_of, circumstances_.posts_of);
    for (std::size_t i = 0; i < act_.may.size(); ++i) {
      if (!left.is_open[i]) continue;
      const auto why = because(actor, act_.may.subspan(i, 1), is_late);
      if (why) return is_begun(record_, act_) ? Because::second_signature : *why;
    }
    return std::nullopt;
  }

 private:
  std::optional<Because> because(const Actor& actor, std::span<const Right> may,
                                 bool is_late) const {
    const std::optional<Stand> stand = stand_of(actor, may);
    if (!stand) return std::nullopt;
    const std::size_t nearer = distances_nearer(*stand, may);
    if (nearer == 0 && stand->above == 0) return Because::mine;
    if (is_late && nearer <= 1) return Because::late;
    return nearer == 0 ? std::optional(Because::nobody_nearer) : std::nullopt;
  }

  // At how many distances nearer than his somebody sits who may do it.
  std::size_t distances_nearer(const Stand& stand, std::span<const Right> may) const {
    std::set<std::size_t> nearer;
    const auto look_at = [&](const Uuid& unit) {
      for (const Actor& other : sitting_at_(unit))
        if (const auto theirs = stand_of(other, may);
            theirs && theirs->distance() < stand.distance())
          nearer.insert(theirs->distance());
    };
    for (std::size_t step = 0; step < stand.above; ++step)
      look_at(circumstances_.unit_at(
          stand.path.substr(0, stand.path.size() - step * path_segment_size)));
    const bool names_somebody =
        std::ranges::any_of(may, [](const Right& right) { return right.at == At::subject; });
    if (!stand.is_himself && names_somebody) look_at(record_.unit);
    return nearer.size();
  }

  // The nearest of those from which he may do it; none: he may not.
  std::optional<Stand> stand_of(const Actor& actor, std::span<const Right> may) const {
    if (has_signed(record_, act_, actor)) return std::nullopt;
    const Deciding deciding{record_, record_, act_, actor, now_, today_, {}, circumstances_};
    if (verdict_of(act_.closed_to, deciding).law != Refusal::none) return std::nullopt;
    const PathOfUnit& path_of = circumstances_.path_of;
    const RightsHeld held(actor, record_, today_, path_of);
    std::optional<Stand> nearest;
    for (std::size_t i = 0; i < may.size(); ++i) {
      if (!held.of(may.subspan(i, 1))) continue;
      if (!check_speaker(record_, act_, may[i], actor, today_, path_of, circumstances_.posts_of))
        continue;
      const Stand stand = stand_under(actor, may[i]);
      if (!nearest || stand.distance() < nearest->distance()) nearest = stand;
    }
    return nearest;
  }

  Stand stand_under(const Actor& actor, const Right& right) const {
    if (right.at == At::subject) return {.is_himself = true, .path = {}};
    if (!looks_up(right.at)) return {};
    std::optional<Stand> nearest;
    const auto look_at = [&](std::string_view path) {
      for (const Post& post : actor.posts) {
        if (post.role != right.role || !is_in_force(post, today_) || !covers(post.path, path))
          continue;
        const std::size_t above = (path.size() - post.path.size()) / path_segment_size;
        if (!nearest || above < nearest->above) nearest = Stand{.above = above, .path = path};
      }
    };
    if (right.field.empty()) look_at(record_.path);
    any_value_in(record_, right.field, [&](const Value& value) {
      if (const Uuid* unit = std::get_if<Uuid>(&value)) look_at(circumstances_.path_of(*unit));
      if (const auto* units = std::get_if<std::vector<Uuid>>(&value))
        for (const Uuid& unit : *units) look_at(circumstances_.path_of(unit));
      return false;
    });
    return nearest.value_or(Stand{});
  }

  const Record& record_;
  const Act& act_;
  Moment now_;
  Date today_;
  const Circumstances& circumstances_;
  const SittingAt& sitting_at_;
};

}  // namespace

bool is_awaited(const Record& record, const Act& act) {
  const Ledger& ledger = record.ledger();
  const State* state = ledger.state(record.state);
  if (!state || !leaves(act, record.state)) return false;
  if (is_of_a_transfer(act)) return !is_empty(record.value(ledger.offered_to));
  if (is_begun(record, act)) return true;
  const Awaited* awaited = awaited_in(*state, act);
  return awaited && (!awaited->where || awaited->where(record));
}

Verdict refused_by_its_rule(const Record& record, const Act& act, const Actor& actor, Moment now,
                            const Circumstances& circumstances) {
  if (!act.rule || !act.takes.empty() || act.takes_unit() || !circumstances.record) return {};
  const Date today = circumstances.zone.date_at(now);
  return verdict_of(act.rule, {record, record, act, actor, now, today, {}, circumstances});
}

bool would_be_refused(const Record& record, const Act& act, const Actor& actor, Moment now,
                      const Circumstances& circumstances) {
  return refused_by_its_rule(record, act, actor, now, circumstances).law != Refusal::none;
}

bool is_judging(const Record& record, const Act& act) {
  const bool is_ones_own =
      std::ranges::any_of(act.may, [](const Right& right) { return right.at == At::subject; });
  return record.stage() == Stage::claimed || (act.closed_to && !is_ones_own) ||
         act.sign_off == SignOff::all_of;
}

bool is_way_back(const Act& act, const Ledger& ledger) {
  const State* to = ledger.state(act.to);
  return act.reason == Reason::required && to && to->stage == Stage::open && !act.from.empty() &&
         !leaves(act, act.to);
}

Offered acts_offered(const Actor& actor, const Record& record, Moment now,
                     const Circumstances& circumstances) {
  const Date today = circumstances.zone.date_at(now);
  Offered offered;
  for (const Act* act :
       acts_open_to(actor, record, today, circumstances.path_of, circumstances.posts_of)) {
    const Deciding deciding{record, record, *act, actor, now, today, {}, circumstances};
    if (verdict_of(act->closed_to, deciding).law != Refusal::none) continue;
    const Verdict against = refused_by_its_rule(record, *act, actor, now, circumstances);
    if (against.law == Refusal::none)
      offered.acts.push_back(act);
    else
      offered.not_yet.emplace_back(act, against);
  }
  return offered;
}

std::vector<Turn> turns_of(const Actor& actor, const Record& record, bool is_late, Moment now,
                           const Circumstances& circumstances, const SittingAt& sitting_at) {
  const auto acts = record.ledger().acts;
  const auto is_refused = [&](const Act& act) {
    return is_awaited(record, act) && would_be_refused(record, act, actor, now, circumstances);
  };
  const auto goes_back = [&](const Act& act) {
    return leaves(act, record.state) && is_way_back(act, record.ledger());
  };
  const auto mends = [&](const Act& act) {
    return leaves(act, record.state) && act.to.empty() && !act.takes.empty() &&
           act.reason == Reason::none;
  };
  const bool is_blocked = std::ranges::any_of(acts, is_refused);
  const bool has_way_back = is_blocked && std::ranges::any_of(acts, goes_back);
  std::vector<Turn> turns;
  for (const Act& act : acts) {
    const bool is_instead = is_blocked && (has_way_back ? goes_back(act) : mends(act));
    if (is_awaited(record, act) ? is_refused(act) : !is_instead) continue;
    const Asking asking(record, act, now, circumstances, sitting_at);
    if (const auto because = asking.because(actor, is_late)) turns.push_back({&act, *because});
  }
  return turns;
}

Reach reach_of(const Ledger& ledger, const State& state, Role role, bool once_signed) {
  Reach reach = Reach::own;
  for (const Act& act : ledger.acts) {
    if (!leaves(act, state.name)) continue;
    const bool is_named = awaited_in(state, act) || is_of_a_transfer(act);
    if (once_signed ? act.sign_off != SignOff::all_of : !is_named) continue;
    for (const Right& right : act.may) {
      if (right.role != role || !right.field.empty()) continue;
      if (right.at == At::anywhere) return Reach::everywhere;
      if (looks_up(right.at)) reach = Reach::below;
    }
  }
  return reach;
}

}  // namespace chuangyou
