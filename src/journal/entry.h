// One entry of the journal: who did what to which record, when and under which post, and what it
// changed. Leaves of the RFC 6962 tree hash a salted commitment to the changes, so that personal
// data and its salt can be erased and every proof still holds (aesthetics rule 10), and a salted
// hash of the head, so that a leaf that is published tells neither who nor about what.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "core/date.h"
#include "core/hash.h"
#include "core/random_source.h"
#include "core/uuid.h"
#include "record/right.h"

namespace chuangyou {

struct EntryHead {
  BodyNo body{};
  std::int64_t seq = 0;  // 1, 2, 3 … within the body, without gaps
  Moment at;
  PersonId actor;           // nil: a citizen, or the clock
  Role role{};              // of the post acted under; citizen or the_clock without one
  UnitId under;             // unit of that post; nil without one
  std::string_view ledger;  // points to a permanent name
  Uuid record;
  std::string act;
};

using Salt = std::array<std::uint8_t, 16>;
std::string_view bytes_of(const Salt&);

struct Entry {
  EntryHead head;
  std::string changes;            // canonical JSON; empty = erased
  Salt salt{};                    // all zero = erased
  Hash commitment{};              // hash(salt || changes)
  std::optional<Salt> head_salt;  // never erased; none: the leaf has layout 1
  // The entry by which it was erased: `changes` is then what remains of them.
  std::optional<std::int64_t> erased_by;
};

// An entry as it is written today: with fresh salts, its commitment made.
Entry new_entry(EntryHead, std::string changes, HashFunction, RandomSource&);
Hash commitment_of(HashFunction, const Salt&, std::string_view changes);

// The head as bytes: body (4), seq (8), at (8), actor (16), role (1), under (16), ledger, record
// (16), act; numbers with the highest byte first, texts after their length in 4 bytes.
std::string head_bytes(const EntryHead&);

// The bytes that the tree's leaf hashes after its 0x00 prefix. Layout 2: 0x02, hash(head_salt ||
// head), commitment, 65 bytes. Layout 1, of entries from before it: 0x01, head, commitment. Anyone
// holding them can recompute the leaf with any RFC 6962 verifier.
std::string leaf_input(HashFunction, const Entry&);

}  // namespace chuangyou
