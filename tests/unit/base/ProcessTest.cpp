#include <chrono>
#include <gtest/gtest.h>
#include <string>

#include "base/Process.hpp"

namespace dunlin {
namespace {

TEST(Process, OutputAndExitCode) {
  const auto result = run_process({.argv = {"/bin/sh", "-c", "echo out; echo err >&2; exit 3"}});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.output, "out\nerr\n");
}

TEST(Process, RunningOutOfTimeIsAnErrorOfItsOwn) {
  for (const char* script : {"sleep 600", "exec >&- 2>&-; sleep 600"})
    EXPECT_THROW(run_process({.argv = {"/bin/sh", "-c", script}, .timeout = std::chrono::milliseconds(100)}),
                 ProcessTimeout)
        << script;
}

TEST(Process, AProgramThatIsNotThereDidNotRunOutOfTime) {
  try {
    run_process({.argv = {"/no/such/program"}});
    FAIL() << "nothing was thrown";
  } catch (const ProcessTimeout&) {
    FAIL() << "it says that it ran out of time";
  } catch (const Error& error) {
    EXPECT_EQ(error.message(), "can't find the program /no/such/program");
  }
}

TEST(Process, WhatItLeavesInTheBackgroundIsNotWaitedFor) {
  const auto begin = std::chrono::steady_clock::now();
  const auto result = run_process({.argv = {"/bin/sh", "-c", "echo said; sleep 600 & exit 3"}});
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(300));
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.output, "said\n");
}

TEST(Process, ABackgroundThatNeverStopsTalkingIsNoReasonToStay) {
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(run_process({.argv = {"/bin/sh", "-c", "yes & exit 0"}}).exit_code, 0);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(300));
}

TEST(Process, EverythingThatItSaidIsRead) {
  EXPECT_EQ(run_process({.argv = {"/bin/sh", "-c", "head -c 3000000 /dev/zero"}}).output.size(), 3'000'000U);
  EXPECT_EQ(run_process({.argv = {"/bin/sh", "-c", "sleep 0.1; echo a; sleep 0.1; echo b >&2"}}).output,
            "a\nb\n");
}

}  // namespace
}  // namespace dunlin
