#pragma once

#include <string>
#include <string_view>

namespace dunlin {

/// A value that must not be printed. It has no formatter and no stream operator; only reveal() gives it out.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}
  const std::string& reveal() const { return value_; }
  bool empty() const { return value_.empty(); }
  friend bool operator==(const Secret&, const Secret&) = default;

 private:
  std::string value_;
};

/// A connection string for people: the password of a URL (user:password@, ?password=) or of a keyword string
/// (password=...) replaced by ***, and every parameter that carries a secret (sslpassword, passfile stays).
/// What libpq reads as a URL is cut as libpq does (PostgreSQL docs, 34.1.1.2). Of one that is badly written,
/// rather too much is replaced: up to the last @, up to the next parameter.
std::string redact_connection_string(std::string_view text);

/// What another program said, without the password of the connection string that it was given; of up to 5
/// characters, only where it stands alone (`e` isn't taken out of `connection`).
std::string redact_mentions(std::string_view text, std::string_view target);

/// What libpq or a server answered to a connection string: as it is where the password was read as one, for
/// then they don't repeat it. Where it may have been read as something else (`SEC@RET` as the host RET),
/// without the password and without anything that is quoted.
std::string redact_answer(std::string_view answer, std::string_view target);

/// True when the password has characters with a meaning of their own in such a string: it is cut elsewhere
/// than its writer meant.
bool has_ambiguous_password(std::string_view target);

}  // namespace dunlin
