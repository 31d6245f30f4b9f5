#include "jobs/nightly_backups.h"

#include <gtest/gtest.h>

namespace chuangyou {
namespace {

std::string on(std::string_view day) { return "backup-" + std::string(day) + "T180000Z"; }

TEST(NightlyBackups, AreCalledByTheirMoment) {
  EXPECT_EQ(NightlyBackups::name_at(*parse_moment("2026-11-28T18:00:00.25Z")), on("2026-11-28"));
}

TEST(NightlyBackups, TheNewestStayAndTheLastOfEachMonth) {
  const std::vector<std::string> all = {on("2026-09-29"), on("2026-09-30"), on("2026-10-31"),
                                        on("2026-11-01"), on("2026-11-02"), on("2026-11-03")};
  EXPECT_EQ(NightlyBackups::to_be_removed(all, 2),
            (std::vector{on("2026-11-01"), on("2026-09-29")}));
  EXPECT_TRUE(NightlyBackups::to_be_removed(all, 6).empty());
}

TEST(NightlyBackups, MonthsGoAfterAYear) {
  std::vector<std::string> all;
  for (const char* month :
       {"2025-08", "2025-09", "2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03",
        "2026-04", "2026-05", "2026-06", "2026-07", "2026-08", "2026-09"})
    all.push_back(on(std::string(month) + "-28"));
  EXPECT_EQ(NightlyBackups::to_be_removed(all, 1),
            (std::vector{on("2025-09-28"), on("2025-08-28")}));
}

TEST(NightlyBackups, WhatIsCalledOtherwiseIsNobodysToRemove) {
  EXPECT_TRUE(NightlyBackups::to_be_removed({"by-hand", "not-verified", "backup-last"}, 0).empty());
}

}  // namespace
}  // namespace chuangyou
