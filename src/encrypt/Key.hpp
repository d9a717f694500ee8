#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dunlin::encrypt {

/// 256 bits that nobody may see: no formatter, no stream operator; overwritten when it goes.
class Key {
 public:
  static constexpr std::size_t k_size = 32;

  /// Throws a usage Error unless `bytes` are 32. A shorter key isn't padded.
  explicit Key(std::string_view bytes);
  ~Key();
  Key(const Key&) = default;
  Key& operator=(const Key&) = default;
  friend bool operator==(const Key&, const Key&) = default;

  /// New random bits of OpenSSL's generator.
  static Key random();
  /// 64 hexadecimal digits, base64 of 32 bytes, or 32 bytes as they are (none that can be typed); a line end
  /// after a text doesn't count. Nothing for anything else.
  static std::optional<Key> parse(std::string_view text);

  std::string_view reveal() const { return {reinterpret_cast<const char*>(bytes_.data()), k_size}; }
  std::string reveal_hex() const;
  /// Names the key without giving it away: 16 hexadecimal digits of an HMAC under it. The pack's kek_id()
  /// computes the same.
  std::string id() const;

 private:
  std::array<std::uint8_t, k_size> bytes_{};
};

/// Overwrites what was a secret, so that it doesn't stay in freed memory.
void wipe(std::string& text);

}  // namespace dunlin::encrypt
