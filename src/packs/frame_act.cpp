#include "packs/frame_act.h"

#include <algorithm>

#include "core/hash.h"
#include "packs/next_year.h"
#include "packs/policy_names.h"
#include "packs/retention.h"

namespace chuangyou {
namespace {

std::string sha256_of(std::string_view text) {
  return to_hex(hash_of(HashFunction::sha256, {text}));
}

// A year in which hardly anybody works is a slip of the pen, and clocks would stand still in it.
std::optional<std::string> year_without_work(const WorkingCalendar& days) {
  constexpr int first_year = 1900, last_year = 2200, working_days_min = 150;
  for (int year = first_year; year <= last_year; ++year) {
    if (!days.is_published(year)) continue;
    int working_days = 0;
    for (Date day = make_date(year, 1, 1); year_of(day) == year; day = day + NaturalDays{1})
      working_days += int{days.is_working(day)};
    if (working_days < working_days_min)
      return std::to_string(year) + ": " + std::to_string(working_days) + " < " +
             std::to_string(working_days_min);
  }
  return std::nullopt;
}

Result<WorkingCalendar> calendar_of(const AdoptCalendar& act) {
  if (act.key == plain_weeks) return WorkingCalendar::plain_weeks(act.key);
  return WorkingCalendar::from_csv(act.key, act.content);
}

Milestone* milestone_of(Campaign& campaign, std::string_view key) {
  const auto found = std::ranges::find(campaign.milestones, key, &Milestone::key);
  return found == campaign.milestones.end() ? nullptr : &*found;
}

Named* phase_of(Campaign& campaign, std::string_view key) {
  const auto found = std::ranges::find(campaign.phases, key, &Named::key);
  return found == campaign.phases.end() ? nullptr : &*found;
}

// As the act leaves it, without a reason yet.
Milestone dated(Milestone milestone, const auto& act) {
  milestone.effective_date = act.date;
  if (!act.source_text.empty()) milestone.source_text = act.source_text;
  milestone.correction_reason = {};
  return milestone;
}

bool is_correction(const Milestone& milestone) {
  Campaign alone;
  alone.milestones.push_back(milestone);
  return std::ranges::any_of(check(alone), [](const CampaignNotice& notice) {
    return notice.law == Refusal::correction_reason_is_missing;
  });
}

// What has been is not said anew: the first day up to today that the two hold for different things.
std::optional<Date> past_day_that_differs(const WorkingCalendar& was, const WorkingCalendar& is,
                                          Date today) {
  constexpr NaturalDays looked_back{20 * 366};
  for (Date day = today + NaturalDays{-looked_back.count}; day < today; day = day + NaturalDays{1})
    if (was.is_working(day) != is.is_working(day)) return day;
  return std::nullopt;
}

struct Judging {
  const Frame& frame;
  const Actor& actor;
  Date today;

  // The files of the founding; a body that lives has them.
  Result<void> operator()(const StartCampaign&) const {
    return refuse(Refusal::it_is_there_already, "act");
  }
  Result<void> operator()(const AdoptPack&) const {
    return refuse(Refusal::it_is_there_already, "act");
  }

  Result<void> operator()(const AdoptCalendar& act) const {
    if (Result<void> said = is_said(act.source, act.reason); !said) return said;
    const Result<WorkingCalendar> days = calendar_of(act);
    if (!days) return refuse(days.error().law, "days", days.error().detail);
    if (const auto year = year_without_work(*days))
      return refuse(Refusal::number_is_out_of_range, "days", *year);
    const AdoptedCalendar& held = *frame.calendars.back();
    if (held.key == act.key && held.sha256 == sha256_of(act.content))
      return refuse(Refusal::nothing_would_change, "days");
    if (const std::optional<Date> day = past_day_that_differs(held.days, *days, today))
      return refuse(Refusal::value_holds_from_a_past_day, "days", to_text(*day));
    return {};
  }

