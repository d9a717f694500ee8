#include <gtest/gtest.h>

#include "report/Tap.hpp"
#include "report/TestFormat.hpp"
#include "report/TestJUnit.hpp"

namespace dunlin::report {
namespace {

using State = model::TestResult::State;

model::TestRun three_tests() {
  return {.name = "dunlin test rls",
          .results = {
              {.suite = "public.a", .name = "alice select"},
              {.suite = "public.b",
               .name = "bob select",
               .state = State::failed,
               .message = "leak: 2 rows too many",
               .details = "too many: 1, 2\n"},
              {.suite = "public.a", .name = "anon select", .state = State::skipped, .message = "no role"}}};
}

TEST(TestJUnit, PutsTestsIntoTheirSuites) {
  EXPECT_EQ(write_test_junit(three_tests()),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<testsuites name=\"dunlin test rls\" tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"1\">\n"
            "  <testsuite name=\"public.a\" tests=\"2\" failures=\"0\" errors=\"0\" skipped=\"1\">\n"
            "    <testcase name=\"alice select\" classname=\"public.a\"/>\n"
            "    <testcase name=\"anon select\" classname=\"public.a\">\n"
            "      <skipped message=\"no role\"/>\n"
            "    </testcase>\n"
            "  </testsuite>\n"
            "  <testsuite name=\"public.b\" tests=\"1\" failures=\"1\" errors=\"0\" skipped=\"0\">\n"
            "    <testcase name=\"bob select\" classname=\"public.b\">\n"
            "      <failure message=\"leak: 2 rows too many\" type=\"failed\">too many: 1, 2\n</failure>\n"
            "    </testcase>\n"
            "  </testsuite>\n"
            "</testsuites>\n");
}

TEST(TestJUnit, HostileNamesStayNames) {
  const std::string xml = write_test_junit(
      {.name = "run",
       .results = {
           {.suite = "\"><x>", .name = "a\n]]>\x1b[2J&", .state = State::failed, .message = "'\"<"}}});
  EXPECT_NE(xml.find("<testsuite name=\"&quot;&gt;&lt;x&gt;\""), std::string::npos) << xml;
  EXPECT_NE(xml.find("<testcase name=\"a ]]&gt;\\x1b[2J&amp;\""), std::string::npos) << xml;
  EXPECT_NE(xml.find("message=\"&#39;&quot;&lt;\""), std::string::npos) << xml;
}

TEST(Tap, NumbersTestsAndSaysWhyOneFailed) {
  EXPECT_EQ(write_tap(three_tests()),
            "TAP version 13\n1..3\n# dunlin test rls\n"
            "ok 1 - public.a: alice select\n"
            "not ok 2 - public.b: bob select\n"
            "  ---\n  message: \"leak: 2 rows too many\"\n  details: \"too many: 1, 2\\n\"\n  ...\n"
            "ok 3 - public.a: anon select # SKIP no role\n");
}

TEST(Tap, ANameIsNeitherADirectiveNorALineOfItsOwn) {
  const std::string tap =
      write_tap({.name = "run", .results = {{.suite = "", .name = "x # SKIP\nok 2 - y\\"}}});
  EXPECT_EQ(tap, "TAP version 13\n1..1\n# run\nok 1 - x \\# SKIP\\\\x0aok 2 - y\\\\\n");
}

TEST(TestFormat, IsThatOfTheFilesName) {
  EXPECT_STREQ(test_format_of_file("reports/rls.XML").name, "junit");
  EXPECT_STREQ(test_format_of_file("rls.tap").name, "tap");
  EXPECT_STREQ(test_format_of_file("rls.html").name, "html");
  EXPECT_STREQ(test_format_of_file("rls").name, "text");
  EXPECT_EQ(find_test_format("sarif"), nullptr);
}

}  // namespace
}  // namespace dunlin::report
