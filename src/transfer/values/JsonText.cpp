#include "transfer/values/JsonText.hpp"

#include <array>
#include <bitset>
#include <cstdint>

namespace dunlin::transfer {
namespace {

constexpr int k_deepest = 1000;
constexpr std::size_t k_longest_jsonb_string = 0x0fffffff;  // bits of a JEntry's length
constexpr std::size_t k_longest_jsonb = 0x0fffffff;
constexpr long k_most_digits_before_point = 131'072, k_most_digits_after_point = 16'383;

constexpr const char* k_malformed = "not valid JSON";
constexpr const char* k_too_deep = "JSON nested deeper than 1,000 levels";
constexpr const char* k_escape =
    "JSON with an escape that jsonb can't hold (\\u0000 or half a surrogate pair)";
constexpr const char* k_number = "JSON with a number that jsonb can't hold";
constexpr const char* k_long = "JSON longer than jsonb can hold";

// Bytes that end the quick run through a string: its end, an escape, and control characters.
constexpr std::array<bool, 256> special_in_string() {
  std::array<bool, 256> out{};
  for (std::size_t i = 0; i < 0x20; ++i) out[i] = true;
  out['"'] = out['\\'] = true;
  return out;
}
constexpr auto k_special = special_in_string();

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

class Scanner {
 public:
  Scanner(std::string_view text, JsonKind kind)
      : at_(text.data()), end_(text.data() + text.size()), kind_(kind) {}

  const char* scan() {
    skip_space();
    if (!value()) return fault_;
    while (depth_ > 0) {
      if (!after_value()) return fault_;
    }
    skip_space();
    return at_ == end_ ? nullptr : k_malformed;
  }

 private:
  bool fail(const char* why) {
    fault_ = why;
    return false;
  }
  bool fail() { return fail(k_malformed); }

