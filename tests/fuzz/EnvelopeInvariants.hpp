#pragma once

#include <optional>
#include <string>

#include "encrypt/Bytes.hpp"
#include "encrypt/Envelope.hpp"

namespace dunlin::encrypt {

/// Parses `text` as an envelope and says which promise of parse_envelope() doesn't hold for it, if any: what
/// is taken is written back as a text that is taken for the same again.
inline std::optional<std::string> broken_invariant(const std::string& text) {
  const auto envelope = parse_envelope(text);
  if (!envelope) return std::nullopt;
  if (envelope->kid < 1) return "a key number below 1";
  if (envelope->box.size() > text.size()) return "a box larger than its text";
  const auto again = parse_envelope(to_text(*envelope));
  if (!again) return "what was written isn't taken: " + to_text(*envelope);
  if (*again != *envelope) return "what was written is taken for something else: " + to_text(*envelope);
  if (to_text(*envelope).size() != text.size()) return "another length: " + to_text(*envelope);
  return std::nullopt;
}

}  // namespace dunlin::encrypt
