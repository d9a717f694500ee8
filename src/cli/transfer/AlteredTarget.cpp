#include "cli/transfer/AlteredTarget.hpp"

#include "base/Interrupt.hpp"
#include "base/Text.hpp"
#include "transfer/structure/AlteredTables.hpp"

namespace dunlin::cli {

void rethrow_explained(OpenTransfer& open, const Error& error, const std::string& hint) {
  if (error.code() != ErrorCode::failed || interrupted()) throw;
  std::string altered;
  try {
    auto connection = open.target().connect();  // that of the error may be in the middle of something
    altered = join(transfer::altered_tables(connection, open.mapping()), "; ");
  } catch (const Error&) {  // the server is gone: the first error says so
  }
  if (altered.empty()) throw;
  throw refused("the target's tables were altered: " + altered, hint);
}

}  // namespace dunlin::cli
