#include <gtest/gtest.h>

#include "base/Error.hpp"
#include "base/File.hpp"
#include "unit/TempFolder.hpp"

namespace dunlin {
namespace {

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

}  // namespace
}  // namespace dunlin
