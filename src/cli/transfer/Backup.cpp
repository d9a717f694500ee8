#include <fmt/format.h>

#include "cli/NewMigration.hpp"
#include "cli/transfer/Preparing.hpp"
#include "transfer/WorkplaceLock.hpp"

namespace dunlin::cli {

/// The two backups of a preparation alone.
int transfer_backup(const TransferRequest& request, Screen& screen) {
  const transfer::WorkplaceLock lock(request.workplace, wait_ms(request.invocation));
  PhaseLog log(screen);
  Preparing preparing(request, log, utc_now("%Y%m%d_%H%M%S"));
  preparing.begin();
  preparing.check_safety();
  if (!preparing.damaged()) preparing.back_up();
  preparing.end();
  screen.json(transfer::preparation_json(preparing.result()));
  return preparing.result().refused() ? static_cast<int>(ErrorCode::findings) : 0;
}

/// Whether the server would take a transfer.
int transfer_test(const TransferRequest& request, Screen& screen) {
  PhaseLog log(screen);
  Preparing preparing(request, log, utc_now("%Y%m%d_%H%M%S"));
  preparing.test_server();
  screen.json(transfer::preparation_json(preparing.result()));
  return preparing.result().refused() ? static_cast<int>(ErrorCode::findings) : 0;
}

}  // namespace dunlin::cli
