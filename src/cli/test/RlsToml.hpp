#pragma once

#include <string>

#include "trial/rls/Expectations.hpp"

namespace dunlin::cli {

/// Reads the expectations of `dunlin test rls` (docs/testing.md shows every key). Throws a usage Error with
/// file, line and column for what isn't understood, and for an identity that isn't declared.
trial::Expectations read_rls_toml(const std::string& text, const std::string& file);

}  // namespace dunlin::cli
