#include "jobs/witnesses.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <thread>

#include "campaign/log.h"
#include "core/fault_log.h"
#include "jobs/outgoing.h"
#include "storage/whole_file.h"

namespace chuangyou {
namespace {

// What one witness said about one checkpoint.
struct Outcome {
  std::optional<NoteSignature> cosignature = {};
  std::int64_t seconds = 0;
  std::string trouble = {};
  bool is_alarm = false;
  bool is_silent = false;  // nobody is there: the other bodies need not be asked today
};

// Clocks differ by so much, and what is signed for later says nothing of today.
constexpr std::int64_t ahead_max = 24 * 3600 * std::int64_t{1'000'000};

Outcome troubled(std::string trouble, bool is_alarm = false) {
  return {.trouble = std::move(trouble), .is_alarm = is_alarm};
}

// Only what its key has truly signed is believed, whatever else it sends.
Outcome read_cosignature(const std::string& note, const std::string& lines,
                         const VerifierKey& key) {
  const auto whole = parse_note(note + lines);
  const auto seconds = whole ? cosigned_at(*whole, key) : std::nullopt;
  if (!seconds) return troubled("cosignature_is_false");
  const auto theirs = std::ranges::find_if(whole->signatures, [&](const NoteSignature& one) {
    return one.name == key.name && one.key_id == key.id();
  });
  return {.cosignature = *theirs, .seconds = *seconds};
}

std::string_view without_line_end(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  return text;
}

bool has_log(const Body& body) { return body.log && body.hash == HashFunction::sha256; }

}  // namespace

std::optional<WitnessAddress> parse_witness_address(std::string_view text) {
  // The address holds no equals sign that matters; a key ends with some.
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  std::string_view url = text.substr(0, equals);
  auto key = parse_verifier_key(text.substr(equals + 1));
  const bool is_web = url.starts_with("http://") || url.starts_with("https://");
  if (!key || key->kind != SignatureKind::cosignature || !is_web) return std::nullopt;
  while (url.ends_with('/')) url.remove_suffix(1);
  return WitnessAddress{std::string(url), std::move(*key)};
}

struct Witnesses::State {
  // One witness and how it stands with each body. Its connection is its round's own thread's.
  struct Asked {
    WitnessAddress address;
    Connection reading;
    std::map<BodyNo, WitnessStanding> standings;
  };
  // What a round asks to be cosigned.
  struct Offer {
    const Body* body;
    Seal seal;
    std::string note;
    std::map<std::string, Outcome> outcomes = {};  // by the witness's name
  };

  Connection reading;
  std::filesystem::path file;
  const Bodies& bodies;
  Health& health;
  std::function<Moment()> now;
  std::int64_t seconds_between;
  std::vector<std::unique_ptr<Asked>> witnesses;

  mutable std::mutex mutex;  // of the standings and of what is published
  std::map<BodyNo, std::string> published;

  std::atomic<bool> stopping = false;
  std::mutex resting;
  std::condition_variable woken;
  std::thread thread;

  State(const std::string& database, std::string cosigned_file, const Bodies& all, Health& its,
        std::function<Moment()> clock, std::int64_t seconds)
      : reading(database, OpenFor::reading),
        file(std::move(cosigned_file)),
        bodies(all),
        health(its),
        now(std::move(clock)),
        seconds_between(seconds) {}

