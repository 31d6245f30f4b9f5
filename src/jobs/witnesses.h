// The witnesses outside the house: each is asked every minute to cosign what every body's log has
// sealed, on threads that nobody waits for. What a witness says against us is an alarm; that it
// does not answer is none.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/body.h"
#include "core/health.h"
#include "journal/note.h"

namespace chuangyou {

struct WitnessAddress {
  std::string url;  // `add-checkpoint` is asked below it
  VerifierKey key;
};
// `URL=VKEY`, the key of a cosignature.
std::optional<WitnessAddress> parse_witness_address(std::string_view text);

struct WitnessStanding {
  std::string name;
  std::string key;  // as a vkey
  std::int64_t size = 0;
  std::optional<Moment> cosigned_at;  // empty: never
  std::string note;                   // the latest that it cosigned, with its signature
  std::string trouble;                // why the last asking gave nothing; empty: it did
  bool is_alarm = false;              // it has seen another journal than ours
};

class Witnesses {
 public:
  // Bodies without a log of SHA-256 are passed over. `file` keeps what was cosigned over a restart.
  Witnesses(const std::string& database_path, std::string file, const Bodies& bodies,
            Health& health, std::function<Moment()> now, std::vector<WitnessAddress> addresses,
            std::int64_t seconds_between);
  ~Witnesses();

  void start();  // a round at once and then one every so many seconds, on a thread of its own
  void stop();
  void round();

  bool are_any() const;
  std::int64_t seconds_between() const;
  std::vector<WitnessStanding> of(BodyNo body) const;
  // The checkpoint of the last round with every cosignature that came for it. While a witness
  // raises the alarm it stays the one before. Empty: none yet.
  std::string published(BodyNo body) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chuangyou
