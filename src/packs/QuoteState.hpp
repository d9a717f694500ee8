#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dunlin::packs {

/// A `{{name}}` or `{{name|filter}}` of a template.
struct Placeholder {
  std::size_t begin = 0, end = 0;
  std::string name;
  std::string filter;
};

/// The next placeholder of a line at or behind `from`. Other double braces, such as an array's '{{1,2}}', are
/// none.
std::optional<Placeholder> find_placeholder(std::string_view line, std::size_t from);

/// Where a reader of SQL text is: inside of quotes, a comment, or plain code. What stands between dollar
/// quotes is read as code, because it is the body of a function.
class QuoteState {
 public:
  /// Goes on over a part of a line.
  void read(std::string_view text);
  void end_line();
  /// Inside of '...', "..." or /* */.
  bool in_quotes() const { return quote_ != '\0'; }

 private:
  std::size_t read_quoted(std::string_view text, std::size_t at);
  std::size_t read_code(std::string_view text, std::size_t at);

  char quote_ = '\0';         ///< the quote that we are in; '*' for a block comment
  bool backslashes_ = false;  ///< in E'...'
  bool line_comment_ = false;
};

}  // namespace dunlin::packs
