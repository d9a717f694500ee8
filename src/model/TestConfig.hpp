#pragma once

#include <string>
#include <vector>

namespace dunlin::model {

/// [test]: where the expectations of `dunlin test` are, and what its checks leave aside.
struct TestConfig {
  std::string rls = "tests/rls.toml";                  ///< from the project's folder
  std::string performance = "tests/performance.toml";  ///< from the project's folder
  std::vector<std::string> client_roles;               ///< roles that an application's users have
  std::vector<std::string> accept;                     ///< "check object": known, and meant to be so
  std::vector<std::string> exclude;                    ///< files and folders that aren't searched for secrets
  friend bool operator==(const TestConfig&, const TestConfig&) = default;
};

}  // namespace dunlin::model
