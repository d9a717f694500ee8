#pragma once

#include <span>

#include "checks/SqlCheck.hpp"

namespace dunlin::checks {

/// The files of checks/ by folder and name; the build writes the source (embed.cmake).
std::span<const CheckFile> check_files();

}  // namespace dunlin::checks
