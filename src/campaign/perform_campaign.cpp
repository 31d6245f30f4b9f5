// An act on what holds for the whole body: its campaign, its numbers of practice, its calendar.
#include "campaign/body_tables.h"
#include "campaign/perform_act.h"
#include "campaign/reckoning.h"

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

}  // namespace

Result<std::int64_t> ActPath::perform_on_frame(const FrameAct& act, Body& body, const Actor& actor,
                                               Moment now, std::vector<Done>& done) {
  const Date today = body.zone.date_at(now);
  const Result<const Post*> under = decide(act, body.frame, actor, today);
  if (!under) return std::unexpected(under.error());
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
  body.frame = std::move(changed);
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
  return head.seq;
}

}  // namespace chuangyou
