#include "transfer/assess/ColumnProfiler.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "transfer/values/BooleanWords.hpp"
#include "transfer/values/JsonText.hpp"
#include "transfer/values/Numeric.hpp"
#include "transfer/values/TextBytes.hpp"
#include "transfer/values/Uuid.hpp"

namespace dunlin::transfer {
namespace {

using sqlite::Storage;

constexpr std::size_t k_most_keys = 20;
constexpr std::size_t k_most_forms = 8;
// A candidate that so many values refuse isn't looked at any more.
constexpr std::int64_t k_give_up = 200;

// The candidates of texts, then that of blobs. The moments are read once for all four.
enum Place : std::size_t {
  k_uuid,
  k_json,
  k_date,
  k_time,
  k_timestamp,
  k_timestamptz,
  k_boolean,
  k_numeric,
  k_bigint,
  k_uuid_blob
};
constexpr std::array k_candidates{Conversion::uuid_text,      Conversion::json,
                                  Conversion::date_text,      Conversion::time_text,
                                  Conversion::timestamp_text, Conversion::timestamptz_text,
                                  Conversion::boolean_text,   Conversion::numeric,
                                  Conversion::bigint,         Conversion::uuid_blob};

void keep(std::vector<std::string>& keys, const KeyOf& key) {
  if (keys.size() < k_most_keys) keys.push_back(key());
}

void append(std::vector<std::string>& keys, const std::vector<std::string>& later) {
  for (std::size_t i = 0; i < later.size() && keys.size() < k_most_keys; ++i) keys.push_back(later[i]);
}

template <class Form>
void count_form(std::vector<std::pair<Form, std::int64_t>>& forms, const Form& form, std::int64_t count,
                bool& more) {
  for (auto& [known, times] : forms) {
    if (known == form) {
      times += count;
      return;
    }
  }
  if (forms.size() < k_most_forms) {
    forms.emplace_back(form, count);
  } else {
    more = true;
  }
}

bool is_numeric(std::string_view text, ImageWriter& scratch) {
  scratch.clear();
  return write_numeric(text, {}, scratch) == nullptr;
}

// The spelling that an integer has itself.
bool is_bigint(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return false;
  std::array<char, 24> again{};
  const auto last = std::to_chars(again.data(), again.data() + again.size(), value).ptr;
  return text == std::string_view(again.data(), static_cast<std::size_t>(last - again.data()));
}

// Digits around the point of the shortest decimal that reads back as the same double.
std::pair<int, int> digits_of(double value) {
  std::array<char, 40> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::fabs(value),
                                 std::chars_format::scientific)
                       .ptr;
  const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  const auto e = text.find('e');
  int exponent = 0;
  const std::string_view power = text.substr(e + (text[e + 1] == '+' ? 2 : 1));
  std::from_chars(power.data(), power.data() + power.size(), exponent);
  const int fraction = e > 1 ? static_cast<int>(e) - 2 : 0;
  return {std::max(0, value == 0 ? 0 : exponent + 1), std::max(0, fraction - exponent)};
}

int digits_of(std::int64_t value) {
  int digits = 0;
  for (; value != 0; value /= 10) ++digits;
  return digits;
}

template <class T>
void widen(T& least, T& most, T value, bool first) {
  if (first || value < least) least = value;
  if (first || value > most) most = value;
}

}  // namespace

ColumnProfiler::ColumnProfiler(std::string column) : candidates_(k_candidates.size()) {
  profile_.column = std::move(column);
  for (std::size_t i = 0; i < k_candidates.size(); ++i) candidates_[i].shape.conversion = k_candidates[i];
}

void ColumnProfiler::add(const sqlite::Value& value, const KeyOf& key) {
  if (value.storage == Storage::null) {
    ++profile_.nulls;
    return;
  }
  if (first_ == Storage::null) first_ = value.storage;
  if (value.storage != first_) keep(profile_.odd_keys, key);
  switch (value.storage) {
    case Storage::null: break;
    case Storage::integer: add_integer(value.integer); break;
    case Storage::real: add_real(value.real); break;
    case Storage::text: add_text(value.bytes, key); break;
    case Storage::blob: add_blob(value.bytes, key); break;
  }
}

