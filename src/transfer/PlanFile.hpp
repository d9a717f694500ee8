#pragma once

#include <filesystem>

#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// Writes the mapping as JSON that people can review (docs/transfer.md has its fields).
void write_plan(const std::filesystem::path& file, const Mapping& mapping);
/// Reads it back. Throws a usage Error for a file that isn't one, or was written by a newer dunlin.
Mapping read_plan(const std::filesystem::path& file);

}  // namespace dunlin::transfer
