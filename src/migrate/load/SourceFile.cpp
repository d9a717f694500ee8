#include "migrate/load/SourceFile.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "base/Text.hpp"

namespace dunlin::migrate {
namespace {

using namespace std::literals;

// The encoding that a byte order mark names, or "".
std::string_view marked_encoding(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE\0\0"sv) || bytes.starts_with("\0\0\xFE\xFF"sv)) return "UTF-32";
  if (bytes.starts_with("\xFF\xFE"sv) || bytes.starts_with("\xFE\xFF"sv)) return "UTF-16";
  return {};
}

}  // namespace

SourceFile::SourceFile(std::string path, std::uint64_t max_size)
    : path_(std::move(path)), file_(std::in_place, path_, max_size), text_(file_->bytes()) {
  require_text();
}

SourceFile::SourceFile(std::string path, std::string text)
    : path_(std::move(path)), edited_(std::make_unique<const std::string>(std::move(text))), text_(*edited_) {
  require_text();
}

void SourceFile::require_text() {
  if (const auto encoding = marked_encoding(text_); !encoding.empty()) {
    throw error_at(0, fmt::format("{} is {}, not UTF-8", printable(path_), encoding),
                   fmt::format("save it as UTF-8: iconv -f {} -t UTF-8", encoding));
  }
  if (text_.starts_with("\xEF\xBB\xBF"sv)) {
    mark_ = 3;
    text_.remove_prefix(mark_);
  }
  if (const auto nul = text_.find('\0'); nul != std::string_view::npos) {
    throw error_at(
        nul, fmt::format("{} holds a NUL byte, so it isn't SQL text", printable(path_)),
        "PostgreSQL takes no NUL bytes; a file saved as UTF-16 looks like this too: save it as UTF-8");
  }
  if (const auto bad = find_invalid_utf8(text_)) {
    throw error_at(*bad,
                   fmt::format("{} isn't UTF-8: byte 0x{:02x} on line {}", printable(path_),
                               static_cast<unsigned char>(text_[*bad]), line_at(*bad)),
                   "save it as UTF-8, for example: iconv -f WINDOWS-1252 -t UTF-8");
  }
}

std::string_view SourceFile::text(const Range& range) const {
  return range.text ? std::string_view(*range.text) : text_.substr(range.begin, range.end - range.begin);
}

model::Script SourceFile::script(const Range& range) const {
  model::Script script;
  script.file = path_;
  script.offset = range.begin + mark_;
  script.length = range.end - range.begin;
  script.first_line = line_at(range.begin);
  script.text = range.text;
  if (edited_ && !script.text) script.text = text(range);
  return script;
}

int SourceFile::line_at(std::size_t offset) const {
  return 1 + static_cast<int>(
                 std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
}

Error SourceFile::error_at(std::size_t offset, std::string message, std::string hint) const {
  Error error = usage_error(std::move(message), std::move(hint));
  error.set_fact("file", path_);
  error.set_fact("line", std::to_string(line_at(offset)));
  return error;
}

}  // namespace dunlin::migrate
