#include "encrypt/DocumentPieces.hpp"

#include <fmt/format.h>
#include <limits>

#include "encrypt/Bytes.hpp"
#include "encrypt/Throttle.hpp"

namespace dunlin::encrypt {
namespace {

constexpr int k_pieces_at_once = 32;  // of 64 KB each

}  // namespace

std::string piece_context(const DocumentHeader& document, std::int64_t number) {
  return fmt::format("document|{}|{}/{}|{}", document.id, number, document.pieces, document.bytes);
}

std::string_view open_pieces(postgres::Connection& connection, const DocumentHeader& document, Cipher& cipher,
                             const std::function<void(std::int64_t, const std::string&)>& take) {
  // From below every number: a piece 0 or -3 that somebody put in is met, as decrypt_document() meets it.
  std::int64_t last = std::numeric_limits<std::int32_t>::min();
  std::int64_t seen = 0;
  std::int64_t bytes = 0;
  while (true) {
    stop_if_interrupted();
    const auto rows = connection.exec(
        "SELECT chunk, body FROM dunlin_pack.encrypted_document_chunk WHERE document = $1::uuid AND chunk > "
        "$2::int ORDER BY chunk LIMIT $3::int",
        {document.id, std::to_string(last), std::to_string(k_pieces_at_once)});
    for (int row = 0; row < rows.rows(); ++row) {
      last = rows.number(row, 0);
      if (last != ++seen) return "incomplete";
      const auto plain = cipher.open(Format::v1, from_bytea(rows.text(row, 1)).value_or(""),
                                     piece_context(document, last), document.salt);
      if (!plain) return "altered";
      bytes += static_cast<std::int64_t>(plain->size());
      take(last, *plain);
    }
    if (rows.rows() < k_pieces_at_once) break;
  }
  return seen == document.pieces && seen > 0 && bytes == document.bytes ? "" : "incomplete";
}

}  // namespace dunlin::encrypt
