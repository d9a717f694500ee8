#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sqlite/Value.hpp"
#include "transfer/Profile.hpp"
#include "transfer/values/Moment.hpp"

namespace dunlin::transfer {

/// Spells the key of the row at hand; called only for rows that are named.
using KeyOf = std::function<std::string()>;

/// Looks at the values of one column, or of a part of its rows, one by one. Its memory doesn't grow with
/// them.
class ColumnProfiler {
 public:
  explicit ColumnProfiler(std::string column);

  void add(const sqlite::Value& value, const KeyOf& key);
  /// Adds what another one saw of rows that come behind these.
  void merge(const ColumnProfiler& later);
  ColumnProfile profile() const;

 private:
  // A candidate while values come.
  struct Candidate {
    Shape shape;
    std::vector<std::pair<MomentForm, std::int64_t>> moments;
  };

  void add_integer(std::int64_t value);
  void add_real(double value);
  void add_text(std::string_view value, const KeyOf& key);
  void add_blob(std::string_view value, const KeyOf& key);
  void add_length(std::size_t length);
  void add_moment(std::string_view value, const KeyOf& key);
  void note(Candidate& candidate, bool fits, const KeyOf& key);
  void note_form(Candidate& candidate, const std::string& form);
  Candidate& candidate(Conversion conversion);

  ColumnProfile profile_;
  sqlite::Storage first_ = sqlite::Storage::null;
  std::vector<Candidate> candidates_;
  bool moments_given_up_ = false;
  std::int64_t last_scaled_ = 0;
};

}  // namespace dunlin::transfer
