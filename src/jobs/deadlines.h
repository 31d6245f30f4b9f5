// The clock as one who acts: where the limit of an open record has run out, or is near, and its
// deadline names an act for it, that act is done once for each such call, by the_clock. The journal
// remembers it, so a restart repeats nothing. Nothing above a reminder or an offer of help comes
// from here (Law 9): what the clock may do at all, the declarations say.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "campaign/perform.h"

namespace chuangyou {

class Deadlines {
 public:
  // At most so many records are looked at in one round; a lap over all of them takes several.
  static constexpr std::size_t looked_at_max = 200;

  // Must go before the writer does. It is not to be started while an import or a rebuild is run
  // from the command line: those have no writer of their own to give way to.
  Deadlines(const std::string& database_path, const Bodies& bodies, Writer& writer,
            std::function<Moment()> now);
  ~Deadlines();

  void start();  // a round each second, on a thread of its own
  void stop();
  // One round; how many acts it did. Where acts of people wait, it gives way and does none.
  std::size_t round();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chuangyou
