#include "transfer/WorkplaceLock.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/Error.hpp"
#include "base/Text.hpp"

namespace dunlin::transfer {

WorkplaceLock::WorkplaceLock(const Workplace& workplace)
    : file_(::open((workplace.folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
  if (file_ >= 0 && ::flock(file_, LOCK_EX | LOCK_NB) == 0) return;
  const int reason = errno;
  if (file_ >= 0) ::close(file_);
  const std::string folder = printable(workplace.folder.string());
  if (reason == EWOULDBLOCK)
    throw Error(ErrorCode::lock_timeout, "another dunlin is working on the transfer of this source",
                "wait for its end (its files: " + folder + ")");
  throw Error(ErrorCode::failed, fmt::format("{} can't be locked: {}", folder, std::strerror(reason)));
}

WorkplaceLock::~WorkplaceLock() {
  ::close(file_);
}

}  // namespace dunlin::transfer
