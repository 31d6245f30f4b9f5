#include "campaign/kept_acts.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "core/fault_log.h"
#include "journal/changes_json.h"
#include "ledgers/all.h"

namespace chuangyou {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view ending = ".acts", in_the_making = ".part";
constexpr std::size_t acts_given_at_once = 512;
constexpr std::uint32_t bytes_of_act_max = 1 << 26;  // more than any row of a file can hold

template <class Number>
void put(std::string& bytes, Number number) {
  bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
}
void put_text(std::string& bytes, std::string_view text) {
  put(bytes, static_cast<std::uint32_t>(text.size()));
  bytes += text;
}

// What is read is what was written: its hash has said so. A bound that does not hold is a fault.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : bytes_(bytes) {}
  std::string_view take(std::size_t count) {
    if (count > bytes_.size()) throw std::runtime_error("the acts of an import are cut short");
    const std::string_view taken = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return taken;
  }
  template <class Number>
  Number number() {
    Number number{};
    std::memcpy(&number, take(sizeof number).data(), sizeof number);
    return number;
  }
  std::string_view text() { return take(number<std::uint32_t>()); }
  bool are_all_taken() const { return bytes_.empty(); }
  Uuid id() {
    Uuid id;
    std::ranges::copy(take(id.bytes.size()), reinterpret_cast<char*>(id.bytes.data()));
    return id;
  }

 private:
  std::string_view bytes_;
};

void put_id(std::string& bytes, const Uuid& id) {
  bytes.append(reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size());
}

// False at the end.
bool read_part(std::istream& file, std::string& bytes) {
  std::uint32_t size = 0;
  if (!file.read(reinterpret_cast<char*>(&size), sizeof size)) {
    const bool is_its_end = file.eof() && !file.bad() && file.gcount() == 0;
    if (!is_its_end) throw std::runtime_error("the acts of an import cannot be read to their end");
    return false;
  }
  if (size > bytes_of_act_max) throw std::runtime_error("an act of an import has no end");
  bytes.resize(size);
  if (!file.read(bytes.data(), size))
    throw std::runtime_error("the acts of an import are cut short");
  return true;
}

void write_head(std::string& bytes, const KeptActs::Head& head) {
  put(bytes, static_cast<std::int64_t>(head.body));
  put_id(bytes, head.import);
  put_text(bytes, head.ledger);
  put_id(bytes, head.person);
  put(bytes, static_cast<std::uint8_t>(head.has_signed_file));
  put_text(bytes, head.idempotency_key);
  put_text(bytes, head.request_digest);
  for (const std::string& field : head.fields) put_text(bytes, field);
}

KeptActs::Head read_head(std::string_view from) {
  Bytes bytes(from);
  KeptActs::Head head;
  head.body = static_cast<BodyNo>(bytes.number<std::int64_t>());
  head.import = RecordId(bytes.id());
  head.ledger = bytes.text();
  head.person = PersonId(bytes.id());
  head.has_signed_file = bytes.number<std::uint8_t>() != 0;
  head.idempotency_key = bytes.text();
  head.request_digest = bytes.text();
  while (!bytes.are_all_taken()) head.fields.emplace_back(bytes.text());
  return head;
}

// How a value lies on the disk: never renumbered.
enum class Lies : std::uint8_t { nothing, text, integer, number, date, moment, yes_no, id };

struct PutValue {
  std::string& bytes;

  void operator()(std::monostate) const { put(bytes, Lies::nothing); }
  void operator()(const std::string& text) const {
    put(bytes, Lies::text);
    put_text(bytes, text);
  }
  void operator()(std::int64_t number) const { put_as(Lies::integer, number); }
  void operator()(Fixed number) const { put_as(Lies::number, number.millionths); }
  void operator()(Date date) const { put_as(Lies::date, date.days); }
  void operator()(Moment moment) const { put_as(Lies::moment, moment.microseconds); }
  void operator()(bool yes) const { put_as(Lies::yes_no, static_cast<std::uint8_t>(yes)); }
  void operator()(const Uuid& id) const {
    put(bytes, Lies::id);
    put_id(bytes, id);
  }
  template <class Other>
  void operator()(const Other&) const {
    throw std::logic_error("a list among values that are none");
  }
  template <class Number>
  void put_as(Lies how, Number number) const {
    put(bytes, how);
    put(bytes, number);
  }
};

