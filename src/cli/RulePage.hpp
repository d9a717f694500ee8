#pragma once

#include <string>

#include "lint/Rule.hpp"
#include "model/Document.hpp"

namespace dunlin::cli {

/// What a rule finds, why, the way out, and its examples: for --explain and docs/rules/.
model::Document rule_page(const lint::Rule& rule);

/// All rules by family with links to their pages, in Markdown: docs/rules/README.md.
std::string rules_index();

/// "Indexes" for 'A'.
const char* family_name(char family);

}  // namespace dunlin::cli
