// Checkpoints (C2SP tlog-checkpoint): origin, number of leaves and root of a log, signed as a note.
// Ours carry no further lines; those of others may.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/hash.h"
#include "journal/note.h"

namespace chuangyou {

struct Checkpoint {
  std::string origin;
  std::int64_t size = 0;
  Hash root{};
  std::vector<std::string> extensions;
  bool operator==(const Checkpoint&) const = default;
};

std::optional<Checkpoint> parse_checkpoint(std::string_view text);  // of a note
std::string write_checkpoint(const Checkpoint&);                    // ends with a line end

// What a log asks of a witness (C2SP tlog-witness, add-checkpoint).
inline constexpr std::size_t proof_hashes_max = 63;
struct CosigningAsked {
  std::int64_t old_size = 0;
  std::vector<Hash> proof;
  Note note;
  Checkpoint checkpoint;
};
std::optional<CosigningAsked> parse_cosigning_asked(std::string_view body);
std::string write_cosigning_asked(std::int64_t old_size, const std::vector<Hash>& proof,
                                  std::string_view note);

// A proof that needs nobody (C2SP tlog-proof): the entry's place, its path and a signed checkpoint.
struct LogProof {
  std::string extra;  // not vouched for by anything; ours holds the leaf's input
  std::int64_t index = 0;
  std::vector<Hash> path;
  Note note;
  Checkpoint checkpoint;
};
std::optional<LogProof> parse_log_proof(std::string_view text);
std::string write_log_proof(std::string_view extra, std::int64_t index,
                            const std::vector<Hash>& path, std::string_view note);

}  // namespace chuangyou