void ColumnProfiler::add_integer(std::int64_t value) {
  ColumnProfile& p = profile_;
  widen(p.min_integer, p.max_integer, value, p.integers == 0);
  if (value != 0) {
    const bool first = p.integers == p.zeros;
    if (first || value < p.least_not_zero) p.least_not_zero = value;
  } else {
    ++p.zeros;
  }
  if (value == 0 || value == 1) ++p.booleans;
  ++p.integers;
}

void ColumnProfiler::add_real(double value) {
  ColumnProfile& p = profile_;
  widen(p.min_real, p.max_real, value, p.reals == 0);
  ++p.reals;
  if (std::isinf(value)) {
    ++p.infinities;
    return;
  }
  if (std::fabs(value) <= std::numeric_limits<float>::max() &&
      static_cast<double>(static_cast<float>(value)) == value)
    ++p.float_reals;
  if (std::floor(value) == value) ++p.whole_reals;
  // Spelling each real costs more than reading it: once more digits than a decimal of money has were seen
  // often, the rest is left alone.
  if (last_scaled_ > k_give_up) return;
  const auto [before, behind] = digits_of(value);
  p.digits_before = std::max(p.digits_before, before);
  p.digits_behind = std::max(p.digits_behind, behind);
  if (behind > 10) ++last_scaled_;
}

void ColumnProfiler::add_length(std::size_t length) {
  widen(profile_.min_length, profile_.max_length, static_cast<std::int64_t>(length),
        profile_.texts + profile_.blobs == 0);
}

void ColumnProfiler::note(Candidate& candidate, bool fits, const KeyOf& key) {
  Shape& shape = candidate.shape;
  if (fits) {
    ++shape.fits;
    return;
  }
  ++shape.misfits;
  keep(shape.keys, key);
  if (shape.misfits > k_give_up && shape.misfits * 10 > shape.fits) shape.given_up = true;
}

void ColumnProfiler::note_form(Candidate& candidate, const std::string& form) {
  count_form(candidate.shape.forms, form, 1, candidate.shape.more_forms);
}

void ColumnProfiler::add_text(std::string_view value, const KeyOf& key) {
  add_length(value.size());
  ++profile_.texts;
  if (value.empty()) ++profile_.empty_texts;
  switch (find_text_fault(value)) {
    case TextFault::none: break;
    case TextFault::nul:
      ++profile_.nul_texts;
      keep(profile_.bad_text_keys, key);
      break;
    case TextFault::invalid_utf8:
      ++profile_.invalid_utf8;
      keep(profile_.bad_text_keys, key);
      break;
  }
  if (!moments_given_up_) add_moment(value, key);
  if (auto& uuid = candidates_[k_uuid]; !uuid.shape.given_up) {
    std::array<char, 16> bytes{};
    UuidForm form;
    const bool fits = read_uuid(value, bytes, form);
    if (fits) note_form(uuid, to_string(form));
    note(uuid, fits, key);
  }
  if (auto& json = candidates_[k_json]; !json.shape.given_up)
    note(json, find_json_fault(value, JsonKind::json) == nullptr, key);
  if (auto& boolean = candidates_[k_boolean]; !boolean.shape.given_up) {
    const auto word = read_boolean_word(value);
    if (word) note_form(boolean, to_string(word->pair));
    note(boolean, word.has_value(), key);
  }
  if (auto& numeric = candidates_[k_numeric]; !numeric.shape.given_up) {
    thread_local ImageWriter scratch;
    note(numeric, is_numeric(value, scratch), key);
    note(candidates_[k_bigint], is_bigint(value), key);
  }
}

