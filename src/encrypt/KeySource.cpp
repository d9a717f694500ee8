#include "encrypt/KeySource.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/Duration.hpp"
#include "base/Error.hpp"
#include "base/Process.hpp"
#include "base/Text.hpp"

namespace dunlin::encrypt {
namespace {

constexpr std::size_t k_most = 4096;  // bytes read from a source; a key has at most 66
constexpr char k_forms[] =
    "a key is 64 hexadecimal digits (openssl rand -hex 32), base64 of 32 bytes, or 32 bytes";

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

std::string read_all(int fd, const std::string& shown) {
  std::string text(k_most, '\0');
  std::size_t size = 0;
  while (size < k_most) {
    const ssize_t got = ::read(fd, text.data() + size, k_most - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0)
      throw usage_error(fmt::format("can't read the key from {}: {}", shown, std::strerror(errno)));
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  text.resize(size);
  return text;
}

std::string from_environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr || *value == '\0')
    throw usage_error(fmt::format("there is no key: the environment variable {} isn't set", printable(name)),
                      "set it, or say where the key is: --kek file:/path, cmd:COMMAND, fd:N");
  return value;
}

std::string from_file(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0)
    throw usage_error(fmt::format("can't read the key file {}: {}", printable(path), std::strerror(errno)));
  struct stat info {};
  if (::fstat(file.get(), &info) != 0 || !S_ISREG(info.st_mode))
    throw usage_error(fmt::format("the key file {} isn't a regular file", printable(path)));
  if ((info.st_mode & 0077) != 0)
    throw refused(
        fmt::format("others than its owner may use the key file {} (mode {:04o})", printable(path),
                    info.st_mode & 07777),
        fmt::format("chmod 600 {}; if somebody may have read it, rotate: dunlin encrypt rotate --new-kek ...",
                    printable(path)));
  if (info.st_uid != ::geteuid() && info.st_uid != 0)
    throw refused(fmt::format("the key file {} belongs to somebody else", printable(path)));
  return read_all(file.get(), printable(path));
}

ProcessResult run_to_end(const std::string& command, std::chrono::milliseconds time) {
  try {
    return run_process(
        {.argv = {"/bin/sh", "-c", "exec 2>/dev/null\n" + command}, .timeout = time, .most_output = k_most});
  } catch (const ProcessTimeout&) {
    throw Error(ErrorCode::failed,
                fmt::format("the command for the key did not end within {}", describe_duration(time)),
                "run it by hand: it may be waiting for an answer");
  } catch (const Error&) {
    throw Error(ErrorCode::failed, "the command for the key can't be found or started",
                "run it by hand to see why");
  }
}

// What the command says on standard error isn't mixed into the key, and isn't shown: it might be a secret.
std::string from_command(const std::string& command, std::chrono::milliseconds time) {
  auto result = run_to_end(command, time);
  if (result.output.size() >= k_most) {
    wipe(result.output);
    throw usage_error(fmt::format("the command for the key printed {} bytes and more", k_most), k_forms);
  }
  if (result.exit_code == 0) return std::move(result.output);
  wipe(result.output);
  throw Error(ErrorCode::failed, fmt::format("the command for the key ended with {}", result.exit_code),
              "run it by hand to see why; its output is not shown here");
}

std::string from_descriptor(std::string_view number) {
  int fd = -1;
  const auto end = std::from_chars(number.data(), number.data() + number.size(), fd);
  if (end.ec != std::errc() || end.ptr != number.data() + number.size() || fd < 0)
    throw usage_error("fd: wants the number of an open file descriptor",
                      "dunlin encrypt ... --kek fd:3 3<keyfile");
  const Descriptor owned(fd);
  return read_all(fd, fmt::format("fd:{}", fd));
}

std::string read_text(std::string_view source, std::chrono::milliseconds time) {
  const auto colon = source.find(':');
  const auto scheme = source.substr(0, colon);
  const std::string rest(colon == std::string_view::npos ? "" : source.substr(colon + 1));
  constexpr char k_places[] = "say where it is: env:NAME, file:/path, cmd:COMMAND or fd:N";
  if (colon != std::string_view::npos) {
    const bool known = scheme == "env" || scheme == "file" || scheme == "cmd" || scheme == "fd";
    if (known && rest.empty()) throw usage_error(fmt::format("{}: names no key", scheme), k_places);
    if (scheme == "env") return from_environment(rest);
    if (scheme == "file") return from_file(rest);
    if (scheme == "cmd") return from_command(rest, time);
    if (scheme == "fd") return from_descriptor(rest);
    // What was typed may be the key itself: it isn't repeated.
    throw usage_error("the place of the key begins with none of env:, file:, cmd:, fd:", k_places);
  }
  throw usage_error("a key is never written on the command line", k_places);
}

}  // namespace

Key read_key(std::string_view source, std::chrono::milliseconds time) {
  std::string text = read_text(source, time);
  const auto key = Key::parse(text);
  const auto size = text.size();
  wipe(text);
  if (!key)
    throw usage_error(
        fmt::format("what {} holds isn't a key ({} bytes)",
                    printable(source.substr(0, source.starts_with("cmd:") ? 3 : source.size())), size),
        k_forms);
  return *key;
}

Key create_key_file(std::string_view path) {
  const std::string name(path);
  const Descriptor file(::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (file.get() < 0 && errno == EEXIST)
    throw refused(fmt::format("{} exists: a key isn't overwritten", printable(name)), "choose another name");
  if (file.get() < 0)
    throw usage_error(fmt::format("can't write {}: {}", printable(name), std::strerror(errno)));
  const Key key = Key::random();
  std::string text = key.reveal_hex() + "\n";
  const bool written = ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                       ::fsync(file.get()) == 0;
  wipe(text);
  if (!written) throw usage_error(fmt::format("can't write {}: {}", printable(name), std::strerror(errno)));
  return key;
}

}  // namespace dunlin::encrypt
