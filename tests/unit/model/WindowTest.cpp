#include <gtest/gtest.h>

#include "base/Error.hpp"
#include "model/Window.hpp"

namespace dunlin::model {
namespace {

TEST(Window, IsReadAndWritten) {
  EXPECT_EQ(parse_window("02:00-04:00"), (Window{120, 240, "UTC"}));
  EXPECT_EQ(describe(parse_window(" 22:30-01:00 Europe/Paris ")), "22:30-01:00 Europe/Paris");
  EXPECT_EQ(describe(parse_window("18:00-24:00")), "18:00-24:00 UTC");
}

TEST(Window, RefusesWhatIsNone) {
  for (const char* text : {"", "2:00-4:00", "02:00", "02:00-04:60", "25:00-26:00", "02:00-02:00",
                           "00:00-24:00", "02.00-04.00", "02:00 -04:00", "02:00-04:00Europe/Paris"})
    EXPECT_THROW(parse_window(text), Error) << text;
}

TEST(Window, EndsBeforeItsLastMinute) {
  const Window window = parse_window("02:00-04:00");
  EXPECT_FALSE(contains(window, 119));
  EXPECT_TRUE(contains(window, 120));
  EXPECT_TRUE(contains(window, 239));
  EXPECT_FALSE(contains(window, 240));
  EXPECT_EQ(minutes_until(window, 239), 0);
  EXPECT_EQ(minutes_until(window, 90), 30);
  EXPECT_EQ(minutes_until(window, 240), 22 * 60);
}

TEST(Window, GoesOverMidnight) {
  const Window window = parse_window("22:30-01:00");
  EXPECT_TRUE(contains(window, 23 * 60));
  EXPECT_TRUE(contains(window, 0));
  EXPECT_FALSE(contains(window, 60));
  EXPECT_EQ(minutes_until(window, 60), 21 * 60 + 30);
}

}  // namespace
}  // namespace dunlin::model
