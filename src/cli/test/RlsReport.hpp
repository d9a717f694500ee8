#pragma once

#include <optional>

#include "base/Json.hpp"
#include "model/Document.hpp"
#include "trial/rls/RlsTrial.hpp"

namespace dunlin::cli {

/// The matrix, what is wrong with it and what else was found, for people.
model::Document rls_document(const trial::RlsReport& report, const trial::Expectations& expectations,
                             const std::optional<trial::MatrixDiff>& diff);

/// The same for programs (docs/json.md).
Json rls_json(const trial::RlsReport& report, const std::optional<trial::MatrixDiff>& diff);

}  // namespace dunlin::cli
