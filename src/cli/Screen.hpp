#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/Error.hpp"
#include "base/Json.hpp"

namespace dunlin::cli {

enum class Style { plain, good, bad, warning, faint, strong };

/// Where output goes: results to standard output, everything else to standard error. Colour and a live line
/// only on a terminal and without NO_COLOR. What can't be written is no error here: main() ends with 1 then.
class Screen {
 public:
  struct Options {
    bool json = false;
    bool quiet = false;
    bool color = false;  ///< colour is wanted and standard output is a terminal
    bool live = false;   ///< standard error is a terminal: progress may overwrite itself
    int width = 80;
    std::string directory;  ///< where the user is: files below it are named from there
  };
  explicit Screen(Options options) : options_(std::move(options)) {}

  const Options& options() const { return options_; }

  /// A line of the result, for people; nothing with --json.
  void line(std::string_view text);
  /// A line that --quiet leaves out.
  void note(std::string_view text);
  /// A result that is text already, whatever it is: as it is.
  void print(std::string_view text) const;
  /// Progress: overwrites the live line. "" takes it away.
  void live(std::string_view text);
  /// The result for programs: printed with --json only.
  void json(const Json& value);
  /// An error with its place, excerpt, state and hint.
  void error(const Error& error);

  std::string styled(std::string_view text, Style style) const;

 private:
  Options options_;
  bool live_line_ = false;
};

/// The error object of the JSON contract (docs/json.md).
Json error_json(const Error& error);

}  // namespace dunlin::cli
