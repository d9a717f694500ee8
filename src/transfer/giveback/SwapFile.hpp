#pragma once

#include <string>

namespace dunlin::transfer {

/// Where a file for `source` is put together: beside it, so that a rename can bring it in.
std::string returning_file(const std::string& source);
/// What the original is called afterwards.
std::string kept_file(const std::string& source);

/// Throws a refused Error when there is a kept file from an earlier time: nothing is written over.
void require_room_for_kept(const std::string& source);

/// Copies the shadow beside the source, with the owner, permissions and journal mode of the original, and
/// makes it durable.
void place_shadow(const std::string& shadow, const std::string& source);

/// Brings the file beside the source in by rename. The original becomes kept_file(), with its -wal and -shm.
/// May be repeated after a kill at any instant. False when there is nothing to bring in any more.
bool swap_in(const std::string& source);

}  // namespace dunlin::transfer
