// Confirming the clock: from here on the time of entries may go back, which is the one thing that
// their order forbids otherwise. So it says itself in every journal what was and what is.
#include <algorithm>

#include "campaign/body_tables.h"
#include "campaign/keeping.h"
#include "campaign/perform_act.h"
#include "journal/figures_snapshot.h"
#include "journal/follow.h"

namespace chuangyou {
namespace {

// A body shown as of a past day has days of its own, which no clock on a wall touches. Where there
// is no other it may speak for the machine, since somebody must.
bool is_concerned(const Body& body, const ClockConfirmation& confirmation) {
  return !body.shown_as_of || body.no == confirmation.by;
}

Result<const Post*> administrator_among(const Actor& actor) {
  const auto post = std::ranges::find(actor.posts, Role::administrator, &Post::role);
  if (post == actor.posts.end()) return refuse(Refusal::post_does_not_allow_this);
  return &*post;
}

// What had fallen due by a time that never was is open again.
void count_figures_again(Connection& connection, Body& body, Moment now) {
  drop_figures_snapshot(connection, body.no);
  load_figures(connection, body, now);
}

}  // namespace

Result<std::int64_t> ActPath::confirm_clock(const ClockConfirmation& confirmation,
                                            std::vector<Done>& done) {
  const Body* own = bodies_.find(confirmation.by);
  if (own == nullptr) return refuse(Refusal::body_is_unknown);
  const Result<const Post*> under = administrator_among(confirmation.actor);
  if (!under) return std::unexpected(under.error());
  const bool lives_in_real_time = std::ranges::any_of(
      bodies_.all(), [](const auto& body) { return !body->shown_as_of.has_value(); });
  if (own->shown_as_of && lives_in_real_time) return refuse(Refusal::post_does_not_allow_this);

  std::int64_t own_seq = 0;
  for (const std::unique_ptr<Body>& each : bodies_.all()) {
    Body& body = *each;
    if (!is_concerned(body, confirmation)) continue;
    const Moment at = body.shown_as_of ? body.last_at : confirmation.is;
    if (body.roll_up && body.roll_up->at() > at) {
      keep_readers_out(body);
      count_figures_again(connection_, body, at);
    }
    body.last_at = at;
    EntryHead head = head_for(body, confirmation.actor, *under, at);
    head.ledger = bodies_ledger;
    const std::optional<Entry> founding = entry_at(connection_, body.no, 1);
    if (founding) head.record = founding->head.record;
    head.act = confirm_clock_act;
    Done what;
    what.body = body.no;
    what.committed = {body.no,
                      head.seq,
                      head.at,
                      bodies_ledger,
                      head.record,
                      std::string(head.act),
                      body.tree.size() ? body.tree.path_of(0) : std::string()};
    if (body.no == confirmation.by) {
      own_seq = head.seq;
      remember({body.no, confirmation.actor.person, confirmation.idempotency_key,
                confirmation.request_digest},
               {confirmation.request_digest, head.record, own_seq, {}}, confirmation.is);
    }
    write_entry(body, std::move(head),
                R"({"body":")" + own->key + R"(","is":")" + to_text(confirmation.is) +
                    R"(","was":")" + to_text(confirmation.was) + R"("})");
    done.push_back(std::move(what));
  }
  return own_seq;
}

}  // namespace chuangyou
