#pragma once

#include <optional>

#include "base/Json.hpp"
#include "trial/rls/RlsTrial.hpp"

namespace dunlin::cli {

/// The matrix and everything that was found, for programs (docs/json.md).
Json rls_json(const trial::RlsReport& report, const std::optional<trial::MatrixDiff>& diff);

/// What two matrices differ in.
Json matrix_diff_json(const trial::MatrixDiff& diff);

}  // namespace dunlin::cli
