#include "documents/clause_asks.h"

#include <algorithm>
#include <initializer_list>
#include <string>

#include "core/text.h"
#include "documents/clause_days.h"

namespace chuangyou {
namespace {

bool has_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return text.contains(word); });
}
bool begins_with_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return text.starts_with(word); });
}

constexpr std::string_view in_charge[] = {"牵头",     "责任单位", "责任部门", "配合单位",
                                          "主办单位", "承办单位", "协办单位", "落实单位",
                                          "负责单位", "负责部门"};

// 负责, but not the person in charge (负责人) nor who explains a document.
bool begins_in_charge(std::string_view text) {
  constexpr std::string_view word = "负责";
  if (text.starts_with(word) &&
      !begins_with_any(text.substr(word.size()), {"人", "同志", "制", "任", "的", "解释", "干部"}))
    return true;
  return std::ranges::any_of(in_charge,
                             [&](std::string_view one) { return text.starts_with(one); });
}

constexpr std::string_view opening[] = {"（", "(", "【", "[", "〔"};
constexpr std::string_view closing[] = {"）", ")", "】", "]", "〕"};
// Brackets of one shape close each other, whatever their width.
constexpr std::size_t shape_of(std::size_t bracket) { return bracket < 2 ? 0 : bracket; }

struct Bracketed {
  std::size_t begin = 0, end = 0;  // with the brackets
};

// Those that say who is in charge, the outermost alone; what is never closed is none. The text is
// gone through once, whatever is open in it.
std::vector<Bracketed> brackets_in_charge(std::string_view text) {
  struct Open {
    std::size_t begin;
    std::size_t said;  // how often the text before has said who is in charge
  };
  std::vector<Open> open[std::size(opening)];
  std::vector<Bracketed> found;
  std::size_t said = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string_view rest = text.substr(at);
    if (begins_in_charge(rest)) ++said;
    for (std::size_t i = 0; i < std::size(opening); ++i) {
      std::vector<Open>& of_its_shape = open[shape_of(i)];
      if (rest.starts_with(opening[i])) of_its_shape.push_back({at, said});
      if (!rest.starts_with(closing[i]) || of_its_shape.empty()) continue;
      const Open closed = of_its_shape.back();
      of_its_shape.pop_back();
      if (said == closed.said) continue;
      while (!found.empty() && found.back().begin >= closed.begin) found.pop_back();
      found.push_back({closed.begin, at + closing[i].size()});
    }
  }
  // Of two shapes that cross each other the one that begins first stands.
  std::vector<Bracketed> apart;
  for (const Bracketed& one : found)
    if (apart.empty() || one.begin >= apart.back().end) apart.push_back(one);
  return apart;
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

bool says_by_when(std::string_view sentence) { return deadline_in(sentence) == Deadline::once; }

// 严禁, 不得 and the like, but not 不得迟于.
bool forbids(std::string_view part) {
  if (has_any(part,
              {"严禁", "禁止", "不准", "不要", "不再", "无需", "无须", "不需", "不必", "不用"}))
    return true;
  constexpr std::string_view word = "不得";
  for (std::size_t at = part.find(word); at != part.npos; at = part.find(word, at + word.size()))
    if (!begins_with_any(part.substr(at + word.size()), {"迟", "晚", "超", "少", "低"}))
      return true;
  return false;
}

// 我委将于7月10日前反馈: what we shall do ourselves; but 各单位将情况于7月10日前报送.
bool says_what_we_do(std::string_view part) {
  if (!part.contains("将")) return false;
  constexpr std::string_view word = "将";
  for (const std::string_view we : {"我", "本", "工"})
    for (const std::string_view office : {"委", "办", "局", "厅", "部", "处", "院", "会", "司"})
      if (part.contains(std::string(we).append(office).append(word))) return true;
  const std::size_t at = part.find("将于");
  if (part.contains("我们将")) return true;
  return at != part.npos && at > 0 && !has_any(part.substr(0, at), {"各", "请"});
}

