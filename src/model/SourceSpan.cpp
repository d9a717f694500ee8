#include "model/SourceSpan.hpp"

#include <fmt/format.h>

namespace dunlin::model {

std::string to_string(const SourceSpan& span) {
  if (span.line == 0) return span.file;
  return fmt::format("{}:{}:{}", span.file, span.line, span.column);
}

}  // namespace dunlin::model
