#pragma once

#include <string>

namespace dunlin::cli {

/// `sql` with goose's `StatementBegin` and `StatementEnd` around statements that have a semicolon inside:
/// goose itself ends a statement at every line that ends in one, function bodies included (goose docs, SQL
/// migrations).
std::string with_goose_statements(const std::string& sql);

}  // namespace dunlin::cli
