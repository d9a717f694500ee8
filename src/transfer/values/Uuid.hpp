#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dunlin::transfer {

/// How a UUID is spelled: with or without hyphens and braces, in small or capital letters.
struct UuidForm {
  bool hyphens = true;
  bool braces = false;
  bool capitals = false;
  friend bool operator==(const UuidForm&, const UuidForm&) = default;
};
/// "lower", "upper", "plain", "plain upper", "braces", "braces upper".
std::string to_string(const UuidForm& form);
std::optional<UuidForm> parse_uuid_form(std::string_view text);

/// The 16 bytes of a UUID in one of these spellings; nothing for other texts. Letters of both cases in one
/// text are read, and `form` then says what the first letter was.
bool read_uuid(std::string_view text, std::array<char, 16>& bytes, UuidForm& form);
void spell_uuid(std::string_view bytes, const UuidForm& form, std::string& out);

}  // namespace dunlin::transfer
