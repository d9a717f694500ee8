#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dunlin::transfer {

/// How much weight a problem has: `refused` stops the transfer before anything is loaded, `changed` says that
/// something arrives differently than it was (and how), `note` is for information.
enum class Weight : std::uint8_t { refused, changed, note };
std::string to_string(Weight weight);

/// Something about the source that people have to know; the findings of a transfer.
struct Problem {
  std::string rule;  ///< "text-in-integer-column", "orphan-rows", "view-not-translated", ... (a contract)
  Weight weight = Weight::note;
  std::string object;  ///< "orders.total", "view recent_sales"
  std::string message;
  std::string hint;               ///< what can be done about it; "" for nothing
  std::int64_t count = 0;         ///< of rows, where rows are meant
  std::vector<std::string> keys;  ///< of the first of them, as people would write them: "id=17"
  friend bool operator==(const Problem&, const Problem&) = default;
};

}  // namespace dunlin::transfer
