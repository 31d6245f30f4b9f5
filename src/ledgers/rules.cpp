#include "ledgers/rules.h"

namespace chuangyou {

bool led_since(const Deciding& deciding, const IsTheirs& is_theirs) {
  if (!deciding.circumstances.posts_ever) return false;
  const Date since = deciding.circumstances.zone.date_at(deciding.before.created_at);
  const auto led_them = [&](const Post& post) {
    const Days days{std::max(post.from, since),
                    std::min(post.until.value_or(deciding.today), deciding.today)};
    return days.from <= days.until && leads(post.role) && !post.is_passed_over &&
           is_theirs(post, days);
  };
  return std::ranges::any_of(deciding.circumstances.posts_ever(deciding.actor.person), led_them);
}

bool stood_above(const Deciding& deciding, const Uuid& above, const Uuid& below, const Days& days) {
  const auto& was_at_or_above = deciding.circumstances.was_at_or_above;
  return was_at_or_above && was_at_or_above(above, below, days.from, days.until);
}

namespace {

// To study, to mobilise or to look back is not to decide.
bool decides(const Record& meeting) {
  const auto* kind = std::get_if<std::string>(&meeting.value("kind"));
  return kind && (*kind == "decision" || *kind == "branch_meeting");
}

}  // namespace

Refusal fault_of_decision(const std::optional<Record>& meeting, const Record& decided) {
  if (!meeting || meeting->state != "recorded" || !covers(meeting->path, decided.path))
    return Refusal::record_is_linked_wrongly;
  if (!decides(*meeting)) return Refusal::meeting_is_of_another_kind;
  const bool resolved = !is_empty(meeting->value("resolution"));
  return resolved ? Refusal::none : Refusal::meeting_has_no_resolution;
}

Verdict who_led_the_doers(const Deciding& deciding) {
  const Record& record = deciding.before;
  const bool is_his_own = record.is_from_outside && record.author == deciding.actor.person;
  const bool led = !is_his_own && led_since(deciding, [&](const Post& post, const Days& days) {
    return is_one_line(post.path, record.path) ||
           stood_above(deciding, post.unit, record.unit, days) ||
           stood_above(deciding, record.unit, post.unit, days);
  });
  return {led ? Refusal::the_rated_never_touch_the_raters : Refusal::none};
}

}  // namespace chuangyou
