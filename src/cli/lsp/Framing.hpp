#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace dunlin::cli::lsp {

/// Cuts a stream of bytes into messages: headers, an empty line, and Content-Length bytes (LSP 3.17, "Base
/// Protocol").
class Framing {
 public:
  /// What came: a message's content, or why a piece of the stream is none.
  struct Frame {
    std::string content;
    std::string problem;  ///< not "": there is no content
  };

  void feed(std::string_view bytes) { buffer_ += bytes; }
  /// The next frame, or nothing before more bytes have come.
  std::optional<Frame> next();

  /// A larger message is skipped: no editor sends one, and it would have to be kept in memory.
  static constexpr std::size_t k_largest = std::size_t{64} << 20;

 private:
  std::string buffer_;
  std::size_t skip_ = 0;  ///< bytes to come that belong to a message that was refused
};

/// A message as it goes over the wire.
std::string framed(std::string_view content);

}  // namespace dunlin::cli::lsp