  void skip_space() {
    while (at_ < end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\t' || *at_ == '\r')) ++at_;
  }

  // A value, or the beginning of one: containers are entered and finished by after_value().
  bool value() {
    for (;;) {
      if (at_ == end_) return fail();
      switch (*at_) {
        case '"': return string();
        case '{':
          if (!enter(true)) return false;
          skip_space();
          if (at_ < end_ && *at_ == '}') return leave();
          if (!key()) return false;
          break;
        case '[':
          if (!enter(false)) return false;
          skip_space();
          if (at_ < end_ && *at_ == ']') return leave();
          break;
        case 't': return word("true");
        case 'f': return word("false");
        case 'n': return word("null");
        default: return number();
      }
    }
  }

  // What comes after a value inside a container: its end, or a comma and the next value.
  bool after_value() {
    skip_space();
    if (at_ == end_) return fail();
    const bool object = is_object_[static_cast<std::size_t>(depth_)];
    if (*at_ == (object ? '}' : ']')) return leave();
    if (*at_ != ',') return fail();
    ++at_;
    skip_space();
    if (object && !key()) return false;
    return value();
  }

  bool enter(bool object) {
    if (depth_ == k_deepest) return fail(k_too_deep);
    is_object_[static_cast<std::size_t>(++depth_)] = object;
    ++at_;
    return true;
  }
  bool leave() {
    --depth_;
    ++at_;
    return true;
  }

  bool key() {
    if (at_ == end_ || *at_ != '"' || !string()) return fault_ != nullptr ? false : fail();
    skip_space();
    if (at_ == end_ || *at_ != ':') return fail();
    ++at_;
    skip_space();
    return true;
  }

  bool word(std::string_view wanted) {
    if (static_cast<std::size_t>(end_ - at_) < wanted.size() ||
        std::string_view(at_, wanted.size()) != wanted)
      return fail();
    at_ += wanted.size();
    // PostgreSQL's lexer takes letters, digits, _ and bytes above 0x7f as parts of one word.
    return at_ < end_ && is_word(*at_) ? fail() : true;
  }

  static bool is_word(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
  }

  bool string() {
    const char* begin = ++at_;
    for (;;) {
      while (at_ < end_ && !k_special[static_cast<unsigned char>(*at_)]) ++at_;
      if (at_ == end_) return fail();
      if (*at_ == '"') {
        if (kind_ == JsonKind::jsonb && static_cast<std::size_t>(at_ - begin) > k_longest_jsonb_string)
          return fail(k_long);
        ++at_;
        return true;
      }
      if (*at_ != '\\' || !escape()) return fault_ != nullptr ? false : fail();
    }
  }

  bool escape() {
    if (end_ - at_ < 2) return fail();
    const char c = at_[1];
    at_ += 2;
    if (c != 'u') return c != '\0' && std::string_view("\"\\/bfnrt").find(c) != std::string_view::npos;
    const int unit = hex4();
    if (unit < 0) return fail();
    if (kind_ == JsonKind::json) return true;
    if (unit == 0 || (unit >= 0xdc00 && unit < 0xe000)) return fail(k_escape);
    if (unit < 0xd800 || unit >= 0xdc00) return true;
    if (end_ - at_ < 6 || at_[0] != '\\' || at_[1] != 'u') return fail(k_escape);
    at_ += 2;
    const int second = hex4();
    return second >= 0xdc00 && second < 0xe000 ? true : fail(k_escape);
  }

  int hex4() {
    if (end_ - at_ < 4) return -1;
    int out = 0;
    for (int i = 0; i < 4; ++i) {
      const char c = *at_++;
      int digit = -1;
      if (is_digit(c)) digit = c - '0';
      if (c >= 'a' && c <= 'f') digit = c - 'a' + 10;
      if (c >= 'A' && c <= 'F') digit = c - 'A' + 10;
      if (digit < 0) return -1;
      out = out * 16 + digit;
    }
    return out;
  }

  bool number() {
    if (*at_ == '-') ++at_;
    if (at_ == end_ || !is_digit(*at_)) return fail();
    const char* whole = at_;
    if (*at_ == '0') {
      ++at_;
    } else {
      digits();
    }
    const long before = at_ - whole;
    long after = 0;
    if (at_ < end_ && *at_ == '.') {
      const char* fraction = ++at_;
      digits();
      after = at_ - fraction;
      if (after == 0) return fail();
    }
    long exponent = 0;
    if (at_ < end_ && (*at_ == 'e' || *at_ == 'E') && !read_exponent(exponent)) return false;
    if (at_ < end_ && is_word(*at_)) return fail();
    return kind_ == JsonKind::json || number_fits(before, after, exponent);
  }

  void digits() {
    while (at_ < end_ && is_digit(*at_)) ++at_;
  }

  bool read_exponent(long& exponent) {
    ++at_;
    const bool negative = at_ < end_ && *at_ == '-';
    if (at_ < end_ && (*at_ == '-' || *at_ == '+')) ++at_;
    const char* begin = at_;
    for (; at_ < end_ && is_digit(*at_); ++at_) {
      if (exponent < 10'000'000) exponent = exponent * 10 + (*at_ - '0');
    }
    if (negative) exponent = -exponent;
    return at_ > begin ? true : fail();
  }

  // Judged by the spelling, which is stricter than the value for numbers with many zeros.
  bool number_fits(long before, long after, long exponent) {
    const bool fits = before + exponent <= k_most_digits_before_point &&
                      after - exponent <= k_most_digits_after_point && exponent < 100'000 &&
                      exponent > -100'000;
    return fits ? true : fail(k_number);
  }

  const char* at_;
  const char* end_;
  JsonKind kind_;
  const char* fault_ = nullptr;
  int depth_ = 0;
  std::bitset<k_deepest + 1> is_object_;
};

}  // namespace

const char* find_json_fault(std::string_view text, JsonKind kind) {
  if (kind == JsonKind::jsonb && text.size() > k_longest_jsonb) return k_long;
  return Scanner(text, kind).scan();
}

}  // namespace dunlin::transfer