  Result<void> operator()(const ChangePolicyValue& act) const {
    const PolicyName* known = find_policy_name(act.name);
    if (!known) return refuse(Refusal::policy_value_is_missing, "name", act.name);
    if (is_too_short_for_logs(act.name, act.value))
      return refuse(Refusal::retention_is_too_short, "value", to_text(act.value));
    if (!is_plausible(known->unit, act.value) || !is_in_bounds(*known, act.value))
      return refuse(Refusal::number_is_out_of_range, "value", to_text(act.value));
    if (!is_in_range(act.from, today))
      return refuse(Refusal::date_is_out_of_range, "from", to_text(act.from));
    if (act.from < today)
      return refuse(Refusal::value_holds_from_a_past_day, "from", to_text(act.from));
    if (Result<void> said = is_said(act.source, act.reason); !said) return said;
    const PolicyEntry* held = frame.policy.entry(act.name, act.from);
    if (held && held->value == act.value && held->source == act.source)
      return refuse(Refusal::nothing_would_change, "value");
    return {};
  }

  Result<void> operator()(const AnnounceMilestone& act) const {
    const Result<const Milestone*> milestone = known_milestone(act.key);
    if (!milestone) return std::unexpected(milestone.error());
    if ((*milestone)->effective_date)
      return refuse(Refusal::it_is_there_already, "date", to_text(*(*milestone)->effective_date));
    return may_be_dated(**milestone, act);
  }

  Result<void> operator()(const ChangeMilestone& act) const {
    const Result<const Milestone*> milestone = known_milestone(act.key);
    if (!milestone) return std::unexpected(milestone.error());
    const bool keeps_text = act.source_text.empty() || act.source_text == (*milestone)->source_text;
    if (keeps_text && (*milestone)->effective_date == act.date)
      return refuse(Refusal::nothing_would_change, "date");
    return may_be_dated(**milestone, act);
  }

  Result<void> operator()(const ChangePhase& act) const {
    const auto phase = std::ranges::find(frame.campaign.phases, act.key, &Named::key);
    if (phase == frame.campaign.phases.end())
      return refuse(Refusal::choice_is_unknown, "key", act.key);
    for (const auto& [name, day] : {std::pair("from", act.from), std::pair("until", act.until)})
      if (day && !is_in_range(*day, today))
        return refuse(Refusal::date_is_out_of_range, name, to_text(*day));
    if (act.from && act.until && *act.until < *act.from)
      return refuse(Refusal::end_is_before_the_beginning, "until", to_text(*act.until));
    if (phase->ended_on) return refuse(Refusal::phase_is_over, "key", to_text(*phase->ended_on));
    // Else one alone would end it: two people do, on the day.
    if (act.until && *act.until < today && phase->until != act.until)
      return refuse(Refusal::value_holds_from_a_past_day, "until", to_text(*act.until));
    if (phase->from == act.from && phase->until == act.until)
      return refuse(Refusal::nothing_would_change, "from");
    return is_said(act.source, act.reason);
  }

  Result<void> operator()(const KeepMapping& act) const {
    if (act.name.empty()) return refuse(Refusal::field_is_missing, "name");
    if (act.content.empty()) return refuse(Refusal::field_is_missing, "content");
    const KeptMapping* held = frame.mapping(act.name);
    const bool is_renamed = !act.former_name.empty() && act.former_name != act.name;
    if (is_renamed && !frame.mapping(act.former_name))
      return refuse(Refusal::mapping_is_unknown, "former_name", act.former_name);
    if (is_renamed && held) return refuse(Refusal::name_is_taken, "name", act.name);
    if (held && *held->content == act.content)
      return refuse(Refusal::nothing_would_change, "content");
    if (!held && !is_renamed && frame.mappings.size() >= mappings_max)
      return refuse(Refusal::rows_are_too_many, "name", std::to_string(mappings_max));
    return {};
  }
  Result<void> operator()(const DropMapping& act) const {
    if (frame.mapping(act.name)) return {};
    return refuse(Refusal::mapping_is_unknown, "name", act.name);
  }

  Result<void> operator()(const EndPhase& act) const {
    const auto phase = std::ranges::find(frame.campaign.phases, act.key, &Named::key);
    if (phase == frame.campaign.phases.end())
      return refuse(Refusal::choice_is_unknown, "key", act.key);
    if (phase->ended_on)
      return refuse(Refusal::it_is_there_already, "key", to_text(*phase->ended_on));
    if (act.date > today) return refuse(Refusal::day_is_still_to_come, "date", to_text(act.date));
    if (act.date < today) return refuse(Refusal::phase_ends_today, "date", to_text(act.date));
    if (is_second_signature(act, frame) && phase->end_signed->by == actor.person)
      return refuse(Refusal::one_person_cannot_sign_twice, "key", act.key);
    if (phase->from && act.date < *phase->from)
      return refuse(Refusal::end_is_before_the_beginning, "date", to_text(act.date));
    if (Result<void> said = is_said(act.source, act.reason); !said) return said;
    return hands_on_what_is_open(act);
  }

