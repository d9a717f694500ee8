#pragma once

#include <optional>
#include <string>

#include "encrypt/Bytes.hpp"
#include "encrypt/Cipher.hpp"
#include "encrypt/Envelope.hpp"
#include "unit/encrypt/Known.hpp"

namespace dunlin::encrypt {

/// What is taken as hexadecimal digits, base64 or bytea is written back as it was.
inline std::optional<std::string> broken_bytes(const std::string& text) {
  const auto base64 = from_base64(text);
  if (base64 && to_base64(*base64) != text) return "another base64: " + to_base64(*base64);
  const auto hex = from_hex(text);
  if (hex && from_hex(to_hex(*hex)) != hex) return "other hexadecimal digits: " + to_hex(*hex);
  const auto bytea = from_bytea(text);
  if (bytea && from_bytea("\\x" + to_hex(*bytea)) != bytea) return "another bytea: " + to_hex(*bytea);
  return std::nullopt;
}

/// A box opens only as it was sealed: not with a bit changed, not under another binding or salt.
inline std::optional<std::string> broken_box(const Envelope& envelope) {
  static Cipher cipher{Key(test::counting_bytes())};
  const auto open = [&](const std::string& box, const char* aad, const char* salt) {
    return cipher.open(envelope.format, box, aad, salt);
  };
  if (!open(envelope.box, "phone", test::k_known_salt)) return std::nullopt;
  if (open(envelope.box, "phones", test::k_known_salt) || open(envelope.box, "phone", "another"))
    return "a box opens under another binding";
  std::string changed = envelope.box;
  changed[changed.size() / 2] = static_cast<char>(changed[changed.size() / 2] ^ 1);
  if (open(changed, "phone", test::k_known_salt)) return "a changed box opens";
  return std::nullopt;
}

/// Parses `text` as an envelope and says which promise of parse_envelope() doesn't hold for it, if any: what
/// is taken is written back as a text that is taken for the same again.
inline std::optional<std::string> broken_invariant(const std::string& text) {
  if (auto broken = broken_bytes(text)) return broken;
  const auto envelope = parse_envelope(text);
  if (!envelope) return std::nullopt;
  if (envelope->kid < 1) return "a key number below 1";
  if (envelope->box.size() > text.size()) return "a box larger than its text";
  const auto again = parse_envelope(to_text(*envelope));
  if (!again) return "what was written isn't taken: " + to_text(*envelope);
  if (*again != *envelope) return "what was written is taken for something else: " + to_text(*envelope);
  if (to_text(*envelope).size() != text.size()) return "another length: " + to_text(*envelope);
  return broken_box(*envelope);
}

}  // namespace dunlin::encrypt
