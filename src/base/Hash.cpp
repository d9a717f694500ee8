#include "base/Hash.hpp"

#include <array>
#include <openssl/evp.h>

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

// Fetching the algorithm once saves OpenSSL 3 a provider lookup per digest.
const EVP_MD* sha256_algorithm() {
  static EVP_MD* algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
}

}  // namespace

struct Sha256::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  State() { EVP_DigestInit_ex2(context, sha256_algorithm(), nullptr); }
  ~State() { EVP_MD_CTX_free(context); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::add(std::string_view data) {
  EVP_DigestUpdate(state_->context, data.data(), data.size());
}

void Sha256::add_field(std::string_view data) {
  add(std::to_string(data.size()));
  add(":");
  add(data);
}

std::string Sha256::finish() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_DigestFinal_ex(state_->context, digest.data(), &size);
  return hex(digest.data(), size);
}

std::string sha256(std::string_view data) {
  Sha256 hash;
  hash.add(data);
  return hash.finish();
}

}  // namespace dunlin