  Result<void> operator()(const CloseCampaign& act) const {
    const Campaign& campaign = frame.campaign;
    if (campaign.type != "fixed_term") return refuse(Refusal::a_continuing_campaign_never_closes);
    if (campaign.closed_on)
      return refuse(Refusal::it_is_there_already, "date", to_text(*campaign.closed_on));
    if (Result<void> over = phases_are_over(); !over) return over;
    if (act.date > today) return refuse(Refusal::day_is_still_to_come, "date", to_text(act.date));
    return is_said(act.source, act.reason);
  }

  Result<void> operator()(const CloneCampaign& act) const {
    const Campaign& campaign = frame.campaign;
    if (act.name_zh.empty()) return refuse(Refusal::field_is_missing, "name_zh");
    if (act.name_en.empty()) return refuse(Refusal::field_is_missing, "name_en");
    if (!is_in_range(act.from, today))
      return refuse(Refusal::date_is_out_of_range, "from", to_text(act.from));
    if (campaign.phases.empty()) return refuse(Refusal::choice_is_unknown, "phase");
    if (Result<void> over = phases_are_over(); !over) return over;
    for (const Named& phase : campaign.phases) {
      if (act.from < *phase.ended_on)
        return refuse(Refusal::end_is_before_the_beginning, "from", to_text(*phase.ended_on));
      if (campaign.has(CampaignList::phases, key_from(campaign, phase.key, act.from)))
        return refuse(Refusal::it_is_there_already, "from", std::to_string(year_of(act.from)));
    }
    if (Result<void> said = is_said(act.source, act.reason); !said) return said;
    return hands_on_what_is_open(act);
  }

 private:
  Result<void> phases_are_over() const {
    for (const Named& phase : frame.campaign.phases)
      if (!phase.ended_on) return refuse(Refusal::items_are_still_open, "phase", phase.key);
    return {};
  }
  // Whoever goes on over what is open says so.
  static Result<void> hands_on_what_is_open(const auto& act) {
    if (act.items.size() > handed_on_max)
      return refuse(Refusal::rows_are_too_many, "hands_on", std::to_string(handed_on_max));
    if (!act.items.empty() && !act.hands_on)
      return refuse(Refusal::items_are_still_open, "hands_on", std::to_string(act.items.size()));
    return {};
  }
  static Result<void> is_said(const std::string& source, const std::string& reason) {
    if (source.empty()) return refuse(Refusal::field_is_missing, "source");
    if (reason.empty()) return refuse(Refusal::reason_is_missing, "reason");
    return {};
  }
  Result<const Milestone*> known_milestone(std::string_view key) const {
    const auto found = std::ranges::find(frame.campaign.milestones, key, &Milestone::key);
    if (found != frame.campaign.milestones.end()) return &*found;
    return refuse(Refusal::milestone_is_unknown, "key", std::string(key));
  }
  // The days of a phase that is over are not said anew by the milestone before or behind it.
  Result<void> moves_nothing_that_is_over(const Milestone& milestone, Date date) const {
    Campaign moved = frame.campaign;
    milestone_of(moved, milestone.key)->effective_date = date;
    date_phases(moved);
    for (std::size_t i = 0; i < moved.phases.size(); ++i) {
      const Named &was = frame.campaign.phases[i], &is = moved.phases[i];
      const bool moves = (was.from && was.from != is.from) || (was.until && was.until != is.until);
      if (was.ended_on && moves) return refuse(Refusal::phase_is_over, "date", was.key);
    }
    return {};
  }
  Result<void> may_be_dated(const Milestone& milestone, const auto& act) const {
    if (!is_in_range(act.date, today))
      return refuse(Refusal::date_is_out_of_range, "date", to_text(act.date));
    if (Result<void> moved = moves_nothing_that_is_over(milestone, act.date); !moved) return moved;
    // Another day than the text gives is a correction, and nothing is corrected silently (X1).
    if (act.reason.empty() && is_correction(dated(milestone, act)))
      return refuse(Refusal::correction_reason_is_missing, "reason", milestone.source_text);
    return is_said(act.source, act.reason);
  }
};

struct Applying {
  Frame& frame;
  std::int64_t entry;
  Moment at;

