// Signed notes (C2SP signed-note): text, a blank line, signature lines. A log signs with Ed25519
// (0x01), a witness cosigns with a moment (0x04, cosignature/v1). Everything here is pure; what
// does not parse to the last byte is no note.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/hash.h"

namespace chuangyou {

using PublicKey = std::array<std::uint8_t, 32>;
using Seed = std::array<std::uint8_t, 32>;

struct NoteSignature {
  std::string name;
  std::uint32_t key_id = 0;
  std::string bytes;  // what the algorithm makes, after the key's id
};

struct Note {
  std::string text;  // with its last line end
  std::vector<NoteSignature> signatures;
};

inline constexpr std::size_t note_bytes_max = 64 * 1024;
inline constexpr std::size_t note_signatures_max = 64;

std::optional<Note> parse_note(std::string_view);
std::optional<NoteSignature> parse_signature_line(std::string_view line);  // without its line end
std::string write_note(const Note&);
std::string write_signature_line(const NoteSignature&);  // with its line end
// A file of notes, one behind the other, blank lines between them or none; nullopt where any of it
// is something else.
std::optional<std::vector<Note>> parse_notes(std::string_view);

enum class SignatureKind : std::uint8_t { ed25519 = 0x01, cosignature = 0x04 };

// By whose key a signature is checked; written as name+id+base64 (a "vkey").
struct VerifierKey {
  std::string name;
  SignatureKind kind{};
  PublicKey key{};

  std::uint32_t id() const;
  bool operator==(const VerifierKey&) const = default;
};
std::optional<VerifierKey> parse_verifier_key(std::string_view);
std::string to_text(const VerifierKey&);
bool is_key_name(std::string_view);  // not empty, UTF-8, neither plus nor any blank

// Whether a key's signature stands under a note. One that is there and false spoils the note.
enum class Signed : std::uint8_t { no, yes, falsely };
Signed is_signed_by(const Note&, const VerifierKey&);
// Seconds since 1970 that a cosignature names; nullopt where none of this key verifies.
std::optional<std::int64_t> cosigned_at(const Note&, const VerifierKey&);

class SigningKey {
 public:
  SigningKey(std::string name, SignatureKind kind, const Seed& seed);
  const VerifierKey& verifier() const { return verifier_; }
  // `seconds` since 1970 are part of a cosignature and of no other.
  NoteSignature sign(std::string_view text, std::int64_t seconds = 0) const;

 private:
  VerifierKey verifier_;
  std::array<std::uint8_t, 64> secret_{};
};

std::string base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);  // the one canonical form only
std::optional<Hash> hash_from_base64(std::string_view text);
// Digits only, no sign, no zero in front: 0 … 2^63 - 1.
std::optional<std::int64_t> plain_number(std::string_view text);

}  // namespace chuangyou
