#include "cli/transfer/ReturnFinished.hpp"

#include <filesystem>
#include <fmt/format.h>

#include "base/Text.hpp"
#include "postgres/ConnectionUrl.hpp"
#include "transfer/cutover/Configuration.hpp"
#include "transfer/giveback/SwapFile.hpp"

namespace dunlin::cli {

std::string left_of_return(const TransferRequest& request, const OpenTransfer& open) {
  const transfer::Configuration configuration(request.config.transfer, request.config.root,
                                              request.workplace);
  const std::string waiting = transfer::returning_file(open.row().source);
  if (std::filesystem::exists(waiting))
    return fmt::format("{} has every row and isn't in its place yet", printable(waiting));
  return configuration.points_to(postgres::connection_url(open.target().url()))
             ? configuration.describe() + " still points to PostgreSQL"
             : "";
}

void require_return_finished(const TransferRequest& request, const OpenTransfer& open) {
  if (open.row().stage != transfer::Stage::returned) return;
  const std::string left = left_of_return(request, open);
  if (!left.empty()) throw refused("a return was cut off: " + left, "dunlin transfer return finishes it");
}

}  // namespace dunlin::cli
