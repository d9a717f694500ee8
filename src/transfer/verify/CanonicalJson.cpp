#include "transfer/verify/CanonicalJson.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <fmt/format.h>
#include <map>
#include <vector>

#include "base/Error.hpp"

namespace dunlin::transfer {
namespace {

constexpr int k_deepest = 1000;  // as RowEncoder takes it

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

void append_utf8(std::string& out, std::uint32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | (code >> 6));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | (code >> 12));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (code >> 18));
    out += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

// Reads a text once from front to end and spells it anew.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::string read() {
    std::string out;
    value(out, 0);
    skip_space();
    if (at_ != text_.size()) throw wrong();
    return out;
  }

 private:
  Error wrong() const {
    return {ErrorCode::failed, fmt::format("a jsonb value isn't JSON (at byte {})", at_)};
  }

  void skip_space() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
      ++at_;
  }
  char peek() {
    if (at_ == text_.size()) throw wrong();
    return text_[at_];
  }
  void take(char wanted) {
    if (peek() != wanted) throw wrong();
    ++at_;
  }
  // True when the list or object goes on.
  bool goes_on(char end) {
    skip_space();
    if (peek() == ',') {
      ++at_;
      return true;
    }
    take(end);
    return false;
  }

  void value(std::string& out, int depth) {
    if (depth > k_deepest) throw wrong();
    skip_space();
    switch (peek()) {
      case '{': return object(out, depth);
      case '[': return list(out, depth);
      case '"': out += '"', append_string(out), out += '"'; return;
      case 't': return word("true", out);
      case 'f': return word("false", out);
      case 'n': return word("null", out);
      default: number(out);
    }
  }

  void word(std::string_view wanted, std::string& out) {
    if (text_.substr(at_, wanted.size()) != wanted) throw wrong();
    at_ += wanted.size();
    out += wanted;
  }

  void object(std::string& out, int depth) {
    take('{');
    std::map<std::string, std::string> members;
    skip_space();
    if (peek() == '}') {
      ++at_;
    } else {
      do {
        skip_space();
        std::string name;
        append_string(name);
        skip_space();
        take(':');
        std::string text;
        value(text, depth + 1);
        members[std::move(name)] = std::move(text);
      } while (goes_on('}'));
    }
    out += '{';
    for (const auto& [name, text] : members) out += fmt::format("\"{}\":{},", name, text);
    out += '}';
  }

  void list(std::string& out, int depth) {
    take('[');
    out += '[';
    skip_space();
    if (peek() == ']') {
      ++at_;
    } else {
      do {
        value(out, depth + 1);
        out += ',';
      } while (goes_on(']'));
    }
    out += ']';
  }

  // The string's bytes with a length before them, so that no quoting is needed.
  void append_string(std::string& out) {
    take('"');
    std::string bytes;
    while (peek() != '"') {
      if (text_[at_] == '\\') {
        ++at_;
        escape(bytes);
      } else {
        bytes += text_[at_++];
      }
    }
    ++at_;
    out += fmt::format("{}:", bytes.size());
    out += bytes;
  }

  void escape(std::string& out) {
    constexpr std::string_view k_letters = "\"\\/bfnrt";
    constexpr std::string_view k_meanings = "\"\\/\b\f\n\r\t";
    const char letter = peek();
    ++at_;
    if (letter == 'u') return append_utf8(out, code_point());
    const auto found = k_letters.find(letter);
    if (found == std::string_view::npos) throw wrong();
    out += k_meanings[found];
  }

  std::uint32_t unit() {
    std::uint32_t code = 0;
    const char* begin = text_.data() + at_;
    if (at_ + 4 > text_.size() || std::from_chars(begin, begin + 4, code, 16).ptr != begin + 4) throw wrong();
    at_ += 4;
    return code;
  }

  std::uint32_t code_point() {
    const auto high = unit();
    if (high < 0xD800 || high > 0xDBFF) return high;
    take('\\');
    take('u');
    const auto low = unit();
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
  }

  // Digits without zeros at either end, and the power of ten: 1.50 and 15e-1 are both "15e-1".
  void number(std::string& out) {
    const bool negative = peek() == '-';
    if (negative) ++at_;
    std::string digits;
    std::int64_t exponent = 0;
    const auto take_digits = [&](bool fraction) {
      const std::size_t begin = at_;
      for (; at_ < text_.size() && is_digit(text_[at_]); ++at_) digits += text_[at_];
      if (at_ == begin) throw wrong();
      if (fraction) exponent -= static_cast<std::int64_t>(at_ - begin);
    };
    take_digits(false);
    if (at_ < text_.size() && text_[at_] == '.') {
      ++at_;
      take_digits(true);
    }
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) exponent += power();
    const auto first = digits.find_first_not_of('0');
    if (first == std::string::npos) {
      out += '0';
      return;
    }
    const auto last = digits.find_last_not_of('0');
    exponent += static_cast<std::int64_t>(digits.size() - 1 - last);
    out += fmt::format("{}{}e{}", negative ? "-" : "", digits.substr(first, last - first + 1), exponent);
  }

  std::int64_t power() {
    ++at_;
    if (peek() == '+') ++at_;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
    if (error != std::errc()) throw wrong();
    at_ = static_cast<std::size_t>(end - text_.data());
    return value;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::string canonical_json(std::string_view text) {
  return Reader(text).read();
}

}  // namespace dunlin::transfer
