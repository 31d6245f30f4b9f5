#include "storage/keys.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "storage/sqlite.h"

namespace chuangyou {
namespace {

class KeysTest : public testing::Test {
 protected:
  KeysTest() { std::filesystem::remove_all(folder_); }
  ~KeysTest() override { std::filesystem::remove_all(folder_); }

  const std::filesystem::path folder_ =
      std::filesystem::path(testing::TempDir()) / ("chuangyou-keys-" + std::to_string(::getpid()));
};

TEST_F(KeysTest, AreMadeOnceAndReadAgain) {
  const Secret made = Keys(folder_).of("cursors");
  EXPECT_EQ(Keys(folder_).of("cursors"), made);
  EXPECT_EQ(Keys(folder_).find("cursors"), made);
  EXPECT_NE(Keys(folder_).of("receipts"), made);
}

TEST_F(KeysTest, AreNotMadeByLooking) {
  EXPECT_FALSE(Keys(folder_).find("cursors"));
  EXPECT_FALSE(std::filesystem::exists(folder_));
}

TEST_F(KeysTest, AreForTheirOwnerAlone) {
  Keys(folder_).of("cursors");
  struct stat folder {
  }, file{};
  ASSERT_EQ(::stat(folder_.c_str(), &folder), 0);
  ASSERT_EQ(::stat((folder_ / "cursors").c_str(), &file), 0);
  EXPECT_EQ(folder.st_mode & 0777u, 0700u);
  EXPECT_EQ(file.st_mode & 0777u, 0600u);
}

TEST_F(KeysTest, InAFolderThatOthersMayEnterAreRefused) {
  Keys(folder_).of("cursors");
  ASSERT_EQ(::chmod(folder_.c_str(), 0750), 0);
  EXPECT_THROW(Keys(folder_).of("cursors"), StorageError);
  EXPECT_THROW(Keys(folder_).find("receipts"), StorageError);
  ASSERT_EQ(::chmod(folder_.c_str(), 0700), 0);
  EXPECT_NO_THROW(Keys(folder_).of("cursors"));
}

// Whoever owns it reads and replaces what lies in it, whatever its rights say.
TEST_F(KeysTest, InAFolderOfAnotherUserAreRefused) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root gives a folder away";
  Keys(folder_).of("cursors");
  constexpr uid_t another = 12345;
  ASSERT_EQ(::chown(folder_.c_str(), another, static_cast<gid_t>(-1)), 0);
  EXPECT_THROW(Keys(folder_).of("cursors"), StorageError);
  EXPECT_THROW(Keys(folder_).find("receipts"), StorageError);
  ASSERT_EQ(::chown(folder_.c_str(), 0, static_cast<gid_t>(-1)), 0);
  EXPECT_NO_THROW(Keys(folder_).of("cursors"));
}

TEST_F(KeysTest, ThatAreCutShortAreNeverReplaced) {
  Keys(folder_).of("cursors");
  std::filesystem::resize_file(folder_ / "cursors", 31);
  EXPECT_THROW(Keys(folder_).of("cursors"), StorageError);
  EXPECT_EQ(std::filesystem::file_size(folder_ / "cursors"), 31u);
}

}  // namespace
}  // namespace chuangyou