  void load();
  void recall(const Body& body, const Note& note);
  std::vector<Offer> offers();
  void ask_about(Asked& witness, std::vector<Offer>& offers);
  Outcome ask_one(Asked& witness, const Offer& offer, std::int64_t from);
  void take(Offer& offer);
  void take(WitnessStanding& standing, const Offer& offer, const Outcome& outcome);
  void publish(const Offer& offer);
  std::string cosigned() const;
  void report();
  void round();
  void run();
};

// What was cosigned before the restart; a file that is not whole is no loss, the witnesses know.
void Witnesses::State::load() {
  for (const auto& witness : witnesses)
    for (const auto& body : bodies.all())
      if (has_log(*body)) {
        WitnessStanding& standing = witness->standings[body->no];
        standing.name = witness->address.key.name;
        standing.key = to_text(witness->address.key);
      }
  std::ifstream stream(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  const auto notes = parse_notes(text);
  if (!notes) spdlog::warn("cosigned_file_unreadable file={}", file.string());
  for (const Note& note : notes.value_or(std::vector<Note>{}))
    for (const auto& body : bodies.all())
      if (has_log(*body) && is_signed_by(note, body->log->verifier()) == Signed::yes)
        recall(*body, note);
}

void Witnesses::State::recall(const Body& body, const Note& note) {
  const auto checkpoint = parse_checkpoint(note.text);
  if (!checkpoint || checkpoint->origin != body.log->origin()) return;
  for (const auto& witness : witnesses) {
    const auto seconds = cosigned_at(note, witness->address.key);
    WitnessStanding& standing = witness->standings[body.no];
    if (!seconds || checkpoint->size < standing.size) continue;
    standing.size = checkpoint->size;
    standing.cosigned_at = Moment{*seconds * 1'000'000};
    standing.note = write_note(note);
  }
  std::string& latest = published[body.no];
  const auto before = latest.empty() ? std::nullopt : parse_note(latest);
  const auto size_before = before ? parse_checkpoint(before->text)->size : -1;
  if (checkpoint->size > size_before) latest = write_note(note);
}

std::vector<Witnesses::State::Offer> Witnesses::State::offers() {
  std::vector<Offer> all;
  for (const auto& body : bodies.all()) {
    if (!has_log(*body)) continue;
    const auto seal = latest_seal(reading, body->no);
    if (seal) all.push_back({body.get(), *seal, *signed_checkpoint(*body, *seal)});
  }
  return all;
}

Outcome Witnesses::State::ask_one(Asked& witness, const Offer& offer, std::int64_t from) {
  bool is_second = false;
  while (true) {
    const std::int64_t to = offer.seal.last;
    if (from > to) return troubled("it_has_seen_" + std::to_string(from) + "_entries", true);
    std::vector<Hash> proof;
    if (from != 0 && from != to)
      proof = prove_consistency(witness.reading, offer.body->no, from, to, offer.body->hash);
    const OutgoingAnswer answer = ask({.url = witness.address.url + "/add-checkpoint",
                                       .posted = write_cosigning_asked(from, proof, offer.note)},
                                      &stopping);
    if (answer.status == 200) return read_cosignature(offer.note, answer.body, witness.address.key);
    if (answer.status == 422) return troubled("it_has_seen_another_journal", true);
    const auto theirs = plain_number(without_line_end(answer.body));
    if (answer.status != 409 || !theirs || (is_second && *theirs <= to)) {
      Outcome outcome =
          troubled(answer.status == 0 ? answer.trouble : "status_" + std::to_string(answer.status));
      outcome.is_silent = answer.status == 0;
      return outcome;
    }
    from = *theirs;
    is_second = true;
  }
}

void Witnesses::State::ask_about(Asked& witness, std::vector<Offer>& offers) {
  for (Offer& offer : offers) {
    std::int64_t from = 0;
    {
      const std::lock_guard lock(mutex);
      from = witness.standings[offer.body->no].size;
    }
    // What we remember may be of a witness that has begun anew, so that it is asked all the same.
    Outcome outcome;
    try {
      outcome = ask_one(witness, offer, std::min(from, offer.seal.last));
    } catch (const std::exception& error) {
      outcome = troubled(error.what());
    }
    const bool is_silent = outcome.is_silent;
    const std::lock_guard lock(mutex);
    offer.outcomes.insert_or_assign(witness.address.key.name, std::move(outcome));
    if (is_silent || stopping) return;
  }
}

void Witnesses::State::take(WitnessStanding& standing, const Offer& offer, const Outcome& outcome) {
  const bool is_new = outcome.trouble != standing.trouble || outcome.is_alarm != standing.is_alarm;
  if (is_new && outcome.is_alarm)
    spdlog::error("witness_alarm body={} witness={} what={}", offer.body->key, standing.name,
                  outcome.trouble);
  if (is_new && !outcome.is_alarm && !outcome.trouble.empty())
    spdlog::warn("witness_silent body={} witness={} what={}", offer.body->key, standing.name,
                 outcome.trouble);
  if (is_new && outcome.trouble.empty())
    spdlog::info("witness_cosigns_again body={} witness={}", offer.body->key, standing.name);
  // Silence takes no alarm back: only a cosignature does.
  standing.is_alarm = outcome.is_alarm || (standing.is_alarm && !outcome.cosignature);
  standing.trouble = outcome.trouble;
  if (!outcome.cosignature) return;
  const Moment at{outcome.seconds * 1'000'000};
  if (at.microseconds > now().microseconds + ahead_max) {
    standing.trouble = "cosignature_is_of_a_day_to_come";
    return;
  }
  Note note = *parse_note(offer.note);
  note.signatures.push_back(*outcome.cosignature);
  standing.note = write_note(note);
  standing.size = offer.seal.last;
  standing.cosigned_at = at;
}

// While somebody has seen another journal, nothing that contradicts it is published.
void Witnesses::State::publish(const Offer& offer) {
  bool is_alarm = false;
  Note note = *parse_note(offer.note);
  for (const auto& witness : witnesses) {
    is_alarm = is_alarm || witness->standings[offer.body->no].is_alarm;
    const auto outcome = offer.outcomes.find(witness->address.key.name);
    if (outcome != offer.outcomes.end() && outcome->second.cosignature)
      note.signatures.push_back(*outcome->second.cosignature);
  }
  if (!is_alarm) published.insert_or_assign(offer.body->no, write_note(note));
}

void Witnesses::State::take(Offer& offer) {
  for (const auto& witness : witnesses) {
    const auto outcome = offer.outcomes.find(witness->address.key.name);
    if (outcome != offer.outcomes.end())
      take(witness->standings[offer.body->no], offer, outcome->second);
  }
  publish(offer);
}

// All that is kept over a restart.
std::string Witnesses::State::cosigned() const {
  std::string text;
  for (const auto& [body, note] : published) text.append(note).append("\n");
  for (const auto& witness : witnesses)
    for (const auto& [body, standing] : witness->standings)
      if (!standing.note.empty()) text.append(standing.note).append("\n");
  return text;
}

void Witnesses::State::report() {
  Health::Report now_is;
  for (const auto& witness : witnesses)
    for (const auto& [body, standing] : witness->standings) {
      const std::string about = standing.name + " " + bodies.find(body)->key;
      if (standing.is_alarm) now_is.is_well = false;
      if (standing.is_alarm) now_is.facts.emplace_back("alarm " + about, standing.trouble);
      if (standing.cosigned_at) {
        now_is.facts.emplace_back("cosigned " + about, *standing.cosigned_at);
      } else {
        now_is.facts.emplace_back("cosigned " + about, std::string("never"));
      }
    }
  health.report("witnesses", std::move(now_is));
}

void Witnesses::State::round() {
  std::vector<Offer> all = offers();
  {
    std::vector<std::jthread> asking;
    for (const auto& witness : witnesses)
      asking.emplace_back([this, &all, &one = *witness] {
        try {
          ask_about(one, all);
        } catch (const std::exception& error) {  // asked again in the next round
          log_fault("asking a witness", error);
        }
      });
  }
  if (stopping || all.empty()) return;
  std::string text;
  {
    const std::lock_guard lock(mutex);
    for (Offer& offer : all) take(offer);
    report();
    text = cosigned();
  }
  write_whole_file(file, text);  // a sync of the disk, for which no reader waits
}

void Witnesses::State::run() {
  while (!stopping) {
    try {
      round();
    } catch (const std::exception& error) {
      log_fault("a round of the witnesses", error);
      reading.let_go();
    }
    std::unique_lock lock(resting);
    woken.wait_for(lock, std::chrono::seconds(seconds_between), [&] { return stopping.load(); });
  }
}

Witnesses::Witnesses(const std::string& database_path, std::string file, const Bodies& bodies,
                     Health& health, std::function<Moment()> now,
                     std::vector<WitnessAddress> addresses, std::int64_t seconds_between)
    : state_(std::make_unique<State>(database_path, std::move(file), bodies, health, std::move(now),
                                     seconds_between)) {
  for (WitnessAddress& address : addresses)
    state_->witnesses.push_back(std::make_unique<State::Asked>(
        State::Asked{std::move(address), Connection(database_path, OpenFor::reading), {}}));
  if (are_any()) state_->load();
}

Witnesses::~Witnesses() { stop(); }

void Witnesses::start() {
  if (are_any()) state_->thread = std::thread([this] { state_->run(); });
}

void Witnesses::stop() {
  {
    const std::lock_guard lock(state_->resting);
    state_->stopping = true;
  }
  state_->woken.notify_all();
  if (state_->thread.joinable()) state_->thread.join();
}

void Witnesses::round() { state_->round(); }
bool Witnesses::are_any() const { return !state_->witnesses.empty(); }
std::int64_t Witnesses::seconds_between() const { return state_->seconds_between; }

std::vector<WitnessStanding> Witnesses::of(BodyNo body) const {
  const std::lock_guard lock(state_->mutex);
  std::vector<WitnessStanding> all;
  for (const auto& witness : state_->witnesses)
    if (const auto found = witness->standings.find(body); found != witness->standings.end())
      all.push_back(found->second);
  return all;
}

std::string Witnesses::published(BodyNo body) const {
  const std::lock_guard lock(state_->mutex);
  const auto found = state_->published.find(body);
  return found == state_->published.end() ? std::string() : found->second;
}

}  // namespace chuangyou
