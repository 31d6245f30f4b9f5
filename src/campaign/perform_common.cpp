// Acts that every ledger has without declaring them: an entry in the record's own journal, and what
// stands beside the record. Neither its row nor a figure moves.
#include "campaign/perform_act.h"
#include "journal/entries_of_record.h"
#include "record/common_acts.h"
#include "storage/follower_rows.h"

namespace chuangyou {
namespace {

constexpr std::size_t followed_max = 200;  // by one person: more nobody looks through

// Following what one follows already says that one has seen it up to now.
Result<void> may_follow(Connection& connection, const ActRequest& request) {
  const PersonId person = request.actor.person;
  const auto seen = seen_by_follower(connection, request.body, person, *request.record);
  if (request.act == unfollow_act) {
    if (!seen) return refuse(Refusal::nothing_would_change);
    return {};
  }
  const auto last = last_entry_of(connection, request.body, *request.record);
  if (seen && last && last->head.seq == *seen) return refuse(Refusal::nothing_would_change);
  if (!seen && followed_by(connection, request.body, person).size() >= followed_max)
    return refuse(Refusal::followed_are_too_many, {}, std::to_string(followed_max));
  return {};
}

// Whoever has lost sight of a record may leave off following it, and only who followed it learns
// that it is still there.
bool leaves_off(Connection& connection, const ActRequest& request) {
  return request.act == unfollow_act &&
         seen_by_follower(connection, request.body, request.actor.person, *request.record);
}

}  // namespace

Result<Performed> ActPath::perform_common(ActRequest& request, Body& body, Moment real_now,
                                          Moment now, std::vector<Done>& done) {
  // A row of a file opens records; what is said beside them, somebody says.
  if (!request.record || request.import || !request.source.empty() || !request.fields.empty() ||
      !request.reason.empty() || request.unit)
    return refuse(Refusal::act_is_unknown, "act", request.act);
  const LedgerTable& ledger_table = table(*request.ledger);
  std::optional<Record> record = ledger_table.get(connection_, body.no, *request.record);
  if (!record) return refuse(Refusal::nothing_is_there);
  const PathOfUnit path_of = body.circumstances().path_of;
  const Date today = body.zone.date_at(now);
  const bool is_seen = sight_of(request.actor, *record, today, path_of) != Sight::nothing;
  if (!is_seen && !leaves_off(connection_, request)) return refuse(Refusal::nothing_is_there);
  if (fences_.hold(connection_, body.no, *record)) return refuse(Refusal::import_is_running);
  const CommonAsked asked{request.act, request.remark, request.evidence};
  const Result<const Post*> under = decide_common(*record, asked, request.actor, today, path_of);
  if (!under) return std::unexpected(under.error());
  if (is_ones_own(request.act))
    if (Result<void> may = may_follow(connection_, request); !may)
      return std::unexpected(may.error());
  if (Result<void> given = look_up_evidence(request, body, now); !given)
    return std::unexpected(given.error());
  if (Result<void> kept = keep_files(request); !kept) return std::unexpected(kept.error());

  EntryHead head = head_for(body, request.actor, *under, now);
  if (!*under) head.role = Role::signed_in;
  head.ledger = request.ledger->name;
  head.record = *request.record;
  head.act = request.act;
  ChangesNote note;
  note.remark = request.remark;
  note.evidence = request.evidence;
  write_entry(body, head, encode_changes(*request.ledger, Changes(), note));
  follow_beside(connection_, head, note);
  if (!is_ones_own(head.act)) {
    Done& what = done.emplace_back();
    what.body = body.no;
    what.committed = {body.no, head.seq, head.at, head.ledger, head.record, head.act, record->path};
  }
  if (!request.idempotency_key.empty())
    remember({body.no, request.actor.person, request.idempotency_key,
              std::string(request.digest_or_name())},
             {std::string(request.digest_or_name()), *request.record, head.seq, {}}, real_now);
  const Standing standing = standing_of_row(ledger_table, body, *record);
  return Performed{*request.record, head.seq, std::move(*record), standing, {}, false, false};
}

Result<void> ActPath::look_up_evidence(ActRequest& request, const Body& body, Moment now) {
  if (request.evidence.empty()) return {};
  // Nobody without a name here gives any, and no row of a file does.
  if (request.actor.person.is_nil() || !request.source.empty())
    return refuse(Refusal::field_is_unknown, "evidence");
  if (Result<void> fits = check_evidence(request.evidence); !fits) return fits;
  for (Evidence& one : request.evidence) {
    if (one.kind == EvidenceKind::record &&
        !asking(body).may_link_to(request, Link{one.ledger, one.record}, now))
      return refuse(Refusal::record_is_linked_wrongly, "evidence", to_text(one.record));
    if (one.kind != EvidenceKind::file) continue;
    const auto waiting = files_.waiting(body.no, request.actor.person, one.hash);
    if (!waiting) return refuse(Refusal::file_was_not_sent, "evidence", one.text);
    one.type = waiting->type;
    one.bytes = waiting->bytes;
  }
  return {};
}

Result<void> ActPath::keep_files(const ActRequest& request) const {
  for (const Evidence& one : request.evidence)
    if (one.kind == EvidenceKind::file)
      if (Result<void> kept = files_.keep(request.body, request.actor.person, one.hash); !kept)
        return kept;
  return {};
}

}  // namespace chuangyou