Value read_value(Bytes& bytes) {
  switch (bytes.number<Lies>()) {
    case Lies::nothing:
      return {};
    case Lies::text:
      return std::string(bytes.text());
    case Lies::integer:
      return bytes.number<std::int64_t>();
    case Lies::number:
      return Fixed{bytes.number<std::int64_t>()};
    case Lies::date:
      return Date{bytes.number<std::int32_t>()};
    case Lies::moment:
      return Moment{bytes.number<std::int64_t>()};
    case Lies::yes_no:
      return bytes.number<std::uint8_t>() != 0;
    case Lies::id:
      return bytes.id();
  }
  throw std::runtime_error("a value among the acts of an import is none");
}

bool is_a_list(const FieldChange& change) {
  return std::holds_alternative<std::vector<std::string>>(change.value) ||
         std::holds_alternative<std::vector<Uuid>>(change.value) ||
         std::holds_alternative<Link>(change.value) || std::holds_alternative<Rows>(change.value);
}

// In the order of the fields, as what the journal has written is read.
void write_plain(std::string& bytes, ActRequest& request) {
  if (!std::ranges::is_sorted(request.fields, {}, &FieldChange::field))
    std::ranges::stable_sort(request.fields, {}, &FieldChange::field);
  put_id(bytes, request.unit.value_or(UnitId()));
  put_text(bytes, request.source);
  put_text(bytes, request.reason);
  for (const FieldChange& change : request.fields) {
    put(bytes, static_cast<std::uint16_t>(change.field));
    std::visit(PutValue{bytes}, change.value);
  }
}

// Positions of the fields by their numbers on the disk.
using Fields = std::vector<std::optional<std::size_t>>;
Fields fields_of(const KeptActs::Head& head, const Ledger& ledger) {
  Fields fields;
  for (const std::string& name : head.fields) {
    const FieldSpec* field = ledger.field(name);
    fields.push_back(field ? std::optional(ledger.index_of(*field)) : std::nullopt);
  }
  return fields;
}

void read_plain(Bytes& bytes, const Fields& fields, ActRequest& request) {
  if (const Uuid unit = bytes.id(); !unit.is_nil()) request.unit = UnitId(unit);
  request.source = bytes.text();
  request.reason = bytes.text();
  while (!bytes.are_all_taken()) {
    const std::size_t number = bytes.number<std::uint16_t>();
    Value value = read_value(bytes);
    if (fields.at(number)) request.fields.push_back({*fields[number], std::move(value)});
  }
}

// What the act says, with lists in it, is written as the journal will write it.
void write_act(std::string& bytes, ActRequest& request) {
  put_text(bytes, request.act);
  put_id(bytes, request.record.value_or(RecordId()));
  const bool is_of_a_version = request.if_versions && !request.if_versions->empty();
  put(bytes, is_of_a_version ? request.if_versions->front() : std::int64_t{-1});
  const bool is_plain = std::ranges::none_of(request.fields, is_a_list);
  put(bytes, static_cast<std::uint8_t>(is_plain));
  if (is_plain) return write_plain(bytes, request);
  Changes changes;
  changes.fields = std::move(request.fields);
  changes.reason = std::move(request.reason);
  ChangesNote note;
  note.unit = request.unit;
  if (!request.source.empty()) note.source = std::move(request.source);
  put_text(bytes, encode_changes(*request.ledger, changes, note));
}

