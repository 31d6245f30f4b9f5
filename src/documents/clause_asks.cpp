#include "documents/clause_asks.h"

#include <algorithm>
#include <initializer_list>

#include "core/text.h"

namespace chuangyou {
namespace {

bool has_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return text.contains(word); });
}
bool begins_with_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return text.starts_with(word); });
}

// 负责, but not the person in charge (负责人) nor who explains a document.
bool says_in_charge(std::string_view text) {
  constexpr std::string_view word = "负责";
  for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1))
    if (!begins_with_any(text.substr(at + word.size()),
                         {"人", "同志", "制", "任", "的", "解释", "干部"}))
      return true;
  return has_any(text, {"牵头", "责任单位", "责任部门", "配合单位", "主办单位", "承办单位",
                        "协办单位", "落实单位", "负责单位", "负责部门"});
}

constexpr std::string_view opening[] = {"（", "(", "【", "[", "〔"};
constexpr std::string_view closing[] = {"）", ")", "】", "]", "〕"};
// Brackets of one shape close each other, whatever their width.
constexpr int shape_of(std::size_t bracket) { return bracket < 2 ? 0 : static_cast<int>(bracket); }

struct Bracketed {
  std::size_t begin = 0, end = 0;  // with the brackets
};

// From the bracket at `begin` to that which closes it; what is never closed is none.
std::size_t end_of_bracket(std::string_view text, std::size_t begin, int shape) {
  int open = 0;
  for (std::size_t at = begin; at < text.size(); ++at)
    for (std::size_t i = 0; i < std::size(opening); ++i) {
      if (shape_of(i) != shape) continue;
      if (text.substr(at).starts_with(opening[i])) ++open;
      if (text.substr(at).starts_with(closing[i]) && --open == 0) return at + closing[i].size();
    }
  return text.npos;
}

std::vector<Bracketed> brackets_in_charge(std::string_view text) {
  std::vector<Bracketed> found;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t next = at + 1;
    for (std::size_t i = 0; i < std::size(opening); ++i) {
      if (!text.substr(at).starts_with(opening[i])) continue;
      const std::size_t end = end_of_bracket(text, at, shape_of(i));
      if (end == text.npos || !says_in_charge(text.substr(at, end - at))) continue;
      found.push_back({at, end});
      next = end;
    }
    at = next;
  }
  return found;
}

bool is_punctuation(std::string_view text) {
  while (!text.empty()) {
    bool is_one = false;
    for (const std::string_view mark :
         {"。", "；", "，", "、", "：", ";", ",", ".", " ", "\n", "\t"})
      if (!is_one && text.starts_with(mark)) {
        text.remove_prefix(mark.size());
        is_one = true;
      }
    if (!is_one) return is_blank(text);
  }
  return true;
}

// With the full stop behind it.
std::size_t with_punctuation(std::string_view text, std::size_t end) {
  for (const std::string_view mark : {"。", "；", ";"})
    if (text.substr(end).starts_with(mark)) return end + mark.size();
  return end;
}

bool begins_with_number(std::string_view text) {
  return begins_with_any(text, {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十",
                                "0",  "1",  "2",  "3",  "4",  "5",  "6",  "7",  "8",  "9",
                                "０", "１", "２", "３", "４", "５", "６", "７", "８", "９"});
}

// 8月5日前, 8月底前; 日前 alone means the other day.
bool says_by_when(std::string_view sentence) {
  if (has_any(sentence, {"底前", "末前", "月前", "日之前", "日以前", "年前"})) return true;
  for (std::size_t at = sentence.find("日前"); at != sentence.npos;
       at = sentence.find("日前", at + 1))
    for (const std::size_t size : {std::size_t{1}, std::size_t{3}})
      if (at >= size && begins_with_number(sentence.substr(at - size))) return true;
  return false;
}

bool sentence_asks_a_reply(std::string_view sentence) {
  const bool says_send = has_any(sentence, {"报送", "上报", "函复", "反馈", "填报", "报至", "报我",
                                            "报来", "书面报", "回复", "抄报"});
  if (says_send && sentence.contains("请")) return true;
  return says_by_when(sentence) && (says_send || has_any(sentence, {"报告", "报省", "报国务院"}));
}

}  // namespace

bool names_who_is_in_charge(std::string_view text) {
  return !brackets_in_charge(text).empty() ||
         has_any(text, {"责任单位：", "责任部门：", "牵头单位：", "负责单位：", "负责部门：",
                        "承办单位：", "责任单位:", "责任部门:", "牵头单位:", "负责单位:",
                        "负责部门:", "承办单位:"});
}

bool asks_a_reply(std::string_view text) {
  while (!text.empty()) {
    std::size_t end = text.size(), size = 0;
    for (const std::string_view mark : {"。", "；", "！", "\n"})
      if (const std::size_t at = text.find(mark); at < end) {
        end = at;
        size = mark.size();
      }
    if (sentence_asks_a_reply(text.substr(0, end))) return true;
    text.remove_prefix(end + size);
  }
  return false;
}

std::vector<std::string_view> parts_in_charge(std::string_view text) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  const std::vector<Bracketed> brackets = brackets_in_charge(text);
  for (std::size_t i = 0; i + 1 < brackets.size(); ++i) {
    const std::size_t end = with_punctuation(text, brackets[i].end);
    const Bracketed& next = brackets[i + 1];
    // （工委牵头）（各支部配合） is said of one and the same.
    if (end > next.begin || is_punctuation(text.substr(end, next.begin - end))) continue;
    if (is_punctuation(text.substr(begin, brackets[i].begin - begin))) continue;
    parts.push_back(trimmed(text.substr(begin, end - begin)));
    begin = end;
  }
  parts.push_back(trimmed(text.substr(begin)));
  return parts;
}

}  // namespace chuangyou
