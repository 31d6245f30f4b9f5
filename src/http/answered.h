// Answers already given to writes that do not go through the writer's own memory of keys (acts on
// units and people, imports): a second click gets the first answer.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "core/date.h"
#include "core/result.h"
#include "core/uuid.h"
#include "storage/sqlite.h"

namespace chuangyou {

class AnsweredRequests {
 public:
  struct Key {
    BodyNo body{};
    PersonId person;
    std::string_view key;
    std::string_view digest;  // of the request, to notice a key used for another one
  };
  struct Given {
    int status = 0;
    std::string body;
  };

  explicit AnsweredRequests(const std::string& database_path);

  // The first answer; idempotency_key_was_used_for_another_request. Waits for the disk. Whoever
  // asks holds `turn` until he has remembered his answer, so that two clicks at once are one.
  Result<std::optional<Given>> find(const Key& key);
  void remember(const Key& key, const Given& given, Moment now);
  std::mutex& turn() { return turn_; }

 private:
  std::mutex turn_;
  Connection connection_;
};

}  // namespace chuangyou
