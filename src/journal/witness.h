// One who watches logs (C2SP tlog-witness): it keeps the largest tree that it has seen of each and
// cosigns only what goes on from there. Its memory is one file, on the disk before it answers; a
// file that it cannot trust to the last byte stops it, for a witness that begins anew in silence
// would cosign a rollback.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "journal/checkpoint.h"

namespace chuangyou {

struct WitnessAnswer {
  int status = 200;
  std::string_view content_type;
  std::string body;
};

// What a witness's file holds, each note as it was cosigned; nullopt where it is not whole.
std::optional<std::vector<Note>> notes_of_witness_file(std::string_view text);

class Witness {
 public:
  // `logs` are the keys of those it knows; the name of a key is the origin of its log. Throws
  // std::runtime_error where the file is there and not whole, or where it is not there and
  // `begins_anew` is false.
  Witness(std::filesystem::path file, SigningKey key, std::vector<VerifierKey> logs,
          bool begins_anew);

  const VerifierKey& verifier() const { return key_.verifier(); }
  std::size_t logs() const { return logs_.size(); }

  // The body of `add-checkpoint`. Throws std::runtime_error where it cannot be kept: then nothing
  // is cosigned.
  WitnessAnswer add_checkpoint(std::string_view body, Moment now);
  // The latest that it cosigned of the log whose origin hashes to this (SHA-256, hex).
  WitnessAnswer latest(std::string_view origin_hash);

 private:
  struct Seen {
    Checkpoint checkpoint;
    std::string note;  // with the log's signature and ours
  };
  std::optional<WitnessAnswer> refusal_of(const CosigningAsked&, std::vector<NoteSignature>& kept);
  void load();
  void store(const std::map<std::string, Seen>& seen) const;

  std::filesystem::path file_;
  SigningKey key_;
  std::vector<VerifierKey> logs_;
  std::mutex mutex_;  // from looking at what was seen until the new is on the disk
  std::map<std::string, Seen> seen_;
};

}  // namespace chuangyou
