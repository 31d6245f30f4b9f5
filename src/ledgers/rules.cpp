#include "ledgers/rules.h"

namespace chuangyou {

bool led_since(const Deciding& deciding, const std::function<bool(const Post&)>& is_theirs) {
  if (!deciding.circumstances.posts_ever) return false;
  const Date since = deciding.circumstances.zone.date_at(deciding.before.created_at);
  const auto led_them = [&](const Post& post) {
    const bool was_in_time = post.from <= deciding.today && (!post.until || since <= *post.until);
    return was_in_time && leads(post.role) && !post.is_passed_over && is_theirs(post);
  };
  return std::ranges::any_of(deciding.circumstances.posts_ever(deciding.actor.person), led_them);
}

Verdict who_led_the_doers(const Deciding& deciding) {
  const Record& record = deciding.before;
  const bool is_his_own = record.is_from_outside && record.author == deciding.actor.person;
  const bool led = !is_his_own && led_since(deciding, [&](const Post& post) {
    return is_one_line(post.path, record.path);
  });
  return {led ? Refusal::the_rated_never_touch_the_raters : Refusal::none};
}

}  // namespace chuangyou
