#pragma once

#include <cstddef>
#include <string_view>

namespace dunlin::postgres {

/// SQL text to run: a literal of this program, or text that somebody vouches for by name. Values don't belong
/// into it, they travel as parameters; names go through quote_identifier. Move-only.
class Sql {
 public:
  template <std::size_t N>
  consteval Sql(const char (&literal)[N]) : text_(literal), size_(N - 1) {}

  /// Text made at run time: a user's migration, or a literal with quoted identifiers put in.
  static Sql trusted(std::string_view text);

  constexpr ~Sql() {
    if (owned_) delete[] text_;
  }
  Sql(const Sql&) = delete;
  Sql& operator=(const Sql&) = delete;
  Sql(Sql&& other) noexcept : text_(other.text_), size_(other.size_), owned_(other.owned_) {
    other.owned_ = false;
  }
  Sql& operator=(Sql&&) = delete;

  /// Zero-terminated.
  const char* c_str() const { return text_; }
  std::string_view text() const { return {text_, size_}; }

 private:
  Sql(const char* owned, std::size_t size) : text_(owned), size_(size), owned_(true) {}

  const char* text_;
  std::size_t size_;
  bool owned_ = false;
};

}  // namespace dunlin::postgres
