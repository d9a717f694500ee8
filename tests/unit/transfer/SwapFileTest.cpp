#include <filesystem>
#include <gtest/gtest.h>

#include "base/File.hpp"
#include "transfer/giveback/SwapFile.hpp"
#include "unit/TempFolder.hpp"

namespace dunlin::transfer {
namespace {

namespace fs = std::filesystem;

class SwapFileTest : public ::testing::Test {
 protected:
  void write(const std::string& path, const std::string& text) { write_file(path, text); }
  std::string read(const std::string& suffix) const { return read_file(source_ + suffix); }
  bool exists(const std::string& suffix) const { return fs::exists(source_ + suffix); }

  // The file as the application left it, and the one that takes its place.
  bool swap(const std::string& name) {
    write(source_, name);
    write(source_ + "-wal", name + " wal");
    write(returning_file(source_), "returned");
    return swap_in(source_);
  }

  test::TempFolder folder_;
  std::string source_ = (folder_.path() / "app.db").string();
};

TEST_F(SwapFileTest, OriginalsOfEarlierReturnsAreNumbered) {
  EXPECT_TRUE(swap("first"));
  EXPECT_EQ(read(""), "returned");
  EXPECT_EQ(read(".pre-return"), "first");
  EXPECT_FALSE(swap_in(source_));
  EXPECT_TRUE(swap("second"));
  EXPECT_TRUE(swap("third"));
  EXPECT_EQ(read(".pre-return"), "third");
  EXPECT_EQ(read(".pre-return-wal"), "third wal");
  EXPECT_EQ(read(".pre-return.1"), "first");
  EXPECT_EQ(read(".pre-return.1-wal"), "first wal");
  EXPECT_EQ(read(".pre-return.2"), "second");
  EXPECT_EQ(read(".pre-return.2-wal"), "second wal");
  EXPECT_FALSE(exists("-wal"));
}

// What a kill between two of the steps leaves.
TEST_F(SwapFileTest, NumberingGoesOnWhereItWas) {
  swap("first");
  fs::rename(source_ + ".pre-return-wal", source_ + ".pre-return.1-wal");
  swap("second");
  EXPECT_EQ(read(".pre-return.1"), "first");
  EXPECT_EQ(read(".pre-return.1-wal"), "first wal");
  fs::rename(source_ + ".pre-return-wal", source_ + ".pre-return.2-wal");
  fs::create_hard_link(source_ + ".pre-return", source_ + ".pre-return.2");
  swap("third");
  EXPECT_EQ(read(".pre-return"), "third");
  EXPECT_EQ(read(".pre-return.2"), "second");
  EXPECT_EQ(read(".pre-return.2-wal"), "second wal");
  EXPECT_FALSE(exists(".pre-return.3"));
}

}  // namespace
}  // namespace dunlin::transfer