// The sentence without what asks nobody.
std::string asked_in(std::string_view sentence) {
  if (!forbids(sentence) && !sentence.contains("将")) return std::string(sentence);
  constexpr std::string_view comma = "，";
  std::string left;
  for (std::size_t begin = 0; begin <= sentence.size();) {
    const std::size_t end = std::min(sentence.find(comma, begin), sentence.size());
    const std::string_view part = sentence.substr(begin, end - begin);
    if (!forbids(part) && !says_what_we_do(part))
      left.append(left.empty() ? "" : comma).append(part);
    begin = end + comma.size();
  }
  return left;
}

// 请, but not in 申请 or 邀请, which ask nobody here.
bool asks_politely(std::string_view sentence) {
  constexpr std::string_view word = "请";
  for (std::size_t at = sentence.find(word); at != sentence.npos;
       at = sentence.find(word, at + word.size())) {
    const std::string_view before = sentence.substr(0, at), after = sentence.substr(at + 3);
    const bool is_of_a_word =
        begins_with_any(after, {"示", "求", "假", "教", "托"}) ||
        std::ranges::any_of(std::initializer_list<std::string_view>{"申", "邀", "聘", "报", "提"},
                            [&](std::string_view one) { return before.ends_with(one); });
    if (!is_of_a_word) return true;
  }
  return false;
}

// What is done by then: where a deadline says itself what it is for, 11月底前完成考核, only the part
// of the sentence behind it can be a reply as well.
std::string_view done_by_then(std::string_view sentence) {
  std::size_t begin = 0;
  for (std::size_t end = 0; end != sentence.npos; begin = end + std::string_view("，").size()) {
    end = sentence.find("，", begin);
    const std::string_view part = sentence.substr(begin, end - begin);
    if (!says_by_when(part)) continue;
    if (!part.contains("完成") || end == sentence.npos) return sentence;
    const std::size_t next = sentence.find("，", end + 1);
    return sentence.substr(begin, next == sentence.npos ? next : next - begin);
  }
  return sentence;
}

// 报工委, 报机关党委办公室, but not 报告, 日报 or 汇报.
bool says_report_to(std::string_view sentence) {
  constexpr std::string_view word = "报";
  for (std::size_t at = sentence.find(word); at != sentence.npos;
       at = sentence.find(word, at + word.size())) {
    const std::string_view before = sentence.substr(0, at), after = sentence.substr(at + 3);
    const bool is_of_a_word =
        begins_with_any(after, {"告", "名", "道", "表", "刊", "纸", "销", "酬", "复", "废", "警",
                                "考", "国务院批", "批"}) ||
        std::ranges::any_of(
            std::initializer_list<std::string_view>{"日", "情", "汇", "海", "简", "通", "周", "月",
                                                    "年", "快", "喜", "预", "警", "申", "党", "晚"},
            [&](std::string_view one) { return before.ends_with(one); });
    if (!is_of_a_word && has_any(after, {"委", "办", "部", "处", "科", "局", "厅", "院", "组"}))
      return true;
  }
  return false;
}

std::string in_small_letters(std::string_view text) {
  std::string small(text);
  for (char& sign : small)
    if (sign >= 'A' && sign <= 'Z') sign = static_cast<char>(sign - 'A' + 'a');
  return " " + small + " ";
}
bool orders_in_english(std::string_view small) {
  return has_any(small, {" must ", " shall ", " please ", " is required to ", " are required to ",
                         " is to ", " are to "});
}

// must submit by 30 June, please report.
bool asks_a_reply_in_english(std::string_view sentence) {
  const std::string small = in_small_letters(sentence);
  const bool says_send =
      has_any(small, {" submit ", " report ", " report to ", " report back", " reply ", " respond ",
                      " send ", " return ", " furnish "});
  return says_send && (orders_in_english(small) || has_any(small, {" by ", " no later than "}));
}

