#pragma once

#include <filesystem>

namespace dunlin {

/// Where this process writes a file until it is complete: beside it, with the process's number.
std::filesystem::path half_written(const std::filesystem::path& path);

/// Removes what processes that were killed have left there of this file. Nobody may be writing it.
void remove_half_written(const std::filesystem::path& path);

}  // namespace dunlin