ActRequest read_act(std::string_view from, const KeptActs::Head& head, const Ledger& ledger,
                    const Fields& fields) {
  Bytes bytes(from);
  ActRequest request;
  request.body = head.body;
  request.ledger = &ledger;
  request.import = head.import;
  request.act = bytes.text();
  if (const Uuid record = bytes.id(); !record.is_nil()) request.record = RecordId(record);
  if (const auto version = bytes.number<std::int64_t>(); version >= 0)
    request.if_versions = {version};
  // Only a row that opens a record is of the signed file.
  request.has_signed_file = head.has_signed_file && !request.record;
  const bool is_plain = !fields.empty() && bytes.number<std::uint8_t>() != 0;
  if (is_plain) {
    read_plain(bytes, fields, request);
    return request;
  }
  DecodedChanges said = decode_changes(ledger, request.act, bytes.text());
  request.fields = std::move(said.changes.fields);
  request.reason = std::move(said.changes.reason);
  request.unit = said.note.unit;
  request.source = std::move(said.note.source).value_or("");
  return request;
}

void bring_to_disk(const fs::path& path, int flags) {
  const int file = ::open(path.c_str(), flags | O_CLOEXEC);
  const bool is_there = file >= 0 && ::fsync(file) == 0;
  if (file >= 0) ::close(file);
  if (!is_there) throw std::runtime_error("the disk does not take " + path.string());
}

Hash hash_of_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return hash_of(HashFunction::sha256, file);
}

struct FoundFile {
  fs::path path;
  KeptActs::Head head;
};
// Nullopt where it is damaged already at its beginning.
std::optional<KeptActs::Head> head_in(const fs::path& path) {
  try {
    std::ifstream file(path, std::ios::binary);
    std::string bytes;
    if (read_part(file, bytes)) return read_head(bytes);
  } catch (const std::exception& error) {
    log_fault("the acts of an import", error);
  }
  return std::nullopt;
}

bool is_of_import(const fs::path& path, const RecordId& import) {
  const std::string name = path.filename().string();
  return name.starts_with(to_text(import) + "-") && name.ends_with(ending);
}

std::optional<FoundFile> file_of(const fs::path& folder, const RecordId& import) {
  std::error_code none;
  for (const fs::directory_entry& one : fs::directory_iterator(folder, none)) {
    if (!is_of_import(one.path(), import)) continue;
    if (auto head = head_in(one.path()); head && head->import == import)
      return FoundFile{one.path(), std::move(*head)};
  }
  return std::nullopt;
}

}  // namespace

fs::path KeptActs::folder_beside(const Connection& database) {
  return std::string(sqlite3_db_filename(database.raw(), "main")) + ".imports";
}

KeptActs::KeptActs(const fs::path& folder, Head head) : head_(std::move(head)) {
  fs::create_directories(folder);
  fs::permissions(folder, fs::perms::owner_all);
  path_ = folder / (to_text(head_.import) + std::string(in_the_making));
  file_.open(path_, std::ios::binary | std::ios::trunc);
  if (const Ledger* ledger = find_ledger(head_.ledger))
    for (const FieldSpec& field : ledger->fields) head_.fields.emplace_back(field.name);
  std::string bytes;
  write_head(bytes, head_);
  put_text(room_, bytes);
}

KeptActs::~KeptActs() {
  file_.close();
  if (is_left_) return;
  std::error_code ignored;
  fs::remove(path_, ignored);
}

// With the folder: were the file there again after a failure of the power, a start would go on with
// an import of which a part is taken back.
void KeptActs::forget() noexcept {
  try {
    fs::remove(path_);
    bring_to_disk(path_.parent_path(), O_RDONLY | O_DIRECTORY);
  } catch (const std::exception& error) {
    log_fault("the acts of an import that is taken back", error);
  }
}

