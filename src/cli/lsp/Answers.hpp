#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/Json.hpp"
#include "cli/lsp/TextDocument.hpp"
#include "model/Finding.hpp"

namespace dunlin::cli::lsp {

/// The diagnostics that an editor shows for a file: findings, and hints where something wasn't analysed.
Json diagnostics(const model::Findings& findings, std::string_view path, const TextDocument& document);

/// Why a file could not be looked into at all, and on which of its lines (from 1).
struct Failure {
  std::string reason;
  std::size_t line = 1;
};

/// The one diagnostic of such a file.
Json failure_diagnostics(const Failure& failure, const TextDocument& document);

/// Quick fixes for the findings that touch bytes `begin` to `end`, and one action that makes all edits of the
/// file. `only`: the kinds that the editor asked for, all when empty.
Json code_actions(const model::Findings& findings, const std::string& uri, std::string_view path,
                  const TextDocument& document, std::size_t begin, std::size_t end,
                  const std::vector<std::string>& only);

/// The place of bytes `offset` to `offset + length`, as an LSP range.
Json range_json(const TextDocument& document, std::size_t offset, std::size_t length);

}  // namespace dunlin::cli::lsp
