#include "documents/gzip_reader.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "documents/csv_reader.h"

namespace chuangyou {
namespace {

const std::string requests =
    CHUANGYOU_SOURCE_DIR "/campaigns/demo/boston-311/requests-2015H1.csv.gz";

std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

TEST(GzipReader, ReadsTheCitysFileRowByRow) {
  std::ifstream file(requests, std::ios::binary);
  GzipReader gzip(file);
  std::istream input(&gzip);
  CsvReader reader(input);
  const auto header = reader.header();
  ASSERT_TRUE(header);
  EXPECT_EQ(header->size(), 16u);
  std::vector<std::string> cells;
  while (true) {
    const auto read = reader.next(cells);
    ASSERT_TRUE(read) << name_of(read.error().law) << read.error().detail;
    if (!*read) break;
  }
  EXPECT_EQ(reader.row(), 58'120);
  EXPECT_EQ(reader.bytes_read(), 13'397'768);
  EXPECT_TRUE(gzip.is_whole());
}

TEST(GzipReader, TellsACutFileFromOneThatIsOver) {
  const std::string whole = file_text(requests);
  for (const std::string& text : {whole.substr(0, whole.size() / 2), std::string("no gzip")}) {
    std::istringstream file(text);
    GzipReader gzip(file);
    std::istream input(&gzip);
    std::stringstream read;
    read << input.rdbuf();
    EXPECT_LT(read.str().size(), 13'397'768u);
    EXPECT_FALSE(gzip.is_whole());
  }
}

}  // namespace
}  // namespace chuangyou
