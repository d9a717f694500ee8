#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/Error.hpp"
#include "model/Statement.hpp"

namespace dunlin::sql {

/// What the directives directly before a statement say about it.
struct StatementDirectives {
  bool unit = false;        ///< a segment begins at the statement
  bool alone = false;       ///< `unit alone`: it runs and commits outside of a transaction of ours
  std::string_view verify;  ///< the query that must be true once it has run; "" for none
  std::optional<std::string_view> batch;  ///< how to run it in batches; see sql/BatchDirective.hpp
  std::size_t batch_at = 0;               ///< offset of that directive

  std::optional<Error> refusal;  ///< why a directive can't mean anything, without its place
  std::size_t refused_at = 0;    ///< offset in the text that was read
};

/// Reads the comments between a statement's first directive and the statement: `unit`, `unit alone`,
/// `verify` and `batch`. Other comments and directives are passed over.
StatementDirectives read_statement_directives(std::string_view comments);

/// Why directives can't stand before a statement of that kind; nothing when they can.
std::optional<Error> refuse_directives(const StatementDirectives& directives, model::StatementKind kind);

}  // namespace dunlin::sql
