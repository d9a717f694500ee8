#include "sqlite/Fingerprint.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <functional>
#include <optional>
#include <xxhash.h>

#include "base/Error.hpp"
#include "base/File.hpp"
#include "base/Hash.hpp"
#include "base/Interrupt.hpp"
#include "base/Text.hpp"
#include "sqlite/Descriptor.hpp"
#include "sqlite/Header.hpp"

namespace dunlin::sqlite {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_piece = std::size_t{1} << 20;  // a multiple of every page size
constexpr std::size_t k_pages_named = 8;

std::string digest(const Descriptor& file, const std::function<void(std::string_view)>& also) {
  Sha256 hash;
  for (std::uint64_t offset = 0;; offset += k_piece) {
    if (interrupted()) throw Error(ErrorCode::interrupted, "interrupted");
    const std::string piece = file.read(offset, k_piece);
    hash.add(piece);
    also(piece);
    if (piece.size() < k_piece) break;
  }
  return hash.finish();
}

// A file that isn't a database has no pages; what is wrong with it is said by who opens it.
std::uint32_t page_size_of(const Descriptor& file) {
  try {
    return parse_header(file.read(0, k_header_bytes), file.path()).page_size;
  } catch (const Error&) {
    return 0;
  }
}

void add_pages(FilePrint& print, std::string_view piece) {
  for (std::size_t at = 0; print.page_size > 0 && at < piece.size(); at += print.page_size) {
    const std::string_view page = piece.substr(at, print.page_size);
    print.pages.push_back(XXH3_64bits(page.data(), page.size()));
  }
}

FilePrint print_of(const Descriptor& file, const std::string& name, bool is_database, bool is_data) {
  FilePrint print{name, file.size(), file.modified_ns(), file.inode(), "", 0, {}};
  if (is_database) print.page_size = page_size_of(file);
  if (is_data) print.sha256 = digest(file, [&](std::string_view piece) { add_pages(print, piece); });
  return print;
}

const FilePrint* find(const Fingerprint& print, const std::string& name) {
  const auto found = std::find_if(print.files.begin(), print.files.end(),
                                  [&](const auto& file) { return file.name == name; });
  return found == print.files.end() ? nullptr : &*found;
}

std::string changed_pages(const FilePrint& before, const FilePrint& after) {
  if (before.page_size == 0 || before.page_size != after.page_size) return "";
  std::vector<std::string> numbers;
  std::size_t count = 0;
  for (std::size_t i = 0; i < std::min(before.pages.size(), after.pages.size()); ++i) {
    if (before.pages[i] == after.pages[i]) continue;
    if (++count <= k_pages_named) numbers.push_back(std::to_string(i + 1));
  }
  if (count == 0) return "";
  if (count > k_pages_named) numbers.push_back(fmt::format("{} more", count - k_pages_named));
  return fmt::format(", {} written ({})", counted(count, "page"), join(numbers, ", "));
}

std::string size_change(const FilePrint& before, const FilePrint& after) {
  if (before.size == after.size) return "";
  return fmt::format(", {} bytes instead of {}", with_thousands(static_cast<long long>(after.size)),
                     with_thousands(static_cast<long long>(before.size)));
}

std::optional<std::string> difference(const FilePrint& before, const FilePrint& after) {
  const std::string name = printable(before.name);
  if (before.inode != after.inode) return name + ": is another file now";
  if (before.sha256 != after.sha256)
    return name + ": changed" + size_change(before, after) + changed_pages(before, after);
  if (before.size != after.size) return name + ": changed" + size_change(before, after);
  if (before.modified_ns != after.modified_ns) return name + ": was written, its bytes are the same";
  return std::nullopt;
}

}  // namespace

Fingerprint take_fingerprint(const std::string& source) {
  std::error_code none;
  const fs::path resolved = fs::canonical(source, none);
  const fs::path path = none ? fs::path(source) : resolved;
  Fingerprint print;
  const auto database = Descriptor::open(path.string());
  print.files.push_back(print_of(database, path.filename().string(), true, true));
  for (const char* suffix : {"-wal", "-shm", "-journal"}) {
    const auto file = Descriptor::open_if_there(path.string() + suffix);
    if (file)
      print.files.push_back(
          print_of(*file, path.filename().string() + suffix, false, std::string_view(suffix) != "-shm"));
  }
  print.directory = list_directory(path.parent_path());
  return print;
}

std::vector<std::string> differences(const Fingerprint& before, const Fingerprint& after) {
  std::vector<std::string> lines;
  for (const FilePrint& file : before.files) {
    const FilePrint* now = find(after, file.name);
    if (now == nullptr) lines.push_back(printable(file.name) + ": is gone");
    if (now == nullptr) continue;
    if (auto line = difference(file, *now)) lines.push_back(std::move(*line));
  }
  for (const FilePrint& file : after.files)
    if (find(before, file.name) == nullptr) lines.push_back(printable(file.name) + ": is new");
  const auto has = [](const auto& names, const std::string& name) {
    return std::binary_search(names.begin(), names.end(), name);
  };
  for (const std::string& name : before.directory)
    if (!has(after.directory, name) && find(before, name) == nullptr)
      lines.push_back("beside it: " + printable(name) + " is gone");
  for (const std::string& name : after.directory)
    if (!has(before.directory, name) && find(after, name) == nullptr)
      lines.push_back("beside it: " + printable(name) + " is new");
  return lines;
}

std::string file_sha256(const std::string& path) {
  return digest(Descriptor::open(path), [](std::string_view) {});
}

}  // namespace dunlin::sqlite
