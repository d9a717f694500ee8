#include "encrypt/Hmac.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include "base/Error.hpp"

namespace dunlin::encrypt {
namespace {

void require(bool done) {
  if (!done) throw Error(ErrorCode::failed, "OpenSSL can't compute an HMAC-SHA256");
}

const unsigned char* unsigned_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

EVP_MAC* hmac_method() {
  static EVP_MAC* const k_method = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  require(k_method != nullptr);
  return k_method;
}

}  // namespace

void Hmac::Free::operator()(evp_mac_ctx_st* context) const {
  EVP_MAC_CTX_free(context);
}

Hmac::Hmac() : context_(EVP_MAC_CTX_new(hmac_method())) {
  require(context_ != nullptr);
  char digest[] = "SHA256";
  const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                                   OSSL_PARAM_construct_end()};
  require(EVP_MAC_CTX_set_params(context_.get(), parameters) == 1);
}

void Hmac::use_key(std::string_view key) {
  require(EVP_MAC_init(context_.get(), unsigned_bytes(key), key.size(), nullptr) == 1);
  fresh_ = true;
}

std::string_view Hmac::of(std::initializer_list<std::string_view> parts) {
  // Without a key OpenSSL begins anew with the last one, whose first block is kept.
  if (!fresh_) require(EVP_MAC_init(context_.get(), nullptr, 0, nullptr) == 1);
  fresh_ = false;
  for (const auto part : parts)
    require(EVP_MAC_update(context_.get(), unsigned_bytes(part), part.size()) == 1);
  std::size_t size = 0;
  require(EVP_MAC_final(context_.get(), reinterpret_cast<unsigned char*>(tag_.data()), &size, tag_.size()) ==
          1);
  return {tag_.data(), size};
}

}  // namespace dunlin::encrypt
