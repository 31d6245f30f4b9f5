#include "journal/tile_path.h"

#include <gtest/gtest.h>

namespace chuangyou {
namespace {

TEST(TilePath, ReadsWhatItWrites) {
  const std::pair<const char*, TilePath> cases[] = {
      {"tile/0/000", {0, false, 0, 256}},
      {"tile/0/x001/x234/067", {0, false, 1'234'067, 256}},
      {"tile/1/999.p/255", {1, false, 999, 255}},
      {"tile/63/x001/000.p/1", {63, false, 1000, 1}},
      {"tile/entries/x273/112.p/7", {0, true, 273'112, 7}},
  };
  for (const auto& [text, tile] : cases) {
    EXPECT_EQ(parse_tile_path(text), tile) << text;
    EXPECT_EQ(write_tile_path(tile), text);
  }
}

TEST(TilePath, HasOneFormOnly) {
  for (const char* text : {"",
                           "tile/",
                           "tile/0",
                           "tile/0/",
                           "tile/0/0",
                           "tile/0/0000",
                           "tile/0/x000/000",
                           "tile/00/000",
                           "tile/64/000",
                           "tile/-1/000",
                           "tile/0/x1/000",
                           "tile/0/001/000",
                           "tile/0/x001",
                           "tile/x/000",
                           "tile/0/000.p/0",
                           "tile/0/000.p/256",
                           "tile/0/000.p/01",
                           "tile/0/000.p",
                           "tile/0/000.p/",
                           "tile/0/000/",
                           "/tile/0/000",
                           "tile/8/0/000",
                           "tile/entries/000.p/1.p/1",
                           "tile/0/x999/x999/x999/x999/x999/x999/999",
                           "tile/data/000"})
    EXPECT_FALSE(parse_tile_path(text)) << text;
}

}  // namespace
}  // namespace chuangyou
