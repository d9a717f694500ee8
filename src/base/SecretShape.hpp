#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace dunlin {

/// A piece of a text that has the shape of a secret.
struct SecretShape {
  std::size_t offset = 0;
  std::size_t length = 0;
  std::string_view
      kind;  ///< "JSON web token", "private key", "AWS access key", "password in a URL", "password"
};

/// Secrets by shape, in order: tokens and keys with a known prefix, private keys in PEM, URLs with a
/// password, and string constants behind the word PASSWORD. Placeholders (${NAME}) and SCRAM verifiers are
/// none. One pass over the text.
std::vector<SecretShape> find_secrets(std::string_view text);

}  // namespace dunlin
