#include "transfer/verify/Differences.hpp"

#include <algorithm>
#include <cstdint>
#include <fmt/format.h>
#include <functional>
#include <map>
#include <unordered_map>

#include "base/Text.hpp"
#include "postgres/Copy.hpp"
#include "transfer/RowDecoder.hpp"
#include "transfer/load/Rejects.hpp"
#include "transfer/verify/RowImage.hpp"
#include "transfer/verify/SourceRows.hpp"
#include "transfer/verify/SumImage.hpp"

namespace dunlin::transfer {
namespace {

constexpr std::int64_t k_rows_a_pass = 4'000'000;

struct Hash {
  std::uint64_t low = 0, high = 0;
  friend bool operator==(const Hash&, const Hash&) = default;
};
struct HashOfHash {
  std::size_t operator()(const Hash& hash) const { return hash.low; }
};

// Both sides of one table, row by row.
class Comparison {
 public:
  Comparison(sqlite::Database& snapshot, postgres::Connection& connection, const TargetRows& table,
             const Chunk& chunk)
      : snapshot_(snapshot),
        connection_(connection),
        table_(table),
        chunk_(chunk),
        sum_image_(table.mapping) {}

  std::vector<RowDifference> find(std::size_t limit) {
    const std::int64_t passes = table_.mapping.rows / k_rows_a_pass + 1;
    for (std::int64_t pass = 0; pass < passes && differences_.size() < limit; ++pass) {
      count(pass, passes);
      if (!counts_.empty()) collect(limit);
    }
    if (differences_.size() > limit) differences_.resize(limit);
    return std::move(differences_);
  }

 private:
  Hash hash_of(std::string_view image) {
    RowSum sum;
    sum.add(sum_image_.of(image));
    return {sum.low, sum.high};
  }

  void each_source_row(const std::function<void(std::string_view)>& take) {
    read_source(snapshot_, table_.mapping, chunk_, take);
  }
  void each_target_row(const std::function<void(std::string_view)>& take) {
    const bool ranged = chunk_.low && !stored_rowid(table_.mapping).empty();
    const ReadScope scope = ranged ? ReadScope{.low = chunk_.low, .high = chunk_.high} : ReadScope{};
    postgres::BinaryRows rows(connection_, postgres::Sql::trusted(read_back_statement(table_, scope)));
    while (const auto row = rows.next()) take(*row);
  }

  // How much more often each row is in the source than in the target; of the rows of this pass.
  void count(std::int64_t pass, std::int64_t passes) {
    counts_.clear();
    const auto add = [&](std::string_view image, int by) {
      const Hash hash = hash_of(image);
      if (hash.high % static_cast<std::uint64_t>(passes) != static_cast<std::uint64_t>(pass)) return;
      if ((counts_[hash] += by) == 0) counts_.erase(hash);
    };
    each_source_row([&](std::string_view image) { add(image, 1); });
    each_target_row([&](std::string_view image) { add(image, -1); });
  }

  // Images of the rows that one side has too many of.
  std::vector<std::string> excess(bool of_source, std::size_t limit) {
    std::vector<std::string> images;
    auto left = counts_;
    const auto take = [&](std::string_view image) {
      const auto found = left.find(hash_of(image));
      if (found == left.end() || images.size() >= limit) return;
      const bool wanted = of_source ? found->second > 0 : found->second < 0;
      if (!wanted) return;
      found->second += of_source ? -1 : 1;
      images.emplace_back(image);
    };
    if (of_source) {
      each_source_row(take);
    } else {
      each_target_row(take);
    }
    return images;
  }

  void collect(std::size_t limit) {
    const auto missing = excess(true, limit);
    const auto extra = excess(false, limit);
    std::multimap<std::string, const std::string*> by_key;
    for (const auto& image : extra) by_key.emplace(key_bytes(image), &image);
    for (const auto& image : missing) {
      const auto same = has_key() ? by_key.find(key_bytes(image)) : by_key.end();
      if (same == by_key.end()) {
        differences_.push_back({key_text(image), "", row_text(image), ""});
        continue;
      }
      compare_fields(image, *same->second);
      by_key.erase(same);
    }
    for (const auto& [key, image] : by_key)
      differences_.push_back({key_text(*image), "", "", row_text(*image)});
  }

  bool has_key() const { return !table_.mapping.key.empty(); }

  bool is_key(const ColumnMapping& column) const {
    const auto& key = table_.mapping.key;
    return std::find(key.begin(), key.end(), column.source) != key.end();
  }

  std::string key_bytes(std::string_view image) const {
    std::string bytes;
    RowImage row(image);
    row.fields();
    for (const auto& column : table_.mapping.columns) {
      const auto field = row.next();
      if (is_key(column)) bytes += field ? fmt::format("{}:{}", field->size(), *field) : "n";
    }
    return bytes;
  }

  std::string key_text(std::string_view image) const {
    if (!has_key()) return "";
    RowDecoder decoder(table_.mapping);
    return key_of(table_.mapping, decoder.decode(image));
  }

  std::string row_text(std::string_view image) const {
    RowDecoder decoder(table_.mapping);
    std::vector<std::string> parts;
    const auto& row = decoder.decode(image);
    for (std::size_t i = 0; i < row.size(); ++i)
      parts.push_back(table_.mapping.columns[i].source + "=" + shown_value(row[i]));
    return join(parts, ", ");
  }

  void compare_fields(std::string_view source, std::string_view target) {
    RowDecoder source_decoder(table_.mapping), target_decoder(table_.mapping);
    RowImage left(source), right(target);
    left.fields();
    right.fields();
    for (std::size_t i = 0; i < table_.mapping.columns.size(); ++i) {
      const auto& column = table_.mapping.columns[i];
      if (comparable_field(column, left.next()) == comparable_field(column, right.next())) continue;
      differences_.push_back({key_text(source), column.source, shown_value(source_decoder.decode(source)[i]),
                              shown_value(target_decoder.decode(target)[i])});
    }
  }

  sqlite::Database& snapshot_;
  postgres::Connection& connection_;
  const TargetRows& table_;
  const Chunk& chunk_;
  SumImage sum_image_;
  std::unordered_map<Hash, std::int64_t, HashOfHash> counts_;
  std::vector<RowDifference> differences_;
};

}  // namespace

std::vector<RowDifference> find_differences(sqlite::Database& snapshot, postgres::Connection& connection,
                                            const TargetRows& table, const Chunk& chunk, std::size_t limit) {
  return Comparison(snapshot, connection, table, chunk).find(limit);
}

}  // namespace dunlin::transfer
