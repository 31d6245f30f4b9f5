// An act on what holds for the whole body: its campaign, its numbers of practice, its calendar.
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <set>

#include "campaign/body_tables.h"
#include "campaign/list_rights.h"
#include "campaign/measured.h"
#include "campaign/perform_act.h"
#include "campaign/reckoning.h"
#include "ledgers/all.h"
#include "ledgers/cap_on_requests.h"
#include "packs/next_year.h"

namespace chuangyou {
namespace {

// Since when the rows may say otherwise than the clocks; nothing where all stay as they are.
std::optional<Moment> reckoned_since(const FrameAct& act, const Body& body, Date today, Moment at) {
  if (std::holds_alternative<AdoptCalendar>(act)) return at;
  // Of clocks that started today before the act, and of any that is to start from a day to come.
  if (std::holds_alternative<ChangePolicyValue>(act))
    return body.zone.end_of(today + NaturalDays{-1});
  return std::nullopt;
}

// For the rows of which ledger a mapping is; nullptr where it does not say. What else it says is
// read where files are (imports/import_mapping.h).
const Ledger* ledger_of(const std::string& mapping) {
  try {
    return find_ledger(YAML::Load(mapping)["ledger"].as<std::string>(std::string()));
  } catch (const YAML::Exception&) {
    return nullptr;
  }
}

// By one of his posts, somewhere, whatever he does with its records; what everybody may who has
// logged in makes nobody one of those.
Result<void> works_with(const std::string& mapping, const Actor& actor, Date today) {
  if (const std::string list = list_of_mapping(mapping); !list.empty()) {
    if (who_bring_in(list).empty()) return refuse(Refusal::choice_is_unknown, "list", list);
    if (may_bring_in(list, actor, today)) return {};
    return refuse(Refusal::post_does_not_allow_this, "list", list);
  }
  const Ledger* ledger = ledger_of(mapping);
  if (!ledger) return refuse(Refusal::ledger_is_unknown, "ledger");
  const auto holds = [&](const Right& right) {
    return std::ranges::any_of(actor.posts, [&](const Post& post) {
      return is_in_force(post, today) && post.role == right.role;
    });
  };
  const bool does = std::ranges::any_of(
      ledger->acts, [&](const Act& act) { return std::ranges::any_of(act.may, holds); });
  if (!does) return refuse(Refusal::post_does_not_allow_this, "ledger", std::string(ledger->name));
  return {};
}

// How files of a ledger are read is kept, replaced and dropped by those who work with it alone.
Result<void> may_touch_mapping(const FrameAct& act, const Frame& frame, const Actor& actor,
                               Date today) {
  const auto* keep = std::get_if<KeepMapping>(&act);
  const auto* drop = std::get_if<DropMapping>(&act);
  if (!keep && !drop) return {};
  if (keep)
    if (Result<void> may = works_with(keep->content, actor, today); !may) return may;
  for (const std::string& name :
       {keep ? keep->name : drop->name, keep ? keep->former_name : std::string()})
    if (const KeptMapping* there = frame.mapping(name))
      if (Result<void> may = works_with(*there->content, actor, today); !may) return may;
  return {};
}

Result<void> may_set_number(const FrameAct& act, const Frame& frame, const Actor& actor,
                            Date today) {
  const auto* change = std::get_if<ChangePolicyValue>(&act);
  if (!change || change->name != requests::cap_per_quarter) return {};
  const PolicyEntry* held = frame.policy.entry(change->name, change->from);
  return held ? requests::may_set_cap(held->value, change->value, actor, today) : Result<void>();
}

// Each once, and one more than can be handed on where there are more.
std::vector<std::string> open_at_last_round(Connection& connection, const Body& body, Date today) {
  std::set<std::string> open;
  for (const Named& phase : body.frame.campaign.phases) {
    if (!comes_again(body.frame.campaign, phase.key)) continue;
    for (std::string& one : open_at_gates(connection, body, phase.key, today, handed_on_max))
      open.insert(std::move(one));
  }
  return {open.begin(), open.end()};
}

// Whoever ends a phase does not name what is left: it is what stands open before its gates. Nor
// does he say whether he is the first to sign.
FrameAct with_what_is_open(FrameAct act, Connection& connection, const Body& body,
                           const Actor& actor, Date today) {
  if (auto* end = std::get_if<EndPhase>(&act)) {
    end->items = open_at_gates(connection, body, end->key, end->date, handed_on_max);
    end->signs_first.reset();
    if (!is_second_signature(*end, body.frame)) end->signs_first = actor.person;
  }
  if (auto* clone = std::get_if<CloneCampaign>(&act))
    clone->items = open_at_last_round(connection, body, today);
  return act;
}

// Of what an act of the campaign hands on; nothing as long as it waits for another signature.
std::span<const std::string> handed_on_by(const FrameAct& act) {
  if (const auto* end = std::get_if<EndPhase>(&act); end && !end->signs_first) return end->items;
  if (const auto* clone = std::get_if<CloneCampaign>(&act)) return clone->items;
  return {};
}

// What was to be done by a milestone of the last round stands before that of the next one from now
// on. Its own days stay (Law 4).
HandedOn to_next_round(const FrameAct& act, const Record& record, const Campaign& before) {
  HandedOn handed;
  const auto* clone = std::get_if<CloneCampaign>(&act);
  if (!clone) return handed;
  const Ledger& ledger = record.ledger();
  for (std::size_t i = 0; i < ledger.fields.size(); ++i) {
    const auto* milestone = std::get_if<std::string>(&record.value_at(i));
    if (ledger.fields[i].choices_from != CampaignList::milestones || !milestone) continue;
    if (!milestone->empty() && comes_again(before, *milestone))
      handed.fields.push_back({i, Value(key_from(before, *milestone, clone->from))});
  }
  return handed;
}

// Whoever lends his post, or acts under a lent one, is no second hand beside himself.
Result<void> may_sign_second(const FrameAct& act, const Body& body, const Actor& actor,
                             Date today) {
  const auto* end = std::get_if<EndPhase>(&act);
  if (!end || !is_second_signature(*end, body.frame)) return {};
  const auto& phases = body.frame.campaign.phases;
  const auto phase = std::ranges::find(phases, end->key, &Named::key);
  const PersonId first(phase->end_signed->by);
  const bool is_one_hand = std::ranges::any_of(actor.posts, [&](const Post& post) {
    return body.people.lent_by(actor.person, post.role, post.unit, today) == first ||
           body.people.lent_by(first, post.role, post.unit, today) == actor.person;
  });
  if (is_one_hand) return refuse(Refusal::one_person_cannot_sign_twice, "key", end->key);
  return {};
}

}  // namespace

Result<std::int64_t> ActPath::perform_on_frame(const FrameAct& asked, Body& body,
                                               const Actor& actor, Moment now,
                                               std::vector<Done>& done) {
  const Date today = body.zone.date_at(now);
  if (const auto may = decide(asked, body.frame, actor, today); !may)
    return std::unexpected(may.error());
  const FrameAct act = with_what_is_open(asked, connection_, body, actor, today);
  const Result<const Post*> under = decide(act, body.frame, actor, today);
  if (!under) return std::unexpected(under.error());
  if (Result<void> may = may_touch_mapping(act, body.frame, actor, today); !may)
    return std::unexpected(may.error());
  if (Result<void> may = may_sign_second(act, body, actor, today); !may)
    return std::unexpected(may.error());
  if (Result<void> may = may_set_number(act, body.frame, actor, today); !may)
    return std::unexpected(may.error());
  Frame changed = body.frame;
  if (Result<void> applied = apply(changed, act, body.last_seq + 1, now); !applied)
    return std::unexpected(applied.error());
  EntryHead head = head_for(body, actor, *under, now);
  head.ledger = bodies_ledger;
  head.record = record_of_body(connection_, body.no);
  head.act = name_of(act);
  write_entry(body, head, encode(act));
  if (const std::optional<Moment> since = reckoned_since(act, body, today, head.at))
    begin_reckoning(connection_, body, *since);
  keep_readers_out(body);  // what holds for them is what is committed
  std::swap(body.frame, changed);
  Done what;
  what.body = body.no;
  what.committed = {body.no,
                    head.seq,
                    head.at,
                    head.ledger,
                    head.record,
                    head.act,
                    body.tree.size() ? body.tree.path_of(0) : std::string()};
  done.push_back(std::move(what));
  hand_on(body, act, changed.campaign, head, done);
  return head.seq;
}

// Each of them says so in an entry of its own.
void ActPath::hand_on(Body& body, const FrameAct& act, const Campaign& before, const EntryHead& by,
                      std::vector<Done>& done) {
  for (const std::string& item : handed_on_by(act)) {
    const std::size_t slash = item.find('/');
    const Ledger* ledger = find_ledger(std::string_view(item).substr(0, slash));
    const Result<Uuid> id = parse_uuid(std::string_view(item).substr(slash + 1));
    if (!ledger || !id) continue;  // a gate that cannot be counted
    if (const auto record = table(*ledger).get(connection_, body.no, *id))
      done.push_back(
          write_handed_on(body, table(*ledger), *record, to_next_round(act, *record, before), by));
  }
}

}  // namespace chuangyou
