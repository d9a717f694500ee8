#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace dunlin {

/// SHA-256 of `data` as 64 lower-case hex digits (FIPS 180-4).
std::string sha256(std::string_view data);

/// SHA-256 over text that arrives in pieces.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void add(std::string_view data);
  /// Adds the length of `data` before it, so that ("ab","c") and ("a","bc") differ.
  void add_field(std::string_view data);
  /// The digest in hex. The object is spent afterwards.
  std::string finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace dunlin
