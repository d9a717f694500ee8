#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dunlin::encrypt {

/// Lower-case hexadecimal digits.
std::string to_hex(std::string_view bytes);
/// Nothing for text that isn't pairs of hexadecimal digits.
std::optional<std::string> from_hex(std::string_view digits);

/// RFC 4648, section 4: with padding, without line ends.
std::string to_base64(std::string_view bytes);
/// Nothing for anything but that: no white space, no missing padding, no bits behind the end.
std::optional<std::string> from_base64(std::string_view text);

/// The bytes of PostgreSQL's hex format of bytea (\x..., PostgreSQL docs, 8.4.1). Nothing for another text.
std::optional<std::string> from_bytea(std::string_view text);

}  // namespace dunlin::encrypt
