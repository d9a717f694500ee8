#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "model/Config.hpp"
#include "model/Migration.hpp"

namespace dunlin::rehearse {

/// Migrations to run, in order, and the project whose settings they are read with.
struct Scripts {
  model::Config config;  ///< placeholders, sizes, where \i looks
  std::vector<model::Migration> migrations;

  friend bool operator==(const Scripts&, const Scripts&) = default;
};

/// Every migration of a folder with the project's other settings, in the layout of whatever tool the folder
/// was written for. Throws like migrate::load_migrations.
Scripts load_folder(const model::Config& config, const std::filesystem::path& folder,
                    std::optional<model::Dialect> dialect = std::nullopt);

/// The migrations of `scripts` that run before the one whose file is `file`: what a proof about that file
/// starts from. Repeatables run last, so they are before no versioned file.
Scripts before_file(const Scripts& scripts, const std::filesystem::path& file);

/// `migration` with another text in the place of its up script, as a fix of the file would leave it.
model::Migration with_text(model::Migration migration, std::string text);

}  // namespace dunlin::rehearse
