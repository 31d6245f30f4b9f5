#include "journal/checkpoint.h"

#include <algorithm>

namespace chuangyou {
namespace {

constexpr std::string_view proof_title = "c2sp.org/tlog-proof@v1";

// Splits at line ends; nullopt where the last line has none.
std::optional<std::vector<std::string_view>> lines_of(std::string_view text) {
  if (!text.ends_with('\n')) return std::nullopt;
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return lines;
}

// What stands before the first empty line, by lines, and the checkpoint after it.
struct Preceded {
  std::vector<std::string_view> lines;
  Note note;
  Checkpoint checkpoint;
};

std::optional<Preceded> parse_preceded(std::string_view text) {
  const std::size_t blank = text.find("\n\n");
  if (blank == std::string_view::npos || blank == 0) return std::nullopt;
  auto lines = lines_of(text.substr(0, blank + 1));
  auto note = parse_note(text.substr(blank + 2));
  if (!lines || !note) return std::nullopt;
  auto checkpoint = parse_checkpoint(note->text);
  if (!checkpoint) return std::nullopt;
  return Preceded{std::move(*lines), std::move(*note), std::move(*checkpoint)};
}

std::optional<std::vector<Hash>> parse_hashes(std::span<const std::string_view> lines) {
  if (lines.size() > proof_hashes_max) return std::nullopt;
  std::vector<Hash> hashes;
  for (const std::string_view line : lines) {
    const auto hash = hash_from_base64(line);
    if (!hash) return std::nullopt;
    hashes.push_back(*hash);
  }
  return hashes;
}

void write_hashes(std::string& text, const std::vector<Hash>& hashes) {
  for (const Hash& hash : hashes) text.append(base64(bytes_of(hash))).append("\n");
}

bool takes_off(std::string_view& line, std::string_view word) {
  if (!line.starts_with(word)) return false;
  line.remove_prefix(word.size());
  return true;
}

}  // namespace

std::optional<Checkpoint> parse_checkpoint(std::string_view text) {
  const auto lines = lines_of(text);
  if (!lines || lines->size() < 3 || std::ranges::find(*lines, std::string_view{}) != lines->end())
    return std::nullopt;
  const auto size = plain_number((*lines)[1]);
  const auto root = hash_from_base64((*lines)[2]);
  if (!size || !root) return std::nullopt;
  return Checkpoint{std::string((*lines)[0]), *size, *root, {lines->begin() + 3, lines->end()}};
}

std::string write_checkpoint(const Checkpoint& checkpoint) {
  std::string text = checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" +
                     base64(bytes_of(checkpoint.root)) + "\n";
  for (const std::string& line : checkpoint.extensions) text.append(line).append("\n");
  return text;
}

std::optional<CosigningAsked> parse_cosigning_asked(std::string_view body) {
  auto parts = parse_preceded(body);
  if (!parts) return std::nullopt;
  std::string_view first = parts->lines.front();
  if (!takes_off(first, "old ")) return std::nullopt;
  const auto old_size = plain_number(first);
  auto proof = parse_hashes(std::span(parts->lines).subspan(1));
  if (!old_size || !proof) return std::nullopt;
  return CosigningAsked{*old_size, std::move(*proof), std::move(parts->note),
                        std::move(parts->checkpoint)};
}

std::string write_cosigning_asked(std::int64_t old_size, const std::vector<Hash>& proof,
                                  std::string_view note) {
  std::string body = "old " + std::to_string(old_size) + "\n";
  write_hashes(body, proof);
  return body.append("\n").append(note);
}

std::optional<LogProof> parse_log_proof(std::string_view text) {
  auto parts = parse_preceded(text);
  if (!parts || parts->lines.front() != proof_title) return std::nullopt;
  std::span<const std::string_view> lines = std::span(parts->lines).subspan(1);
  std::string extra;
  if (!lines.empty() && lines.front().starts_with("extra ")) {
    auto bytes = from_base64(lines.front().substr(6));
    if (!bytes || bytes->empty()) return std::nullopt;
    extra = std::move(*bytes);
    lines = lines.subspan(1);
  }
  if (lines.empty()) return std::nullopt;
  std::string_view index_line = lines.front();
  if (!takes_off(index_line, "index ")) return std::nullopt;
  const auto index = plain_number(index_line);
  auto path = parse_hashes(lines.subspan(1));
  if (!index || !path) return std::nullopt;
  return LogProof{std::move(extra), *index, std::move(*path), std::move(parts->note),
                  std::move(parts->checkpoint)};
}

std::string write_log_proof(std::string_view extra, std::int64_t index,
                            const std::vector<Hash>& path, std::string_view note) {
  std::string text(proof_title);
  text += "\n";
  if (!extra.empty()) text.append("extra ").append(base64(extra)).append("\n");
  text.append("index ").append(std::to_string(index)).append("\n");
  write_hashes(text, path);
  return text.append("\n").append(note);
}

}  // namespace chuangyou
