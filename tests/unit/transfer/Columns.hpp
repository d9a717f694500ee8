#pragma once

#include <string>
#include <vector>

#include "sqlite/Value.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/RowDecoder.hpp"
#include "transfer/RowEncoder.hpp"

namespace dunlin::test {

/// A mapped column named "c".
inline transfer::ColumnMapping column(transfer::Conversion conversion, const std::string& type,
                                      const std::string& form = "") {
  transfer::ColumnMapping out;
  out.source = out.target = "c";
  out.type = type;
  out.conversion = conversion;
  out.form = form;
  return out;
}

inline transfer::TableMapping table_of(const transfer::ColumnMapping& column) {
  transfer::TableMapping out;
  out.source = out.target = "t";
  out.columns = {column};
  return out;
}

/// The image of one value, or the reason why there is none.
struct Encoded {
  std::string image;
  std::string reason;
};
inline Encoded encode(const transfer::ColumnMapping& column, const sqlite::Value& value) {
  const auto table = table_of(column);
  transfer::RowEncoder encoder(table);
  Encoded out;
  const bool stored = encoder.encode(std::span(&value, 1), out.image);
  if (!stored) out.reason = encoder.misfits().empty() ? "no reason" : encoder.misfits().front().reason;
  return out;
}

/// A value that owns its bytes, for comparing what was decoded.
struct Owned {
  sqlite::Storage storage = sqlite::Storage::null;
  std::int64_t integer = 0;
  double real = 0;
  std::string bytes;
  friend bool operator==(const Owned&, const Owned&) = default;
};
inline Owned own(const sqlite::Value& value) {
  return {value.storage, value.integer, value.real, std::string(value.bytes)};
}
inline Owned decode(const transfer::ColumnMapping& column, const std::string& image) {
  const auto table = table_of(column);
  transfer::RowDecoder decoder(table);
  return own(decoder.decode(image).front());
}

}  // namespace dunlin::test
