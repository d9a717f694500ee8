#include "sqlite/LiveCopy.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "sqlite/CopyFile.hpp"
#include "sqlite/Header.hpp"
#include "sqlite/SharedLock.hpp"
#include "sqlite/Snapshot.hpp"
#include "sqlite/WalHold.hpp"

namespace dunlin::sqlite {
namespace {

// Where a file's header says that it is used with a WAL (SQLite docs, "Database File Format", 1.3.3). In our
// copy, which has none, it doesn't.
constexpr std::size_t k_versions = 18;
constexpr std::string_view k_without_wal = "\x01\x01";

std::string resolved(const std::string& source) {
  std::error_code none;
  const auto path = std::filesystem::canonical(source, none);
  return none ? source : path.string();
}

Header header_of(const Descriptor& database) {
  return parse_header(database.read(0, k_header_bytes), database.path());
}

bool has_wal(const std::string& source) {
  std::error_code none;
  const auto size = std::filesystem::file_size(source + "-wal", none);
  return !none && size > 0;
}

// Of a transaction under way, or of a writer who died in one. A journal that is kept begins with zeros.
bool has_journal(const std::string& source) {
  const auto journal = Descriptor::open_if_there(source + "-journal");
  return journal && journal->read(0, 1).find_first_not_of('\0') != std::string::npos;
}

std::vector<PageNumber> pages_of(const WrittenBlocks& written, std::uint32_t page_size) {
  std::vector<PageNumber> pages;
  for (const std::uint64_t block : written.blocks) {
    const std::uint64_t first = block * WrittenBlocks::k_block / page_size;
    const std::uint64_t last = ((block + 1) * WrittenBlocks::k_block - 1) / page_size;
    for (std::uint64_t page = first; page <= last; ++page) pages.push_back(static_cast<PageNumber>(page + 1));
  }
  std::sort(pages.begin(), pages.end());
  pages.erase(std::unique(pages.begin(), pages.end()), pages.end());
  return pages;
}

std::vector<PageNumber> write_pages(const Descriptor& wal, const WalTail& tail,
                                    const std::string& destination) {
  std::vector<PageNumber> written;
  if (tail.page_count == 0) return written;
  const std::uint32_t size = wal_page_size(tail.end);
  CopyFile copy(destination, Writing::changes);
  for (const auto& [number, offset] : tail.pages) {
    std::string page = wal.read(offset, size);
    if (number == 1) page.replace(k_versions, k_without_wal.size(), k_without_wal);
    copy.write(std::uint64_t{number - 1} * size, page);
    written.push_back(number);
  }
  copy.resize(std::uint64_t{tail.page_count} * size);
  return written;
}

}  // namespace

// What the copy was made of.
struct LiveCopy::State {
  std::uint64_t inode = 0;  // of the database
  std::uint32_t page_size = 0;
  std::optional<WalMark> wal;  // with a WAL: how far it was read
  std::uint64_t size = 0;      // with a rollback journal: what shows that nothing was written
  std::uint32_t change_counter = 0;
  BlockHashes hashes;  // of the copy
};

// The SHARED lock keeps the last one who closes the source from taking the WAL away.
struct LiveCopy::Hold {
  Hold(Descriptor of, WalHold mark, Deadline deadline)
      : database(std::move(of)), wal(std::move(mark)), shared(database, deadline) {}

  Descriptor database;
  WalHold wal;
  SharedLock shared;
};

LiveCopy::LiveCopy(const std::string& source) : source_(resolved(source)) {}
LiveCopy::~LiveCopy() = default;
LiveCopy::LiveCopy(LiveCopy&&) noexcept = default;
LiveCopy& LiveCopy::operator=(LiveCopy&&) noexcept = default;

void LiveCopy::forget() {
  state_.reset();
}

void LiveCopy::hold_wal(int wait_ms) {
  release_wal();
  const Deadline deadline = deadline_in(wait_ms);
  auto database = Descriptor::open(source_);
  {
    const SharedLock shared(database, deadline);
    if (!header_of(database).wal) return;
  }
  auto wal = WalHold::take(source_, deadline);
  if (wal) hold_ = std::make_unique<Hold>(std::move(database), *std::move(wal), deadline);
}

void LiveCopy::release_wal() {
  hold_.reset();
}

std::optional<std::vector<PageNumber>> LiveCopy::refresh(const std::string& destination, int wait_ms) {
  // Forgotten on an Error: then nobody knows what the destination holds.
  auto before = std::move(state_);
  bool wrote = false;
  if (before) {
    if (auto pages = refresh_what_came(destination, *before, wait_ms, wrote)) return pages;
  }
  BlockHashes known = before && !before->wal ? std::move(before->hashes) : BlockHashes();
  auto pages = refresh_all(destination, std::move(known), wait_ms);
  return before && !wrote ? pages : std::nullopt;
}

std::optional<std::vector<PageNumber>> LiveCopy::refresh_what_came(const std::string& destination,
                                                                   const State& before, int wait_ms,
                                                                   bool& wrote) {
  const auto database = Descriptor::open(source_);
  const SharedLock lock(database, deadline_in(wait_ms));
  const Header header = header_of(database);
  if (database.inode() != before.inode || header.page_size != before.page_size) return std::nullopt;
  if (!before.wal) {
    const bool still = !header.wal && !has_wal(source_) && !has_journal(source_) &&
                       header.change_counter == before.change_counter && database.size() == before.size;
    if (!still) return std::nullopt;
    state_ = std::make_unique<State>(before);
    return std::vector<PageNumber>();
  }
  const auto wal = Descriptor::open_if_there(source_ + "-wal");
  const auto tail = wal ? read_tail(*wal, *before.wal) : std::nullopt;
  if (!tail || wal_page_size(tail->end) != header.page_size) return std::nullopt;
  wrote = true;
  auto pages = write_pages(*wal, *tail, destination);
  // Frames that were written over while they were copied: the WAL has begun anew.
  if (!read_tail(*wal, tail->end)) return std::nullopt;
  state_ = std::make_unique<State>(before);
  state_->wal = tail->end;
  return pages;
}

std::optional<std::vector<PageNumber>> LiveCopy::refresh_all(const std::string& destination,
                                                             BlockHashes known, int wait_ms) {
  const RefreshedCopy made = refresh_snapshot(source_, destination, wait_ms, &known);
  const auto copy = Descriptor::open(destination);
  const std::uint32_t page_size = header_of(copy).page_size;
  const bool is_wal = made.copy.journal_mode == "wal" || made.copy.wal;
  // A WAL that has nothing in it yet: there is no place to go on from.
  if (!made.copy.journal && is_wal == made.wal.has_value()) {
    state_ = std::make_unique<State>();
    state_->inode = made.copy.inode;
    state_->page_size = page_size;
    state_->size = copy.size();
    state_->change_counter = made.copy.change_counter;
    state_->hashes = std::move(known);
    if (made.wal) state_->wal = made.wal->end;
  }
  if (made.copy.written.all || !state_) return std::nullopt;
  auto pages = pages_of(made.copy.written, page_size);
  if (made.wal) {
    // Leaving WAL mode has written the first page, and the WAL's pages over those of the file.
    pages.push_back(1);
    for (const auto& [number, offset] : made.wal->pages) pages.push_back(number);
    std::sort(pages.begin(), pages.end());
    pages.erase(std::unique(pages.begin(), pages.end()), pages.end());
  }
  return pages;
}

}  // namespace dunlin::sqlite
