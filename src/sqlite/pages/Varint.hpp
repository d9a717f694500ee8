#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace dunlin::sqlite {

/// Reads the variable-length integer at `at` and moves `at` behind it; nothing when it isn't whole (SQLite
/// docs, "Database File Format", 1.6).
std::optional<std::uint64_t> read_varint(std::string_view bytes, std::size_t& at);

}  // namespace dunlin::sqlite
