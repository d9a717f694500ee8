#include "encrypt/Cipher.hpp"

#include <array>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include "base/Error.hpp"

namespace dunlin::encrypt {
namespace {

constexpr std::size_t k_block = 16;
constexpr std::size_t k_v1_tag = 32;
constexpr std::size_t k_nonce = 12;
constexpr std::size_t k_v2_tag = 16;
constexpr std::size_t k_pool =
    16384;  // bytes fetched at once: one call of the generator costs more than 4 KB

void require(bool done) {
  if (!done) throw Error(ErrorCode::failed, "OpenSSL can't encrypt with AES-256");
}

unsigned char* bytes(std::string& text, std::size_t from = 0) {
  return reinterpret_cast<unsigned char*>(text.data() + from);
}
const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// The length as eight bytes, the highest first: int8send() of the pack.
std::array<char, 8> length_of(std::string_view text) {
  std::array<char, 8> out{};
  auto size = static_cast<std::uint64_t>(text.size());
  for (std::size_t at = out.size(); at > 0; --at, size >>= 8) out[at - 1] = static_cast<char>(size & 255);
  return out;
}

}  // namespace

std::string_view RandomBytes::take(std::size_t count) {
  if (used_ + count > pool_.size()) {
    pool_.resize(std::max(k_pool, count));
    if (RAND_bytes(bytes(pool_), static_cast<int>(pool_.size())) != 1)
      throw Error(ErrorCode::failed, "OpenSSL has no random bytes");
    used_ = 0;
  }
  used_ += count;
  return std::string_view(pool_).substr(used_ - count, count);
}

void Cipher::Free::operator()(evp_cipher_ctx_st* context) const {
  EVP_CIPHER_CTX_free(context);
}

Cipher::Cipher(const Key& data_key)
    : derive_(data_key.reveal()),
      cbc_encrypt_(EVP_CIPHER_CTX_new()),
      cbc_decrypt_(EVP_CIPHER_CTX_new()),
      gcm_(EVP_CIPHER_CTX_new()) {
  require(cbc_encrypt_ != nullptr && cbc_decrypt_ != nullptr && gcm_ != nullptr);
  require(EVP_EncryptInit_ex2(cbc_encrypt_.get(), EVP_aes_256_cbc(), nullptr, nullptr, nullptr) == 1);
  require(EVP_DecryptInit_ex2(cbc_decrypt_.get(), EVP_aes_256_cbc(), nullptr, nullptr, nullptr) == 1);
  require(EVP_EncryptInit_ex2(gcm_.get(), EVP_aes_256_gcm(), nullptr, nullptr, nullptr) == 1);
}

std::string Cipher::seal(Format format, std::string_view plain, std::string_view aad, std::string_view salt,
                         RandomBytes& random) {
  return format == Format::v1 ? seal_v1(plain, aad, salt, random) : seal_v2(plain, aad, salt, random);
}

std::optional<std::string> Cipher::open(Format format, std::string_view box, std::string_view aad,
                                        std::string_view salt) {
  return format == Format::v1 ? open_v1(box, aad, salt) : open_v2(box, aad, salt);
}

std::string Cipher::seal_v1(std::string_view plain, std::string_view aad, std::string_view salt,
                            RandomBytes& random) {
  std::string box(random.take(k_block));
  box.resize(k_block + (plain.size() / k_block + 1) * k_block + k_v1_tag);
  const std::string_view key = derive_.of({"enc|", salt});
  int written = 0, rest = 0;
  require(EVP_EncryptInit_ex2(cbc_encrypt_.get(), nullptr, bytes(key), bytes(box), nullptr) == 1);
  require(EVP_EncryptUpdate(cbc_encrypt_.get(), bytes(box, k_block), &written, bytes(plain),
                            static_cast<int>(plain.size())) == 1);
  require(EVP_EncryptFinal_ex(cbc_encrypt_.get(), bytes(box, k_block + static_cast<std::size_t>(written)),
                              &rest) == 1);
  const auto length = length_of(aad);
  mac_.use_key(derive_.of({"mac|", salt}));
  const auto body = std::string_view(box).substr(0, box.size() - k_v1_tag);
  const auto tag = mac_.of({body, aad, {length.data(), length.size()}});
  box.replace(box.size() - k_v1_tag, k_v1_tag, tag);
  return box;
}

std::optional<std::string> Cipher::open_v1(std::string_view box, std::string_view aad,
                                           std::string_view salt) {
  if (box.size() < 2 * k_block + k_v1_tag || box.size() % k_block != 0) return std::nullopt;
  const auto length = length_of(aad);
  const auto body = box.substr(0, box.size() - k_v1_tag);
  mac_.use_key(derive_.of({"mac|", salt}));
  const auto tag = mac_.of({body, aad, {length.data(), length.size()}});
  if (CRYPTO_memcmp(tag.data(), box.data() + body.size(), k_v1_tag) != 0) return std::nullopt;
  const std::string_view key = derive_.of({"enc|", salt});
  const auto sealed = body.substr(k_block);
  std::string plain(sealed.size() + k_block, '\0');
  int written = 0, rest = 0;
  require(EVP_DecryptInit_ex2(cbc_decrypt_.get(), nullptr, bytes(key), bytes(box), nullptr) == 1);
  require(EVP_DecryptUpdate(cbc_decrypt_.get(), bytes(plain), &written, bytes(sealed),
                            static_cast<int>(sealed.size())) == 1);
  if (EVP_DecryptFinal_ex(cbc_decrypt_.get(), bytes(plain, static_cast<std::size_t>(written)), &rest) != 1)
    return std::nullopt;
  plain.resize(static_cast<std::size_t>(written) + static_cast<std::size_t>(rest));
  return plain;
}

std::string Cipher::seal_v2(std::string_view plain, std::string_view aad, std::string_view salt,
                            RandomBytes& random) {
  std::string box(random.take(k_nonce));
  box.resize(k_nonce + plain.size() + k_v2_tag);
  const std::string_view key = derive_.of({"gcm|", salt});
  int written = 0;
  auto* context = gcm_.get();
  require(EVP_CipherInit_ex2(context, nullptr, bytes(key), bytes(box), 1, nullptr) == 1);
  require(EVP_CipherUpdate(context, nullptr, &written, bytes(aad), static_cast<int>(aad.size())) == 1);
  require(EVP_CipherUpdate(context, bytes(box, k_nonce), &written, bytes(plain),
                           static_cast<int>(plain.size())) == 1);
  require(EVP_CipherFinal_ex(context, bytes(box, k_nonce + plain.size()), &written) == 1);
  require(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, k_v2_tag, bytes(box, box.size() - k_v2_tag)) ==
          1);
  return box;
}

std::optional<std::string> Cipher::open_v2(std::string_view box, std::string_view aad,
                                           std::string_view salt) {
  if (box.size() < k_nonce + k_v2_tag) return std::nullopt;
  const std::string_view key = derive_.of({"gcm|", salt});
  const auto sealed = box.substr(k_nonce, box.size() - k_nonce - k_v2_tag);
  std::string tag(box.substr(box.size() - k_v2_tag));
  std::string plain(sealed.size(), '\0');
  int written = 0;
  std::array<unsigned char, k_block> end{};
  auto* context = gcm_.get();
  require(EVP_CipherInit_ex2(context, nullptr, bytes(key), bytes(box), 0, nullptr) == 1);
  require(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, k_v2_tag, tag.data()) == 1);
  require(EVP_CipherUpdate(context, nullptr, &written, bytes(aad), static_cast<int>(aad.size())) == 1);
  require(EVP_CipherUpdate(context, bytes(plain), &written, bytes(sealed), static_cast<int>(sealed.size())) ==
          1);
  if (EVP_CipherFinal_ex(context, end.data(), &written) != 1) return std::nullopt;
  return plain;
}

}  // namespace dunlin::encrypt
