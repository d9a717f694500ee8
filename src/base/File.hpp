#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace dunlin {

/// The bytes of a file. A large one is mapped read-only and costs address space, not memory. Move-only.
class MappedFile {
 public:
  /// Throws a usage Error when the file can't be opened, isn't a regular file, or is larger than `max_size`
  /// bytes.
  MappedFile(const std::filesystem::path& path, std::uint64_t max_size);
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;

  std::string_view bytes() const { return {data_, size_}; }

 private:
  void read(int file, const std::filesystem::path& path);

  const char* data_ = nullptr;
  std::size_t size_ = 0;
  std::unique_ptr<char[]> copy_;  ///< a small file's bytes
};

/// The whole file as text. Throws like MappedFile.
std::string read_file(const std::filesystem::path& path, std::uint64_t max_size = std::uint64_t{1} << 30);

/// What a crash of the machine may do to a file that was just written.
enum class Durability : std::uint8_t {
  kept,      ///< nothing: it waits for the disk
  may_lose,  ///< anything: for what can be made again, and is checked when it is read
};

/// Writes a file by way of a temporary one beside it and a rename, so that nobody sees half of it.
void write_file(const std::filesystem::path& path, std::string_view text,
                Durability durability = Durability::kept);

/// The same for what only its owner may read (mode 0600).
void write_private_file(const std::filesystem::path& path, std::string_view text);

/// Gives a file that is there another text, in the same way. It keeps its owner, group and permissions, which
/// the temporary file has before there is a byte in it; of a symbolic link, what it leads to is replaced.
/// Throws a usage Error when there is no file, or it can't be given to its owner.
void replace_file(const std::filesystem::path& path, std::string_view text);

/// Throws as replace_file() would for a file that isn't there, or isn't ours to give back to its owner.
void require_replaceable(const std::filesystem::path& path);

/// Writes at the end of a file, which is made when it isn't there, and waits for the disk.
void append_file(const std::filesystem::path& path, std::string_view text);

/// Names of the entries of a directory (not "." and ".."), sorted by bytes; empty when there is no such
/// directory.
std::vector<std::string> list_directory(const std::filesystem::path& directory);

}  // namespace dunlin
