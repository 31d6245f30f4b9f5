#include "journal/note.h"

#include <sodium.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "core/text.h"

namespace chuangyou {
namespace {

constexpr std::string_view dash = "\xE2\x80\x94 ";  // U+2014 and a blank
constexpr std::size_t signature_bytes = crypto_sign_BYTES;
constexpr std::size_t stamp_bytes = 8;

const unsigned char* raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

template <std::unsigned_integral Number>
std::string big_endian(Number number) {
  std::string bytes;
  for (std::size_t shift = 8 * sizeof(number); shift > 0;) {
    shift -= 8;
    bytes += static_cast<char>(static_cast<std::uint8_t>(number >> shift));
  }
  return bytes;
}

template <std::unsigned_integral Number>
Number number_in(std::string_view bytes) {
  Number number = 0;
  for (const char byte : bytes.substr(0, sizeof(Number)))
    number = static_cast<Number>(number << 8) | static_cast<std::uint8_t>(byte);
  return number;
}

bool has_control_character(std::string_view text) {
  return std::ranges::any_of(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; });
}

std::string cosigned_message(std::string_view text, std::int64_t seconds) {
  return "cosignature/v1\ntime " + std::to_string(seconds) + "\n" + std::string(text);
}

bool verifies(std::string_view signature, std::string_view message, const PublicKey& key) {
  return signature.size() == signature_bytes &&
         crypto_sign_verify_detached(raw(signature), raw(message), message.size(), key.data()) == 0;
}

constexpr std::uint64_t year_10000 = 253'402'300'800;  // seconds; later no moment is written

// The moment of a cosignature, where it is one and holds.
std::optional<std::int64_t> moment_signed(const NoteSignature& signature, std::string_view text,
                                          const PublicKey& key) {
  if (signature.bytes.size() != stamp_bytes + signature_bytes) return std::nullopt;
  const auto stamp = number_in<std::uint64_t>(signature.bytes);
  if (stamp >= year_10000) return std::nullopt;
  const auto seconds = static_cast<std::int64_t>(stamp);
  const std::string_view bytes = std::string_view(signature.bytes).substr(stamp_bytes);
  if (!verifies(bytes, cosigned_message(text, seconds), key)) return std::nullopt;
  return seconds;
}

bool holds(const NoteSignature& signature, std::string_view text, const VerifierKey& key) {
  if (key.kind == SignatureKind::cosignature)
    return moment_signed(signature, text, key.key).has_value();
  return verifies(signature.bytes, text, key.key);
}

bool is_of(const NoteSignature& signature, const VerifierKey& key) {
  return signature.name == key.name && signature.key_id == key.id();
}

// Takes one line off the front, without its end; nullopt where no end is left.
std::optional<std::string_view> take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

}  // namespace

std::string base64(std::string_view bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), raw(bytes), bytes.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // the zero at the end
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  std::size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                        text.size(), nullptr, &size, nullptr, sodium_base64_VARIANT_ORIGINAL) != 0)
    return std::nullopt;
  bytes.resize(size);
  // Two texts for the same bytes would be two notes for the same signature.
  if (base64(bytes) != text) return std::nullopt;
  return bytes;
}

std::optional<Hash> hash_from_base64(std::string_view text) {
  const auto bytes = from_base64(text);
  Hash hash;
  if (!bytes || bytes->size() != hash.size()) return std::nullopt;
  std::memcpy(hash.data(), bytes->data(), hash.size());
  return hash;
}