void KeptActs::add(ActRequest request) {
  constexpr std::size_t written_at_once = 1 << 16;
  const std::size_t begin = room_.size();
  put(room_, std::uint32_t{0});
  write_act(room_, request);
  const auto size = static_cast<std::uint32_t>(room_.size() - begin - sizeof(std::uint32_t));
  std::memcpy(room_.data() + begin, &size, sizeof size);
  if (room_.size() < written_at_once) return;
  file_.write(room_.data(), std::ssize(room_));
  room_.clear();
}

void KeptActs::close() {
  file_.write(room_.data(), std::ssize(room_));
  file_.close();
  if (!file_) throw std::runtime_error("the disk does not take the acts of an import");
  bring_to_disk(path_, O_WRONLY);
  const fs::path whole = path_.parent_path() / (to_text(head_.import) + "-" +
                                                to_hex(hash_of_file(path_)) + std::string(ending));
  fs::rename(path_, whole);
  path_ = whole;
  bring_to_disk(path_.parent_path(), O_RDONLY | O_DIRECTORY);
}

bool KeptActs::are_there() const {
  std::error_code ignored;
  return fs::exists(path_, ignored);
}

std::shared_ptr<KeptActs> KeptActs::find(const fs::path& folder, BodyNo body,
                                         const RecordId& import) {
  const auto found = file_of(folder, import);
  if (!found) return nullptr;
  const std::string whole = to_hex(hash_of_file(found->path)) + std::string(ending);
  const bool is_whole = found->path.filename().string().ends_with("-" + whole);
  if (!is_whole || found->head.body != body) return nullptr;
  std::shared_ptr<KeptActs> acts(new KeptActs());
  acts->head_ = found->head;
  acts->path_ = found->path;
  return acts;
}

std::optional<PersonId> KeptActs::brought_by(const fs::path& folder, const RecordId& import) {
  const auto found = file_of(folder, import);
  return found ? std::optional(found->head.person) : std::nullopt;
}

void KeptActs::cancel(const fs::path& folder, const RecordId& import) {
  std::error_code none;
  std::vector<fs::path> its;
  for (const fs::directory_entry& one : fs::directory_iterator(folder, none))
    if (is_of_import(one.path(), import)) its.push_back(one.path());
  for (const fs::path& one : its) fs::remove(one);
}

void KeptActs::forget_all_but(const fs::path& folder, std::span<const UnfinishedImport> imports) {
  std::error_code ignored;
  for (const fs::directory_entry& one : fs::directory_iterator(folder, ignored)) {
    const std::string name = one.path().filename().string();
    const bool is_wanted =
        name.ends_with(ending) && std::ranges::any_of(imports, [&](const auto& wanted) {
          return name.starts_with(to_text(wanted.import) + "-");
        });
    if (!is_wanted) fs::remove(one.path(), ignored);
  }
}

void KeptActs::give(ActFeed& feed, std::size_t passed_over) const {
  std::ifstream file(path_, std::ios::binary);
  const Ledger* ledger = find_ledger(head_.ledger);
  std::string bytes;
  if (!ledger || !read_part(file, bytes)) return feed.end(false);
  const Fields fields = fields_of(head_, *ledger);
  ActFeed::Acts acts;
  for (std::size_t at = 0; read_part(file, bytes); ++at) {
    if (at < passed_over) continue;
    acts.push_back(read_act(bytes, head_, *ledger, fields));
    if (acts.size() < acts_given_at_once) continue;
    if (!feed.give(std::exchange(acts, {}))) return;
  }
  if (acts.empty() || feed.give(std::move(acts))) feed.end(true);
}

Giving::Giving(std::shared_ptr<const KeptActs> acts, std::shared_ptr<ActFeed> feed,
               std::size_t passed_over)
    : feed_(std::move(feed)), thread_([its = feed_, acts = std::move(acts), passed_over] {
        try {
          acts->give(*its, passed_over);
        } catch (const std::exception& error) {
          log_fault("the acts of an import", error);
          its->end(false);
        }
      }) {}

}  // namespace chuangyou
