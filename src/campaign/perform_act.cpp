#include "campaign/perform_act.h"

#include <sodium.h>

#include <algorithm>

#include "campaign/perform_batch.h"
#include "core/receipt_code.h"
#include "journal/entries_of_record.h"
#include "journal/figures_snapshot.h"
#include "journal/happening.h"
#include "ledgers/all.h"
#include "record/common_names.h"
#include "record/rows.h"
#include "storage/body_rows.h"
#include "storage/import_rows.h"
#include "storage/made_by.h"
#include "storage/probe.h"
#include "storage/reckoning_rows.h"
#include "storage/unfinished_imports.h"
#include "storage/unfinished_successions.h"

namespace chuangyou {
namespace {

// A key belongs to whoever used it: the same key of another person is another key.
Hash key_of(const PersonId& who, std::string_view key) {
  std::string_view person(reinterpret_cast<const char*>(who.bytes.data()), 16);
  return hash_of(HashFunction::sha256, {person, key});
}

// From a secret that is not in the database and a key that is not in the house: neither a thief of
// the one nor a guess at the other opens a receipt.
Hash lock_of(const Secret& secret, const ActRequest& request) {
  const std::string_view ours(reinterpret_cast<const char*>(secret.data()), secret.size());
  return hash_of(HashFunction::sha256, {ours, "receipt", request.idempotency_key});
}

Writer::Click click_of(const ActRequest& request, const std::string& key) {
  return {request.body, request.actor.person, key, std::string(request.digest_or_name())};
}
Writer::Click click_of(const ActRequest& request) {
  return click_of(request, request.idempotency_key);
}

// Others have signed the same joint act since: that is no other record than the one he has seen.
bool was_only_signed(Connection& connection, const ActRequest& request, const Record& record) {
  const auto signatures = std::ranges::count(record.signatures, request.act, &Signature::act);
  return signatures > 0 && std::ranges::any_of(*request.if_versions, [&](std::int64_t version) {
           const std::vector<Entry> since =
               news_of(connection, request.body, record.id, version, signatures + 1);
           return std::ssize(since) <= signatures &&
                  std::ranges::all_of(
                      since, [&](const Entry& entry) { return entry.head.act == request.act; });
         });
}

}  // namespace

void create_campaign_schema(Connection& connection) {
  create_answered_acts_schema(connection);
  create_unfinished_imports_schema(connection);
  create_imports_schema(connection);
  create_unfinished_successions_schema(connection);
  create_figures_snapshot_schema(connection);
  create_probe_schema(connection);
  create_made_by_schema(connection);
  create_body_schema(connection);
  create_reckonings_schema(connection);
}

std::string receipt_hash(std::string_view code) {
  return to_hex(hash_of(HashFunction::sha256, {code}));
}

ActPath::ActPath(Connection& connection, Bodies& bodies, RandomSource& random,
                 const Secret& receipts, KeptFiles files)
    : connection_(connection),
      bodies_(bodies),
      random_(random),
      receipts_(receipts),
      files_(std::move(files)),
      answered_(connection),
      other_hand_(connection) {
  for (const Ledger* ledger : all_ledgers()) tables_.emplace_back(*ledger);
  for (const std::unique_ptr<Body>& body : bodies_.all()) began_after_[body->no] = body->last_seq;
}

const LedgerTable& ActPath::table(const Ledger& ledger) const {
  return *std::ranges::find_if(
      tables_, [&](const LedgerTable& table) { return &table.ledger() == &ledger; });
}

// The first answer to a citizen carried a receipt code that is kept nowhere. Whoever sends the same
// key again is the same sender, so the code is locked with what only the two of us have together.
std::string ActPath::lock_receipt(const ActRequest& request, const std::string& code) {
  const Hash key = lock_of(receipts_, request);
  std::array<std::uint8_t, crypto_secretbox_NONCEBYTES> nonce{};
  random_.fill(nonce);
  std::string locked(reinterpret_cast<const char*>(nonce.data()), nonce.size());
  locked.resize(nonce.size() + code.size() + crypto_secretbox_MACBYTES);
  crypto_secretbox_easy(reinterpret_cast<unsigned char*>(locked.data() + nonce.size()),
                        reinterpret_cast<const unsigned char*>(code.data()), code.size(),
                        nonce.data(), key.data());
  return locked;
}

std::optional<std::string> ActPath::unlock_receipt(const ActRequest& request,
                                                   std::string_view locked) const {
  constexpr std::size_t around = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
  if (locked.size() < around) return std::nullopt;
  const Hash key = lock_of(receipts_, request);
  const auto* bytes = reinterpret_cast<const unsigned char*>(locked.data());
  std::string code(locked.size() - around, '\0');
  const bool is_opened = crypto_secretbox_open_easy(reinterpret_cast<unsigned char*>(code.data()),
                                                    bytes + crypto_secretbox_NONCEBYTES,
                                                    locked.size() - crypto_secretbox_NONCEBYTES,
                                                    bytes, key.data()) == 0;
  if (!is_opened) return std::nullopt;
  return code;
}

Result<std::optional<AnsweredAct>> ActPath::answered_before(const Writer::Click& click) const {
  if (click.key.empty()) return std::nullopt;
  std::optional<AnsweredAct> answered = answered_.find(click.body, key_of(click.person, click.key));
  if (answered && answered->digest != click.digest)
    return refuse(Refusal::idempotency_key_was_used_for_another_request);
  return answered;
}

void ActPath::remember(const Writer::Click& click, const AnsweredAct& answer, Moment real_now) {
  if (click.key.empty()) return;
  answered_.remember(click.body, key_of(click.person, click.key), answer, real_now);
}

Result<std::optional<Performed>> ActPath::first_answer(ActRequest& request, const Body& body) {
  Result<std::optional<AnsweredAct>> answered = answered_before(click_of(request));
  // Of several acts that one request asks for the first that is done has the key of all.
  if (answered && !*answered && !request.key_of_all.empty()) {
    auto all = answered_before(click_of(request, request.key_of_all));
    if (!all || !*all || (*all)->record == *request.record) {
      request.idempotency_key = request.key_of_all;
      answered = std::move(all);
    }
  }
  if (!answered) return std::unexpected(answered.error());
  if (!*answered) return std::nullopt;
  const AnsweredAct& answer = **answered;
  RecordId id(answer.record);
  std::optional<Record> record = table(*request.ledger).get(connection_, request.body, id);
  if (!record) return refuse(Refusal::nothing_is_there);
  Standing standing = standing_of(*record, body.circumstances());
  return Performed{
      id,   answer.seq, std::move(*record), standing, unlock_receipt(request, answer.besides),
      true, false};
}

// What tables and figures have of it: the same, but while rows are reckoned anew.
Standing ActPath::standing_of_row(const LedgerTable& ledger_table, const Body& body,
                                  const Record& record) const {
  if (body.reckoning.is_under_way)
    if (auto standing = ledger_table.standing_in_row(connection_, body.no, record.id))
      return *standing;
  return standing_of(record, body.circumstances());
}

Result<Before> ActPath::look_up(ActRequest& request, const Body& body, Moment now) {
  if (!request.record) return Before{std::nullopt, opening(*request.ledger, body, now)};
  std::optional<Record> record =
      table(*request.ledger).get(connection_, request.body, *request.record);
  if (!record) return refuse(Refusal::nothing_is_there);
  if (request.receipt) {
    std::optional<ReceiptTarget> target =
        find_receipt(connection_, request.body, receipt_hash(*request.receipt));
    request.actor.holds_receipt = target && target->record == *request.record;
  }
  Circumstances circumstances = body.circumstances();
  Date today = body.zone.date_at(now);
  if (sight_of(request.actor, *record, today, circumstances.path_of) == Sight::nothing)
    return refuse(Refusal::nothing_is_there);
  if (fences_.hold(connection_, body.no, *record, request.import))
    return refuse(Refusal::import_is_running);
  const auto& versions = request.if_versions;
  if (versions && std::ranges::find(*versions, record->version) == versions->end() &&
      !was_only_signed(connection_, request, *record))
    return refuse(Refusal::etag_is_stale, "If-Match", std::to_string(record->version));
  Standing standing = standing_of_row(table(*request.ledger), body, *record);
  Record copy = *record;
  return Before{Stood{std::move(*record), standing}, std::move(copy)};
}

EntryHead ActPath::head_for(Body& body, const Actor& actor, const Post* under, Moment now) const {
  EntryHead head;
  head.body = body.no;
  head.seq = ++body.last_seq;
  head.at = body.last_at = std::max(now, body.last_at);
  head.actor = actor.person;
  head.role = under                    ? under->role
              : actor.is_the_clock     ? Role::the_clock
              : actor.is_a_consequence ? Role::consequence
                                       : Role::citizen;
  if (under) head.under = under->unit;
  return head;
}

void ActPath::write_entry(const Body& body, EntryHead head, std::string changes) {
  other_hand_.finish();
  append(connection_, new_entry(std::move(head), std::move(changes), body.hash, random_));
}

Record ActPath::opening(const Ledger& ledger, const Body& body, Moment now) const {
  Record record(ledger);
  record.id = RecordId(make_uuid_v7(std::max(now, body.last_at), random_));
  return record;
}

Result<Planned> ActPath::plan(ActRequest& request, const Body& body, Moment now,
                              const Circumstances& circumstances) {
  const LedgerTable& ledger_table = table(*request.ledger);
  Result<Before> before = look_up(request, body, now);
  if (!before) return std::unexpected(before.error());
  Result<Asked> asked = asking(body).ask(request, before->record, now);
  if (!asked) return std::unexpected(asked.error());
  Result<Changes> changes = decide(before->record, *asked, request.actor, now, circumstances);
  if (!changes) return std::unexpected(changes.error());
  if (!request.evidence.empty())
    if (Result<void> given = look_up_evidence(request, body, now); !given)
      return std::unexpected(given.error());
  if (Result<void> alone = is_the_only_one(*before, *changes, *request.ledger, circumstances);
      !alone)
    return std::unexpected(alone.error());
  ChangesNote note;
  note.unit = changes->unit;
  if (!request.source.empty()) note.source = request.source;
  note.import = request.import;
  note.evidence = request.evidence;
  Planned planned{&ledger_table,       &asked->act,     &request.actor, std::move(*before),
                  std::move(*changes), std::move(note), request.reason, now};
  go_on_with_units(planned, body.tree);
  return planned;
}

EntryHead ActPath::head_of(const Planned& planned, Body& body, Moment now) const {
  EntryHead head = head_for(body, *planned.actor, planned.changes.under, now);
  head.ledger = planned.table->ledger().name;
  head.record = planned.before.record.id;
  head.act = planned.act->name;
  return head;
}

// What is written of one act: its entry, its row, and what listeners and figures are told.
Stood ActPath::write(Planned& planned, Body& body, Moment now, const Circumstances& circumstances,
                     std::vector<Done>& done) {
  const EntryHead head = head_of(planned, body, now);
  write_entry(body, head, encode_changes(planned.table->ledger(), planned.changes, planned.note));
  Stood after = follow_record(connection_, *planned.table, head, planned.before.stood,
                              planned.changes, planned.note, circumstances);
  tell(planned, head, after, done);
  return after;
}

void ActPath::tell(const Planned& planned, const EntryHead& head, const Stood& after,
                   std::vector<Done>& done) {
  Done& what = done.emplace_back();
  what.body = head.body;
  what.ledger = &planned.table->ledger();
  const std::optional<Stood>& stood = planned.before.stood;
  if (stood) what.before = counted(stood->record, stood->standing);
  what.after = counted(after.record, after.standing);
  tell_flows(what, *planned.table, stood ? &*stood : nullptr, after);
  what.committed = {head.body,   head.seq, head.at,          head.ledger,
                    head.record, head.act, after.record.path};
}

// A record that goes to another unit takes along what has happened to it before.
void ActPath::tell_flows(Done& what, const LedgerTable& its_table, const Stood* before,
                         const Stood& after) {
  const UnitNo now = number_in_path(after.record.path);
  for (const HappenedRow& row : after.happened) what.flows.push_back({now, row.day, row.bits});
  if (!before || before->record.unit == after.record.unit) return;
  const UnitNo then = number_in_path(before->record.path);
  const Body& body = *bodies_.find(what.body);
  for (const HappenedRow& row :
       happenings_of(connection_, its_table.ledger(), body.no, after.record.id,
                     after.record.version - 1, body.circumstances())) {
    what.flows.push_back({then, row.day, row.bits, -1});
    what.flows.push_back({now, row.day, row.bits});
  }
}

bool ActPath::is_entered(const ActRequest& request) {
  return request.import && !request.record && !request.source.empty() && request.evidence.empty();
}

// Who looks at other records finds also those that are decided and not written yet; and whoever
// asks the database at all finds nobody else at it.
std::optional<ActPath::Entering> ActPath::begin_entering(BodyNo no, const Ledger& ledger,
                                                         const RecordId& import,
                                                         std::optional<std::int64_t> keys_seen) {
  Body* body = bodies_.find(no);
  if (!body) return std::nullopt;
  Entering entering{body, body->circumstances(),
                    keys_seen && are_keys_seen_until(*keys_seen, no, ledger, import)};
  static const std::vector<Planned> nothing_beside;
  allow_look_ups(entering.circumstances, *body, nothing_beside);
  const auto finishes_first =
      [this]<class Answer, class... Asked>(std::function<Answer(Asked...)>& look) {
        look = [this, looks = std::move(look)](Asked... asked) {
          other_hand_.finish();
          return looks(std::forward<Asked>(asked)...);
        };
      };
  finishes_first(entering.circumstances.record);
  finishes_first(entering.circumstances.find);
  finishes_first(entering.circumstances.find_leading);
  finishes_first(entering.circumstances.count);
  finishes_first(entering.circumstances.first_seal_after);
  finishes_first(entering.circumstances.units_below);
  return entering;
}

bool ActPath::are_keys_seen_until(std::int64_t entry, BodyNo body, const Ledger& ledger,
                                  const RecordId& import) const {
  const auto began = began_after_.find(body);
  if (began != began_after_.end() && entry < began->second) return false;
  const auto found = keyed_.find({body, &ledger});
  if (found == keyed_.end()) return true;
  const Keyed& keyed = found->second;
  return entry >= (keyed.import == import ? keyed.last_of_others : keyed.last);
}

void ActPath::note_key(const ActRequest& request, std::int64_t entry) {
  if (request.source.empty()) return;
  Keyed& keyed = keyed_[{request.body, request.ledger}];
  if (keyed.import != request.import || !request.import) keyed.last_of_others = keyed.last;
  keyed.import = request.import;
  keyed.last = entry;
}

// Nothing follows from it, and nobody is given a receipt: it brings in what has happened.
Result<std::int64_t> ActPath::enter(Entering& entering, ActRequest& request, Moment real_now,
                                    std::vector<Done>& done) {
  Body& body = *entering.body;
  const Circumstances& circumstances = entering.circumstances;
  const Moment now = std::max(body_now(body, real_now), body.last_at);
  const bool names_records = std::ranges::any_of(request.fields, [&](const FieldChange& change) {
    const Kind kind = request.ledger->fields[change.field].kind;
    return kind == Kind::link || kind == Kind::row_link || kind == Kind::rows;
  });
  if (names_records) other_hand_.finish();
  Result<Planned> planned = plan(request, body, now, circumstances);
  if (!planned) return std::unexpected(planned.error());
  const EntryHead head = head_of(*planned, body, now);
  const Ledger& ledger = planned->table->ledger();
  note_key(request, head.seq);
  Opened opened{
      new_entry(head, encode_changes(ledger, planned->changes, planned->note), body.hash, random_),
      stood_opened(ledger, head, planned->changes, planned->note, circumstances), request.source,
      request.import, entering.are_keys_new};
  tell(*planned, head, opened.stood, done);
  other_hand_.take(*planned->table, std::move(opened));
  return head.seq;
}

Result<Performed> ActPath::perform(ActRequest& request, Moment real_now, std::vector<Done>& done) {
  other_hand_.finish();
  Body* body = bodies_.find(request.body);
  if (!body) return refuse(Refusal::body_is_unknown);
  Result<std::optional<Performed>> earlier = first_answer(request, *body);
  if (!earlier) return std::unexpected(earlier.error());
  if (*earlier) return std::move(**earlier);

  const Moment now = std::max(body_now(*body, real_now), body->last_at);
  if (is_common_act(request.act)) return perform_common(request, *body, real_now, now, done);
  Circumstances circumstances = body->circumstances();
  std::vector<Planned> plan;
  allow_look_ups(circumstances, *body, plan);
  Result<Planned> asked = this->plan(request, *body, now, circumstances);
  if (!asked) return std::unexpected(asked.error());
  // Told to those alone who may enter the row at all.
  const std::string& source = request.source;
  if (!source.empty() && asked->table->find_by_source(connection_, body->no, source))
    return refuse(Refusal::id_was_imported_before, {}, source);
  plan.push_back(std::move(*asked));
  // An import brings in what has happened: nothing follows from it here.
  if (!request.import && request.source.empty())
    if (Result<void> followed = plan_what_follows(plan, *body, now, circumstances); !followed)
      return std::unexpected(followed.error());

  if (Result<void> kept = keep_files(request); !kept) return std::unexpected(kept.error());
  std::optional<std::string> receipt;
  const bool is_anothers = request.actor.person.is_nil() || plan.front().changes.is_for_another;
  if (plan.front().act->gives_receipt && is_anothers && request.source.empty()) {
    receipt = make_receipt_code(random_);
    plan.front().note.receipt = receipt_hash(*receipt);
  }
  Stood after = write(plan.front(), *body, now, circumstances, done);
  const std::int64_t seq = done.back().committed.seq;
  note_key(request, seq);
  for (Planned& effect : std::span(plan).subspan(1)) {
    effect.note.cause = seq;
    write(effect, *body, now, circumstances, done);
  }
  const RecordId id = after.record.id;
  Performed performed{id,
                      seq,
                      std::move(after.record),
                      after.standing,
                      receipt,
                      false,
                      plan.front().changes.signature.has_value()};
  if (!request.idempotency_key.empty())
    remember(click_of(request),
             {std::string(request.digest_or_name()), id, seq,
              receipt ? lock_receipt(request, *receipt) : ""},
             real_now);
  return performed;
}

}  // namespace chuangyou
