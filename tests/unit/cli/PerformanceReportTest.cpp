#include <gtest/gtest.h>

#include "cli/test/PerformanceReport.hpp"
#include "report/Text.hpp"

namespace dunlin::cli {
namespace {

std::string text_of(const trial::Estimate& change) {
  trial::Measured measured;
  measured.query.name = "search";
  measured.before.possible = measured.after.possible = true;
  measured.change = change;
  return report::write_text(performance_document({measured}, {}));
}

TEST(PerformanceReport, SaysHowMuchFasterWithoutSayingThatItTakesNoTime) {
  EXPECT_NE(text_of({.value = -99.68, .low = -99.97, .high = -98.6}).find("-99.6 % (-99.9 to -99)"),
            std::string::npos);
  EXPECT_NE(text_of({.value = -97.2, .low = -98, .high = -96}).find("-97 % (-98 to -96)"), std::string::npos);
}

TEST(PerformanceReport, SaysFirstWhetherPromisesAreKept) {  // a narrow window cuts the end of a line
  const auto text = text_of({});
  EXPECT_LT(text.find("kept"), text.find("p50 before")) << text;
}

TEST(PerformanceReport, HasNoMinusZero) {
  EXPECT_NE(text_of({.value = -0.3, .low = -9.1, .high = 11.4}).find(" 0 % (-9 to +11)"), std::string::npos);
}

}  // namespace
}  // namespace dunlin::cli
