#include "documents/clause_frame.h"

#include <algorithm>
#include <initializer_list>
#include <string>

#include "core/text.h"
#include "documents/clause_marks.h"

namespace chuangyou {
namespace {

bool ends_with_any(std::string_view text, std::initializer_list<std::string_view> ends) {
  return std::ranges::any_of(ends, [&](std::string_view end) { return text.ends_with(end); });
}

bool begins_with_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return text.starts_with(word); });
}

constexpr std::size_t signer_characters_max = 30;

// The day, with who signs on the same line or before it.
bool ends_with_a_day(std::string_view line) {
  if (character_count(line) > 2 * signer_characters_max || line.contains("。")) return false;
  for (std::size_t at = 0; at < line.size(); ++at)
    if ((at == 0 || line[at - 1] == ' ' || line.substr(0, at).ends_with("\u3000")) &&
        is_a_day(line.substr(at)))
      return true;
  return false;
}

// 此件公开发布 and the like stand in brackets after the signature.
bool is_a_note(std::string_view line) {
  return begins_with_any(line, {"（", "("}) && ends_with_any(line, {"）", ")"}) &&
         !find_mark(line, false);
}

// 联系人：张三，电话：12345, in brackets or without.
bool says_whom_to_call(std::string_view line) {
  for (const std::string_view bracket : {"（", "("})
    if (line.starts_with(bracket)) line.remove_prefix(bracket.size());
  const bool says =
      begins_with_any(line, {"联系人", "联系电话", "联系方式", "联系单位", "咨询电话"});
  return says && (line.contains("：") || line.contains(":"));
}

// What the printer puts at the foot: 抄送：, 主题词：, and who printed it on which day.
bool begins_foot(std::string_view line) {
  if (line.ends_with("印发"))
    return ends_with_a_day(trimmed(line.substr(0, line.size() - std::string_view("印发").size())));
  return begins_with_any(line,
                         {"抄送", "抄报", "分送：", "主题词：", "主题词:", "（共印", "(共印"});
}

// From there on no number stands, but what belongs to the foot may go over several lines.
std::size_t foot_begins(std::span<const std::string_view> lines) {
  std::size_t begin = lines.size();
  for (std::size_t at = lines.size(); at > 0 && !find_mark(lines[at - 1], false); --at)
    if (begins_foot(lines[at - 1])) begin = at - 1;
  return begin;
}

// 附件：1.任务分工表, 附件2, 附：; 附件1不用报送 is a sentence.
bool begins_attachments(std::string_view line) {
  constexpr std::string_view word = "附";
  if (!line.starts_with(word)) return false;
  std::string_view rest = line.substr(word.size());
  bool is_named = false;
  for (const std::string_view kind : {"件", "表", "图", "录"})
    if (!is_named && rest.starts_with(kind)) {
      rest.remove_prefix(kind.size());
      is_named = true;
    }
  const std::string folded = compatibility_folded(rest);
  rest = trimmed(folded);
  while (is_named && !rest.empty() && rest[0] >= '0' && rest[0] <= '9') rest.remove_prefix(1);
  for (const std::string_view number : {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"})
    if (is_named && rest.starts_with(number)) rest.remove_prefix(number.size());
  rest = trimmed(rest);
  return (is_named && rest.empty()) || rest.starts_with(":") || rest.starts_with("：") ||
         (is_named && (rest.starts_with(".") || rest.starts_with("、")));
}

bool ends_a_sentence(std::string_view line) {
  return ends_with_any(line, {"。", "；", "：", "！", "？", "）"});
}

// 关于…的通知, where nothing tells the head from the text but its own words.
bool is_a_title(std::string_view line) {
  return line.starts_with("关于") ||
         ends_with_any(line, {"的通知", "的意见", "的决定", "的通报", "的函", "的批复", "的方案",
                              "方案", "办法", "分工表", "清单"});
}

}  // namespace

std::size_t signature_begins(std::span<const std::string_view> lines) {
  const std::span<const std::string_view> text = lines.first(foot_begins(lines));
  std::size_t at = text.size();
  while (at > 0 && says_whom_to_call(text[at - 1])) --at;
  const std::size_t without_a_day = at;
  while (at > 0 && is_a_note(text[at - 1])) --at;
  if (at == 0 || !ends_with_a_day(text[at - 1])) return without_a_day;
  --at;
  const auto signs = [](std::string_view line) {
    return character_count(line) <= signer_characters_max && !find_mark(line, false) &&
           !ends_with_any(line, {"。", "）", "：", "；"}) && !line.contains('\t');
  };
  // Where no line above tells text from names, the last one alone signs.
  const bool is_told_apart = std::ranges::any_of(text.first(at), [](std::string_view line) {
    return ends_a_sentence(line) || find_mark(line, false);
  });
  const std::size_t day = at;
  while (at > 0 && signs(text[at - 1]) && (is_told_apart || at == day)) --at;
  while (at > 0 && says_whom_to_call(text[at - 1])) --at;
  return at;
}

// Where nothing stands before them they are the text.
std::size_t attachments_begin(std::span<const std::string_view> lines) {
  bool has_text = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (has_text && begins_attachments(lines[i])) return i;
    has_text =
        has_text || ends_with_any(lines[i], {"。", "：", "；", "）"}) || find_mark(lines[i], false);
  }
  return lines.size();
}

std::size_t text_begins(std::span<const std::string_view> lines) {
  constexpr std::size_t head_lines_max = 8, addressee_characters_max = 120;
  for (std::size_t i = 0; i < std::min(lines.size(), head_lines_max); ++i)
    if (ends_with_any(lines[i], {"：", ":"}) && !lines[i].contains("。") &&
        !lines[i].contains("如下") && character_count(lines[i]) <= addressee_characters_max)
      return i + 1;
  const auto text = std::ranges::find_if(lines, ends_a_sentence);
  if (text == lines.end()) return lines.size() > 1 && is_a_title(lines.front()) ? 1 : 0;
  return static_cast<std::size_t>(text - lines.begin());
}

}  // namespace chuangyou
