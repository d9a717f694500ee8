#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "cli/Screen.hpp"
#include "transfer/prepare/Phase.hpp"

namespace dunlin::cli {

/// Says what a preparation does, on the screen and in its log as it happens.
class PhaseLog {
 public:
  /// Without a file there is no log.
  explicit PhaseLog(Screen& screen) : screen_(screen) {}
  /// Throws a failed Error when the file can't be written.
  PhaseLog(Screen& screen, const std::filesystem::path& file);

  void title(std::string_view text);
  void line(std::string_view text, Style style = Style::plain);
  void check(const transfer::Check& check);
  Screen& screen() { return screen_; }

 private:
  void record(std::string_view text);

  Screen& screen_;
  std::ofstream file_;
};

}  // namespace dunlin::cli
