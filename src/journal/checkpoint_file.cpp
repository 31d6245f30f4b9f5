#include "journal/checkpoint_file.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <map>
#include <sstream>

#include "journal/note.h"
#include "storage/sole_writer.h"
#include "storage/sqlite.h"
#include "storage/whole_file.h"

namespace chuangyou {
namespace {

constexpr std::int64_t bytes_max = 1 << 20;
constexpr std::int64_t microseconds_an_hour = 3'600'000'000;

[[noreturn]] void fail(const std::string& path) {
  throw StorageError(path + ": " + std::strerror(errno),
                     errno == ENOSPC ? SQLITE_FULL : SQLITE_IOERR);
}

class Handle {
 public:
  Handle(const std::string& path, int flags)
      : file_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {
    if (file_ < 0) fail(path);
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() { ::close(file_); }
  int number() const { return file_; }

 private:
  int file_;
};

void write_whole(const Handle& file, const std::string& path, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file.number(), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) fail(path);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

// Against a bad block, which must accuse nobody of having cut the journal; whoever writes into the
// file by hand can make it too.
constexpr std::size_t check_digits = 8;
std::string check_of(std::string_view text) {
  return "~" + to_hex(hash_of(HashFunction::sha256, {text})).substr(0, check_digits);
}

// False where there is a check and it does not fit; else what stands before it.
bool take_check(std::string_view& text) {
  const std::size_t at = text.rfind(" ~");
  if (at == std::string_view::npos || text.size() != at + 2 + check_digits) return true;
  const bool fits = text.substr(at + 1) == check_of(text.substr(0, at));
  text = text.substr(0, at);
  return fits;
}

std::string line_of(const CheckpointLine& line) {
  std::string text = line.body + " " + std::to_string(line.size) + " " +
                     base64(bytes_of(line.root)) + " " + to_text(line.at);
  if (!line.rest.empty()) text += " " + line.rest;
  return text + " " + check_of(text) + "\n";
}

std::string_view word_of(std::string_view& text) {
  const std::size_t end = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

std::optional<CheckpointLine> parse_line(std::string_view text) {
  CheckpointLine line;
  if (!take_check(text)) return std::nullopt;
  line.body = word_of(text);
  const std::string_view size = word_of(text);
  const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), line.size);
  if (error != std::errc{} || end != size.data() + size.size() || line.size < 1)
    return std::nullopt;
  const std::optional<Hash> root = hash_from_base64(word_of(text));
  const Result<Moment> at = parse_moment(word_of(text));
  if (line.body.empty() || !root || !at) return std::nullopt;
  line.root = *root;
  line.at = *at;
  line.rest = text;
  return line;
}

std::string text_of_file(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

}  // namespace

std::string CheckpointFile::beside(const std::string& database) {
  return resolved_path(database) + ".checkpoints";
}

// A line that a crash has cut short is ended first, so that it spoils none after it.
void CheckpointFile::append(std::span<const CheckpointLine> lines) {
  if (lines.empty()) return;
  std::int64_t bytes = 0;
  {
    const Handle file(path_, O_RDWR | O_CREAT | O_APPEND);
    struct stat found {};
    if (::fstat(file.number(), &found) != 0) fail(path_);
    std::string text;
    char last = '\n';
    if (found.st_size > 0 && ::pread(file.number(), &last, 1, found.st_size - 1) != 1) fail(path_);
    if (last != '\n') text += '\n';
    for (const CheckpointLine& line : lines) text += line_of(line);
    write_whole(file, path_, text);
    if (::fdatasync(file.number()) != 0) fail(path_);
    bytes = found.st_size + static_cast<std::int64_t>(text.size());
  }
  if (bytes > std::max(bytes_max, 2 * bytes_after_thinning_)) thin(lines.back().at);
}

CheckpointFile::Lines CheckpointFile::read_all() const {
  Lines lines;
  const std::string text = text_of_file(path_);
  std::string_view left = text;
  for (std::size_t end = left.find('\n'); end != std::string_view::npos; end = left.find('\n')) {
    if (std::optional<CheckpointLine> line = parse_line(left.substr(0, end))) {
      lines.all.push_back(std::move(*line));
    } else {
      ++lines.malformed;
    }
    left.remove_prefix(end + 1);
  }
  return lines;
}

void CheckpointFile::thin(Moment now) {
  const Lines lines = read_all();
  std::map<std::pair<std::string_view, std::int64_t>, std::size_t> last_of_hour;
  std::map<std::string_view, std::size_t> last_of_body;
  for (std::size_t i = 0; i < lines.all.size(); ++i) {
    const CheckpointLine& line = lines.all[i];
    last_of_hour[{line.body, line.at.microseconds / microseconds_an_hour}] = i;
    last_of_body[line.body] = i;
  }
  std::string text;
  for (std::size_t i = 0; i < lines.all.size(); ++i) {
    const CheckpointLine& line = lines.all[i];
    const bool is_old = now.microseconds - line.at.microseconds > microseconds_an_hour;
    const std::int64_t hour = line.at.microseconds / microseconds_an_hour;
    if (!is_old || last_of_hour[{line.body, hour}] == i || last_of_body[line.body] == i)
      text += line_of(line);
  }
  write_whole_file(path_, text);
  bytes_after_thinning_ = static_cast<std::int64_t>(text.size());
}

}  // namespace chuangyou
