// Notes, checkpoints, keys, proofs and addresses of tiles as strangers send them: whatever is taken
// has one form only, and is written again byte for byte.
#include "journal/checkpoint.h"
#include "journal/log_key.h"
#include "journal/tile_path.h"

using namespace chuangyou;

namespace {

void expect(bool holds) {
  if (!holds) __builtin_trap();
}

void read_parts(std::string_view text) {
  if (const auto key = parse_verifier_key(text)) expect(to_text(*key) == text);
  if (const auto tile = parse_tile_path(text)) expect(write_tile_path(*tile) == text);
  if (const auto number = plain_number(text)) expect(std::to_string(*number) == text);
  if (const auto bytes = from_base64(text)) expect(base64(*bytes) == text);
  if (const auto checkpoint = parse_checkpoint(text)) expect(write_checkpoint(*checkpoint) == text);
  if (const auto line = parse_signature_line(text))
    expect(write_signature_line(*line) == std::string(text) + "\n");
  if (const auto adopted = decode_log_key(text)) expect(adopted->key.name == adopted->origin);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static const SigningKey ours("office.example/log/p", SignatureKind::ed25519, Seed{1});
  static const SigningKey witness("library.example/w", SignatureKind::cosignature, Seed{2});
  read_parts(text);
  if (const auto note = parse_note(text)) {
    expect(write_note(*note) == text);
    expect(is_signed_by(*note, ours.verifier()) != Signed::yes || text.contains("office.example"));
    expect(cosigned_at(*note, witness.verifier()).has_value() ==
           (is_signed_by(*note, witness.verifier()) == Signed::yes));
  }
  if (const auto notes = parse_notes(text)) {
    std::string again;
    for (const Note& note : *notes) again += write_note(note) + "\n";  // as files of ours join them
    const auto read = parse_notes(again);
    expect(read && read->size() == notes->size());
  }
  if (const auto asked = parse_cosigning_asked(text))
    expect(write_cosigning_asked(asked->old_size, asked->proof, write_note(asked->note)) == text);
  if (const auto proof = parse_log_proof(text))
    expect(write_log_proof(proof->extra, proof->index, proof->path, write_note(proof->note)) ==
           text);
  return 0;
}
