#include <gtest/gtest.h>

#include "base/File.hpp"
#include "base/HalfWritten.hpp"
#include "unit/TempFolder.hpp"

namespace dunlin {
namespace {

TEST(HalfWritten, WhatAKilledWriterLeftGoes) {
  const test::TempFolder folder;
  const auto path = folder.path() / "001_a.sql";
  write_file(path, "whole");
  for (const char* name : {"001_a.sql.17.new", "001_a.sql.x.new", "002_b.sql.17.new", "001_a.sql.new"})
    write_file(folder.path() / name, "half");
  write_file(half_written(path), "half");
  remove_half_written(path);
  const std::vector<std::string> left{"001_a.sql", "001_a.sql.new", "001_a.sql.x.new", "002_b.sql.17.new"};
  EXPECT_EQ(list_directory(folder.path()), left);
}

}  // namespace
}  // namespace dunlin
