#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "encrypt/Cipher.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::encrypt {

/// A row of dunlin_pack.encrypted_document. None of it is trusted: each piece is bound to all of it.
struct DocumentHeader {
  std::string id;
  int kid = 0;
  std::string salt;
  std::int64_t bytes = 0;
  std::int64_t pieces = 0;
};

/// What piece `number` is sealed with. The pack's chunk_context().
std::string piece_context(const DocumentHeader& document, std::int64_t number);

/// Opens a document's pieces in order, a few at a time, and hands out each with its number. Returns what is
/// wrong with the document: "altered", "incomplete", or "" for nothing. Pieces that came before were handed
/// out already.
std::string_view open_pieces(postgres::Connection& connection, const DocumentHeader& document, Cipher& cipher,
                             const std::function<void(std::int64_t, const std::string&)>& take);

}  // namespace dunlin::encrypt