void ColumnProfiler::add_moment(std::string_view value, const KeyOf& key) {
  const auto moment = read_moment(value);
  const bool exact = moment && !moment->beyond_micros;
  const bool date = exact && moment->form.date, time = exact && moment->form.time;
  const bool offset = exact && moment->form.offset != MomentForm::Offset::none;
  const auto one = [&](Place place, bool fits) {
    auto& candidate = candidates_[place];
    if (candidate.shape.given_up) return;
    if (fits) count_form(candidate.moments, moment->form, 1, candidate.shape.more_forms);
    note(candidate, fits, key);
  };
  one(k_date, date && !time);
  one(k_time, time && !date && !offset);
  one(k_timestamp, date && time && !offset);
  one(k_timestamptz, date && time && offset);
  moments_given_up_ = candidates_[k_date].shape.given_up && candidates_[k_time].shape.given_up &&
                      candidates_[k_timestamp].shape.given_up && candidates_[k_timestamptz].shape.given_up;
}

void ColumnProfiler::add_blob(std::string_view value, const KeyOf& key) {
  add_length(value.size());
  ++profile_.blobs;
  if (profile_.text_blobs + 1 == profile_.blobs && find_text_fault(value) == TextFault::none)
    ++profile_.text_blobs;
  auto& uuid = candidates_[k_uuid_blob];
  if (!uuid.shape.given_up) note(uuid, value.size() == 16, key);
}

void ColumnProfiler::merge(const ColumnProfiler& later) {
  ColumnProfile& p = profile_;
  const ColumnProfile& q = later.profile_;
  if (first_ == Storage::null) first_ = later.first_;
  if (q.integers > 0) {
    const bool none = p.integers == 0;
    p.min_integer = none ? q.min_integer : std::min(p.min_integer, q.min_integer);
    p.max_integer = none ? q.max_integer : std::max(p.max_integer, q.max_integer);
    if (q.integers > q.zeros)
      p.least_not_zero =
          p.integers == p.zeros ? q.least_not_zero : std::min(p.least_not_zero, q.least_not_zero);
  }
  if (q.reals > 0) {
    const bool none = p.reals == 0;
    p.min_real = none ? q.min_real : std::min(p.min_real, q.min_real);
    p.max_real = none ? q.max_real : std::max(p.max_real, q.max_real);
  }
  if (q.texts + q.blobs > 0) {
    const bool none = p.texts + p.blobs == 0;
    p.min_length = none ? q.min_length : std::min(p.min_length, q.min_length);
    p.max_length = std::max(p.max_length, q.max_length);
  }
  // Blobs are looked at until the first that is no text.
  p.text_blobs = p.text_blobs == p.blobs ? p.text_blobs + q.text_blobs : p.text_blobs;
  p.nulls += q.nulls, p.integers += q.integers, p.reals += q.reals, p.texts += q.texts, p.blobs += q.blobs;
  p.booleans += q.booleans, p.zeros += q.zeros, p.infinities += q.infinities;
  p.whole_reals += q.whole_reals, p.float_reals += q.float_reals;
  p.digits_before = std::max(p.digits_before, q.digits_before);
  p.digits_behind = std::max(p.digits_behind, q.digits_behind);
  p.empty_texts += q.empty_texts, p.nul_texts += q.nul_texts, p.invalid_utf8 += q.invalid_utf8;
  append(p.odd_keys, q.odd_keys);
  append(p.bad_text_keys, q.bad_text_keys);
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    Shape& mine = candidates_[i].shape;
    const Shape& other = later.candidates_[i].shape;
    mine.fits += other.fits;
    mine.misfits += other.misfits;
    mine.given_up |= other.given_up;
    mine.more_forms |= other.more_forms;
    append(mine.keys, other.keys);
    for (const auto& [form, count] : other.forms) count_form(mine.forms, form, count, mine.more_forms);
    for (const auto& [form, count] : later.candidates_[i].moments)
      count_form(candidates_[i].moments, form, count, mine.more_forms);
  }
}

ColumnProfile ColumnProfiler::profile() const {
  ColumnProfile out = profile_;
  if (out.integers > 0)
    out.digits_before = std::max({out.digits_before, digits_of(out.min_integer), digits_of(out.max_integer)});
  for (const auto& candidate : candidates_) {
    Shape shape = candidate.shape;
    for (const auto& [form, count] : candidate.moments) shape.forms.emplace_back(to_string(form), count);
    if (shape.fits > 0) out.shapes.push_back(std::move(shape));
  }
  return out;
}

}  // namespace dunlin::transfer
