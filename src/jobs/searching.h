// Keeps the file of words (storage/search_file.h) beside the journal, on a thread, connections and
// low priority of its own: acts know nothing of it. What is missing, damaged, of another edition or
// of another journal is made anew from the tables, and so is a file from before an erasure, for
// nothing takes a text out of it for good but that.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "campaign/body.h"
#include "core/health.h"
#include "storage/search_file.h"

namespace chuangyou {

class Searching {
 public:
  Searching(const std::string& database, const Bodies& bodies, Health& health);
  ~Searching();

  void start();
  void stop();
  // What has come since the last one; throws what the machine does to it.
  void round();
  // The same as the thread makes it: what goes wrong is said in Health, and mended the next time.
  void look();

  // A connection to the file, to be held for one question; null while there is none yet. It
  // outlives no Searching.
  std::shared_ptr<SearchFile> lend();
  // Somebody could not read it: it is made anew.
  void doubt();

  struct Making {
    std::int64_t done = 0, in_all = 0;  // records
  };
  std::optional<Making> making() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chuangyou
