#include "transfer/assess/DryRun.hpp"

#include <bit>
#include <cstring>
#include <mutex>
#include <optional>
#include <utility>

#include "transfer/assess/Scan.hpp"
#include "transfer/load/Rejects.hpp"
#include "transfer/values/Field.hpp"

namespace dunlin::transfer {
namespace {

using sqlite::Storage;
using sqlite::Value;

constexpr std::size_t k_most_keys = 20;

// Conversions whose image holds the value itself: what was encoded comes back by construction (RowCodecTest).
bool holds_the_value(const Field& field) {
  switch (field.conversion) {
    case Conversion::bigint:
    case Conversion::integer:
    case Conversion::smallint:
    case Conversion::double_precision:
    case Conversion::bytea:
    case Conversion::json: return field.stored == StoredAs::usual;
    case Conversion::text: return field.stored != StoredAs::number;
    case Conversion::enumeration:
    case Conversion::boolean:
    case Conversion::uuid_blob: return true;
    default: return false;
  }
}

bool same(const Value& a, const Value& b) {
  if (a.storage != b.storage) return false;
  switch (a.storage) {
    case Storage::null: return true;
    case Storage::integer: return a.integer == b.integer;
    case Storage::real: return std::bit_cast<std::uint64_t>(a.real) == std::bit_cast<std::uint64_t>(b.real);
    default: return a.bytes == b.bytes;
  }
}

std::uint32_t read_length(const char* at) {
  std::uint32_t out = 0;
  std::memcpy(&out, at, sizeof out);
  return __builtin_bswap32(out);
}

// Takes the fields of an image back and compares them with what they were made of.
class RoundTrip {
 public:
  explicit RoundTrip(const TableMapping& table) {
    for (const auto& column : table.columns) {
      fields_.push_back(make_field(column));
      skip_.push_back(holds_the_value(fields_.back()));
    }
    while (!skip_.empty() && skip_.back()) skip_.pop_back();  // nothing to look at behind the last one
  }

  // Calls `differs` for each column whose value isn't the same again.
  template <class Differs>
  void check(SourceRow row, std::string_view image, Differs differs) {
    std::size_t at = 2;
    for (std::size_t i = 0; i < skip_.size(); ++i) {
      const std::uint32_t length = read_length(image.data() + at);
      at += 4;
      const bool null = length == 0xffffffffU;
      if (!skip_[i] || null) {
        Value back;
        const bool decoded = null || fields_[i].decode(fields_[i], image.substr(at, length), text_, back);
        if (!decoded || !same(row[i], back)) differs(i);
      }
      if (!null) at += length;
    }
  }

 private:
  std::vector<Field> fields_;
  std::vector<bool> skip_;
  std::string text_;
};

void count(Tally& tally, const TableMapping& table, SourceRow row) {
  ++tally.count;
  if (tally.keys.size() < k_most_keys) tally.keys.push_back(key_of(table, row));
}

// One thread's work on one piece.
class Trial {
 public:
  explicit Trial(const TableMapping& table) : table_(&table), encoder_(table), round_trip_(table) {
    out_.respelled.resize(table.columns.size());
  }

  void add(SourceRow row) {
    ++out_.rows;
    image_.clear();
    const bool stored = encoder_.encode(row.first(table_->columns.size()), image_);
    if (!encoder_.misfits().empty()) note_misfits(row, stored);
    if (!stored) return;
    out_.bytes += static_cast<std::int64_t>(image_.size());
    round_trip_.check(row, image_, [&](std::size_t column) {
      if (!is_misfit(column)) count(out_.respelled[column], *table_, row);
    });
  }

  TableTrial take() { return std::move(out_); }

 private:
  void note_misfits(SourceRow row, bool stored) {
    bool refused = false;
    for (const Misfit& misfit : encoder_.misfits()) {
      refused |= misfit.taken == model::MisfitPolicy::refuse;
      count(out_.misfits[{misfit.column, misfit.reason, misfit.value.storage, misfit.taken}], *table_, row);
    }
    if (!stored) ++(refused ? out_.refused : out_.rejected);
  }

  bool is_misfit(std::size_t column) const {
    for (const Misfit& misfit : encoder_.misfits()) {
      if (misfit.column == column) return true;
    }
    return false;
  }

  const TableMapping* table_;
  RowEncoder encoder_;
  RoundTrip round_trip_;
  std::string image_;
  TableTrial out_;
};

void add(Tally& to, const Tally& later) {
  to.count += later.count;
  for (std::size_t i = 0; i < later.keys.size() && to.keys.size() < k_most_keys; ++i)
    to.keys.push_back(later.keys[i]);
}

void add(TableTrial& to, const TableTrial& later) {
  to.rows += later.rows;
  to.bytes += later.bytes;
  to.rejected += later.rejected;
  to.refused += later.refused;
  for (const auto& [kind, tally] : later.misfits) add(to.misfits[kind], tally);
  for (std::size_t i = 0; i < later.respelled.size(); ++i) add(to.respelled[i], later.respelled[i]);
}

}  // namespace

std::vector<TableTrial> try_tables(const std::string& snapshot, const Mapping& mapping,
                                   const AssessObserver& observer) {
  const auto pieces = cut_into_pieces(snapshot, mapping);
  ScanProgress progress(mapping, observer);
  std::vector<std::optional<TableTrial>> trials(pieces.size());
  scan_pieces(snapshot, pieces, [&](sqlite::Database& database, std::size_t i) {
    const TableMapping& table = mapping.tables[pieces[i].table];
    Trial trial(table);
    read_piece(database, table, pieces[i], progress, [&](SourceRow row) { trial.add(row); });
    trials[i] = trial.take();
  });
  std::vector<TableTrial> out(mapping.tables.size());
  for (std::size_t i = 0; i < out.size(); ++i) out[i].respelled.resize(mapping.tables[i].columns.size());
  for (std::size_t i = 0; i < pieces.size(); ++i) add(out[pieces[i].table], *trials[i]);
  return out;
}

}  // namespace dunlin::transfer