  Result<void> operator()(const StartCampaign& act) const {
    Result<Campaign> campaign = read_campaign(act.key, act.content);
    if (!campaign) return std::unexpected(campaign.error());
    frame.campaign = std::move(*campaign);
    frame.campaign_sha256 = sha256_of(act.content);
    return {};
  }
  Result<void> operator()(const AdoptPack& act) const {
    Result<PolicyPack> pack = read_policy_pack(act.key, act.content);
    if (!pack) return std::unexpected(pack.error());
    frame.policy = std::move(*pack);
    frame.policy_sha256 = sha256_of(act.content);
    return {};
  }
  Result<void> operator()(const AdoptCalendar& act) const {
    Result<WorkingCalendar> days = calendar_of(act);
    if (!days) return std::unexpected(days.error());
    frame.calendars.push_back(std::make_shared<const AdoptedCalendar>(AdoptedCalendar{
        std::move(*days), act.key, at, entry, sha256_of(act.content), act.source, act.reason}));
    return {};
  }
  Result<void> operator()(const ChangePolicyValue& act) const {
    const PolicyName* known = find_policy_name(act.name);
    const PolicyEntry* held = frame.policy.entry(act.name, act.from);
    PolicyEntry changed;
    changed.name = act.name;
    changed.value = act.value;
    changed.unit = held ? held->unit : known ? std::string(known->unit) : std::string();
    changed.effective_from = act.from;
    changed.source = act.source;
    changed.tag = "D";  // the body's own decision
    changed.reason = act.reason;
    changed.by_entry = entry;
    frame.policy.entries.push_back(std::move(changed));
    return {};
  }
  Result<void> operator()(const AnnounceMilestone& act) const { return date(act); }
  Result<void> operator()(const ChangeMilestone& act) const { return date(act); }
  Result<void> operator()(const ChangePhase& act) const {
    Named* phase = phase_of(frame.campaign, act.key);
    if (!phase) return refuse(Refusal::choice_is_unknown, "key", act.key);
    phase->from = act.from;
    phase->until = act.until;
    phase->after_milestone.clear();
    phase->until_milestone.clear();
    phase->source = act.source;
    phase->reason = act.reason;
    phase->by_entry = entry;
    return {};
  }
  Result<void> operator()(const KeepMapping& act) const {
    drop(act.name);
    if (!act.former_name.empty()) drop(act.former_name);
    KeptMapping kept{act.name, std::make_shared<const std::string>(act.content), entry, at};
    const auto behind = std::ranges::lower_bound(frame.mappings, act.name, {}, &KeptMapping::name);
    frame.mappings.insert(behind, std::move(kept));
    return {};
  }
  Result<void> operator()(const DropMapping& act) const {
    drop(act.name);
    return {};
  }
  Result<void> operator()(const EndPhase& act) const {
    Named* phase = phase_of(frame.campaign, act.key);
    if (!phase) return refuse(Refusal::choice_is_unknown, "key", act.key);
    if (act.signs_first) {
      phase->end_signed = EndSigned{*act.signs_first, act.date, act.hands_on, entry};
      return {};
    }
    phase->end_signed.reset();
    phase->ended_on = act.date;
    phase->ended_by_entry = entry;
    phase->handed_on = std::ssize(act.items);
    return {};
  }
  Result<void> operator()(const CloseCampaign& act) const {
    frame.campaign.closed_on = act.date;
    return {};
  }
  Result<void> operator()(const CloneCampaign& act) const {
    frame.campaign = next_year(std::move(frame.campaign), act, entry);
    return {};
  }

