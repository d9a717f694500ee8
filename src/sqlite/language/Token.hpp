#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dunlin::sqlite {

/// A word of SQLite's SQL. White space and comments are no tokens.
struct Token {
  enum class Kind : std::uint8_t {
    word,           ///< bare: keyword or name
    quoted_name,    ///< [x] or `x`
    double_quoted,  ///< "x": a name, or a string where no such name exists
    string,
    blob,  ///< x'..'
    integer,
    real,
    parameter,  ///< ?, ?1, :name, @name, $name
    symbol,
    illegal,
    end
  };
  Kind kind = Kind::end;
  std::string_view text;  ///< as written
  std::size_t begin = 0;  ///< byte offset in the statement

  std::size_t end() const { return begin + text.size(); }
  friend bool operator==(const Token&, const Token&) = default;
};

/// Cuts a statement into tokens by SQLite's own lexical rules; the last one is `end`. Never fails: what
/// SQLite wouldn't accept becomes `illegal`.
std::vector<Token> tokenize(std::string_view sql);

/// The value of a string or a quoted name: quotes taken off, doubled ones made single. Other text stays.
std::string unquote(std::string_view text);

/// ASCII case-insensitive equality, as SQLite compares keywords and names.
bool same_name(std::string_view left, std::string_view right);

}  // namespace dunlin::sqlite
