#include "encrypt/Key.hpp"

#include <algorithm>
#include <openssl/crypto.h>
#include <openssl/rand.h>

#include "base/Error.hpp"
#include "encrypt/Bytes.hpp"
#include "encrypt/Hmac.hpp"

namespace dunlin::encrypt {

Key::Key(std::string_view bytes) {
  if (bytes.size() != k_size) throw usage_error("a key must have 32 bytes");
  std::copy(bytes.begin(), bytes.end(), bytes_.begin());
}

Key::~Key() {
  OPENSSL_cleanse(bytes_.data(), bytes_.size());
}

Key Key::random() {
  std::string bytes(k_size, '\0');
  if (RAND_priv_bytes(reinterpret_cast<unsigned char*>(bytes.data()), k_size) != 1)
    throw Error(ErrorCode::failed, "OpenSSL has no random bytes for a key");
  Key key(bytes);
  wipe(bytes);
  return key;
}

std::optional<Key> Key::parse(std::string_view text) {
  // 32 characters that can be typed are half a key in hexadecimal, or a password, and hold far less than 256
  // bits; of random bytes, one set in 10^13 looks so.
  if (text.size() == k_size) {
    const bool typed = std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
    return typed ? std::nullopt : std::optional<Key>(text);
  }
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  auto bytes = text.size() == 2 * k_size ? from_hex(text) : from_base64(text);
  if (!bytes || bytes->size() != k_size) return std::nullopt;
  Key key(*bytes);
  wipe(*bytes);
  return key;
}

std::string Key::reveal_hex() const {
  return to_hex(reveal());
}

std::string Key::id() const {
  Hmac hmac(reveal());
  return to_hex(std::string_view(hmac.of({"dunlin kek id"})).substr(0, 8));
}

void wipe(std::string& text) {
  OPENSSL_cleanse(text.data(), text.size());
  text.clear();
}

}  // namespace dunlin::encrypt
