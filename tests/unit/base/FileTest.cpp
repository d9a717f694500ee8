#include <filesystem>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/Error.hpp"
#include "base/File.hpp"
#include "unit/TempFolder.hpp"

namespace dunlin {
namespace {

// /dev/full takes no byte (full(4)).
TEST(File, AFullDiskIsNoWrongUsage) {
  try {
    append_file("/dev/full", "x");
    FAIL() << "it was written";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::failed);
    EXPECT_EQ(error.message(), "can't write /dev/full: No space left on device");
  }
  try {
    append_file("/nonexistent/file", "x");
    FAIL() << "it was written";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::usage);
  }
}

TEST(File, SmallAndLargeFilesAreReadWhole) {
  const test::TempFolder folder;
  for (const std::size_t size : {0U, 1U, 65536U, 65537U, 1'000'000U}) {
    const auto path = folder.path() / "file";
    const std::string text(size, 'x');
    write_file(path, text);
    MappedFile file(path, 1'000'000);
    EXPECT_EQ(file.bytes(), text);
    const MappedFile moved(std::move(file));
    EXPECT_EQ(moved.bytes(), text);
    EXPECT_EQ(read_file(path), text);
  }
}

TEST(File, TooLargeMissingOrNoFileIsRefused) {
  const test::TempFolder folder;
  write_file(folder.path() / "file", "12345");
  EXPECT_EQ(MappedFile(folder.path() / "file", 5).bytes(), "12345");
  EXPECT_THROW(MappedFile(folder.path() / "file", 4), Error);
  EXPECT_THROW(MappedFile(folder.path() / "none", 5), Error);
  EXPECT_THROW(MappedFile(folder.path(), 5), Error);
}

struct stat status_of(const std::filesystem::path& path) {
  struct stat status {};
  EXPECT_EQ(::lstat(path.c_str(), &status), 0);
  return status;
}

TEST(File, AReplacedOneKeepsLinkOwnerAndPermissions) {
  const test::TempFolder folder;
  const auto real = folder.path() / "real", link = folder.path() / "link";
  write_file(real, "before");
  std::filesystem::create_symlink("real", link);
  ASSERT_EQ(::chmod(real.c_str(), 0640), 0);
  const bool root = ::geteuid() == 0;
  if (root) {
    ASSERT_EQ(::chown(real.c_str(), 12345, 23456), 0);
  }
  replace_file(link, "after");
  EXPECT_EQ(read_file(real), "after");
  EXPECT_TRUE(S_ISLNK(status_of(link).st_mode));
  EXPECT_EQ(status_of(real).st_mode & 07777U, 0640U);
  EXPECT_EQ(status_of(real).st_uid, root ? 12345U : ::geteuid());
  EXPECT_EQ(status_of(real).st_gid, root ? 23456U : ::getegid());
  EXPECT_EQ(list_directory(folder.path()), (std::vector<std::string>{"link", "real"}));
  EXPECT_THROW(replace_file(folder.path() / "none", "x"), Error);
  EXPECT_THROW(require_replaceable(folder.path() / "none"), Error);
  EXPECT_NO_THROW(require_replaceable(link));
}

TEST(File, APrivateOneIsItsOwners) {
  const test::TempFolder folder;
  write_private_file(folder.path() / "file", "secret");
  EXPECT_EQ(status_of(folder.path() / "file").st_mode & 07777U, 0600U);
}

}  // namespace
}  // namespace dunlin
