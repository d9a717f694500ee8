#pragma once

#include <string>
#include <string_view>

#include "model/Document.hpp"

namespace dunlin::report {

/// A document as one HTML page that needs nothing else: no script, no font, no image, and a policy in its
/// head that forbids them. Light or dark as the reader's system says; prints well.
std::string write_html(const model::Document& document);

/// Text that reads as itself in HTML, in elements and in quoted attributes; control characters are shown.
/// Line ends stay when `keep_lines`.
std::string escape_html(std::string_view text, bool keep_lines = false);

}  // namespace dunlin::report
