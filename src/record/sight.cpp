// How much of a record somebody sees, and which acts are his to do.
#include <algorithm>

#include "record/concealment.h"
#include "record/rights_held.h"
#include "record/rows.h"
#include "record/who_speaks.h"

namespace chuangyou {

bool is_shown_to_all(const Record& record) {
  const State* state = record.ledger().state(record.state);
  const auto is_personal = record.ledger().is_personal;
  return state && state->is_public && !is_concealed(record) &&
         !(is_personal && is_personal(record));
}

bool may_act_on(const Actor& actor, const Record& record, Date today, const PathOfUnit& path_of) {
  const RightsHeld held(actor, record, today, path_of);
  return std::ranges::any_of(record.ledger().acts,
                             [&](const Act& act) { return !act.from.empty() && held.of(act.may); });
}

namespace {

bool may_everywhere(const Actor& actor, const Ledger& ledger, Date today, auto reaches) {
  const auto holds = [&](const Right& right) {
    return right.field.empty() && std::ranges::any_of(actor.posts, [&](const Post& post) {
             return post.role == right.role && is_in_force(post, today) && reaches(right, post);
           });
  };
  return std::ranges::any_of(ledger.read, holds) ||
         std::ranges::any_of(ledger.acts, [&](const Act& act) {
           return !act.from.empty() && std::ranges::any_of(act.may, holds);
         });
}

Sight sight_of_somebody(const Actor& actor, const Record& record, Date today,
                        const PathOfUnit& path_of) {
  const bool wrote_it = record.author == actor.person;
  if (!wrote_it && is_kept_from(actor, record, today, path_of)) return Sight::nothing;
  const bool is_disciplines = is_for_discipline(record);  // and so of nobody else who is left
  const bool is_in_chain = std::ranges::any_of(actor.posts, [&](const Post& post) {
    return (is_disciplines || sees_its_subtree(post.role)) && is_in_force(post, today) &&
           covers(post.path, record.path);
  });
  const bool is_whole =
      record.ledger().is_confidential
          ? may_act_on(actor, record, today, path_of)
          : is_in_chain || (wrote_it && is_still_there(actor, record, today, path_of));
  if (is_whole || right_of(actor, record.ledger().read, record, today, path_of))
    return Sight::whole;
  return is_in_chain || wrote_it ? Sight::public_fields : Sight::nothing;
}

}  // namespace

Sight sight_of(const Actor& actor, const Record& record, Date today, const PathOfUnit& path_of) {
  if (actor.is_nobody() || actor.holds_receipt) return Sight::whole;
  const Sight own =
      actor.person.is_nil() ? Sight::nothing : sight_of_somebody(actor, record, today, path_of);
  if (own != Sight::nothing) return own;
  if (is_shown_to_all(record)) return Sight::public_fields;
  // A person's own is shown to those of whom it asks something, though not to everyone.
  const State* state = record.ledger().state(record.state);
  const bool is_theirs = record.ledger().is_personal && state && state->is_public &&
                         !is_concealed(record) && !actor.person.is_nil() &&
                         may_act_on(actor, record, today, path_of);
  return is_theirs ? Sight::public_fields : Sight::nothing;
}

void redact(Record& record, Sight sight) {
  std::span<const FieldSpec> fields = record.ledger().fields;
  const auto is_hidden = [&](const FieldSpec& field) {
    return field.visibility == Visibility::sealed ||
           (field.visibility == Visibility::internal && sight != Sight::whole);
  };
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (is_hidden(fields[i])) record.set_at(i, {});
    if (fields[i].kind == Kind::rows) empty_columns(fields[i], record.value_at(i), is_hidden);
  }
  if (sight != Sight::whole) {
    record.author = {};
    record.opened_under = {};
    record.claimed_by = {};
    record.signatures.clear();
  }
}

bool reads_all_below(const Actor& actor, const Ledger& ledger, std::string_view path, Date today) {
  return may_everywhere(actor, ledger, today, [&](const Right& right, const Post& post) {
    return right.at == At::anywhere || (right.at == At::own_or_above && covers(post.path, path));
  });
}

bool reads_all_at(const Actor& actor, const Ledger& ledger, std::string_view path, Date today) {
  return may_everywhere(actor, ledger, today, [&](const Right& right, const Post& post) {
    return right.at == At::own && post.path == path;
  });
}

std::vector<const Act*> acts_open_to(const Actor& actor, const Record& record, Date today,
                                     const PathOfUnit& path_of, const PostsOf& posts_of) {
  std::vector<const Act*> acts;
  const RightsHeld held(actor, record, today, path_of);
  for (const Act& act : record.ledger().acts) {
    if (std::ranges::find(act.from, record.state) == act.from.end()) continue;
    if (!right_to_speak(held, record, act, actor, today, path_of, posts_of)) continue;
    if (act.confirms_entry && record.history != History::unconfirmed) continue;
    acts.push_back(&act);
  }
  return acts;
}

}  // namespace chuangyou
