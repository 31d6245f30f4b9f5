// The journal is the truth: an append-only table of entries, sealed each second into the Merkle
// tree of RFC 6962. append() is called by campaign/perform and by nothing else; a tidy test sees to
// it.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "journal/entry.h"
#include "journal/merkle.h"
#include "storage/sqlite.h"

namespace chuangyou {

// The journal's own schema, the only one that is migrated, forward only. Its layout goes up by one
// with each step; a step is written once and never changed again. An older layout is what a program
// of then would have made.
inline constexpr std::int64_t journal_layout_now = 4;
void create_journal_schema(Connection&, std::int64_t layout = journal_layout_now);
void create_entry_indexes(Connection&, std::int64_t layout = journal_layout_now);
std::int64_t journal_layout(Connection&);  // 0: there is no journal

void append(Connection&, const Entry&);
std::int64_t last_seq(Connection&, BodyNo);
std::vector<BodyNo> bodies_with_entries(Connection&);
// Entries (after, until] in order; `until` 0 = to the end.
void for_each_entry(Connection&, BodyNo, std::int64_t after, std::int64_t until,
                    const std::function<void(const Entry&)>&);
// Those of other ledgers than these: units, people, posts, the body itself.
void for_each_entry_beside(Connection&, BodyNo, std::span<const std::string_view> ledgers,
                           const std::function<void(const Entry&)>&);
// All entries of all bodies, record after record, those of a record in order.
void for_each_entry_by_record(Connection&, const std::function<void(const Entry&)>&);
std::vector<Entry> entries_of(Connection&, BodyNo, const Uuid& record);
std::optional<Entry> entry_at(Connection&, BodyNo, std::int64_t seq);

// The hash function of a body is said in its founding entry (member `hash`). A body founded before
// it was said there has the one by which its first seal, or without one its first entry, holds.
inline constexpr std::string_view hash_function_names[] = {"sha256", "sm3"};
HashFunction hash_function_of(Connection&, BodyNo);

// The first entry whose leaf has layout 2; one after the last where there is none yet. From
// `first_published_index` on (a multiple of 256) no leaf tells more than it should.
std::int64_t first_of_layout_two(Connection&, BodyNo);
std::int64_t first_published_index(Connection&, BodyNo);

// A published seal over entries first … last: the root of the whole tree up to `last`, chained to
// the seal before. hash = hash(body, first, last, root, previous, at).
struct Seal {
  BodyNo body{};
  std::int64_t first = 0, last = 0;
  Hash root{}, previous{}, hash{};
  Moment at;
};
// Seals what is committed and not sealed yet; nullopt where nothing is. Off the write path: `turn`
// is held only while the seal is stored, and not while entries are hashed.
std::optional<Seal> seal(Connection&, BodyNo, Moment now, HashFunction, std::mutex& turn);
std::vector<Seal> seals(Connection&, BodyNo, std::int64_t after_last, std::size_t limit);
std::optional<Seal> latest_seal(Connection&, BodyNo);
Hash hash_of_seal(const Seal&, HashFunction);  // of all its fields but the hash itself

// Proofs against sealed trees. O(log n) reads of stored hashes.
struct InclusionProof {
  Seal seal;
  std::int64_t leaf_index = 0;  // seq - 1
  std::string leaf_input;       // what the leaf hashes after 0x00
  std::vector<Hash> path;       // RFC 6962 audit path, leaf to root
};
std::optional<InclusionProof> prove_inclusion(Connection&, BodyNo, std::int64_t seq, HashFunction);
std::vector<Hash> prove_consistency(Connection&, BodyNo, std::int64_t old_size,
                                    std::int64_t new_size, HashFunction);

// Reads everything again: gaps, commitments, leaves, stored tree, roots, the chain of seals. At
// most one finding of a kind a body: it names the first entry or seal that is wrong.
struct VerifyFinding {
  BodyNo body{};
  std::int64_t seq = 0;    // of the entry; 0: the finding is about a seal or the whole journal
  std::string what;        // wire name, one of verify_findings
  std::int64_t seal = 0;   // last entry of the seal, where the finding is about one
  std::int64_t count = 1;  // so many of the kind; the first is named
  std::string table = {};  // where a whole one is missing
};
inline constexpr std::string_view verify_findings[] = {
    "entry_is_missing",                   // a number is left out
    "entry_is_malformed",                 // no entry of ours looks like this
    "changes_are_missing",                // and no erasure was signed for them
    "erasure_was_not_carried_out",        // signed, but what it erases is still there
    "changes_do_not_fit_the_commitment",  // the changes or their salt were altered
    "entry_was_changed",                  // it is not the one that was sealed
    "stored_tree_was_changed",            // the hashes from which proofs are made
    "seal_was_changed",
    "seal_does_not_follow_the_one_before",
    "table_is_missing",     // one of the three that the journal consists of
    "database_is_damaged",  // SQLite itself cannot read it, or its indexes do not agree
};
std::vector<VerifyFinding> verify(Connection&);
// Of these only what a rebuild would silently leave out: entries, and changes that nobody erased by
// rights. Reads no hashes.
std::vector<VerifyFinding> verify_nothing_is_missing(Connection&);

// Removes the changes and the salt of an entry; commitment and leaf stay, so every proof holds.
// Part of the transaction that signs the erasure; without that verify() finds it.
void erase_entry(Connection&, BodyNo, std::int64_t seq);

}  // namespace chuangyou
