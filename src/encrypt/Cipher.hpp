#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "encrypt/Envelope.hpp"
#include "encrypt/Hmac.hpp"
#include "encrypt/Key.hpp"

struct evp_cipher_ctx_st;

namespace dunlin::encrypt {

/// Random bytes that aren't keys (salts, initialisation vectors), fetched many at a time.
class RandomBytes {
 public:
  /// Good until the next call.
  std::string_view take(std::size_t count);

 private:
  std::string pool_;
  std::size_t used_ = 0;
};

/// Seals and opens values under one data key. `aad` is what a value is bound to; the keys in use are derived
/// from the data key and the row's salt. Not for two threads at once. Move-only.
class Cipher {
 public:
  explicit Cipher(const Key& data_key);

  /// v1: iv (16 bytes), ciphertext, tag (32). v2: nonce (12), ciphertext, tag (16).
  std::string seal(Format format, std::string_view plain, std::string_view aad, std::string_view salt,
                   RandomBytes& random);
  /// Nothing for a box that wasn't sealed so: altered, moved, of another key. Nothing is decrypted before the
  /// tag of v1 was found right.
  std::optional<std::string> open(Format format, std::string_view box, std::string_view aad,
                                  std::string_view salt);

 private:
  std::string seal_v1(std::string_view plain, std::string_view aad, std::string_view salt,
                      RandomBytes& random);
  std::string seal_v2(std::string_view plain, std::string_view aad, std::string_view salt,
                      RandomBytes& random);
  std::optional<std::string> open_v1(std::string_view box, std::string_view aad, std::string_view salt);
  std::optional<std::string> open_v2(std::string_view box, std::string_view aad, std::string_view salt);

  struct Free {
    void operator()(evp_cipher_ctx_st* context) const;
  };
  Hmac derive_;  // under the data key
  Hmac mac_;     // under the row's key
  std::unique_ptr<evp_cipher_ctx_st, Free> cbc_encrypt_, cbc_decrypt_, gcm_;
};

}  // namespace dunlin::encrypt
