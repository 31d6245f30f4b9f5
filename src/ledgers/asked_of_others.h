// What a record that is being written asks of others, and by when: so that whoever writes is told
// what else they owe about that time (Law 10).
#pragma once

#include <set>
#include <vector>

#include "record/decide.h"

namespace chuangyou {

struct AskedOfOthers {
  std::set<Date> days;
  std::vector<Uuid> units;      // each once
  std::set<Uuid> its_versions;  // earlier ones of the same, in whose place it comes
};

}  // namespace chuangyou
