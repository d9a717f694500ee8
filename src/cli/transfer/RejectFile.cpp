#include "cli/transfer/RejectFile.hpp"

#include <fmt/format.h>
#include <fstream>

#include "base/Error.hpp"
#include "transfer/Ledger.hpp"

namespace dunlin::cli {
namespace {

namespace fs = std::filesystem;

fs::path report_of_rejects(const TransferRequest& request) {
  const auto& config = request.config.transfer;
  const std::string server = config.shards.empty() ? "" : "_server" + std::to_string(request.shard + 1);
  return fs::path(config.directory) / "reports" /
         fmt::format("rejects_{}{}.ndjson", request.source.stem().string(), server);
}

}  // namespace

fs::path write_reject_file(const TransferRequest& request, postgres::Connection& connection,
                           std::int64_t transfer) {
  const fs::path path = request.workplace.rejects();
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  std::int64_t lines = 0;
  transfer::read_rejects(connection, transfer, [&](const std::string& line) {
    out << line << '\n';
    ++lines;
  });
  if (!out.flush()) throw Error(ErrorCode::failed, fmt::format("{} can't be written", path.string()));
  if (lines == 0) return {};
  fs::path report = report_of_rejects(request);
  fs::create_directories(report.parent_path());
  fs::copy_file(path, report, fs::copy_options::overwrite_existing);
  return report;
}

}  // namespace dunlin::cli
