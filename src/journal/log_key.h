// The log of a body as outsiders know it: its origin, which is its name, and the key that signs its
// checkpoints. The key's seed lies in the folder of keys and never in the database; the journal
// holds the key by which it is verified, so that a lost or exchanged one is noticed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/refusal.h"
#include "core/uuid.h"
#include "journal/checkpoint.h"
#include "storage/keys.h"
#include "storage/sqlite.h"

namespace chuangyou {

inline constexpr std::string_view adopt_log_key_act = "adopt_log_key";

// `https://host/path` and a body → `host/path/log/body`. Without an address the log has no place,
// and its origin is the body's key alone.
std::string origin_of(std::string_view public_url, std::string_view body_key);

class LogSigner {
 public:
  LogSigner(std::string origin, const Secret& seed);
  const std::string& origin() const { return key_.verifier().name; }
  const VerifierKey& verifier() const { return key_.verifier(); }
  // The whole note, signed. The same tree gets the same bytes each time.
  std::string sign(std::int64_t size, const Hash& root) const;

 private:
  SigningKey key_;
};

std::string log_key_name(std::string_view body_key);  // in the folder of keys

// What the last `adopt_log_key` entry of the body's journal says.
struct AdoptedLogKey {
  std::string origin;
  VerifierKey key;
};
std::optional<AdoptedLogKey> adopted_log_key(Connection&, BodyNo);
std::string encode_log_key(const VerifierKey&);
std::optional<AdoptedLogKey> decode_log_key(std::string_view changes);

}  // namespace chuangyou
