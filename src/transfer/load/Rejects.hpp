#pragma once

#include <span>
#include <string>

#include "sqlite/Value.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/RowEncoder.hpp"

namespace dunlin::transfer {

/// One row of a source as it was read: the values of the mapping's columns, then the rowid where
/// select_chunk() asks for it.
using SourceRow = std::span<const sqlite::Value>;

/// A value as people read it, cut after 200 bytes: 17, abc, x'00ff', NULL.
std::string shown_value(const sqlite::Value& value);

/// How people name a row: "id=17", "rowid=3".
std::string key_of(const TableMapping& table, SourceRow row);

/// A value that didn't fit, as a line of JSON: table, key, column, storage class, value in hex, reason, and
/// what was done.
std::string reject_line(const TableMapping& table, SourceRow row, const Misfit& misfit);

}  // namespace dunlin::transfer
