#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checks/RunChecks.hpp"

namespace dunlin::trial {

/// A text of the project, as it is searched for secrets.
struct ProjectFile {
  std::string path;  ///< from the project's folder
  std::string text;
  bool is_env = false;  ///< .env, .env.local, ...
  bool shared = true;   ///< git knows it, or nobody knows whether
  bool prose = false;   ///< neither script, setting nor source by its ending: documentation, a certificate
};

/// Variables that a build puts into the browser's bundle (VITE_, NEXT_PUBLIC_, REACT_APP_, ...) and that hold
/// a secret: by name (SERVICE_ROLE, SECRET, PASSWORD, PRIVATE), or by value (a key of the service role, a URL
/// with a password). Says the place and the name, never the value.
std::vector<checks::Observation> client_visible_secrets(const ProjectFile& file);

/// Secrets by shape in a file that is shared: tokens, private keys, key-encryption keys of column encryption,
/// URLs with passwords. In prose what is an example isn't one: a
/// word for a password (secret, changeme), a URL on localhost or example.org.
std::vector<checks::Observation> shared_secrets(const ProjectFile& file);

/// The name of a variable that a browser gets to see, by its prefix.
bool is_client_visible(std::string_view name);

/// A JSON web token that claims to be the service role, or a key of Supabase's newer form (sb_secret_...).
bool is_service_key(std::string_view value);

}  // namespace dunlin::trial
