#pragma once

#include <cstdint>
#include <filesystem>

#include "cli/transfer/Verbs.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::cli {

/// Writes what didn't fit, a line of JSON each, beside the snapshot and, if there is any, among the reports:
/// returns that file's name, or nothing. Throws a failed Error when it can't be written.
std::filesystem::path write_reject_file(const TransferRequest& request, postgres::Connection& connection,
                                        std::int64_t transfer);

}  // namespace dunlin::cli
