#include "cli/against.h"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>

#include "campaign/body_tables.h"
#include "cli/commands.h"
#include "jobs/outgoing.h"
#include "journal/checkpoint.h"
#include "journal/checkpoint_file.h"
#include "journal/journal.h"
#include "journal/log_key.h"
#include "journal/lost_checkpoints.h"
#include "journal/witness.h"

namespace chuangyou {
namespace {

struct Held {
  Checkpoint checkpoint;
  std::string place;
  std::vector<std::string> witnesses;  // whose cosignatures hold
};

struct KeysGiven {
  std::optional<VerifierKey> log;
  std::vector<VerifierKey> witnesses;
};

bool is_address(std::string_view place) {
  return place.starts_with("http://") || place.starts_with("https://");
}

Result<std::string> text_at(const std::string& place) {
  if (is_address(place)) {
    const bool is_checkpoint = place.ends_with("/checkpoint");
    const std::string url = is_checkpoint ? place : place + "/checkpoint";
    const OutgoingAnswer answer = ask({.url = url});
    if (answer.status == 200) return answer.body;
    return refuse(Refusal::file_cannot_be_read, place,
                  answer.status == 0 ? answer.trouble : std::to_string(answer.status));
  }
  std::ifstream file(place, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) return refuse(Refusal::file_cannot_be_read, place);
  return text;
}

// Signed by the log where its key is known, and by whom else.
Result<Held> held_in(const Note& note, const std::string& place, const KeysGiven& keys) {
  auto checkpoint = parse_checkpoint(note.text);
  if (!checkpoint) return refuse(Refusal::checkpoint_is_malformed, place);
  if (keys.log && is_signed_by(note, *keys.log) == Signed::falsely)
    return refuse(Refusal::checkpoint_is_malformed, place, "log_key");
  Held held{std::move(*checkpoint), place, {}};
  for (const VerifierKey& witness : keys.witnesses) {
    const Signed found = is_signed_by(note, witness);
    if (found == Signed::falsely)
      return refuse(Refusal::checkpoint_is_malformed, place, witness.name);
    if (found == Signed::yes) held.witnesses.push_back(witness.name);
  }
  return held;
}

// A line of `<database>.checkpoints` as the note that it was: name and signature of the log stand
// at its end, where the log had its key.
Note note_of(const CheckpointLine& line) {
  Note note;
  const auto signature = parse_signature_line("\u2014 " + line.rest);
  if (signature) note.signatures.push_back(*signature);
  note.text = write_checkpoint({signature ? signature->name : line.body, line.size, line.root, {}});
  return note;
}

std::optional<std::vector<Note>> notes_of_lines(const std::string& file) {
  const CheckpointFile::Lines lines = CheckpointFile(file).read_all();
  if (lines.malformed > 0) return std::nullopt;
  std::vector<Note> notes;
  for (const CheckpointLine& line : lines.all) notes.push_back(note_of(line));
  return notes;
}

Result<std::vector<Held>> held_at(const std::string& place, const KeysGiven& keys) {
  const Result<std::string> text = text_at(place);
  if (!text) return std::unexpected(text.error());
  auto notes = parse_notes(*text);
  if (!notes) notes = notes_of_witness_file(*text);
  if (!notes && !is_address(place)) notes = notes_of_lines(place);
  if (!notes || notes->empty()) return refuse(Refusal::checkpoint_is_malformed, place);
  std::vector<Held> all;
  for (const Note& note : *notes) {
    // Of a list with several logs, or from before the log had its key, what that key has signed.
    if (keys.log && is_signed_by(note, *keys.log) == Signed::no) continue;
    auto held = held_in(note, place, keys);
    if (!held) return std::unexpected(held.error());
    all.push_back(std::move(*held));
  }
  if (all.empty()) return refuse(Refusal::checkpoint_is_malformed, place, "log_key");
  return all;
}

// The body whose log this is: named by one of the origins that its journal says, or by the last
// part of the checkpoint's.
std::optional<StoredBody> body_of(Connection& reading, const std::string& origin) {
  const std::string key = origin.substr(origin.rfind('/') + 1);
  for (const StoredBody& stored : stored_bodies(reading)) {
    const auto adopted = adopted_log_key(reading, stored.no);
    if (stored.body.key == key || (adopted && adopted->origin == origin)) return stored;
  }
  return std::nullopt;
}

// The roots of our own tree at these sizes, made from the entries and from nothing stored.
std::map<std::int64_t, Hash> roots_at(Connection& reading, const StoredBody& body,
                                      const std::vector<Held>& held) {
  std::map<std::int64_t, Hash> roots;
  for (const Held& one : held) roots[one.checkpoint.size] = empty_root(body.body.hash);
  Frontier frontier(body.body.hash);
  for_each_entry(reading, body.no, 0, 0, [&](const Entry& entry) {
    if (entry.head.seq != frontier.size() + 1) return;  // a gap: what follows is missing
    frontier.add(leaf_hash(body.body.hash, leaf_input(body.body.hash, entry)));
    if (const auto asked = roots.find(frontier.size()); asked != roots.end())
      asked->second = frontier.root();
  });
  roots.emplace(frontier.size(), frontier.root());
  return roots;
}

int compare(Connection& reading, const StoredBody& body, const std::vector<Held>& held) {
  const std::int64_t ours = last_seq(reading, body.no);
  const auto roots = roots_at(reading, body, held);
  int findings = 0;
  std::int64_t missing = 0;
  for (const Held& one : held) {
    missing = std::max(missing, one.checkpoint.size - ours);
    if (one.checkpoint.size > ours || roots.at(one.checkpoint.size) == one.checkpoint.root)
      continue;
    ++findings;
    tell({Refusal::journals_disagree, body.body.key,
          std::to_string(one.checkpoint.size) + " " + one.place});
  }
  if (missing > 0) {
    ++findings;
    tell({Refusal::entries_are_missing, body.body.key, std::to_string(missing)});
  }
  return findings;
}

void say_who_witnessed(const std::string& body, const std::vector<Held>& held) {
  std::map<std::string, std::int64_t> latest;
  std::int64_t size = 0;
  for (const Held& one : held) {
    size = std::max(size, one.checkpoint.size);
    for (const std::string& name : one.witnesses)
      latest[name] = std::max(latest[name], one.checkpoint.size);
  }
  fmt::print("{}: held against {} checkpoints up to entry {}\n", body, held.size(), size);
  for (const auto& [name, seen] : latest)
    fmt::print("{}: the witness {} has cosigned it up to entry {}\n", body, name, seen);
  if (latest.empty()) fmt::print("{}: no witness outside stands behind them\n", body);
}

Result<KeysGiven> keys_of(const AgainstAsked& asked) {
  KeysGiven keys;
  if (!asked.log_key.empty()) {
    keys.log = parse_verifier_key(asked.log_key);
    if (!keys.log) return refuse(Refusal::field_has_wrong_kind, "--log-key", asked.log_key);
  }
  for (const std::string& text : asked.witness_keys) {
    auto key = parse_verifier_key(text);
    if (!key) return refuse(Refusal::field_has_wrong_kind, "--witness-key", text);
    keys.witnesses.push_back(std::move(*key));
  }
  return keys;
}

}  // namespace

void add_against_options(CLI::App& command, AgainstAsked& asked) {
  command.add_option("--against", asked.places,
                     "an old checkpoint, a file of them, or the address of a log; repeatable");
  command.add_option("--log-key", asked.log_key, "by which those checkpoints must be signed");
  command.add_option("--witness-key", asked.witness_keys,
                     "of a witness whose cosignatures are to be named; repeatable");
}

namespace {

// The journal may be whole and yet shorter than it was.
int tell_of_no_checkpoints(const StoredBody& stored, const std::string& file) {
  fmt::print(stderr,
             "checkpoints_are_missing [{0}] {1}\n"
             "  {1} 中没有 {0} 的检查点：日志尾部若被截去，无从发现。请一并复制该文件，"
             "或用 --against 与外部见证核对。\n"
             "  {1} holds no checkpoint of {0}: an end that was cut off would not be noticed. Copy "
             "that file along, or hold the journal against a witness outside (--against).\n",
             stored.body.key, file);
  return 1;
}

}  // namespace

int hold_against_own(Connection& reading, const std::string& database) {
  const std::string file = CheckpointFile::beside(database);
  std::map<std::string, CheckpointLine> newest;
  const CheckpointFile::Lines lines = CheckpointFile(file).read_all();
  for (const CheckpointLine& line : lines.all) newest.insert_or_assign(line.body, line);
  int findings =
      lines.malformed > 0
          ? tell({Refusal::checkpoint_is_malformed, file, std::to_string(lines.malformed)})
          : 0;
  for (const StoredBody& stored : stored_bodies(reading)) {
    const auto line = newest.find(stored.body.key);
    if (line == newest.end()) {
      if (was_sealed_beside(reading, stored.no)) findings += tell_of_no_checkpoints(stored, file);
      continue;
    }
    const Checkpoint checkpoint{stored.body.key, line->second.size, line->second.root, {}};
    findings += compare(reading, stored, {Held{checkpoint, file, {}}});
  }
  return findings;
}

int hold_against(Connection& reading, const AgainstAsked& asked) {
  const Result<KeysGiven> keys = keys_of(asked);
  if (!keys) return tell(keys.error());
  int findings = 0;
  std::map<std::string, std::pair<StoredBody, std::vector<Held>>> by_body;
  for (const std::string& place : asked.places) {
    auto all = held_at(place, *keys);
    if (!all) {
      findings += tell(all.error());
      continue;
    }
    for (Held& held : *all) {
      const auto body = body_of(reading, held.checkpoint.origin);
      if (!body) {
        findings += tell({Refusal::body_is_unknown, place, held.checkpoint.origin});
        continue;
      }
      by_body.try_emplace(body->body.key, *body, std::vector<Held>{})
          .first->second.second.push_back(std::move(held));
    }
  }
  for (const auto& [key, both] : by_body) {
    findings += compare(reading, both.first, both.second);
    say_who_witnessed(key, both.second);
  }
  return findings;
}

}  // namespace chuangyou
