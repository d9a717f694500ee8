#include "transfer/WorkplaceLock.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "sqlite/SharedLock.hpp"

namespace dunlin::transfer {

WorkplaceLock::WorkplaceLock(const Workplace& workplace, int wait_ms)
    : file_(::open((workplace.folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
  const std::string folder = printable(workplace.folder.string());
  const auto give_up = [&](const Error& error) {
    if (file_ >= 0) ::close(file_);
    throw error;
  };
  if (file_ < 0)
    give_up({ErrorCode::failed, fmt::format("{} can't be locked: {}", folder, std::strerror(errno))});
  if (!sqlite::poll([&] { return ::flock(file_, LOCK_EX | LOCK_NB) == 0; }, sqlite::deadline_in(wait_ms)))
    give_up({ErrorCode::lock_timeout, "another dunlin is working on the transfer of this source",
             "wait for its end (its files: " + folder + ")"});
}

WorkplaceLock::~WorkplaceLock() {
  ::close(file_);
}

}  // namespace dunlin::transfer
