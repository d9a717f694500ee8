#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <type_traits>

#include "transfer/values/Calendar.hpp"
#include "transfer/values/Field.hpp"
#include "transfer/values/NumberText.hpp"

namespace dunlin::transfer {
namespace {

using sqlite::Value;

template <class T>
T read(std::string_view bytes) {
  T out = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i)
    out = static_cast<T>((static_cast<std::uint64_t>(out) << 8) | static_cast<unsigned char>(bytes[i]));
  return out;
}

template <class T>
std::string_view spell(T number, std::array<char, 40>& buffer) {
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
  return {buffer.data(), static_cast<std::size_t>(end - buffer.data())};
}

bool give_integer(const Field& field, std::int64_t number, std::string& text, Value& value) {
  if (field.stored == StoredAs::text) {
    std::array<char, 40> buffer{};
    text = spell(number, buffer);
    value = Value::text(text);
  } else {
    value = Value::of(number);
  }
  return true;
}

template <class T>
bool decode_integer(const Field& field, std::string_view bytes, std::string& text, Value& value) {
  return bytes.size() == sizeof(T) &&
         give_integer(field, static_cast<T>(read<std::make_unsigned_t<T>>(bytes)), text, value);
}

bool is_whole(double number) {
  // The largest double below 2^63: everything that SQLite's NUMERIC affinity would store as an integer.
  constexpr double k_end = 9223372036854774784.0;
  return number >= -k_end && number <= k_end && std::floor(number) == number &&
         !(number == 0 && std::signbit(number));
}

bool give_real(const Field& field, double number, std::string& text, Value& value) {
  if (std::isnan(number)) {
    text = "NaN";  // SQLite would store a NaN as NULL
    value = Value::text(text);
  } else if (field.stored == StoredAs::number && is_whole(number)) {
    value = Value::of(static_cast<std::int64_t>(number));
  } else {
    value = Value::of(number);
  }
  return true;
}

bool decode_double(const Field& field, std::string_view bytes, std::string& text, Value& value) {
  return bytes.size() == 8 &&
         give_real(field, std::bit_cast<double>(read<std::uint64_t>(bytes)), text, value);
}

bool decode_real(const Field& field, std::string_view bytes, std::string& text, Value& value) {
  return bytes.size() == 4 &&
         give_real(field, static_cast<double>(std::bit_cast<float>(read<std::uint32_t>(bytes))), text, value);
}

// An integer where it is one and fits, unless the column holds reals only; else the nearest double.
void give_number(const Field& field, std::string_view decimal, Value& value) {
  const auto point = decimal.find('.');
  const std::string_view whole = decimal.substr(0, point);
  const bool zeros =
      point == std::string_view::npos || decimal.find_first_not_of('0', point + 1) == decimal.npos;
  std::int64_t integer = 0;
  if (zeros && field.stored != StoredAs::real) {
    const auto [end, error] = std::from_chars(whole.data(), whole.data() + whole.size(), integer);
    if (error == std::errc() && end == whole.data() + whole.size()) {
      value = Value::of(integer);
      return;
    }
  }
  double real = 0;
  const auto [end, error] = std::from_chars(decimal.data(), decimal.data() + decimal.size(), real);
  if (error == std::errc::result_out_of_range) {
    const bool tiny = whole == "0" || whole == "-0";
    real =
        std::copysign(tiny ? 0.0 : std::numeric_limits<double>::infinity(), decimal.front() == '-' ? -1 : 1);
  }
  value = Value::of(real);
}

bool decode_numeric(const Field& field, std::string_view bytes, std::string& text, Value& value) {
  text.clear();
  if (!spell_numeric(bytes, text)) return false;
  value = Value::text(text);
  if (field.stored != StoredAs::text && text != "NaN") give_number(field, text, value);
  return true;
}

bool decode_text(const Field& field, std::string_view bytes, std::string&, Value& value) {
  value = field.stored == StoredAs::blob ? Value::blob(bytes) : Value::text(bytes);
  if (field.stored == StoredAs::number) value = read_number(bytes).value_or(value);
  return true;
}

void append_hex(std::string_view bytes, bool capitals, std::string& out) {
  const char* digits = capitals ? "0123456789ABCDEF" : "0123456789abcdef";
  for (const char c : bytes) {
    out += digits[static_cast<unsigned char>(c) >> 4];
    out += digits[static_cast<unsigned char>(c) & 15];
  }
}

bool decode_bytea(const Field& field, std::string_view bytes, std::string& text, Value& value) {
  switch (field.stored) {
    case StoredAs::text: value = Value::text(bytes); break;
    case StoredAs::hex:
    case StoredAs::hex_capitals:
      text.clear();
      append_hex(bytes, field.stored == StoredAs::hex_capitals, text);
      value = Value::text(text);
      break;
    default: value = Value::blob(bytes);
  }
  return true;
}

// A JSON number whose spelling is the one that the encoder makes of an integer or a real.
bool give_json_number(std::string_view json, Value& value) {
  std::array<char, 40> buffer{};
  const char* end = json.data() + json.size();
  std::int64_t integer = 0;
  const auto read_integer = std::from_chars(json.data(), end, integer);
  if (read_integer.ec == std::errc() && read_integer.ptr == end && spell(integer, buffer) == json) {
    value = Value::of(integer);
    return true;
  }
  double real = 0;
  const auto read_real = std::from_chars(json.data(), end, real);
  if (read_real.ec != std::errc() || read_real.ptr != end || !std::isfinite(real)) return false;
  value = Value::of(real);
  return true;
}

bool decode_json(const Field& field, std::string_view bytes, std::string&, Value& value) {
  if (field.stored == StoredAs::number && give_json_number(bytes, value)) return true;
  value = field.stored == StoredAs::blob ? Value::blob(bytes) : Value::text(bytes);
  return true;
}

bool decode_jsonb(const Field& field, std::string_view bytes, std::string& text, Value& value) {
  return !bytes.empty() && bytes.front() == 1 && decode_json(field, bytes.substr(1), text, value);
}

bool decode_boolean(const Field&, std::string_view bytes, std::string&, Value& value) {
  if (bytes.size() != 1) return false;
  value = Value::of(std::int64_t{bytes.front() != 0 ? 1 : 0});
  return true;
}

bool decode_boolean_text(const Field& field, std::string_view bytes, std::string&, Value& value) {
  if (bytes.size() != 1) return false;
  value = Value::text(bytes.front() != 0 ? field.words.yes : field.words.no);
  return true;
}

bool decode_uuid_text(const Field& field, std::string_view bytes, std::string& text, Value& value) {
  if (bytes.size() != 16) return false;
  text.clear();
  spell_uuid(bytes, field.uuid, text);
  value = Value::text(text);
  return true;
}

bool decode_uuid_blob(const Field&, std::string_view bytes, std::string&, Value& value) {
  value = Value::blob(bytes);
  return bytes.size() == 16;
}

// The two infinities of dates and timestamps, which have no number.
template <class T>
bool give_infinity(T number, std::string& text, Value& value) {
  if (number != std::numeric_limits<T>::max() && number != std::numeric_limits<T>::min()) return false;
  text = number > 0 ? "infinity" : "-infinity";
  value = Value::text(text);
  return true;
}

bool decode_date(const Field&, std::string_view bytes, std::string& text, Value& value) {
  if (bytes.size() != 4) return false;
  const auto days = static_cast<std::int32_t>(read<std::uint32_t>(bytes));
  if (give_infinity(days, text, value)) return true;
  text.clear();
  // A date's own range is wider than a timestamp's: spelled as the day it is, not as microseconds.
  spell_date(days, text);
  value = Value::text(text);
  return true;
}

bool decode_time(const Field& field, std::string_view bytes, std::string& text, Value& value) {
  if (bytes.size() != 8) return false;
  const auto micros = static_cast<std::int64_t>(read<std::uint64_t>(bytes));
  if (micros < 0 || micros > k_micros_of_day) return false;
  text.clear();
  spell_moment(micros, field.moment, text);
  value = Value::text(text);
  return true;
}

bool decode_timestamp(const Field& field, std::string_view bytes, std::string& text, Value& value) {
  if (bytes.size() != 8) return false;
  const auto micros = static_cast<std::int64_t>(read<std::uint64_t>(bytes));
  if (give_infinity(micros, text, value)) return true;
  if (!is_timestamp(micros)) return false;
  text.clear();
  spell_moment(micros, field.moment, text);
  value = Value::text(text);
  return true;
}

bool decode_epoch(const Field& field, std::string_view bytes, std::string& text, Value& value) {
  if (bytes.size() != 8) return false;
  const auto micros = static_cast<std::int64_t>(read<std::uint64_t>(bytes));
  if (give_infinity(micros, text, value)) return true;
  if (!is_timestamp(micros)) return false;
  const EpochNumber number = epoch_from(micros, field.epoch);
  value = number.whole && field.stored != StoredAs::real ? Value::of(number.integer) : Value::of(number.real);
  return true;
}

}  // namespace

FieldDecoder decoder_for(Conversion conversion) {
  switch (conversion) {
    case Conversion::bigint: return decode_integer<std::int64_t>;
    case Conversion::integer: return decode_integer<std::int32_t>;
    case Conversion::smallint: return decode_integer<std::int16_t>;
    case Conversion::double_precision: return decode_double;
    case Conversion::real: return decode_real;
    case Conversion::numeric: return decode_numeric;
    case Conversion::text:
    case Conversion::enumeration: return decode_text;
    case Conversion::bytea: return decode_bytea;
    case Conversion::boolean: return decode_boolean;
    case Conversion::boolean_text: return decode_boolean_text;
    case Conversion::uuid_text: return decode_uuid_text;
    case Conversion::uuid_blob: return decode_uuid_blob;
    case Conversion::json: return decode_json;
    case Conversion::jsonb: return decode_jsonb;
    case Conversion::date_text: return decode_date;
    case Conversion::time_text: return decode_time;
    case Conversion::timestamp_text:
    case Conversion::timestamptz_text: return decode_timestamp;
    default: return decode_epoch;
  }
}

}  // namespace dunlin::transfer
