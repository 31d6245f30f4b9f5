#include "documents/shared_strings.h"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <optional>
#include <system_error>

#include "documents/table_limits.h"
#include "documents/xml_stream.h"

namespace chuangyou {
namespace {

// At most 32 MB of what repeats itself are at hand, and 64 MB of places.
constexpr std::size_t recent_texts = 8192, recent_bytes_max = 4096, bytes_at_once = 1 << 20;
constexpr std::size_t texts_max = 16'000'000;
// So many texts of the longest kind are counted by 32 bits.
constexpr std::size_t texts_of_a_block = 1024;
static_assert(texts_of_a_block * (cell_bytes_max * 2) <= UINT32_MAX);

// The disk's own words go to the log: a full disk is no fault of the file.
[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

int nameless_file(const std::filesystem::path& beside) {
  for (const auto& folder : {beside.parent_path(), std::filesystem::temp_directory_path()}) {
    const int file = open(folder.empty() ? "." : folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC,
                          S_IRUSR | S_IWUSR);
    if (file >= 0) return file;
  }
  fail("a file for the texts of a workbook");
}

std::uint64_t a_quarter_of_what_is_left(int file) {
  struct statvfs disk {};
  if (fstatvfs(file, &disk) != 0) fail("the disk of the texts of a workbook");
  return disk.f_bavail * disk.f_frsize / 4;
}

// `_x` and four digits and `_`.
std::optional<char32_t> escaped_at(std::string_view text) {
  if (text.size() < 7 || !text.starts_with("_x") || text[6] != '_') return std::nullopt;
  std::uint32_t code = 0;
  const auto [end, fault] = std::from_chars(text.data() + 2, text.data() + 6, code, 16);
  if (fault != std::errc() || end != text.data() + 6) return std::nullopt;
  return static_cast<char32_t>(code);
}

}  // namespace

std::string unescaped(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size();) {
    const auto code = escaped_at(text.substr(i));
    const bool is_one = code && *code != 0 && *code < 0x80;  // others need no such writing
    if (is_one) plain += static_cast<char>(*code);
    if (!is_one) plain += text[i];
    i += is_one ? 7 : 1;
  }
  return plain;
}

SharedStrings::SharedStrings(const std::filesystem::path& beside)
    : file_(nameless_file(beside)),
      bytes_max_(a_quarter_of_what_is_left(file_)),
      recent_(recent_texts) {}
SharedStrings::~SharedStrings() { close(file_); }

Result<void> SharedStrings::read(WorkbookParts::Part part) {
  std::string text;
  bool is_text = false, is_phonetic = false, are_too_many = false, is_disk_full = false;
  XmlStream xml(std::move(part), {.begin =
                                      [&](std::string_view element, const XmlAttributes&) {
                                        if (element == "si") text.clear();
                                        if (element == "rPh") is_phonetic = true;
                                        is_text = element == "t" && !is_phonetic;
                                      },
                                  .end =
                                      [&](std::string_view element) {
                                        if (element == "rPh") is_phonetic = false;
                                        if (element == "t") is_text = false;
                                        if (element != "si") return;
                                        are_too_many = ends_.size() >= texts_max;
                                        is_disk_full = written_ + to_write_.size() > bytes_max_;
                                        if (are_too_many || is_disk_full)
                                          xml.pause();
                                        else
                                          add(text);
                                      },
                                  .text =
                                      [&](std::string_view piece) {
                                        if (is_text && text.size() <= cell_bytes_max) text += piece;
                                      }});
  const auto paused = xml.go_on();
  if (!paused) return std::unexpected(paused.error());
  if (are_too_many) return refuse(Refusal::workbook_is_too_large);
  if (is_disk_full) return refuse(Refusal::disk_reserve_is_reached);
  write_out();
  return {};
}

void SharedStrings::add(std::string_view text) {
  if (ends_.size() % texts_of_a_block == 0) blocks_.push_back(written_ + to_write_.size());
  to_write_ += text.contains("_x") ? unescaped(text) : std::string(text);
  ends_.push_back(static_cast<std::uint32_t>(written_ + to_write_.size() - blocks_.back()));
  if (to_write_.size() >= bytes_at_once) write_out();
}

void SharedStrings::write_out() {
  std::string_view left = to_write_;
  while (!left.empty()) {
    const ssize_t wrote = pwrite(file_, left.data(), left.size(), static_cast<off_t>(written_));
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) fail("the texts of a workbook");
    written_ += static_cast<std::uint64_t>(wrote);
    left.remove_prefix(static_cast<std::size_t>(wrote));
  }
  to_write_.clear();
}

SharedStrings::Place SharedStrings::place_of(std::uint64_t number) const {
  const std::uint64_t block = blocks_[number / texts_of_a_block];
  const bool is_first = number % texts_of_a_block == 0;
  return {block + (is_first ? 0 : ends_[number - 1]), block + ends_[number]};
}

const std::string* SharedStrings::at(std::uint64_t number) {
  if (number >= ends_.size()) return nullptr;
  Recent& recent = recent_[number % recent_.size()];
  if (recent.number == number) return &recent.text;
  const Place place = place_of(number);
  const bool is_short = place.end - place.begin <= recent_bytes_max;
  std::string& text = is_short ? recent.text : long_one_;
  if (is_short) recent.number = UINT64_MAX;
  text.resize(place.end - place.begin);
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t got = pread(file_, text.data() + done, text.size() - done,
                              static_cast<off_t>(place.begin + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) fail("the texts of a workbook");
    done += static_cast<std::size_t>(got);
  }
  if (is_short) recent.number = number;
  return &text;
}

}  // namespace chuangyou
