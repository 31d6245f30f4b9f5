// An erasure is itself an entry: the administrator asks for it, another person, the auditor, signs
// it, and the entry that he signs repeats what remains of the erased one. Whoever reads the journal
// reads that in its place. What has been kept for as long as the pack says the clock erases by one
// such entry. Any other absence is damage and never permission.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "journal/entry.h"
#include "storage/sqlite.h"

namespace chuangyou {

inline constexpr std::string_view erasures_ledger = "erasures";
inline constexpr std::string_view people_ledger = "people";  // where a name may be erased
inline constexpr std::string_view ask_erasure = "ask_erasure";
inline constexpr std::string_view sign_erasure = "sign_erasure";
inline constexpr std::string_view refuse_erasure = "refuse_erasure";
inline constexpr std::string_view erase_after_term = "erase_after_term";
constexpr bool carries_out_erasure(std::string_view act) {
  return act == sign_erasure || act == erase_after_term;
}
// No entry that is younger is erased after its term, whatever the pack says: so nobody who writes
// one past the program makes what has just been said vanish by it.
inline constexpr std::int64_t term_least_days = 180;

// One erasure as its entries tell it.
struct Erasure {
  Uuid id;
  EntryHead asked;       // by whom and when
  std::int64_t seq = 0;  // of the entry to erase
  std::vector<std::string> fields;
  std::vector<std::string> earlier;  // what other erasures had taken from it before
  std::string why;                   // of one after its term the name of that in the pack
  std::optional<EntryHead> ended;    // signed or refused; after a term asked and signed at once
  std::string remaining;             // what the erased entry still says, once it is signed
  std::string reason;                // why it was refused

  bool is_signed() const { return ended && carries_out_erasure(ended->act); }
};
// In the order in which they were asked, as far as the rules allowed them: asked by an
// administrator for an earlier entry, signed or refused by an auditor who is somebody else; or by
// the clock where none of these waits or was signed.
std::vector<Erasure> erasures_of(Connection&, BodyNo);
// The same of one entry alone, however many others there are: the last that is signed stands.
std::vector<Erasure> erasures_of_entry(Connection&, BodyNo, std::int64_t seq);
std::optional<Erasure> find_erasure(Connection&, BodyNo, const Uuid& id);
// The newest first, asked before that entry.
std::vector<Erasure> erasures_before(Connection&, BodyNo, std::int64_t asked, std::int64_t limit);
bool has_erasures_after(Connection&, BodyNo, std::int64_t seq);  // asked, signed or refused
std::int64_t count_erasure_entries(Connection&);  // of all bodies: asked, signed, refused

std::int64_t count_signed_erasures(Connection&);

// The changes of the three acts, as the journal keeps them.
std::string encode_asking(std::int64_t seq, std::span<const std::string> fields,
                          std::string_view why);
std::string encode_signing(const Erasure&, std::string_view remaining);
std::string encode_refusing(const Erasure&, std::string_view reason);
std::string encode_after_term(std::int64_t seq, std::span<const std::string> fields,
                              std::string_view term, std::string_view remaining);

// The names that may be asked for: texts and persons of all ledgers, the reason, a person's name.
std::span<const std::string_view> erasable_fields();
// Units, posts, bodies and erasures hold the journal together and stay.
bool may_be_erased(const EntryHead&);
// The changes without what the fields said; a field keeps its name, so that nothing older shows in
// its place. entry_cannot_be_erased, with the field that stands against it.
Result<std::string> remaining_changes(const Entry&, std::span<const std::string> fields);

// What an entry says something under, by name alone: what could be erased, and what stays whatever
// is asked for.
struct NamesInEntry {
  std::vector<std::string> may_go, stay;
};
NamesInEntry names_in(const Entry&);

// What was erased of one entry of a record, when, and by which entry.
struct ErasedPart {
  std::int64_t seq = 0, by = 0;
  Moment at;
  std::vector<std::string> fields;
};
std::vector<ErasedPart> erased_parts(Connection&, BodyNo, const Uuid& record);

// Puts what remains in the place of what was erased.
class ErasedEntries {
 public:
  explicit ErasedEntries(Connection& connection) : connection_(connection) {}
  // Where it was erased by rights; otherwise the entry is left without changes.
  void restore(Entry& entry);
  // Holds until the next call.
  const Erasure* of(const EntryHead& head);
  // For those who read a whole journal: all that are signed, in the order of the entries that they
  // name. From then on none is looked up by itself.
  const std::map<std::int64_t, Erasure>& all_signed_in(BodyNo body);

 private:
  Connection& connection_;
  std::map<BodyNo, std::map<std::int64_t, Erasure>> signed_;
  Erasure latest_;
};

}  // namespace chuangyou
