#pragma once

#include <string>
#include <string_view>

namespace dunlin::transfer {

enum class TextFault : unsigned char { none, nul, invalid_utf8 };

/// What keeps bytes from being a text of PostgreSQL in a UTF-8 database: a NUL byte, or what RFC 3629 doesn't
/// allow (surrogates, overlong forms, more than U+10FFFF).
TextFault find_text_fault(std::string_view bytes);

/// Characters in valid UTF-8.
std::size_t count_characters(std::string_view utf8);

/// Appends bytes that are meant as Windows-1252 as UTF-8. The five bytes without a meaning there become the
/// control characters of the same number, as browsers do (WHATWG Encoding, windows-1252).
void append_windows_1252(std::string_view bytes, std::string& out);

}  // namespace dunlin::transfer
