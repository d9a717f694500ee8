#pragma once

#include <functional>
#include <string>
#include <vector>

#include "trial/security/ProjectSecrets.hpp"

namespace dunlin::cli {

/// Shows the text files below `root`, one after the other: what git knows (and every .env file), or without
/// git everything but node_modules and the like. Returns the paths of those that it left out: larger than 1
/// MB, not text (a NUL byte), or unreadable. Without git a .env file may hold secrets, and so may
/// `key_file` (from `root`; "": none). What is in `excluded` isn't read: files and folders from `root`.
std::vector<std::string> search_project(const std::string& root, const std::string& key_file,
                                        const std::vector<std::string>& excluded,
                                        const std::function<void(const trial::ProjectFile&)>& look_at);

}  // namespace dunlin::cli
