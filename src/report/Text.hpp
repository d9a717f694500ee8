#pragma once

#include <cstddef>
#include <string>

#include "model/Document.hpp"

namespace dunlin::report {

struct TextOptions {
  bool color = false;
  std::size_t width = 100;  ///< columns to which paragraphs are broken
};

/// A document for a terminal: no control character of its content reaches it.
std::string write_text(const model::Document& document, const TextOptions& options = {});

}  // namespace dunlin::report
