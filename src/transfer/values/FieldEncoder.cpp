#include <bit>
#include <charconv>
#include <cmath>
#include <limits>

#include "transfer/values/Calendar.hpp"
#include "transfer/values/Field.hpp"
#include "transfer/values/JsonText.hpp"
#include "transfer/values/NumberText.hpp"
#include "transfer/values/TextBytes.hpp"

namespace dunlin::transfer {
namespace {

using sqlite::Storage;
using sqlite::Value;

constexpr const char* k_too_long = "value of 1 GB or more";
constexpr const char* k_nul = "NUL byte in text";
constexpr const char* k_utf8 = "text that isn't valid UTF-8";
constexpr const char* k_no_moment = "not a date or time that PostgreSQL can hold";

const char* wrong_storage(Storage storage) {
  switch (storage) {
    case Storage::null: return "NULL";
    case Storage::integer: return "integer where the column's type needs something else";
    case Storage::real: return "real where the column's type needs something else";
    case Storage::text: return "text where the column's type needs something else";
    case Storage::blob: return "blob where the column's type needs something else";
  }
  return "";
}

const char* text_fault(const Field& field, std::string_view bytes) {
  if (bytes.size() > k_longest_value) return k_too_long;
  if (field.tried) return nullptr;
  switch (find_text_fault(bytes)) {
    case TextFault::none: return nullptr;
    case TextFault::nul: return k_nul;
    case TextFault::invalid_utf8: return k_utf8;
  }
  return nullptr;
}

// ---- integers

// A text that is an integer's own spelling, so that it can be spelled again.
bool read_integer(std::string_view text, std::int64_t& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

const char* integer_of(const Field& field, const Value& value, std::int64_t& out) {
  if (field.stored == StoredAs::text) {
    if (value.storage != Storage::text) return wrong_storage(value.storage);
    return read_integer(value.bytes, out) ? nullptr : "text that isn't an integer";
  }
  if (value.storage != Storage::integer) return wrong_storage(value.storage);
  out = value.integer;
  return nullptr;
}

const char* encode_bigint(const Field& field, const Value& value, ImageWriter& out) {
  std::int64_t number = 0;
  if (const char* fault = integer_of(field, value, number)) return fault;
  out.field64(static_cast<std::uint64_t>(number));
  return nullptr;
}

const char* encode_integer(const Field& field, const Value& value, ImageWriter& out) {
  std::int64_t number = 0;
  if (const char* fault = integer_of(field, value, number)) return fault;
  if (number != static_cast<std::int32_t>(number)) return "integer out of the range of integer";
  out.field32(static_cast<std::uint32_t>(number));
  return nullptr;
}

const char* encode_smallint(const Field& field, const Value& value, ImageWriter& out) {
  std::int64_t number = 0;
  if (const char* fault = integer_of(field, value, number)) return fault;
  if (number != static_cast<std::int16_t>(number)) return "integer out of the range of smallint";
  out.field16(static_cast<std::uint16_t>(number));
  return nullptr;
}

// ---- numbers with fractions

const char* real_of(const Field& field, const Value& value, double& out) {
  if (value.storage == Storage::real) {
    out = value.real;
    return nullptr;
  }
  if (value.storage != Storage::integer || field.stored != StoredAs::number)
    return wrong_storage(value.storage);
  out = static_cast<double>(value.integer);
  constexpr std::int64_t k_exact = std::int64_t{1} << 53;
  return value.integer > k_exact || value.integer < -k_exact ? "integer that a double can't hold exactly"
                                                             : nullptr;
}

const char* encode_double(const Field& field, const Value& value, ImageWriter& out) {
  double number = 0;
  if (const char* fault = real_of(field, value, number)) return fault;
  out.field64(std::bit_cast<std::uint64_t>(number));
  return nullptr;
}

const char* encode_real(const Field& field, const Value& value, ImageWriter& out) {
  double number = 0;
  if (const char* fault = real_of(field, value, number)) return fault;
  const bool in_range = std::isinf(number) || std::fabs(number) <= std::numeric_limits<float>::max();
  if (!in_range || static_cast<double>(static_cast<float>(number)) != number)
    return "number that real (4 bytes) can't hold exactly";
  out.field32(std::bit_cast<std::uint32_t>(static_cast<float>(number)));
  return nullptr;
}

const char* encode_numeric(const Field& field, const Value& value, ImageWriter& out) {
  if (field.stored == StoredAs::text) {
    if (value.storage != Storage::text) return wrong_storage(value.storage);
    return write_numeric(value.bytes, field.limits, out);
  }
  switch (value.storage) {
    case Storage::integer: return write_numeric(value.integer, field.limits, out);
    case Storage::real:
      if (std::isinf(value.real)) return "infinity";  // numeric holds it since PostgreSQL 14 only
      return write_numeric(value.real, field.limits, out);
    default: return wrong_storage(value.storage);
  }
}

// ---- bytes

bool is_finite_number(const Value& value) {
  return value.storage == Storage::integer || (value.storage == Storage::real && std::isfinite(value.real));
}

const char* encode_text(const Field& field, const Value& value, ImageWriter& out) {
  if (field.stored == StoredAs::number && is_finite_number(value)) {
    NumberBuffer buffer;
    const Value spelled = Value::text(spell_number(value, buffer));
    return encode_text(field, spelled, out);
  }
  const Storage wanted = field.stored == StoredAs::blob ? Storage::blob : Storage::text;
  if (value.storage != wanted) return wrong_storage(value.storage);
  if (const char* fault = text_fault(field, value.bytes)) return fault;
  if (field.longest >= 0 && value.bytes.size() > static_cast<std::size_t>(field.longest) &&
      count_characters(value.bytes) > static_cast<std::size_t>(field.longest))
    return "text longer than the type allows";
  out.field_bytes(value.bytes);
  return nullptr;
}

int hex_value(char c, bool capitals) {
  if (c >= '0' && c <= '9') return c - '0';
  const char first = capitals ? 'A' : 'a';
  return c >= first && c <= first + 5 ? c - first + 10 : -1;
}

const char* encode_hex(std::string_view text, bool capitals, ImageWriter& out) {
  if (text.size() % 2 != 0 || text.size() / 2 > k_longest_value) return "text that isn't hex digits";
  const std::size_t begin = out.size();
  out.ensure(4 + text.size() / 2);
  out.int32(static_cast<std::uint32_t>(text.size() / 2));
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_value(text[i], capitals), low = hex_value(text[i + 1], capitals);
    if (high < 0 || low < 0) {
      out.truncate(begin);
      return "text that isn't hex digits";
    }
    out.int8(static_cast<std::uint8_t>(high << 4 | low));
  }
  return nullptr;
}

const char* encode_bytea(const Field& field, const Value& value, ImageWriter& out) {
  const bool from_text = field.stored != StoredAs::usual && field.stored != StoredAs::blob;
  if (value.storage != (from_text ? Storage::text : Storage::blob)) return wrong_storage(value.storage);
  if (field.stored == StoredAs::hex || field.stored == StoredAs::hex_capitals)
    return encode_hex(value.bytes, field.stored == StoredAs::hex_capitals, out);
  if (value.bytes.size() > k_longest_value) return k_too_long;
  out.field_bytes(value.bytes);
  return nullptr;
}

// A number as JSON spells it: the shortest text that reads back as the same.
const char* json_number(const Value& value, std::array<char, 40>& buffer, std::string_view& out) {
  if (value.storage == Storage::real && !std::isfinite(value.real)) return "infinity in JSON";
  char* begin = buffer.data();
  char* end = begin + buffer.size();
  end = value.storage == Storage::integer ? std::to_chars(begin, end, value.integer).ptr
                                          : std::to_chars(begin, end, value.real).ptr;
  out = {begin, static_cast<std::size_t>(end - begin)};
  return nullptr;
}

const char* json_text(const Field& field, const Value& value, std::array<char, 40>& buffer,
                      std::string_view& out) {
  const bool number = value.storage == Storage::integer || value.storage == Storage::real;
  if (number && field.stored == StoredAs::number) return json_number(value, buffer, out);
  const Storage wanted = field.stored == StoredAs::blob ? Storage::blob : Storage::text;
  if (value.storage != wanted) return wrong_storage(value.storage);
  out = value.bytes;
  if (const char* fault = text_fault(field, out)) return fault;
  if (field.tried) return nullptr;
  return find_json_fault(out, field.conversion == Conversion::jsonb ? JsonKind::jsonb : JsonKind::json);
}

const char* encode_json(const Field& field, const Value& value, ImageWriter& out) {
  std::array<char, 40> buffer;
  std::string_view text;
  if (const char* fault = json_text(field, value, buffer, text)) return fault;
  out.field_bytes(text);
  return nullptr;
}

const char* encode_jsonb(const Field& field, const Value& value, ImageWriter& out) {
  std::array<char, 40> buffer;
  std::string_view text;
  if (const char* fault = json_text(field, value, buffer, text)) return fault;
  out.ensure(5 + text.size());
  out.int32(static_cast<std::uint32_t>(text.size() + 1));
  out.int8(1);  // version of jsonb's binary format
  out.bytes(text);
  return nullptr;
}

// ---- booleans and UUIDs

const char* write_boolean(bool value, ImageWriter& out) {
  out.ensure(5);
  out.int32(1);
  out.int8(value ? 1 : 0);
  return nullptr;
}

const char* encode_boolean(const Field&, const Value& value, ImageWriter& out) {
  if (value.storage != Storage::integer) return wrong_storage(value.storage);
  if (value.integer != 0 && value.integer != 1) return "integer that is neither 0 nor 1";
  return write_boolean(value.integer == 1, out);
}

const char* encode_boolean_text(const Field& field, const Value& value, ImageWriter& out) {
  if (value.storage != Storage::text) return wrong_storage(value.storage);
  if (value.bytes == field.words.yes) return write_boolean(true, out);
  if (value.bytes == field.words.no) return write_boolean(false, out);
  const auto word = read_boolean_word(value.bytes);
  return word ? write_boolean(word->value, out) : "text that is neither true nor false";
}

const char* encode_uuid_text(const Field&, const Value& value, ImageWriter& out) {
  if (value.storage != Storage::text) return wrong_storage(value.storage);
  std::array<char, 16> bytes{};
  UuidForm form;
  if (!read_uuid(value.bytes, bytes, form)) return "text that isn't a UUID";
  out.field_bytes({bytes.data(), bytes.size()});
  return nullptr;
}

const char* encode_uuid_blob(const Field&, const Value& value, ImageWriter& out) {
  if (value.storage != Storage::blob) return wrong_storage(value.storage);
  if (value.bytes.size() != 16) return "blob that isn't 16 bytes";
  out.field_bytes(value.bytes);
  return nullptr;
}

// ---- moments

bool has_place(const Field& field, std::int64_t micros) {
  static constexpr std::array<std::int64_t, 7> k_unit{1'000'000, 100'000, 10'000, 1'000, 100, 10, 1};
  return field.fraction_digits < 0 || field.fraction_digits > 6 ||
         micros % k_unit[static_cast<std::size_t>(field.fraction_digits)] == 0;
}

const char* moment_of(const Value& value, Moment& out) {
  if (value.storage != Storage::text) return wrong_storage(value.storage);
  const auto moment = read_moment(value.bytes);
  if (!moment) return k_no_moment;
  if (moment->beyond_micros) return "fraction of a second beyond microseconds";
  out = *moment;
  return nullptr;
}

const char* encode_date(const Field&, const Value& value, ImageWriter& out) {
  Moment moment;
  if (const char* fault = moment_of(value, moment)) return fault;
  if (!moment.form.date || moment.form.time) return "not a date alone";
  out.field32(static_cast<std::uint32_t>(moment.days));
  return nullptr;
}

const char* encode_time(const Field& field, const Value& value, ImageWriter& out) {
  Moment moment;
  if (const char* fault = moment_of(value, moment)) return fault;
  if (moment.form.date || moment.form.offset != MomentForm::Offset::none) return "not a time of day alone";
  if (!has_place(field, moment.micros)) return "fraction of a second that the type has no place for";
  out.field64(static_cast<std::uint64_t>(moment.micros));
  return nullptr;
}

const char* encode_timestamp(const Field& field, const Value& value, ImageWriter& out) {
  Moment moment;
  if (const char* fault = moment_of(value, moment)) return fault;
  if (!moment.form.date) return "time without a date";
  if (!field.with_zone && moment.form.offset != MomentForm::Offset::none)
    return "offset from UTC, which timestamp without time zone has no place for";
  if (!has_place(field, moment.micros)) return "fraction of a second that the type has no place for";
  out.field64(static_cast<std::uint64_t>(field.with_zone ? moment.utc() : moment.local()));
  return nullptr;
}

const char* encode_epoch(const Field& field, const Value& value, ImageWriter& out) {
  std::optional<std::int64_t> micros;
  if (value.storage == Storage::integer) {
    micros = micros_from(value.integer, field.epoch);
  } else if (value.storage == Storage::real) {
    micros = micros_from(value.real, field.epoch);
  } else {
    return wrong_storage(value.storage);
  }
  if (!micros) return k_no_moment;
  if (!has_place(field, *micros)) return "fraction of a second that the type has no place for";
  out.field64(static_cast<std::uint64_t>(*micros));
  return nullptr;
}

}  // namespace

FieldEncoder encoder_for(Conversion conversion) {
  switch (conversion) {
    case Conversion::bigint: return encode_bigint;
    case Conversion::integer: return encode_integer;
    case Conversion::smallint: return encode_smallint;
    case Conversion::double_precision: return encode_double;
    case Conversion::real: return encode_real;
    case Conversion::numeric: return encode_numeric;
    case Conversion::text:
    case Conversion::enumeration: return encode_text;
    case Conversion::bytea: return encode_bytea;
    case Conversion::boolean: return encode_boolean;
    case Conversion::boolean_text: return encode_boolean_text;
    case Conversion::uuid_text: return encode_uuid_text;
    case Conversion::uuid_blob: return encode_uuid_blob;
    case Conversion::json: return encode_json;
    case Conversion::jsonb: return encode_jsonb;
    case Conversion::date_text: return encode_date;
    case Conversion::time_text: return encode_time;
    case Conversion::timestamp_text:
    case Conversion::timestamptz_text: return encode_timestamp;
    default: return encode_epoch;
  }
}

}  // namespace dunlin::transfer
