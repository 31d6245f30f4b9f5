// A body's log as outsiders read it (C2SP tlog-checkpoint, tlog-tiles, tlog-proof), and who
// cosigned it. Only what is sealed is ever shown, and no answer is larger than one tile.
#include "http/json.h"
#include "http/problem.h"
#include "http/receipt.h"
#include "http/rooms.h"
#include "jobs/witnesses.h"
#include "journal/journal.h"
#include "journal/log_key.h"
#include "journal/merkle.h"
#include "journal/tile_path.h"
#include "journal/tiles.h"

namespace chuangyou {
namespace {

constexpr std::string_view plain_text = "text/plain; charset=utf-8";
constexpr std::string_view bytes_type = "application/octet-stream";
constexpr std::string_view for_ever = "public, max-age=31536000, immutable";
constexpr std::string_view for_a_minute = "public, max-age=60";

// Why a body's log is not shown; nullopt: it is.
std::optional<Reply> not_shown(const Visit& visit) {
  if (visit.site.options.public_url.empty())
    return visit.refused(Refusal::nothing_is_there, "public_url");
  if (visit.body->hash != HashFunction::sha256)
    return visit.refused(Refusal::nothing_is_there, "hash", "sm3");
  if (!visit.body->log) return visit.refused(Refusal::log_key_is_missing, "body", visit.body->key);
  return std::nullopt;
}

std::int64_t sealed_size(const Visit& visit) {
  const auto seal = latest_seal(visit.lane.reading, visit.body->no);
  return seal ? seal->last : 0;
}

// With witnesses, what they were asked about last; without, the latest seal. Empty: none yet.
std::string published_checkpoint(const Visit& visit) {
  const Witnesses* witnesses = visit.site.witnesses;
  if (witnesses != nullptr && witnesses->are_any()) return witnesses->published(visit.body->no);
  const auto seal = latest_seal(visit.lane.reading, visit.body->no);
  return seal ? visit.body->log->sign(seal->last, seal->root) : std::string();
}

Reply not_yet(const Visit& visit) {
  const Witnesses* witnesses = visit.site.witnesses;
  const bool waits = witnesses != nullptr && witnesses->are_any();
  Reply reply = visit.refused(Refusal::nothing_is_there);
  reply.add("Retry-After", std::to_string(waits ? witnesses->seconds_between() : 1));
  return reply;
}

Reply open_to_all(std::string_view type, std::string body, std::string_view kept) {
  Reply reply;
  reply.content_type = type;
  reply.body = std::move(body);
  reply.add("Cache-Control", kept);
  reply.add("Access-Control-Allow-Origin", "*");
  return reply;
}

// Each entry as the leaf hashes it, after its length in two bytes. Leaves of layout 1 tell who did
// what and are not published; nullopt where one is among them.
std::optional<std::string> bundle(const Visit& visit, const TilePath& tile) {
  const std::int64_t first = tile.index * hashes_per_tile;
  if (first < first_published_index(visit.lane.reading, visit.body->no)) return std::nullopt;
  std::string bytes;
  std::int64_t count = 0;
  for_each_entry(visit.lane.reading, visit.body->no, first, first + tile.width,
                 [&](const Entry& entry) {
                   const std::string leaf = leaf_input(visit.body->hash, entry);
                   bytes += static_cast<char>(static_cast<std::uint8_t>(leaf.size() >> 8));
                   bytes += static_cast<char>(static_cast<std::uint8_t>(leaf.size()));
                   bytes += leaf;
                   ++count;
                 });
  return count == tile.width ? std::optional(std::move(bytes)) : std::nullopt;
}

Reply read_tile(const Visit& visit, std::string_view path) {
  const auto tile = parse_tile_path(path);
  if (!tile) return visit.refused(Refusal::nothing_is_there);
  auto bytes = stored_tile(visit.lane.reading, visit.body->no, sealed_size(visit), tile->level,
                           tile->index, tile->width);
  if (bytes && tile->is_of_entries) bytes = bundle(visit, *tile);
  if (!bytes) return visit.refused(Refusal::nothing_is_there);
  const bool is_full = tile->width == hashes_per_tile;
  return open_to_all(bytes_type, std::move(*bytes), is_full ? for_ever : for_a_minute);
}

void write_witness(Json& json, const WitnessStanding& witness) {
  json.object().member("name", witness.name).member("key", witness.key);
  json.member("tree_size", witness.size).member("cosigned_at", witness.cosigned_at);
  json.member("is_alarm", witness.is_alarm).member("trouble", witness.trouble);
  json.member("checkpoint", witness.note).end_object();
}

// What is proved of the leaf: the bytes that it hashes, which an outsider may see from layout 2 on;
// before, the hash alone.
std::string proof_extra(const Visit& visit, const Entry& entry) {
  const std::string input = leaf_input(visit.body->hash, entry);
  if (entry.head_salt) return input;
  return std::string(bytes_of(leaf_hash(visit.body->hash, input)));
}

}  // namespace

Reply read_log(Visit& visit) {
  if (auto reply = not_shown(visit)) return std::move(*reply);
  if (visit.named[1] != "checkpoint") return read_tile(visit, visit.named[1]);
  std::string checkpoint = published_checkpoint(visit);
  if (checkpoint.empty()) return not_yet(visit);
  return open_to_all(plain_text, std::move(checkpoint), "no-cache");
}

Reply list_witnesses(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  if (auto reply = not_shown(visit)) return std::move(*reply);
  Reply reply;
  reply.add("Access-Control-Allow-Origin", "*");
  Json json(reply.body);
  json.object()
      .member("origin", visit.body->log->origin())
      .member("log_key", to_text(visit.body->log->verifier()))
      .member("minimum_index", std::min(first_published_index(visit.lane.reading, visit.body->no),
                                        sealed_size(visit)))
      .member("checkpoint", published_checkpoint(visit))
      .key("witnesses")
      .list();
  if (visit.site.witnesses != nullptr)
    for (const WitnessStanding& witness : visit.site.witnesses->of(visit.body->no))
      write_witness(json, witness);
  json.end_list().end_object();
  return reply;
}

Reply prove_receipt_to_all(Visit& visit) {
  const std::int64_t seq = visit.query.take_number("seq", 0, 1, INT64_MAX);
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const auto held = receipt_named(visit);
  if (!held) return visit.refused(held.error());
  if (auto reply = not_shown(visit)) return std::move(*reply);
  Connection& reading = visit.lane.reading;
  // What the sender was told the index of: the entry that opened the record.
  const Record& record = held->found.record;
  const auto entry = own_entry(visit, record, seq == 0 ? record.opened_by_entry : seq);
  if (!entry) return visit.refused(Refusal::nothing_is_there, "seq", std::to_string(seq));
  const std::string note = published_checkpoint(visit);
  const auto parsed = parse_note(note);
  const std::int64_t size = parsed ? parse_checkpoint(parsed->text)->size : 0;
  if (entry->head.seq > size || size > sealed_size(visit)) return not_yet(visit);
  const Tiles tiles(reading, visit.body->no, visit.body->hash, size);
  const std::int64_t index = entry->head.seq - 1;
  const auto path = inclusion_path(visit.body->hash, index, size, tiles.subtrees());
  Reply reply;
  reply.content_type = plain_text;
  reply.body = write_log_proof(proof_extra(visit, *entry), index, path, note);
  return reply;
}

}  // namespace chuangyou
