// The whole text of a document, as it is pasted, into its clauses: a proposal that is shown for
// correction before anything is saved.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chuangyou {

struct Clause {
  std::string number;      // 三（二）: with the heading under which it stands
  std::string text;        // without its number; what follows without one of its own stays with it
  bool asks_task = false;  // it says who is in charge of it
};

struct SplitText {
  std::vector<Clause> clauses;
  std::vector<std::string> left_out;  // lines that are no clause: title, addressee, signature
};

// By the numbers that stand at the beginning of a line: 一、 （一） 1. （1） 第三条 ①. Blank lines
// part nothing, and no line is lost: it is in a clause or left out.
SplitText split_clauses(std::string_view utf8);

}  // namespace chuangyou