bool sentence_asks_a_reply(std::string_view whole) {
  const std::string sentence = asked_in(whole);
  const auto says_send = [](std::string_view text) {
    return has_any(text, {"报送", "上报",   "函复", "填报", "报至", "报我", "报来", "书面报",
                          "回复", "抄报",   "提交", "递交", "送交", "交至", "发至", "发送至",
                          "发到", "传真至", "传至", "寄至", "寄送", "送至", "交到", "报到"});
  };
  if ((says_send(sentence) || sentence.contains("反馈")) && asks_politely(sentence)) return true;
  if (asks_a_reply_in_english(sentence)) return true;
  if (says_send(sentence) && says_from_day_to_day(sentence)) return true;
  const Deadline deadline = deadline_in(sentence);
  if (deadline == Deadline::again) return says_send(sentence);
  if (deadline == Deadline::none) return false;
  const std::string_view done = done_by_then(sentence);
  // 考核结果反馈医院 tells somebody else.
  const bool tells_us = has_any(done, {"反馈至", "反馈给", "反馈我", "反馈省"}) ||
                        (done.contains("反馈") && has_any(done, {"将", "把"}));
  return says_send(done) || tells_us || has_any(done, {"报告", "报省", "报国务院"}) ||
         says_report_to(done);
}

// 各单位要, 各支部须: who and that he must, with nothing but his name between.
bool says_who_must(std::string_view sentence) {
  constexpr std::size_t name_max = 36;
  constexpr std::string_view word = "各";
  for (std::size_t at = sentence.find(word); at != sentence.npos;
       at = sentence.find(word, at + word.size())) {
    const std::string_view name = sentence.substr(at + word.size(), name_max);
    std::size_t must = name.npos;
    for (const std::string_view one : {"要", "须", "应", "务必"})
      must = std::min(must, name.find(one));
    if (must == name.npos || must == 0) continue;
    if (!has_any(name.substr(0, must),
                 {"，", "。", "；", "：", "重", "主", "需", "相", "反", "适", "对", "供", "响"}))
      return true;
  }
  return false;
}

// What everybody is told and nobody can be held to.
bool is_an_attitude(std::string_view sentence) {
  return has_any(sentence, {"高度重视", "提高认识", "统一思想", "加强领导", "认真学习", "认真贯彻",
                            "充分认识", "精心组织"});
}

bool sentence_is_to_be_done_by_then(std::string_view whole) {
  const std::string sentence = asked_in(whole);
  return says_by_when(sentence) &&
         has_any(sentence, {"完成", "办结", "到位", "落实", "建立", "制定", "整改", "召开", "开展",
                            "印发", "组织"});
}

bool sentence_asks_a_task(std::string_view whole) {
  if (orders_in_english(in_small_letters(whole)) || sentence_is_to_be_done_by_then(whole))
    return true;
  const std::string sentence = asked_in(whole);
  return says_who_must(sentence) && !is_an_attitude(sentence);
}

// 由公共服务处牵头, where it is said of the whole and not of something that has another in charge:
// 建立由办公室牵头的机制.
std::string_view named_by_whom(std::string_view sentence) {
  constexpr std::string_view word = "由";
  constexpr std::size_t name_max = 90;
  for (std::size_t at = sentence.find(word); at != sentence.npos;
       at = sentence.find(word, at + word.size())) {
    const std::string_view before = sentence.substr(0, at);
    const std::string_view name = sentence.substr(at + word.size(), name_max);
    const std::size_t end = std::min(name.find("牵头"), name.find("负责"));
    if (end == name.npos || end == 0 || !begins_in_charge(name.substr(end))) continue;
    if (has_any(name.substr(0, end), {"，", "。", "；", "：", "的"})) continue;
    const std::string_view behind = sentence.substr(at + word.size() + end);
    const bool is_of_something =
        behind.substr(0, behind.find("，")).contains("的") ||
        std::ranges::any_of(
            std::initializer_list<std::string_view>{"建立", "成立", "形成", "组建", "完善", "健全",
                                                    "设立", "自", "理", "缘", "事"},
            [&](std::string_view one) { return before.ends_with(one); });
    if (!is_of_something) return name.substr(0, end);
  }
  return {};
}
bool sentence_says_by_whom(std::string_view sentence) { return !named_by_whom(sentence).empty(); }

