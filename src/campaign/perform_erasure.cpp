// Erasing: deciding about it, and carrying it out in the transaction in which it is signed.
#include <algorithm>

#include "campaign/erasable.h"
#include "campaign/kept_until.h"
#include "campaign/perform_act.h"
#include "core/text.h"
#include "journal/erasure.h"
#include "ledgers/all.h"
#include "storage/forgetting.h"

namespace chuangyou {
namespace {

const Post* post_of(const Actor& actor, Role role) {
  const auto found = std::ranges::find(actor.posts, role, &Post::role);
  return found == actor.posts.end() ? nullptr : &*found;
}

// What an act on an erasure writes, once nothing speaks against it.
struct Decided {
  const Post* under = nullptr;
  Uuid id;
  std::string_view act;
  std::string changes;
  std::optional<Entry> erased;  // as it still stands
};

// What the erasures so far, and the entry, say to another act.
class Judging {
 public:
  Judging(Connection& connection, const Body& body, const Actor& actor, Moment now)
      : connection_(connection), body_(body), today_(body.zone.date_at(now)), actor_(actor) {}

  Result<Decided> operator()(const AskErasure& act) const {
    const Post* under = post_of(actor_, Role::administrator);
    if (!under) return refuse(Refusal::post_does_not_allow_this);
    if (is_blank(act.why)) return refuse(Refusal::field_is_missing, "why");
    if (act.fields.empty()) return refuse(Refusal::field_is_missing, "fields");
    const std::optional<Entry> entry = entry_at(connection_, body_.no, act.seq);
    if (!entry || entry->head.ledger != act.ledger || entry->head.record != act.record ||
        is_about_him(entry->head))
      return refuse(Refusal::nothing_is_there, "seq", std::to_string(act.seq));
    const Result<std::string> remaining = what_remains(*entry, act.fields);
    if (!remaining) return std::unexpected(remaining.error());
    return Decided{under, act.id, ask_erasure, encode_asking(act.seq, act.fields, act.why), {}};
  }

  Result<Decided> operator()(const SignErasure& act) const {
    const Result<Erasure> erasure = waiting(act.id);
    if (!erasure) return std::unexpected(erasure.error());
    std::optional<Entry> entry = entry_at(connection_, body_.no, erasure->seq);
    if (!entry || entry->changes.empty()) return refuse(Refusal::entries_are_missing, "seq");
    const Result<std::string> remaining = remaining_changes(*entry, erasure->fields);
    if (!remaining) return std::unexpected(remaining.error());
    return Decided{post_of(actor_, Role::auditor), act.id, sign_erasure,
                   encode_signing(*erasure, *remaining), std::move(entry)};
  }

  Result<Decided> operator()(const RefuseErasure& act) const {
    const Result<Erasure> erasure = waiting(act.id);
    if (!erasure) return std::unexpected(erasure.error());
    if (is_blank(act.reason)) return refuse(Refusal::reason_is_missing, "reason");
    return Decided{post_of(actor_, Role::auditor),
                   act.id,
                   refuse_erasure,
                   encode_refusing(*erasure, act.reason),
                   {}};
  }

  Result<Decided> operator()(const EraseAfterTerm& act) const {
    if (!actor_.is_the_clock) return refuse(Refusal::post_does_not_allow_this);
    std::optional<Entry> entry = entry_at(connection_, body_.no, act.seq);
    const Ledger* ledger = entry ? find_ledger(entry->head.ledger) : nullptr;
    const std::optional<Record> record =
        ledger ? LedgerTable(*ledger).get(connection_, body_.no, entry->head.record) : std::nullopt;
    if (!record) return refuse(Refusal::nothing_is_there, "seq", std::to_string(act.seq));
    const std::optional<Date> until = kept_until(body_, *record, act.term, today_);
    if (!until || today_ <= *until) return refuse(Refusal::state_does_not_allow_this, "seq");
    const std::string_view what = find_retention_term(act.term)->what;
    for (const std::string& field : act.fields)
      if (field != what) return refuse(Refusal::entry_cannot_be_erased, field);
    const Result<std::string> remaining = what_remains(*entry, act.fields);
    if (!remaining) return std::unexpected(remaining.error());
    return Decided{nullptr, act.id, erase_after_term,
                   encode_after_term(act.seq, act.fields, act.term, *remaining), std::move(entry)};
  }

 private:
  // What the entry would still say, unless something of it is gone or asked for already.
  Result<std::string> what_remains(const Entry& entry, std::span<const std::string> fields) const {
    for (const Erasure& other : erasures_of_entry(connection_, body_.no, entry.head.seq)) {
      if (!other.ended) return refuse(Refusal::erasure_was_asked_already, "seq");
      const bool has_gone = other.is_signed() && std::ranges::any_of(fields, [&](const auto& one) {
                              return std::ranges::find(other.fields, one) != other.fields.end();
                            });
      if (has_gone) return refuse(Refusal::entry_is_erased_already, "seq");
    }
    if (entry.changes.empty()) return refuse(Refusal::entries_are_missing, "seq");
    return remaining_changes(entry, fields);
  }

  // One that the actor may end.
  Result<Erasure> waiting(const Uuid& id) const {
    if (!post_of(actor_, Role::auditor)) return refuse(Refusal::post_does_not_allow_this);
    std::optional<Erasure> found = find_erasure(connection_, body_.no, id);
    if (!found) return refuse(Refusal::nothing_is_there);
    if (found->ended) return refuse(Refusal::state_does_not_allow_this);
    if (found->asked.actor == actor_.person) return refuse(Refusal::one_person_cannot_sign_twice);
    const std::optional<Entry> entry = entry_at(connection_, body_.no, found->seq);
    if (entry && is_about_him(entry->head)) return refuse(Refusal::nothing_is_there);
    return std::move(*found);
  }

  bool is_about_him(const EntryHead& head) const {
    return is_about_the_actor(connection_, body_, actor_, today_, head);
  }

  Connection& connection_;
  const Body& body_;
  Date today_;
  const Actor& actor_;
};

}  // namespace

Result<std::int64_t> ActPath::perform_erasure(const ErasureAct& act, Body& body, const Actor& actor,
                                              Moment now, std::vector<Done>& done) {
  Result<Decided> decided = std::visit(Judging(connection_, body, actor, now), act);
  if (!decided) return std::unexpected(decided.error());
  EntryHead head = head_for(body, actor, decided->under, now);
  head.ledger = erasures_ledger;
  head.record = decided->id;
  head.act = decided->act;
  Done what;
  what.body = body.no;
  what.committed = {body.no,
                    head.seq,
                    head.at,
                    head.ledger,
                    head.record,
                    head.act,
                    body.tree.size() ? body.tree.path_of(0) : ""};
  body.may_have_erasures = true;
  write_entry(body, head, std::move(decided->changes));
  done.push_back(std::move(what));
  if (decided->erased) carry_out(body, decided->erased->head);
  return head.seq;
}

void ActPath::carry_out(Body& body, const EntryHead& erased) {
  const Overwriting overwriting(connection_);
  erase_entry(connection_, body.no, erased.seq);
  if (const Ledger* ledger = find_ledger(erased.ledger)) {
    follow_erasure(connection_, table(*ledger), erased, body.circumstances());
    return;
  }
  keep_readers_out(body);
  const auto date_at = [&body](Moment at) { return body.zone.date_at(at); };
  if (!follow_person_anew(connection_, body.no, erased.record, date_at, body.tree, body.people))
    throw std::logic_error("an erased entry on people cannot be followed");
}

}  // namespace chuangyou
