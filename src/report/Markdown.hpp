#pragma once

#include <string>
#include <string_view>

#include "model/Document.hpp"

namespace dunlin::report {

/// A document as GitHub Flavored Markdown. Its content stays content: it makes no link, image, mark-up or
/// HTML.
std::string write_markdown(const model::Document& document);

/// Text that reads as itself in Markdown, on one line, also in a cell of a table.
std::string escape_markdown(std::string_view text);

/// A code span whose content reads as itself, also when it has back-ticks (CommonMark 6.1) or, in a cell of a
/// table, pipes (GFM 4.10).
std::string code_span(std::string_view text, bool in_table = false);

/// A fenced block whose fence is longer than any run of back-ticks in `text` (CommonMark 4.5).
std::string fenced(std::string_view text, std::string_view language);

}  // namespace dunlin::report
