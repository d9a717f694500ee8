#pragma once

#include <optional>
#include <string>

#include "model/Document.hpp"
#include "trial/rls/RlsTrial.hpp"

namespace dunlin::cli {

/// The matrix, what is wrong with it and what else was found, for people.
model::Document rls_document(const trial::RlsReport& report, const trial::Expectations& expectations,
                             const std::optional<trial::MatrixDiff>& diff);

/// What a cell has shown: a number of rows, "allowed", "no row", "denied" or "error".
std::string seen(const trial::CellResult& result);

/// The cells that aren't as expected and the ways around the policies that `before` didn't have (all, when
/// that is null), for people.
void add_new_findings(model::Document& document, const trial::RlsReport& report,
                      const trial::RlsReport* before);

/// What somebody reaches now and didn't before, and which policies are others.
void add_matrix_diff(model::Document& document, const trial::MatrixDiff& diff);

}  // namespace dunlin::cli
