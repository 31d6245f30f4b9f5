// An act on units, people and posts on its way through the writer, and what a merge passes over.
#include <mutex>

#include "campaign/perform_act.h"

namespace chuangyou {
namespace {

bool changes_the_tree(const OrgAct& act) {
  return std::holds_alternative<FoundUnit>(act) || std::holds_alternative<MoveUnit>(act) ||
         std::holds_alternative<MergeUnits>(act);
}

}  // namespace

Result<OrgPerformed> ActPath::perform(const OrgRequest& request, Moment real_now,
                                      std::vector<Done>& done) {
  Body* body = bodies_.find(request.body);
  if (!body) return refuse(Refusal::body_is_unknown);
  const Writer::Click click{request.body, request.actor.person, request.idempotency_key,
                            request.request_digest};
  const Result<std::optional<AnsweredAct>> answered = answered_before(click);
  if (!answered) return std::unexpected(answered.error());
  if (*answered) return OrgPerformed{(*answered)->record, (*answered)->seq, true};
  Moment now = std::max(body_now(*body, real_now), body->last_at);
  if (request.erasure) {
    const Result<std::int64_t> erased =
        perform_erasure(*request.erasure, *body, request.actor, now, done);
    if (!erased) return std::unexpected(erased.error());
    const Uuid id = done.back().committed.record;
    remember(click, {request.request_digest, id, *erased, {}}, real_now);
    return OrgPerformed{id, *erased};
  }
  Date today = body->zone.date_at(now);
  if (Result<void> decided = decide(request.act, request.actor, body->tree, body->people, today);
      !decided)
    return std::unexpected(decided.error());
  OrgEntry encoded = encode(request.act);
  std::unique_lock lock(body->lock);
  if (Result<void> followed =
          follow_org(connection_, tables_, body->no, request.act, body->tree, body->people);
      !followed)
    return std::unexpected(followed.error());
  lock.unlock();
  const Post* under = request.actor.posts.empty() ? nullptr : &request.actor.posts.front();
  EntryHead head = head_for(*body, request.actor, under, now);
  head.ledger = encoded.ledger;
  head.record = encoded.record;
  head.act = encoded.act;
  Done what;
  what.body = body->no;
  what.tree_changed = changes_the_tree(request.act);
  what.committed = {body->no,
                    head.seq,
                    head.at,
                    head.ledger,
                    head.record,
                    head.act,
                    body->tree.size() ? body->tree.path_of(0) : std::string()};
  write_entry(*body, head, std::move(encoded.changes));
  done.push_back(std::move(what));
  if (const auto* merge = std::get_if<MergeUnits>(&request.act))
    pass_records_over(*body, *merge, head, done);
  remember(click, {request.request_digest, head.record, head.seq, {}}, real_now);
  return OrgPerformed{head.record, head.seq};
}

// The unit that goes on takes over what is not over yet, record by record, so that each has it in
// its own journal. What was confirmed or ended stays where it was.
void ActPath::pass_records_over(Body& body, const MergeUnits& merge, const EntryHead& by,
                                std::vector<Done>& done) {
  ListQuery query;
  query.path = body.tree.path_of(merge.from);
  query.own_unit = merge.from;
  for (const LedgerTable& ledger_table : tables_)
    for (Stage stage : {Stage::open, Stage::claimed}) {
      query.stage = stage;
      for (;;) {  // a page that is passed over is no longer found
        Page page = ledger_table.list(connection_, body.no, query).value();
        if (page.records.empty()) break;
        for (std::size_t i = 0; i < page.records.size(); ++i)
          done.push_back(
              pass_over(body, ledger_table, {page.records[i], page.standings[i]}, merge.into, by));
      }
    }
}

Done ActPath::pass_over(Body& body, const LedgerTable& ledger_table, const Stood& before,
                        const UnitId& into, EntryHead head) {
  head.seq = ++body.last_seq;
  head.ledger = ledger_table.ledger().name;
  head.record = before.record.id;
  Changes changes;
  changes.act = head.act;
  changes.state = before.record.state;
  ChangesNote note;
  note.unit = into;
  write_entry(body, head, encode_changes(ledger_table.ledger(), changes, note));
  Stood after =
      follow_record(connection_, ledger_table, head, before, changes, note, body.circumstances());
  Done what;
  what.body = body.no;
  what.ledger = &ledger_table.ledger();
  what.before = counted(before.record, before.standing);
  what.after = counted(after.record, after.standing);
  what.committed = {body.no,     head.seq, head.at,          head.ledger,
                    head.record, head.act, after.record.path};
  return what;
}

}  // namespace chuangyou
