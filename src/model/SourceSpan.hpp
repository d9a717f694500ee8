#pragma once

#include <cstddef>
#include <string>

namespace dunlin::model {

/// A piece of a source file, for messages. Line and column count from 1; columns count characters, not bytes.
struct SourceSpan {
  std::string file;
  std::size_t offset = 0;  ///< bytes from the beginning of the file
  std::size_t length = 0;  ///< bytes
  int line = 0;            ///< 0: unknown
  int column = 0;

  friend bool operator==(const SourceSpan&, const SourceSpan&) = default;
};

/// "file:line:column", or just the file when the line is unknown.
std::string to_string(const SourceSpan& span);

}  // namespace dunlin::model
