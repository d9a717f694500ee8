#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sql/IndexStatement.hpp"

namespace dunlin::sql {

/// What `-- dunlin:batch table=public.users key=id size=10000 pause=50ms max_lag=10s` says.
struct BatchDirective {
  QualifiedName table;
  std::vector<std::string> key;  ///< columns of a unique index, in its order
  std::int64_t size = 10'000;    ///< rows of the table that a batch walks over, changed or not
  std::chrono::milliseconds pause{0};
  std::chrono::milliseconds max_lag{10'000};  ///< of a replica; 0: replicas aren't waited for

  friend bool operator==(const BatchDirective&, const BatchDirective&) = default;
};

/// Reads the directive's argument. Throws a usage Error for an option that is missing, unknown, given twice,
/// or has no meaning.
BatchDirective parse_batch_directive(std::string_view argument);

}  // namespace dunlin::sql
