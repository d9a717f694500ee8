#include "sqlite/WalHold.hpp"

#include <algorithm>
#include <utility>

namespace dunlin::sqlite {
namespace {

constexpr int k_moment_ms = 20;

bool lock_a_mark(const Descriptor& shm) {
  for (auto mark = k_wal_last_mark; mark >= k_wal_first_mark; --mark)
    if (shm.lock_shared(mark)) return true;
  return false;
}

}  // namespace

std::optional<WalHold> WalHold::take(const std::string& source, Deadline deadline) {
  std::optional<Descriptor> shm;
  const auto is_open = [&] {
    shm = Descriptor::open_if_there(source + "-shm");
    return shm && shm->holder(k_wal_alive_byte);
  };
  // Applications that open the file anew for each request are away for moments.
  if (!poll(is_open, std::min(deadline, deadline_in(k_moment_ms)))) return std::nullopt;
  if (!poll([&] { return lock_a_mark(*shm); }, deadline)) return std::nullopt;
  return WalHold(*std::move(shm));
}

}  // namespace dunlin::sqlite
