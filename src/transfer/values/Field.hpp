#pragma once

#include <string>
#include <string_view>

#include "sqlite/Value.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/values/BooleanWords.hpp"
#include "transfer/values/Epoch.hpp"
#include "transfer/values/ImageWriter.hpp"
#include "transfer/values/Moment.hpp"
#include "transfer/values/Numeric.hpp"
#include "transfer/values/Uuid.hpp"

namespace dunlin::transfer {

/// In which storage class the source has the values of a column, where a conversion leaves that open.
enum class StoredAs : std::uint8_t {
  usual,   ///< as the conversion's comment says
  number,  ///< whole numbers are integers, others reals, as a column of NUMERIC affinity stores them
  real,    ///< always reals
  text,
  blob,
  hex,  ///< text of hex digits in small letters
  hex_capitals
};

struct Field;

/// Appends the field, with its length, for a value that isn't NULL; or returns why it doesn't fit and leaves
/// `out` as it was.
using FieldEncoder = const char* (*)(const Field& field, const sqlite::Value& value, ImageWriter& out);
/// The value of a field (without its length). `text` holds what is spelled anew. False for bytes that aren't
/// a field of that type.
using FieldDecoder = bool (*)(const Field& field, std::string_view bytes, std::string& text,
                              sqlite::Value& value);

/// A column as the encoder and the decoder need it: everything that its mapping says, looked up once.
struct Field {
  FieldEncoder encode = nullptr;
  FieldDecoder decode = nullptr;
  Conversion conversion = Conversion::text;
  StoredAs stored = StoredAs::usual;
  NumericLimits limits;
  int longest = -1;          ///< characters of varchar(n)
  int fraction_digits = -1;  ///< of timestamp(p) and time(p)
  Epoch epoch = Epoch::seconds;
  bool with_zone = false;
  MomentForm moment;
  UuidForm uuid;
  BooleanWords words;
  bool not_null = false;
  bool tried = false;  ///< its texts are known to be good ones, and those that must be JSON to be JSON
  model::MisfitPolicy misfit = model::MisfitPolicy::refuse;
};

/// Throws a usage Error that names the column when its type or form isn't one.
Field make_field(const ColumnMapping& column);

/// Chosen once a column, so that no value is asked what it is converted to.
FieldEncoder encoder_for(Conversion conversion);
FieldDecoder decoder_for(Conversion conversion);

/// The longest value of a column: PostgreSQL allocates up to 1 GB - 1 byte for it, header included.
constexpr std::size_t k_longest_value = 0x3fffffff - 4;

}  // namespace dunlin::transfer
