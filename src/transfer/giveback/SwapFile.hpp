#pragma once

#include <string>

namespace dunlin::transfer {

/// Where a file for `source` is put together: beside it, so that a rename can bring it in.
std::string returning_file(const std::string& source);
/// What the original is called afterwards. Those of earlier returns are numbered then: .pre-return.1, .2, ...
std::string kept_file(const std::string& source);

/// What it is called until it is complete.
std::string unfinished_file(const std::string& source);
/// Gives a complete file the owner, permissions and journal mode of the original, makes it durable, and gives
/// it the name that swap_in() looks for.
void settle_unfinished(const std::string& source);

/// Takes away what a return that was cut off has left: complete or not, nobody waits for it.
void remove_unfinished(const std::string& source);

/// Brings the file beside the source in by rename. The original becomes kept_file(), with its -wal and -shm.
/// May be repeated after a kill at any instant. False when there is nothing to bring in any more.
bool swap_in(const std::string& source);

}  // namespace dunlin::transfer
