#include "base/Hash.hpp"

// The plain functions: EVP_MD_fetch() loads OpenSSL's configuration, providers and names of all algorithms
// first, a tenth of the time of `dunlin status`.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <array>
#include <openssl/sha.h>

namespace dunlin {
namespace {

std::string hex(const unsigned char* bytes, std::size_t count) {
  static constexpr char k_digits[] = "0123456789abcdef";
  std::string out;
  out.reserve(count * 2);
  for (std::size_t i = 0; i < count; ++i) {
    out.push_back(k_digits[bytes[i] >> 4]);
    out.push_back(k_digits[bytes[i] & 15]);
  }
  return out;
}

}  // namespace

struct Sha256::State {
  SHA256_CTX context{};
  State() { SHA256_Init(&context); }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::add(std::string_view data) {
  SHA256_Update(&state_->context, data.data(), data.size());
}

void Sha256::add_field(std::string_view data) {
  add(std::to_string(data.size()));
  add(":");
  add(data);
}

std::string Sha256::finish() {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256_Final(digest.data(), &state_->context);
  return hex(digest.data(), digest.size());
}

std::string sha256(std::string_view data) {
  Sha256 hash;
  hash.add(data);
  return hash.finish();
}

}  // namespace dunlin
