// Whatever name leads to a database, one program writes to it.
#include "storage/sole_writer.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>

#include "storage/sqlite.h"

namespace chuangyou {
namespace {

namespace fs = std::filesystem;

struct SoleWriterOfAFile : testing::Test {
  SoleWriterOfAFile() {
    std::string name = (fs::temp_directory_path() / "sole-XXXXXX").string();
    folder = mkdtemp(name.data());
    database = (folder / "house.db").string();
  }
  ~SoleWriterOfAFile() override { fs::remove_all(folder); }
  void create() { Connection(database, OpenFor::writing).run("CREATE TABLE t(a)"); }

  fs::path folder;
  std::string database;
};

Refusal refusal_of(const std::string& path) {
  const auto writer = SoleWriter::of(path);
  return writer ? Refusal::none : writer.error().law;
}

TEST_F(SoleWriterOfAFile, OneAtATime) {
  {
    const auto first = SoleWriter::of(database);
    ASSERT_TRUE(first);
    EXPECT_EQ(refusal_of(database), Refusal::database_is_in_use);
  }
  EXPECT_EQ(refusal_of(database), Refusal::none);
}

TEST_F(SoleWriterOfAFile, ASymbolicLinkIsNoOtherDatabase) {
  create();
  const fs::path elsewhere = folder / "elsewhere";
  fs::create_directory(elsewhere);
  fs::create_symlink("../house.db", elsewhere / "link.db");
  fs::create_symlink("link.db", elsewhere / "link_of_link.db");
  fs::create_directory_symlink(folder, folder / "same");
  const auto first = SoleWriter::of(database);
  ASSERT_TRUE(first);
  for (const fs::path& name :
       {elsewhere / "link.db", elsewhere / "link_of_link.db", folder / "same" / "house.db",
        folder / "elsewhere" / ".." / "house.db"})
    EXPECT_EQ(refusal_of(name), Refusal::database_is_in_use) << name;
}

TEST_F(SoleWriterOfAFile, ALinkToWhatIsNotThereYetIsFollowed) {
  fs::create_symlink("house.db", folder / "link.db");
  const auto first = SoleWriter::of(folder / "link.db");
  ASSERT_TRUE(first);
  EXPECT_EQ(refusal_of(database), Refusal::database_is_in_use);
}

TEST_F(SoleWriterOfAFile, SeveralHardLinksAreRefused) {
  create();
  fs::create_directory(folder / "elsewhere");
  fs::create_hard_link(database, folder / "elsewhere" / "other.db");
  EXPECT_EQ(refusal_of(database), Refusal::database_has_several_names);
  EXPECT_EQ(refusal_of(folder / "elsewhere" / "other.db"), Refusal::database_has_several_names);
  fs::remove(folder / "elsewhere" / "other.db");
  EXPECT_EQ(refusal_of(database), Refusal::none);
}

mode_t rights_of(const fs::path& path) {
  struct stat found {};
  EXPECT_EQ(::stat(path.c_str(), &found), 0) << path;
  return found.st_mode & 0777;
}

TEST_F(SoleWriterOfAFile, WhatIsCreatedIsTheOwnersAlone) {
  Connection connection(database, OpenFor::writing);
  connection.run("CREATE TABLE t(a)");
  ASSERT_TRUE(SoleWriter::of(database));
  for (const char* ending : {"", "-wal", "-shm", ".lock"})
    EXPECT_EQ(rights_of(database + ending), 0600u) << ending;
}

TEST_F(SoleWriterOfAFile, WhatOlderProgramsLeftOpenIsTakenFromOthers) {
  create();
  fs::permissions(database, fs::perms(0644));
  ASSERT_TRUE(SoleWriter::of(database));
  EXPECT_EQ(rights_of(database), 0600u);
}

}  // namespace
}  // namespace chuangyou
