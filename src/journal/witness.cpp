#include "journal/witness.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "journal/merkle.h"
#include "storage/whole_file.h"

namespace chuangyou {
namespace {

constexpr std::string_view plain = "text/plain; charset=utf-8";
constexpr std::string_view file_title = "chuangyou witness 1\n";
constexpr std::string_view file_end = "sha256 ";

WitnessAnswer refused(int status, std::string_view why) {
  return {status, plain, std::string(why) + "\n"};
}

std::string seal_line(std::string_view text) {
  return std::string(file_end) + to_hex(hash_of(HashFunction::sha256, {text})) + "\n";
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) throw std::runtime_error(path.string() + " cannot be read");
  return text;
}

// Whether the tree grew and nothing in it changed.
bool goes_on(const CosigningAsked& asked, const Hash& old_root) {
  const Checkpoint& to = asked.checkpoint;
  if (to.size == 0 && to.root != empty_root(HashFunction::sha256)) return false;
  if (asked.old_size == 0) return asked.proof.empty();
  if (asked.old_size == to.size) return asked.proof.empty() && old_root == to.root;
  return verify_consistency(HashFunction::sha256, asked.old_size, old_root, to.size, to.root,
                            asked.proof);
}

}  // namespace

std::optional<std::vector<Note>> notes_of_witness_file(std::string_view text) {
  const std::size_t end = text.rfind(file_end);
  if (end == std::string_view::npos || !text.starts_with(file_title) ||
      text.substr(end) != seal_line(text.substr(0, end)))
    return std::nullopt;
  return parse_notes(text.substr(file_title.size(), end - file_title.size()));
}

Witness::Witness(std::filesystem::path file, SigningKey key, std::vector<VerifierKey> logs,
                 bool begins_anew)
    : file_(std::move(file)), key_(std::move(key)), logs_(std::move(logs)) {
  if (std::filesystem::exists(file_)) {
    load();
  } else if (begins_anew) {
    store({});
  } else {
    throw std::runtime_error(file_.string() + " is not there");
  }
}

void Witness::load() {
  const std::string text = text_of(file_);
  const auto damaged = [&] { return std::runtime_error(file_.string() + " is damaged"); };
  const auto notes = notes_of_witness_file(text);
  if (!notes) throw damaged();
  for (const Note& note : *notes) {
    auto checkpoint = parse_checkpoint(note.text);
    // What was cosigned with another key is another witness's memory.
    if (!checkpoint || !cosigned_at(note, key_.verifier())) throw damaged();
    const std::string origin = checkpoint->origin;
    if (!seen_.emplace(origin, Seen{std::move(*checkpoint), write_note(note)}).second)
      throw damaged();
  }
}

void Witness::store(const std::map<std::string, Seen>& seen) const {
  std::string text(file_title);
  for (const auto& [origin, latest] : seen) text.append(latest.note).append("\n");
  text += seal_line(text);
  write_whole_file(file_, text);
}

// In the order of the protocol. `kept` are the log's own signatures that verify.
std::optional<WitnessAnswer> Witness::refusal_of(const CosigningAsked& asked,
                                                 std::vector<NoteSignature>& kept) {
  const Checkpoint& to = asked.checkpoint;
  bool is_known = false;
  for (const VerifierKey& log : logs_) {
    if (log.name != to.origin) continue;
    is_known = true;
    const Signed found = is_signed_by(asked.note, log);
    if (found == Signed::falsely) return refused(403, "a signature of the log is false");
    if (found == Signed::no) continue;
    std::ranges::copy_if(asked.note.signatures, std::back_inserter(kept),
                         [&](const NoteSignature& signature) {
                           return signature.name == log.name && signature.key_id == log.id();
                         });
  }
  if (!is_known) return refused(404, "this log is not known here");
  if (kept.empty()) return refused(403, "no key known here has signed this");
  if (asked.old_size > to.size) return refused(400, "the old size is beyond the checkpoint's");
  const auto seen = seen_.find(to.origin);
  const std::int64_t size = seen == seen_.end() ? 0 : seen->second.checkpoint.size;
  if (asked.old_size != size)
    return WitnessAnswer{409, "text/x.tlog.size", std::to_string(size) + "\n"};
  const Hash old_root = seen == seen_.end() ? Hash{} : seen->second.checkpoint.root;
  if (!goes_on(asked, old_root)) return refused(422, "this tree does not go on from the one seen");
  return std::nullopt;
}

WitnessAnswer Witness::add_checkpoint(std::string_view body, Moment now) {
  auto asked = parse_cosigning_asked(body);
  if (!asked) return refused(400, "this is no request to cosign a checkpoint");
  const std::lock_guard turn(mutex_);
  std::vector<NoteSignature> kept;
  if (auto refusal = refusal_of(*asked, kept)) return std::move(*refusal);
  const NoteSignature ours = key_.sign(asked->note.text, now.microseconds / 1'000'000);
  kept.push_back(ours);
  auto seen = seen_;
  seen.insert_or_assign(asked->checkpoint.origin,
                        Seen{asked->checkpoint, write_note({asked->note.text, std::move(kept)})});
  store(seen);
  seen_ = std::move(seen);
  return {200, plain, write_signature_line(ours)};
}

WitnessAnswer Witness::latest(std::string_view origin_hash) {
  const std::lock_guard turn(mutex_);
  for (const auto& [origin, seen] : seen_)
    if (to_hex(hash_of(HashFunction::sha256, {origin})) == origin_hash)
      return {200, plain, seen.note};
  return refused(404, "nothing was cosigned of this log");
}

}  // namespace chuangyou
