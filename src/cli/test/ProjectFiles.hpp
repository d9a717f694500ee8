#pragma once

#include <string>
#include <vector>

#include "trial/security/ProjectSecrets.hpp"

namespace dunlin::cli {

/// What a project's folder holds, as far as it is searched for secrets.
struct SearchedFiles {
  std::vector<trial::ProjectFile> files;
  std::vector<std::string> left_out;  ///< larger than 1 MB, or unreadable
};

/// Scripts, settings and sources below `root`: what git knows (and every .env file), or without git
/// everything but node_modules and the like.
SearchedFiles search_project(const std::string& root);

}  // namespace dunlin::cli
