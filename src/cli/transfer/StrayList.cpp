#include "cli/transfer/StrayList.hpp"

#include <filesystem>
#include <fmt/format.h>

#include "base/Text.hpp"
#include "transfer/follow/SnapshotPair.hpp"
#include "transfer/giveback/SwapFile.hpp"

namespace dunlin::cli {
namespace {

namespace fs = std::filesystem;
using transfer::Stage;

// A return that was killed before its rename has left the file where it was.
std::string file_of(const transfer::TransferRow& row) {
  const bool swapped = row.stage == Stage::returned && !fs::exists(transfer::returning_file(row.source));
  return swapped ? transfer::kept_file(row.source) : row.source;
}

}  // namespace

StrayList list_strays(const transfer::TransferRow& row, const transfer::Mapping& mapping,
                      const transfer::Workplace& workplace) {
  StrayList strays;
  if (row.stage != Stage::switched && row.stage != Stage::returned) return strays;
  strays.file = file_of(row);
  strays.missing = !fs::exists(strays.file);  // somebody may have put it elsewhere by now
  if (strays.missing) return strays;
  // A command that was killed may have left the two copies as they were before its commit.
  const transfer::SnapshotPair in_order(workplace, row.source, row.round);
  strays.tables = transfer::find_strays(strays.file, mapping, workplace);
  return strays;
}

void show_strays(const StrayList& strays, Screen& screen) {
  if (strays.missing)
    screen.note(fmt::format("{} isn't there: what was written to it after the switch can't be told",
                            printable(strays.file)));
  for (const auto& table : strays.tables)
    screen.line(screen.styled(fmt::format("written to {} after the switch, and not in PostgreSQL: {}",
                                          printable(strays.file), transfer::describe(table)),
                              Style::warning));
}

Json strays_json(const StrayList& strays) {
  Json list = Json::array();
  for (const auto& table : strays.tables) {
    Json keys = Json::array();
    for (const auto& key : table.keys) keys.add(key);
    list.add(Json::object().set("name", table.table).set("rows", table.rows).set("keys", keys));
  }
  return list;
}

}  // namespace dunlin::cli
