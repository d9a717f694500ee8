#pragma once

#include "cli/lsp/Server.hpp"

namespace dunlin::cli::lsp {

/// Reads messages from file descriptor `in` and writes answers to `out` until exit or the end of the input;
/// returns the exit code. Files are judged when the editor has been silent for a moment, so that fast typing
/// doesn't queue up.
int serve(Server& server, int in, int out);

}  // namespace dunlin::cli::lsp
