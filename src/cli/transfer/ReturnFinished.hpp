#pragma once

#include <string>

#include "cli/transfer/OpenTransfer.hpp"

namespace dunlin::cli {

/// What a return that has committed has yet to do; "" when it is finished.
std::string left_of_return(const TransferRequest& request, const OpenTransfer& open);

/// Throws a refused Error when a return was cut off after PostgreSQL had agreed to it: the file with every
/// row waits beside the source, or the configuration still points to PostgreSQL. Nothing may be dropped or
/// ended then.
void require_return_finished(const TransferRequest& request, const OpenTransfer& open);

}  // namespace dunlin::cli
