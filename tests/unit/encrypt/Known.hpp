#pragma once

#include <string>

namespace dunlin::encrypt::test {

/// The bytes 0 to 31: the key of the known vectors.
inline std::string counting_bytes() {
  std::string out;
  for (int value = 0; value < 32; ++value) out += static_cast<char>(value);
  return out;
}

/// Made by Python's hmac and `openssl enc -aes-256-cbc`: "+33 6 12 34 56 78" under counting_bytes(), bound to
/// "phone", with the salt below and the bytes 16 to 31 as iv. packs/encryption/test.sql opens the same.
inline constexpr char k_known_salt[] = "0123456789abcdef0123456789abcdef";
inline constexpr char k_known_plain[] = "+33 6 12 34 56 78";
inline constexpr char k_known_box[] =
    "EBESExQVFhcYGRobHB0eH1pvIj2BOEUL8kEaXRNTO1tjL3yCvPpKcWPSqd/"
    "bRSDGsaULPLGtFp6sq14oNW06td2l38G2M0JSphe9UlVv7YQ=";

}  // namespace dunlin::encrypt::test
