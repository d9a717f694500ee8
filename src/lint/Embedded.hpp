#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lint/File.hpp"
#include "model/Catalog.hpp"

namespace dunlin::lint {

/// The statements in a DO block's body, each as if it stood in the file where it stands in the body; what
/// can't be looked into is said in block.opaque. To be called on a large stack.
std::vector<JudgedStatement> inside_do(JudgedStatement& block);

/// The same for the body of a function that `call` calls. `definition` is its CREATE statement when that is
/// in the judged file; otherwise findings are placed at the call. On a large stack.
std::vector<JudgedStatement> inside_function(JudgedStatement& call, const model::CatalogFunction& function,
                                             const JudgedStatement* definition);

/// Where a body begins in its statement; nothing when it isn't written there byte by byte (quotes doubled).
/// `quoted`: the string that holds it.
std::optional<std::size_t> offset_of_body(const SourceStatement& statement, model::Range quoted,
                                          std::string_view body);

/// The functions that a statement calls when it runs: of queries, DML and CALL.
std::vector<const model::CatalogFunction*> called_functions(const model::Command& command,
                                                            const model::Catalog& catalog);

/// Why nothing is known of what a statement calls, though it looks as if that changes something: "" when it
/// doesn't.
std::string unknown_call(const model::Command& command, const model::Catalog& catalog);

}  // namespace dunlin::lint
