#include "ledgers/feedback.h"

#include <algorithm>

#include "record/concealment.h"
#include "record/who_speaks.h"

namespace chuangyou::feedback {

Verdict is_not_of_his_own_line(const Deciding& deciding) {
  const Record& entered = deciding.after;
  const Actor& actor = deciding.actor;
  const Uuid* from = entered.get(kept_from);
  if (!from) return {};
  const PathOfUnit& path_of = deciding.circumstances.path_of;
  const auto takes_calls = [&](const Post& post) {
    return post.role == Role::operator_ && is_in_force(post, deciding.today);
  };
  // Of one's own line speaks the sender: for him, whoever takes calls, and nobody else.
  const std::string* said = entered.get(concerns);
  const bool is_his = said && *said == "own_line" && std::ranges::none_of(actor.posts, takes_calls);
  const bool is_outside = stands_outside(actor, path_of(*from), deciding.today) &&
                          !is_concerned(actor, entered, deciding.today, path_of);
  return {is_outside && !is_his ? Refusal::none : Refusal::the_rated_never_touch_the_raters,
          concerns.name};
}

Verdict was_entered_from_elsewhere(const Deciding& deciding) {
  const Record& before = deciding.before;
  if (!before.get(received_at)) return {Refusal::state_does_not_allow_this, received_at.name};
  const bool may = before.history == History::unconfirmed ||
                   stands_outside(deciding.actor, before.path, deciding.today);
  return {may ? Refusal::none : Refusal::an_outsider_ends_it, answered_at.name};
}

Verdict was_closed_since(const Deciding& deciding) {
  const Moment* told = deciding.after.get(answered_at);
  const std::optional<Word>& word = deciding.before.last_word;
  const bool is_older = told && word && !word->is_yes && *told <= word->at;
  return {is_older ? Refusal::their_no_stands : Refusal::none, answered_at.name};
}

Verdict is_closed_if_it_says_when(const Deciding& deciding) {
  const bool is_told =
      deciding.before.value(answered_at.name) != deciding.after.value(answered_at.name);
  const bool is_closed = deciding.before.state == answered.name;
  return {is_told && !is_closed ? Refusal::state_takes_no_closing_time : Refusal::none,
          answered_at.name};
}

// Nor does it lie at the sender's own unit, where those above it would read who it was.
Verdict goes_to_whoever_asks(const Deciding& deciding) {
  const Record& said = deciding.after;
  const std::string* of_kind = said.get(kind);
  const bool sits_there = std::ranges::any_of(deciding.actor.posts, [&](const Post& post) {
    return is_in_force(post, deciding.today) && post.path == said.path;
  });
  const bool is_top = said.path.size() == path_segment_size;
  const Uuid* of = said.get(form);
  if (!of && of_kind && *of_kind == "burden" && sits_there && !is_top)
    return {Refusal::field_is_missing, form.name};
  if (!of || !deciding.circumstances.record) return {};
  const auto request = deciding.circumstances.record(form.links_to[0], *of);
  const bool is_theirs = request && request->unit == deciding.after.unit;
  return {is_theirs ? Refusal::none : Refusal::record_is_linked_wrongly, form.name};
}

// What is not out is read by nobody whom it burdens.
std::vector<Caused> tells_at_the_form(const Deciding& deciding) {
  const Uuid* of = deciding.before.get(form);
  const std::string* said = deciding.after.get(answer);
  if (!of || !said || !deciding.circumstances.record) return {};
  const auto request = deciding.circumstances.record(form.links_to[0], *of);
  constexpr std::string_view out[] = {"sent", "answered", "ended"};
  if (!request || std::ranges::find(out, request->state) == std::end(out)) return {};
  const Rows* before = std::get_if<Rows>(&request->value(answers_told[0]));
  Rows all = before ? *before : Rows();
  if (all.all.size() == rows_max) return {};
  all.all.push_back({.cells = {*said, deciding.today}});
  return {{.record = request->id, .values = {std::move(all)}}};
}

}  // namespace chuangyou::feedback