 private:
  void drop(std::string_view name) const {
    std::erase_if(frame.mappings, [&](const KeptMapping& one) { return one.name == name; });
  }
  Result<void> date(const auto& act) const {
    Milestone* milestone = milestone_of(frame.campaign, act.key);
    if (!milestone) return refuse(Refusal::milestone_is_unknown, "key", act.key);
    *milestone = dated(*milestone, act);
    if (is_correction(*milestone)) milestone->correction_reason = {act.reason, act.reason};
    milestone->source = act.source;
    milestone->reason = act.reason;
    milestone->by_entry = entry;
    date_phases(frame.campaign);
    return {};
  }
};

}  // namespace

bool is_frame_act(std::string_view name) {
  return std::ranges::find(frame_act_names, name) != std::end(frame_act_names);
}

const KeptMapping* Frame::mapping(std::string_view name) const {
  const auto found = std::ranges::find(mappings, name, &KeptMapping::name);
  return found == mappings.end() ? nullptr : &*found;
}

const WorkingCalendar& Frame::calendar_at(Moment moment) const {
  const auto later = std::ranges::find_if(
      calendars, [&](const auto& calendar) { return calendar->since > moment; });
  return later == calendars.begin() ? calendars.front()->days : (*std::prev(later))->days;
}

namespace {

const Post* post_at_the_top(const Actor& actor, Date today, std::span<const Role> roles) {
  const auto post = std::ranges::find_if(actor.posts, [&](const Post& one) {
    return std::ranges::find(roles, one.role) != roles.end() &&
           one.path.size() == path_segment_size && is_in_force(one, today);
  });
  return post == actor.posts.end() ? nullptr : &*post;
}

}  // namespace

const Post* post_that_sets_the_frame(const Actor& actor, Date today) {
  static constexpr Role committee[] = {Role::works_committee};
  return post_at_the_top(actor, today, committee);
}

const Post* post_that_signs_with_the_committee(const Actor& actor, Date today) {
  static constexpr Role signers[] = {Role::works_committee, Role::organisation_department,
                                     Role::publicity_department, Role::party_group,
                                     Role::secretary};
  return post_at_the_top(actor, today, signers);
}

bool is_second_signature(const EndPhase& act, const Frame& frame) {
  const auto phase = std::ranges::find(frame.campaign.phases, act.key, &Named::key);
  return phase != frame.campaign.phases.end() && phase->end_signed &&
         phase->end_signed->hands_on == act.hands_on;
}

const Post* post_that_sets_numbers(const Actor& actor, Date today) {
  if (const Post* committee = post_that_sets_the_frame(actor, today)) return committee;
  const auto post = std::ranges::find_if(actor.posts, [&](const Post& one) {
    return one.role == Role::administrator && is_in_force(one, today);
  });
  return post == actor.posts.end() ? nullptr : &*post;
}

namespace {

// Whoever works with records, wherever it is, and the administrator, who brings in lists of units
// and people; whose mapping it is, is asked where ledgers are known (campaign/perform_campaign).
const Post* post_that_enters_files(const Actor& actor, Date today) {
  const Post* found = nullptr;
  for (const Post& one : actor.posts) {
    if (!is_in_force(one, today)) continue;
    const bool watches = one.role == Role::security_administrator || one.role == Role::auditor;
    if (one.role != Role::administrator && !watches) return &one;
    if (one.role == Role::administrator) found = &one;
  }
  return found;
}

const Post* post_for(const FrameAct& act, const Frame& frame, const Actor& actor, Date today) {
  if (std::holds_alternative<KeepMapping>(act) || std::holds_alternative<DropMapping>(act))
    return post_that_enters_files(actor, today);
  if (std::holds_alternative<ChangePolicyValue>(act)) return post_that_sets_numbers(actor, today);
  if (const auto* end = std::get_if<EndPhase>(&act); end && is_second_signature(*end, frame))
    return post_that_signs_with_the_committee(actor, today);
  return post_that_sets_the_frame(actor, today);
}

}  // namespace

Result<const Post*> decide(const FrameAct& act, const Frame& frame, const Actor& actor,
                           Date today) {
  const Post* post = post_for(act, frame, actor, today);
  if (!post) return refuse(Refusal::post_does_not_allow_this);
  if (Result<void> judged = std::visit(Judging{frame, actor, today}, act); !judged)
    return std::unexpected(judged.error());
  return post;
}

Result<void> apply(Frame& frame, const FrameAct& act, std::int64_t entry, Moment at) {
  if (Result<void> applied = std::visit(Applying{frame, entry, at}, act); !applied) return applied;
  frame.last_entry = entry;
  return {};
}

}  // namespace chuangyou
