#pragma once

#include <filesystem>
#include <string>

#include "model/Document.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::cli {

/// What has been done to this database, for people: each migration with its description, impact, time and
/// person, and each run with how it ended. The ledger must be installed.
model::Document history_document(postgres::Connection& connection);

/// The same as a file: HTML when it is called so, else Markdown. Folders are made.
void write_history(postgres::Connection& connection, const std::filesystem::path& file);

/// Writes MIGRATIONS.md in the project's folder anew, once `dunlin log --output` has made it; a file of that
/// name that is somebody's own stays as it is. Returns what went wrong, "" when nothing did.
std::string keep_history(postgres::Connection& connection, const std::filesystem::path& root);

}  // namespace dunlin::cli
