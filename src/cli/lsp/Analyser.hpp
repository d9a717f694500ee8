#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "model/Finding.hpp"

namespace dunlin::cli::lsp {

/// What the server asks about a file that is open in an editor. The text may differ from the file's.
struct Analyser {
  /// What the linter says; findings of this file have `path` as their span's file, others are left out.
  std::function<model::Findings(const std::string& path, std::string_view text)> analyse;
  /// Markdown about what stands at a byte offset: lock level and cost of the statement.
  std::function<std::optional<std::string>(const std::string& path, std::string_view text,
                                           std::size_t offset)>
      hover;
  /// The editor's folder: where the project is.
  std::function<void(const std::string& folder)> enter;
  /// Files on disk may have changed since the last question.
  std::function<void()> forget;
};

}  // namespace dunlin::cli::lsp
