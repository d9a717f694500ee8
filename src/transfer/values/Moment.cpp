#include "transfer/values/Moment.hpp"

#include <array>
#include <cstdlib>
#include <fmt/format.h>

#include "transfer/values/Calendar.hpp"

namespace dunlin::transfer {
namespace {

constexpr std::size_t k_longest = 64;  // longer texts aren't moments

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Reads a text from left to right.
class Reader {
 public:
  explicit Reader(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

  bool done() const { return at_ == end_; }
  char peek() const { return at_ < end_ ? *at_ : '\0'; }
  bool take(char c) {
    if (peek() != c || done()) return false;
    ++at_;
    return true;
  }
  std::size_t rest() const { return static_cast<std::size_t>(end_ - at_); }

  // A number of exactly `count` digits; -1 when there are others.
  int digits(std::size_t count) {
    if (rest() < count) return -1;
    int out = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (!is_digit(at_[i])) return -1;
      out = out * 10 + (at_[i] - '0');
    }
    at_ += count;
    return out;
  }

 private:
  const char* at_;
  const char* end_;
};

bool read_date(Reader& reader, Moment& out) {
  Day day;
  day.year = reader.digits(4);
  if (day.year < 1 || !reader.take('-')) return false;
  day.month = reader.digits(2);
  if (!reader.take('-')) return false;
  day.day = reader.digits(2);
  if (!is_day(day)) return false;
  out.days = days_of(day);
  return true;
}

bool read_fraction(Reader& reader, Moment& out) {
  std::int64_t micros = 0;
  int count = 0;
  for (; is_digit(reader.peek()); ++count) {
    const int digit = reader.digits(1);
    if (count < 6) micros = micros * 10 + digit;
    if (count >= 6 && digit != 0) out.beyond_micros = true;
  }
  if (count == 0 || count > 12) return false;
  for (int i = count; i < 6; ++i) micros *= 10;
  out.micros += micros;
  out.form.fraction = MomentForm::Fraction::fixed;
  out.form.digits = static_cast<std::uint8_t>(count);
  return true;
}

bool read_time(Reader& reader, Moment& out) {
  const int hours = reader.digits(2);
  if (hours < 0 || hours > 23 || !reader.take(':')) return false;
  const int minutes = reader.digits(2);
  if (minutes < 0 || minutes > 59) return false;
  out.micros = (hours * 60 + minutes) * 60 * k_micros_of_second;
  out.form.time = true;
  out.form.seconds = reader.take(':');
  if (!out.form.seconds) return true;
  const int seconds = reader.digits(2);
  if (seconds < 0 || seconds > 59) return false;
  out.micros += seconds * k_micros_of_second;
  return !reader.take('.') || read_fraction(reader, out);
}

bool read_offset(Reader& reader, MomentForm& form) {
  if (reader.rest() > 1 && reader.take(' ')) form.space_before_offset = true;
  if (reader.take('Z')) {
    form.offset = MomentForm::Offset::z;
    return true;
  }
  const char sign = reader.peek();
  if (sign != '+' && sign != '-') return false;
  reader.take(sign);
  const int hours = reader.digits(2);
  if (hours < 0 || hours > 15) return false;  // PostgreSQL's limit is 15:59:59
  form.offset = MomentForm::Offset::hours;
  int minutes = 0;
  if (!reader.done()) {
    form.offset =
        reader.take(':') ? MomentForm::Offset::hours_colon_minutes : MomentForm::Offset::hours_minutes;
    minutes = reader.digits(2);
  }
  if (minutes < 0 || minutes > 59) return false;
  form.offset_minutes = static_cast<std::int16_t>((sign == '-' ? -1 : 1) * (hours * 60 + minutes));
  // "-00:00" says that the offset isn't known (RFC 3339, 4.3): its sign would be lost.
  return sign == '+' || form.offset_minutes != 0;
}

void spell_fraction(std::int64_t fraction, const MomentForm& form, std::string& out) {
  std::array<char, 12> digits{};
  digits.fill('0');
  for (std::size_t i = 6; i-- > 0; fraction /= 10) digits[i] = static_cast<char>('0' + fraction % 10);
  std::size_t count = form.digits;
  if (form.fraction == MomentForm::Fraction::trimmed) {
    count = 6;
    while (count > 0 && digits[count - 1] == '0') --count;
  }
  if (count == 0) return;
  out += '.';
  out.append(digits.data(), count < digits.size() ? count : digits.size());
}

void spell_time(std::int64_t micros, const MomentForm& form, std::string& out) {
  const std::int64_t seconds = micros / k_micros_of_second;
  const auto two = [&](std::int64_t number) {
    out += static_cast<char>('0' + number / 10);
    out += static_cast<char>('0' + number % 10);
  };
  two(seconds / 3600);
  out += ':';
  two(seconds / 60 % 60);
  const std::int64_t fraction = micros % k_micros_of_second;
  // What the form has no place for is spelled all the same: no value is changed to look alike.
  if (!form.seconds && seconds % 60 == 0 && fraction == 0) return;
  out += ':';
  two(seconds % 60);
  static constexpr std::array<std::int64_t, 7> k_unit{1'000'000, 100'000, 10'000, 1'000, 100, 10, 1};
  const bool fits = form.fraction == MomentForm::Fraction::trimmed || form.digits >= 6 ||
                    fraction % k_unit[form.digits] == 0;
  if (!fits) {
    MomentForm longer = form;
    longer.fraction = MomentForm::Fraction::trimmed;
    return spell_fraction(fraction, longer, out);
  }
  if (form.fraction == MomentForm::Fraction::optional && fraction == 0) return;
  spell_fraction(fraction, form, out);
}

void spell_offset(const MomentForm& form, std::string& out) {
  if (form.offset == MomentForm::Offset::none) return;
  if (form.space_before_offset) out += ' ';
  const int minutes = std::abs(form.offset_minutes);
  const char sign = form.offset_minutes < 0 ? '-' : '+';
  switch (form.offset) {
    case MomentForm::Offset::none: break;
    case MomentForm::Offset::z: out += 'Z'; break;
    case MomentForm::Offset::hours: out += fmt::format("{}{:02}", sign, minutes / 60); break;
    case MomentForm::Offset::hours_minutes:
      out += fmt::format("{}{:02}{:02}", sign, minutes / 60, minutes % 60);
      break;
    case MomentForm::Offset::hours_colon_minutes:
      out += fmt::format("{}{:02}:{:02}", sign, minutes / 60, minutes % 60);
      break;
  }
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool parse_fraction_form(std::string_view& text, MomentForm& form) {
  const bool bracket = take_prefix(text, "[");
  if (!take_prefix(text, ".S")) return !bracket;
  form.fraction = bracket ? MomentForm::Fraction::optional : MomentForm::Fraction::fixed;
  form.digits = 1;
  if (bracket && take_prefix(text, "*")) {
    form.fraction = MomentForm::Fraction::trimmed;
    form.digits = 0;
  }
  while (form.fraction != MomentForm::Fraction::trimmed && form.digits < 12 && take_prefix(text, "S"))
    ++form.digits;
  return !bracket || take_prefix(text, "]");
}

}  // namespace

std::string to_string(const MomentForm& form) {
  std::string out;
  if (form.date) out += "YYYY-MM-DD";
  if (form.date && form.time) out += form.separator;
  if (form.time) out += form.seconds ? "HH:MM:SS" : "HH:MM";
  switch (form.fraction) {
    case MomentForm::Fraction::none: break;
    case MomentForm::Fraction::fixed: out += "." + std::string(form.digits, 'S'); break;
    case MomentForm::Fraction::optional: out += "[." + std::string(form.digits, 'S') + "]"; break;
    case MomentForm::Fraction::trimmed: out += "[.S*]"; break;
  }
  spell_offset(form, out);
  return out;
}

std::optional<MomentForm> parse_moment_form(std::string_view text) {
  MomentForm form;
  form.date = take_prefix(text, "YYYY-MM-DD");
  if (form.date && !text.empty() && (text.front() == ' ' || text.front() == 'T')) {
    form.separator = text.front();
    text.remove_prefix(1);
  }
  form.time = take_prefix(text, "HH:MM");
  form.seconds = form.time && take_prefix(text, ":SS");
  if (!form.date && !form.time) return std::nullopt;
  if (form.seconds && !parse_fraction_form(text, form)) return std::nullopt;
  if (!text.empty()) {
    Reader reader(text);
    if (!form.time || !read_offset(reader, form) || !reader.done()) return std::nullopt;
  }
  return form;
}

std::optional<Moment> read_moment(std::string_view text) {
  if (text.size() > k_longest || text.size() < 5) return std::nullopt;
  Reader reader(text);
  Moment out;
  out.form.time = out.form.seconds = false;
  out.form.date = text[2] != ':';
  if (out.form.date) {
    if (!read_date(reader, out)) return std::nullopt;
    if (reader.done()) return out;
    out.form.separator = reader.peek();
    if (!reader.take(' ') && !reader.take('T')) return std::nullopt;
  }
  if (!read_time(reader, out)) return std::nullopt;
  if (!reader.done() && (!read_offset(reader, out.form) || !reader.done())) return std::nullopt;
  return out;
}

void spell_date(std::int64_t days, std::string& out) {
  const Day day = day_of(days);
  if (day.year >= 0 && day.year <= 9999) {
    const auto two = [&](std::int64_t number) {
      out += static_cast<char>('0' + number / 10);
      out += static_cast<char>('0' + number % 10);
    };
    two(day.year / 100);
    two(day.year % 100);
    out += '-';
    two(day.month);
    out += '-';
    two(day.day);
    return;
  }
  out += fmt::format("{}{:04}-{:02}-{:02}", day.year < 0 ? "-" : "", std::abs(day.year), day.month, day.day);
}

void spell_moment(std::int64_t micros, const MomentForm& form, std::string& out) {
  if (!form.date) {
    spell_time(micros, form, out);
    return spell_offset(form, out);
  }
  const std::int64_t local = micros + form.offset_minutes * std::int64_t{60'000'000};
  std::int64_t days = local / k_micros_of_day;
  std::int64_t of_day = local % k_micros_of_day;
  if (of_day < 0) {
    of_day += k_micros_of_day;
    --days;
  }
  spell_date(days, out);
  if (!form.time && of_day == 0) return;
  out += form.separator;
  MomentForm whole = form;
  if (!form.time) whole.seconds = true;
  spell_time(of_day, whole, out);
  spell_offset(form, out);
}

}  // namespace dunlin::transfer
