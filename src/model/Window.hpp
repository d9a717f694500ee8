#pragma once

#include <string>
#include <string_view>

namespace dunlin::model {

/// The hours of the day in which migrations may run, by the clock of the server: "02:00-04:00 UTC". It may go
/// over midnight.
struct Window {
  int from = 0;   ///< minutes after midnight
  int until = 0;  ///< the first minute that isn't in it any more
  std::string zone = "UTC";

  friend bool operator==(const Window&, const Window&) = default;
};

/// Reads "02:00-04:00" (UTC) or "22:30-01:00 Europe/Paris". The zone is the server's to know. Throws a usage
/// Error.
Window parse_window(std::string_view text);

/// Whether a minute of the day (0-1439) is in it.
bool contains(const Window& window, int minute);

/// How many minutes after `minute` it opens; 0 inside of it.
int minutes_until(const Window& window, int minute);

/// As it is written: "02:00-04:00 UTC".
std::string describe(const Window& window);

}  // namespace dunlin::model