std::optional<std::int64_t> plain_number(std::string_view text) {
  if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
  if (text.front() == '0' && text.size() > 1) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool is_key_name(std::string_view name) {
  if (name.empty() || !is_utf8(name) || name.contains('+')) return false;
  const auto size = static_cast<std::int32_t>(name.size());
  for (std::int32_t at = 0; at < size;) {
    UChar32 character = 0;
    U8_NEXT(raw(name), at, size, character);
    if (character < 0x20 || u_isUWhiteSpace(character)) return false;
  }
  return true;
}

std::optional<NoteSignature> parse_signature_line(std::string_view line) {
  if (!line.starts_with(dash)) return std::nullopt;
  line.remove_prefix(dash.size());
  const std::size_t blank = line.find(' ');
  if (blank == std::string_view::npos || !is_key_name(line.substr(0, blank))) return std::nullopt;
  const auto bytes = from_base64(line.substr(blank + 1));
  if (!bytes || bytes->size() < 5) return std::nullopt;
  return NoteSignature{std::string(line.substr(0, blank)), number_in<std::uint32_t>(*bytes),
                       bytes->substr(4)};
}

std::optional<Note> parse_note(std::string_view text) {
  if (text.size() > note_bytes_max || !is_utf8(text) || has_control_character(text))
    return std::nullopt;
  const std::size_t blank = text.rfind("\n\n");  // the last empty line ends the text
  if (blank == std::string_view::npos) return std::nullopt;
  Note note{std::string(text.substr(0, blank + 1)), {}};
  std::string_view rest = text.substr(blank + 2);
  while (!rest.empty()) {
    const auto line = take_line(rest);
    auto signature = line ? parse_signature_line(*line) : std::nullopt;
    if (!signature || note.signatures.size() == note_signatures_max) return std::nullopt;
    note.signatures.push_back(std::move(*signature));
  }
  if (note.signatures.empty()) return std::nullopt;
  return note;
}

std::string write_signature_line(const NoteSignature& signature) {
  return std::string(dash) + signature.name + " " +
         base64(big_endian(signature.key_id) + signature.bytes) + "\n";
}

std::string write_note(const Note& note) {
  std::string text = note.text + "\n";
  for (const NoteSignature& signature : note.signatures) text += write_signature_line(signature);
  return text;
}

std::optional<std::vector<Note>> parse_notes(std::string_view text) {
  std::vector<Note> notes;
  while (true) {
    while (text.starts_with('\n')) text.remove_prefix(1);
    if (text.empty()) return notes;
    // The signatures of a note end where a line is none.
    std::size_t end = text.find("\n\n");
    if (end == std::string_view::npos) return std::nullopt;
    for (end += 2; text.substr(end).starts_with(dash);) {
      const std::size_t line_end = text.find('\n', end);
      if (line_end == std::string_view::npos) return std::nullopt;
      end = line_end + 1;
    }
    auto note = parse_note(text.substr(0, end));
    if (!note) return std::nullopt;
    notes.push_back(std::move(*note));
    text.remove_prefix(end);
  }
}

std::uint32_t VerifierKey::id() const {
  const char type = static_cast<char>(kind);
  const std::string_view bytes(reinterpret_cast<const char*>(key.data()), key.size());
  const Hash hash = hash_of(HashFunction::sha256, {name, "\n", {&type, 1}, bytes});
  return number_in<std::uint32_t>(bytes_of(hash));
}

std::optional<VerifierKey> parse_verifier_key(std::string_view text) {
  const std::size_t first = text.find('+');
  if (first == std::string_view::npos) return std::nullopt;
  const std::string_view name = text.substr(0, first);
  const std::string_view rest = text.substr(first + 1);
  if (!is_key_name(name) || rest.size() < 10 || rest[8] != '+') return std::nullopt;
  const auto bytes = from_base64(rest.substr(9));
  VerifierKey key{std::string(name), {}, {}};
  if (!bytes || bytes->size() != 1 + key.key.size()) return std::nullopt;
  const auto type = static_cast<std::uint8_t>(bytes->front());
  if (type != static_cast<std::uint8_t>(SignatureKind::ed25519) &&
      type != static_cast<std::uint8_t>(SignatureKind::cosignature))
    return std::nullopt;
  key.kind = static_cast<SignatureKind>(type);
  std::memcpy(key.key.data(), bytes->data() + 1, key.key.size());
  if (to_text(key) != text) return std::nullopt;  // the id is another key's
  return key;
}

std::string to_text(const VerifierKey& key) {
  const std::string id = big_endian(key.id());
  const std::string type(1, static_cast<char>(key.kind));
  return key.name + "+" + to_hex({reinterpret_cast<const std::uint8_t*>(id.data()), id.size()}) +
         "+" +
         base64(type + std::string(reinterpret_cast<const char*>(key.key.data()), key.key.size()));
}

Signed is_signed_by(const Note& note, const VerifierKey& key) {
  Signed found = Signed::no;
  for (const NoteSignature& signature : note.signatures) {
    if (!is_of(signature, key)) continue;
    if (!holds(signature, note.text, key)) return Signed::falsely;
    found = Signed::yes;
  }
  return found;
}

std::optional<std::int64_t> cosigned_at(const Note& note, const VerifierKey& key) {
  if (key.kind != SignatureKind::cosignature) return std::nullopt;
  std::optional<std::int64_t> latest;
  for (const NoteSignature& signature : note.signatures) {
    if (!is_of(signature, key)) continue;
    const auto seconds = moment_signed(signature, note.text, key.key);
    if (!seconds) return std::nullopt;
    latest = std::max(latest.value_or(0), *seconds);
  }
  return latest;
}

SigningKey::SigningKey(std::string name, SignatureKind kind, const Seed& seed)
    : verifier_{std::move(name), kind, {}} {
  crypto_sign_seed_keypair(verifier_.key.data(), secret_.data(), seed.data());
}

NoteSignature SigningKey::sign(std::string_view text, std::int64_t seconds) const {
  const bool is_cosignature = verifier_.kind == SignatureKind::cosignature;
  const std::string message = is_cosignature ? cosigned_message(text, seconds) : std::string(text);
  std::string made(signature_bytes, '\0');
  crypto_sign_detached(reinterpret_cast<unsigned char*>(made.data()), nullptr, raw(message),
                       message.size(), secret_.data());
  if (is_cosignature) made = big_endian(static_cast<std::uint64_t>(seconds)) + made;
  return {verifier_.name, verifier_.id(), std::move(made)};
}

}  // namespace chuangyou
