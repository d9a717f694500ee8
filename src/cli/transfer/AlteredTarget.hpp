#pragma once

#include <string>

#include "cli/transfer/OpenTransfer.hpp"

namespace dunlin::cli {

/// To be called where `error` was caught: throws what was altered in the target's tables, where that may be
/// why, with `hint`; else the error as it is.
[[noreturn]] void rethrow_explained(OpenTransfer& open, const Error& error, const std::string& hint);

}  // namespace dunlin::cli
