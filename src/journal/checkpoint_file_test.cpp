// The file beside the database that remembers how long the journal was.
#include "journal/checkpoint_file.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

namespace chuangyou {
namespace {

namespace fs = std::filesystem;

struct CheckpointsOfAHouse : testing::Test {
  CheckpointsOfAHouse() {
    std::string name = (fs::temp_directory_path() / "checkpoints-XXXXXX").string();
    folder = mkdtemp(name.data());
    path = (folder / "house.db.checkpoints").string();
  }
  ~CheckpointsOfAHouse() override { fs::remove_all(folder); }

  static CheckpointLine line(std::string body, std::int64_t size, std::int64_t second,
                             std::string rest = {}) {
    CheckpointLine one{std::move(body), size, {}, {second * 1'000'000}, std::move(rest)};
    one.root.fill(static_cast<std::uint8_t>(size));
    return one;
  }
  void add(std::string_view text) { std::ofstream(path, std::ios::app) << text; }

  fs::path folder;
  std::string path;
};

TEST_F(CheckpointsOfAHouse, WhatIsAppendedIsRead) {
  CheckpointFile file(path);
  EXPECT_TRUE(file.read_all().all.empty());
  const std::vector<CheckpointLine> lines{line("city", 3, 1), line("province", 9, 1, "key sig=="),
                                          line("city", 5, 2)};
  file.append(lines);
  EXPECT_EQ(file.read_all().all, lines);
  struct stat found {};
  ASSERT_EQ(::stat(path.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600u);
}

TEST_F(CheckpointsOfAHouse, ALineCutShortByACrashSpoilsNoOther) {
  CheckpointFile file(path);
  file.append(std::vector{line("city", 3, 1)});
  add("city 4 AAAA");
  EXPECT_EQ(file.read_all().all.back().size, 3);
  EXPECT_EQ(file.read_all().malformed, 0);
  file.append(std::vector{line("city", 5, 2)});
  EXPECT_EQ(file.read_all().all.back().size, 5);
  EXPECT_EQ(file.read_all().malformed, 1);
}

TEST_F(CheckpointsOfAHouse, ALineInWhichAByteHasFlippedAccusesNobody) {
  CheckpointFile file(path);
  file.append(std::vector{line("city", 3, 1), line("city", 5, 2, "key sig==")});
  std::string written;
  {
    std::ifstream in(path);
    written.assign(std::istreambuf_iterator<char>(in), {});
  }
  const std::size_t second = written.find('\n') + 1;
  for (std::size_t at = second; at + 1 < written.size(); ++at) {
    std::string flipped = written;
    flipped[at] = static_cast<char>(flipped[at] ^ 1);
    std::ofstream(path, std::ios::trunc) << flipped;
    for (const CheckpointLine& read : file.read_all().all)
      EXPECT_TRUE(read.size == 3 || (read.size == 5 && read.body == "city")) << flipped;
  }
}

TEST_F(CheckpointsOfAHouse, LinesThatNobodyOfUsWroteAreCounted) {
  add("city x AAAA\ncity -1 AAAA\n\n 3 \ncity 3 AAAA= 2011-03-01T00:00:00Z\n");
  const CheckpointFile::Lines lines = CheckpointFile(path).read_all();
  EXPECT_TRUE(lines.all.empty());
  EXPECT_EQ(lines.malformed, 5);
}

TEST_F(CheckpointsOfAHouse, ItStaysSmallAndKeepsTheLastOfEachHour) {
  CheckpointFile file(path);
  constexpr std::int64_t seconds = 6 * 3600;
  std::vector<CheckpointLine> some;
  for (std::int64_t second = 0; second < seconds; ++second) {
    some.push_back(line("city", second + 1, second, std::string(60, 'x')));
    if (some.size() == 500 || second + 1 == seconds) {
      file.append(some);
      some.clear();
    }
  }
  EXPECT_LT(fs::file_size(path), 2u << 20);
  const CheckpointFile::Lines lines = file.read_all();
  EXPECT_EQ(lines.malformed, 0);
  EXPECT_EQ(lines.all.back().size, seconds);
  EXPECT_EQ(lines.all.front().size, 3600);
  EXPECT_GT(lines.all.size(), 3600u);
  EXPECT_LT(lines.all.size(), static_cast<std::size_t>(seconds));
  EXPECT_TRUE(std::ranges::is_sorted(lines.all, {}, &CheckpointLine::size));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), {}), 1);
}

}  // namespace
}  // namespace chuangyou
