#include "cli/lsp/Framing.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

#include "base/Text.hpp"

namespace dunlin::cli::lsp {
namespace {

constexpr std::size_t k_longest_header = 8192;

// The value of Content-Length; nothing when it isn't there or isn't a number.
std::optional<std::size_t> content_length(std::string_view header) {
  std::optional<std::size_t> length;
  for (const auto line : split_lines(header)) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    if (!equal_ignoring_case(trim(line.substr(0, colon)), "Content-Length")) continue;
    const auto digits = trim(line.substr(colon + 1));
    std::size_t value = 0;
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (digits.empty() || failed != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    length = value;
  }
  return length;
}

}  // namespace

std::optional<Framing::Frame> Framing::next() {
  const auto skipped = std::min(skip_, buffer_.size());
  buffer_.erase(0, skipped);
  skip_ -= skipped;
  if (skip_ > 0) return std::nullopt;

  const auto header_end = buffer_.find("\r\n\r\n");
  if (header_end == std::string::npos) {
    if (buffer_.size() <= k_longest_header) return std::nullopt;
    buffer_.clear();
    return Frame{"", "there is no end to the message's header"};
  }
  const auto length = content_length(std::string_view(buffer_).substr(0, header_end));
  const std::size_t begin = header_end + 4;
  if (!length) {
    buffer_.erase(0, begin);
    return Frame{"", "the message's header has no Content-Length"};
  }
  if (*length > k_largest) {
    buffer_.erase(0, begin);
    skip_ = *length;
    return Frame{"", fmt::format("the message has {} bytes: too large", *length)};
  }
  if (buffer_.size() - begin < *length) return std::nullopt;
  Frame frame{buffer_.substr(begin, *length), ""};
  buffer_.erase(0, begin + *length);
  return frame;
}

std::string framed(std::string_view content) {
  return fmt::format("Content-Length: {}\r\n\r\n{}", content.size(), content);
}

}  // namespace dunlin::cli::lsp
