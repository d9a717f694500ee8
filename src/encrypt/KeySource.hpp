#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "encrypt/Key.hpp"

namespace dunlin::encrypt {

/// Reads a key from where `source` says: env:NAME, file:/path (only its owner may read it), cmd:COMMAND (its
/// standard output), fd:N. A key itself isn't taken: it would stand in the list of processes. Throws a usage
/// or refused Error that says what is wrong and never what was read. A command that hasn't ended after `time`
/// is ended.
Key read_key(std::string_view source, std::chrono::milliseconds time = std::chrono::seconds(30));

/// Writes a new random key into a file that only we can read. Throws a refused Error when the file exists.
Key create_key_file(std::string_view path);

}  // namespace dunlin::encrypt
