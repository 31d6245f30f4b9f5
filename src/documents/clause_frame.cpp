#include "documents/clause_frame.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>

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

}  // namespace

bool ends_with_a_day(std::string_view line) {
  if (character_count(line) > 2 * signer_characters_max || line.contains("。")) return false;
  for (std::size_t at = 0; at < line.size(); ++at)
    if ((at == 0 || line[at - 1] == ' ' || line.substr(0, at).ends_with("\u3000")) &&
        is_a_day(line.substr(at)))
      return true;
  return false;
}

namespace {

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

// Annex 1, Attachments:.
bool begins_attachments_in_english(std::string_view line) {
  for (const std::string_view word :
       {"Annexes", "Annex", "Appendices", "Appendix", "Attachments", "Attachment", "Enclosures",
        "Enclosure", "ANNEX", "APPENDIX", "ATTACHMENT"}) {
    if (!line.starts_with(word)) continue;
    std::string_view rest = trimmed(line.substr(word.size()));
    const bool is_numbered = !rest.empty() && (rest[0] < 'a' || rest[0] > 'z') && rest[0] != ':';
    if (is_numbered) rest = rest.substr(std::min(rest.find_first_of(" :.-"), rest.size()));
    return rest.empty() || rest.starts_with(":") || (is_numbered && rest.size() < line.size() / 2);
  }
  return false;
}

// 附件：1.任务分工表, 附件2, 附：; 附件1不用报送 is a sentence.
bool begins_attachments(std::string_view line) {
  constexpr std::string_view word = "附";
  if (!line.starts_with(word)) return begins_attachments_in_english(line);
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

namespace {

// What stands behind 附件1： in its line.
std::string_view behind_attachment_number(std::string_view line) {
  for (const std::string_view colon : {"：", ":"})
    if (const std::size_t at = line.find(colon); at != line.npos)
      return trimmed(line.substr(at + colon.size()));
  return {};
}

std::string title_without_number(std::string_view line) {
  if (const std::optional<Mark> mark = find_mark(line, false)) line = line.substr(mark->size);
  return std::string(trimmed(line));
}

}  // namespace

std::vector<std::string> titles_attached(std::span<const std::string_view> lines) {
  std::vector<std::string> listed, headed;
  bool is_in_list = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (begins_attachments(lines[i])) {
      const std::string_view behind = behind_attachment_number(lines[i]);
      is_in_list = !behind.empty() && headed.empty();
      if (is_in_list) listed.push_back(title_without_number(behind));
      if (behind.empty() && i + 1 < lines.size() && !begins_attachments(lines[i + 1]))
        headed.push_back(title_without_number(lines[i + 1]));
    } else if (is_in_list && find_mark(lines[i], false)) {
      listed.push_back(title_without_number(lines[i]));
    } else {
      is_in_list = false;
    }
  }
  return listed.empty() ? headed : listed;
}

namespace {

constexpr std::size_t title_lines_max = 4;

std::string without_blanks(std::string_view text) {
  std::string left = compatibility_folded(text);
  std::erase_if(left, [](char sign) { return sign == ' ' || sign == '\t'; });
  return left;
}

// The title of a notice as one line, and behind which line it ends; empty where it is none.
std::pair<std::string, std::size_t> title_of_notice(std::span<const std::string_view> lines) {
  constexpr std::size_t head_lines_max = 8;
  for (std::size_t end = 0; end < std::min(lines.size(), head_lines_max); ++end) {
    if (!ends_with_any(lines[end], {"的通知", "的函", "的通报"})) continue;
    std::string title;
    for (std::size_t i = end + 1 > title_lines_max ? end + 1 - title_lines_max : 0; i <= end; ++i)
      title += without_blanks(lines[i]);
    return {title, end + 1};
  }
  return {};
}

// 《实施方案》 of 关于印发《实施方案》的通知; empty where it brings nothing along.
std::string name_of_brought_along(const std::string& title) {
  for (const std::string_view word : {"印发", "转发", "批转", "下发", "颁发"}) {
    const std::size_t at = title.rfind(word);
    if (at == title.npos) continue;
    std::string_view name = std::string_view(title).substr(at + word.size());
    name = name.substr(0, name.rfind("的"));
    if (const std::size_t open = name.find("《"); open != name.npos) {
      name = name.substr(open + std::string_view("《").size());
      name = name.substr(0, name.rfind("》"));
    }
    return std::string(name);
  }
  return {};
}

}  // namespace

// Its title may be broken into lines, and its front may be left out.
std::size_t brought_along_begins(std::span<const std::string_view> lines) {
  constexpr std::size_t characters_least = 4;
  const auto [title, begin] = title_of_notice(lines);
  const std::string name = name_of_brought_along(title);
  if (name.empty()) return lines.size();
  for (std::size_t i = begin; i + 1 < lines.size(); ++i) {
    std::string joined;
    for (std::size_t end = i; end < std::min(lines.size() - 1, i + title_lines_max); ++end) {
      joined += without_blanks(lines[end]);
      if (joined.size() > name.size() || begins_attachments(lines[end])) break;
      if (name.ends_with(joined) && 2 * joined.size() >= name.size() &&
          character_count(joined) >= characters_least)
        return i;
    }
  }
  // Without a title of its own it stands behind the day on which the notice was signed.
  for (std::size_t i = begin; i + 1 < lines.size() && !find_mark(lines[i], false); ++i)
    if (ends_with_a_day(lines[i])) {
      const auto rest = lines.subspan(i + 1);
      const bool is_text =
          !begins_foot(rest.front()) && std::ranges::any_of(rest, [](std::string_view line) {
            return find_mark(line, false) && !begins_attachments(line);
          });
      return is_text ? i + 1 : lines.size();
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
