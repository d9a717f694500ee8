#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/Error.hpp"
#include "base/File.hpp"
#include "model/Migration.hpp"

namespace dunlin::migrate {

/// A piece of a file; with `text` set, what stands there instead of the file's own bytes (same lines, see
/// dbmate).
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::optional<std::string> text;

  friend bool operator==(const Range&, const Range&) = default;
};

/// A migration file as read: mapped, and known to be UTF-8 text without NUL bytes.
class SourceFile {
 public:
  /// Throws a usage Error with facts file and line for a file that can't be read, is too large or isn't UTF-8
  /// text.
  SourceFile(std::string path, std::uint64_t max_size);
  /// The same for a text that takes the place of the file's own, as an editor has it before it is saved.
  SourceFile(std::string path, std::string text);

  const std::string& path() const { return path_; }
  /// The text without a byte order mark. Offsets of ranges count from its beginning.
  std::string_view text() const { return text_; }
  std::string_view text(const Range& range) const;
  Range whole() const { return {0, text_.size(), std::nullopt}; }

  /// The range as the model names it: offsets from the beginning of the file. Its text comes along when the
  /// file has another one.
  model::Script script(const Range& range) const;
  /// Line of the file, from 1, on which `offset` of the text stands.
  int line_at(std::size_t offset) const;
  /// A usage Error about the place `offset`.
  Error error_at(std::size_t offset, std::string message, std::string hint = {}) const;

 private:
  void require_text();

  std::string path_;
  std::optional<MappedFile> file_;
  std::unique_ptr<const std::string> edited_;
  std::string_view text_;
  std::size_t mark_ = 0;  // bytes of the byte order mark
};

}  // namespace dunlin::migrate