// What ends the name of one who is in charge. 和 may stand in a name, 工业和信息化部.
constexpr std::string_view behind_name[] = {"、",   "，",   "；",   "。",   "：",   ",",    ";",
                                            ":",    "（",   "(",    "）",   ")",    "】",   "]",
                                            "〕",   " ",    "\n",   "\t",   "会同", "等",   "按",
                                            "以及", "分别", "共同", "具体", "牵头", "负责", "配合"};

std::string_view first_name_of(std::string_view said) {
  constexpr std::size_t characters_max = 40;
  said = trimmed(said);
  std::size_t end = said.size();
  for (const std::string_view word : behind_name) end = std::min(end, said.find(word));
  const std::string_view name = said.substr(0, end);
  const bool is_anybody = begins_with_any(name, {"各", "有关", "相关", "全体", "所有"});
  return is_anybody || character_count(name) > characters_max ? std::string_view() : name;
}

// The first sentence of which it holds.
std::string_view first_sentence(std::string_view text, bool (*holds)(std::string_view)) {
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!begins_with_any(text.substr(at), {"。", "；", "！", "\n", ". ", "; "})) continue;
    const std::string_view sentence = text.substr(begin, at - begin);
    if (holds(sentence)) return sentence;
    begin = at;
  }
  const std::string_view last = text.substr(begin);
  return holds(last) ? last : std::string_view();
}

}  // namespace

bool names_who_is_in_charge(std::string_view text) {
  return !brackets_in_charge(text).empty() ||
         has_any(text, {"责任单位：", "责任部门：", "牵头单位：", "负责单位：", "负责部门：",
                        "承办单位：", "责任单位:", "责任部门:", "牵头单位:", "负责单位:",
                        "负责部门:", "承办单位:"});
}

std::string_view sentence_asking_a_reply(std::string_view text) {
  return first_sentence(text, sentence_asks_a_reply);
}

std::string_view sentence_asking_a_task(std::string_view text) {
  return first_sentence(text, sentence_asks_a_task);
}

bool says_plainly_who_is_in_charge(std::string_view text) {
  return !first_sentence(text, sentence_says_by_whom).empty();
}

std::string_view sentence_with_a_day(std::string_view text) {
  return first_sentence(text, sentence_is_to_be_done_by_then);
}

std::string_view first_in_charge(std::string_view text) {
  const bool has_colon = has_any(text, {"：", ":"});
  for (const std::string_view kind : {"牵头", "责任", "负责", "承办", "主办", "落实"}) {
    if (!has_colon) break;
    for (const std::string_view whose : {"单位", "部门", "处室"})
      for (const std::string_view colon : {"：", ":"}) {
        const std::string title = std::string(kind).append(whose).append(colon);
        if (const std::size_t at = text.find(title); at != text.npos)
          return first_name_of(text.substr(at + title.size()));
      }
  }
  if (const std::vector<Bracketed> brackets = brackets_in_charge(text); !brackets.empty()) {
    std::string_view said = text.substr(brackets[0].begin, brackets[0].end - brackets[0].begin);
    for (const std::string_view open : opening)
      if (said.starts_with(open)) said.remove_prefix(open.size());
    return first_name_of(said);
  }
  const std::string_view sentence = first_sentence(text, sentence_says_by_whom);
  return first_name_of(named_by_whom(sentence));
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
