#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "encrypt/Hmac.hpp"

namespace dunlin::encrypt {

/// What a value is sealed with beside its key: its purpose, and its context where it has one. The pack's
/// bound_to().
std::string bound_to(std::string_view purpose, std::string_view context);

/// The context of a value that is bound to its row. The pack's row_context().
std::string row_context(std::string_view column_context, const std::vector<std::string_view>& key);

/// A value brought to the form in which it is looked up: "phone" keeps digits and +, "email" goes without
/// case (of ASCII) and outer white space, "exact" changes nothing. The pack's normalise().
std::string normalise(std::string_view value, std::string_view normaliser);

/// The key of a blind index, and what each of its entries begins with.
struct IndexKey {
  Hmac hmac;
  std::string mark;
};

/// What entries under key `kid` begin with, so that keys can be told apart while one takes the place of
/// another: nothing under the purpose's first key, the number in four bytes under later ones. The pack's
/// index_mark().
std::string index_mark(int kid, bool is_first);

/// The mark, and the first `bits` of the HMAC of the normalised value.
std::string blind_index(IndexKey& key, std::string_view value, std::string_view normaliser, int bits);

}  // namespace dunlin::encrypt
