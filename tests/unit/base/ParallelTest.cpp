#include <atomic>
#include <gtest/gtest.h>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/Parallel.hpp"

namespace dunlin {
namespace {

TEST(Parallel, CallsEachIndexOnce) {
  for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{1000}}) {
    std::vector<std::atomic<int>> calls(count);
    for_each_index(count, [&](std::size_t i) { ++calls[i]; });
    for (const auto& times : calls) EXPECT_EQ(times, 1);
  }
}

TEST(Parallel, ThrowsTheErrorOfTheSmallestIndex) {
  for (int round = 0; round < 50; ++round) {
    std::string message;
    try {
      for_each_index(1000, [](std::size_t i) {
        if (i >= 400) throw std::runtime_error(std::to_string(i));
      });
    } catch (const std::runtime_error& error) {
      message = error.what();
    }
    EXPECT_EQ(message, "400");
  }
}

}  // namespace
}  // namespace dunlin
