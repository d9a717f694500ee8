#pragma once

#include <array>
#include <initializer_list>
#include <memory>
#include <string_view>

struct evp_mac_ctx_st;

namespace dunlin::encrypt {

/// HMAC-SHA256 (RFC 2104, FIPS 180-4) under one key at a time. Move-only.
class Hmac {
 public:
  Hmac();
  explicit Hmac(std::string_view key) : Hmac() { use_key(key); }

  void use_key(std::string_view key);
  /// The tag of the parts, one after the other; good until the next call.
  std::string_view of(std::initializer_list<std::string_view> parts);

 private:
  struct Free {
    void operator()(evp_mac_ctx_st* context) const;
  };
  std::unique_ptr<evp_mac_ctx_st, Free> context_;
  bool fresh_ = false;  // the key was just set: nothing to set back
  std::array<char, 32> tag_{};
};

}  // namespace dunlin::encrypt
