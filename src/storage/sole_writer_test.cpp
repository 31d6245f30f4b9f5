// Whatever name leads to a database, one program writes to it.
#include "storage/sole_writer.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include <filesystem>
#include <fstream>

#include "storage/sqlite.h"
#include "storage/swapping.h"

// Stands in for the system's own: there are kernels that do not tell, and places that forbid to
// ask.
namespace {
enum class Kernel { tells, does_not_tell, forbids } kernel = Kernel::tells;
}
extern "C" int statx(int folder, const char* path, int flags, unsigned int mask,
                     struct statx* found) noexcept {
  if (kernel == Kernel::forbids) {
    errno = EPERM;
    return -1;
  }
  const long code = syscall(SYS_statx, folder, path, flags, mask, found);
  if (kernel == Kernel::does_not_tell) found->stx_attributes = found->stx_attributes_mask = 0;
  return static_cast<int>(code);
}

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

// In a namespace of its own, in which a test may mount: whether a file mounted alone is refused, or
// nothing where the machine forbids that.
std::optional<bool> is_refused_where_mounted(const std::string& database, const fs::path& other) {
  const pid_t child = fork();
  if (child == 0) {
    constexpr int could_not_mount = 77;
    const bool is_mounted = unshare(CLONE_NEWNS) == 0 &&
                            mount("", "/", "", MS_REC | MS_PRIVATE, "") == 0 &&
                            mount(database.c_str(), other.c_str(), "", MS_BIND, "") == 0;
    if (!is_mounted) _exit(could_not_mount);
    _exit(refusal_of(other) == Refusal::database_has_several_names ? 0 : 1);
  }
  int ended = 0;
  EXPECT_EQ(waitpid(child, &ended, 0), child);
  EXPECT_TRUE(WIFEXITED(ended));
  return WEXITSTATUS(ended) <= 1 ? std::optional(WEXITSTATUS(ended) == 0) : std::nullopt;
}

// Where the machine forbids to mount, the look itself is tried on what is mounted in any case.
TEST_F(SoleWriterOfAFile, AFileThatIsMountedAloneIsRefusedWhateverTheKernelTells) {
  create();
  const fs::path other = folder / "an other.db";
  std::ofstream(other).flush();
  for (const Kernel each : {Kernel::tells, Kernel::does_not_tell, Kernel::forbids}) {
    kernel = each;
    EXPECT_TRUE(is_mounted_by_itself("/proc")) << static_cast<int>(each);
    EXPECT_FALSE(is_mounted_by_itself(database)) << static_cast<int>(each);
    EXPECT_FALSE(is_mounted_by_itself(folder / "nothing.db")) << static_cast<int>(each);
    EXPECT_NE(is_refused_where_mounted(database, other), false) << static_cast<int>(each);
    EXPECT_EQ(refusal_of(database), Refusal::none) << static_cast<int>(each);
  }
  kernel = Kernel::tells;
}

// What a broken swap left is the business of whoever may write; a refused one changes nothing.
TEST_F(SoleWriterOfAFile, WhoeverIsRefusedPutsNothingBack) {
  create();
  const fs::path kept = path_before_rebuild(database), made = path_while_rebuilding(database);
  fs::create_hard_link(database, kept);
  std::ofstream(made).flush();
  fs::create_hard_link(database, folder / "other.db");
  EXPECT_EQ(refusal_of(database), Refusal::database_has_several_names);
  EXPECT_TRUE(fs::exists(kept));
  EXPECT_TRUE(fs::exists(made));
  fs::remove(folder / "other.db");
  EXPECT_EQ(refusal_of(kept), Refusal::database_has_several_names);
  EXPECT_EQ(refusal_of(database), Refusal::none) << "the swap's own second name is none";
  EXPECT_FALSE(fs::exists(kept));
  EXPECT_FALSE(fs::exists(made));
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
