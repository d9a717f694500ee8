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
std::string redact_connection_string(std::string_view text);

}  // namespace dunlin
