#include "transfer/values/Field.hpp"

#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "transfer/values/TargetType.hpp"

namespace dunlin::transfer {
namespace {

Epoch epoch_of(Conversion conversion) {
  switch (conversion) {
    case Conversion::timestamp_epoch_ms:
    case Conversion::timestamptz_epoch_ms: return Epoch::milliseconds;
    case Conversion::timestamp_epoch_us:
    case Conversion::timestamptz_epoch_us: return Epoch::microseconds;
    case Conversion::timestamp_core_data:
    case Conversion::timestamptz_core_data: return Epoch::core_data;
    case Conversion::timestamp_webkit:
    case Conversion::timestamptz_webkit: return Epoch::webkit;
    case Conversion::timestamp_julian:
    case Conversion::timestamptz_julian: return Epoch::julian;
    default: return Epoch::seconds;
  }
}

const char* usual_moment(Conversion conversion) {
  switch (conversion) {
    case Conversion::date_text: return "YYYY-MM-DD";
    case Conversion::time_text: return "HH:MM:SS[.S*]";
    case Conversion::timestamptz_text: return "YYYY-MM-DD HH:MM:SS[.S*]+00:00";
    default: return "YYYY-MM-DD HH:MM:SS[.S*]";
  }
}

Error bad_form(const ColumnMapping& column) {
  return usage_error(fmt::format("column {}: '{}' isn't a form of {}", printable(column.source),
                                 printable(column.form), printable(column.type)),
                     "docs/transfer.md lists the forms of each type");
}

void read_stored(const ColumnMapping& column, Field& field) {
  if (column.form == "number") {
    field.stored = StoredAs::number;
  } else if (column.form == "real") {
    field.stored = StoredAs::real;
  } else if (column.form == "text") {
    field.stored = StoredAs::text;
  } else if (column.form == "blob") {
    field.stored = StoredAs::blob;
  } else if (column.form == "hex") {
    field.stored = StoredAs::hex;
  } else if (column.form == "HEX") {
    field.stored = StoredAs::hex_capitals;
  } else if (!column.form.empty()) {
    throw bad_form(column);
  }
}

template <class Form>
Form form_or_throw(std::optional<Form> form, const ColumnMapping& column) {
  if (!form) throw bad_form(column);
  return *form;
}

void read_form(const ColumnMapping& column, Field& field) {
  switch (column.conversion) {
    case Conversion::date_text:
    case Conversion::time_text:
    case Conversion::timestamp_text:
    case Conversion::timestamptz_text:
      field.moment = form_or_throw(
          parse_moment_form(column.form.empty() ? usual_moment(column.conversion) : column.form), column);
      break;
    case Conversion::uuid_text:
      if (!column.form.empty()) field.uuid = form_or_throw(parse_uuid_form(column.form), column);
      break;
    case Conversion::boolean_text:
      if (!column.form.empty()) field.words = form_or_throw(parse_boolean_words(column.form), column);
      break;
    default: read_stored(column, field);
  }
}

void read_modifiers(const ColumnMapping& column, Field& field) {
  if (column.conversion == Conversion::enumeration) return;  // a type of the migration's own
  const TargetType type = parse_target_type(column.type);
  if (conversion_for(column.type, from_of(column.conversion)) != column.conversion) {
    throw usage_error(fmt::format("column {}: type {} isn't made by {}", printable(column.source),
                                  printable(column.type), to_string(column.conversion)));
  }
  if (column.conversion == Conversion::numeric && type.first) {
    field.limits = {*type.first, type.second.value_or(0)};
  } else if (type.name == "varchar") {
    field.longest = type.first.value_or(-1);
  } else if (type.name.starts_with("time")) {
    field.fraction_digits = type.first.value_or(-1);
  }
}

}  // namespace

Field make_field(const ColumnMapping& column) {
  Field field;
  field.conversion = column.conversion;
  field.encode = encoder_for(column.conversion);
  field.decode = decoder_for(column.conversion);
  field.epoch = epoch_of(column.conversion);
  field.with_zone = to_string(column.conversion).starts_with("timestamptz");
  field.not_null = column.not_null;
  field.misfit = column.misfit;
  read_form(column, field);
  read_modifiers(column, field);
  return field;
}

}  // namespace dunlin::transfer
