// What an import has brought in or changed and that may still go again: until its run is over
// nobody acts on these records or links to them. A record belongs to it whose last change is an
// entry of the import, so that a million of them are not kept beside the journal that has them.
#pragma once

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "journal/import_entries.h"
#include "journal/journal.h"
#include "record/record.h"

namespace chuangyou {

class Fences {
 public:
  void set(BodyNo body, const RecordId& import) { runs_.emplace_back(body, import); }
  void lift(BodyNo body, const RecordId& import) { std::erase(runs_, std::pair(body, import)); }
  // `own`: the import that asks itself, whose rows stay or go together.
  bool hold(Connection& connection, BodyNo body, const Record& record,
            const std::optional<RecordId>& own = {}) const {
    if (runs_.empty()) return false;
    const auto last = entry_at(connection, body, record.version);
    return last && std::ranges::any_of(runs_, [&](const auto& run) {
             return run.first == body && run.second != own && is_of_import(*last, run.second);
           });
  }

 private:
  std::vector<std::pair<BodyNo, RecordId>> runs_;
};

}  // namespace chuangyou
