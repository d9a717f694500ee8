#pragma once

#include <map>
#include <vector>

#include "model/Ledger.hpp"
#include "model/Version.hpp"

namespace dunlin::migrate {

/// What is applied, for looking up by version. Keeps pointers into the history.
class Applied {
 public:
  explicit Applied(const model::History& history) : entries_(history.applied()) {
    for (const auto* entry : entries_) {
      by_version_[entry->version] = entry;
      raise(newest_[entry->version.numbering], entry);
      if (entry->kind == model::EntryKind::baseline) raise(baseline_, entry);
    }
  }

  const std::vector<const model::LedgerEntry*>& entries() const { return entries_; }

  const model::LedgerEntry* find(const model::Version& version) const {
    const auto found = by_version_.find(version);
    return found != by_version_.end() ? found->second : nullptr;
  }

  // A baseline stands for every version up to its own.
  bool covered_by_baseline(const model::Version& version) const {
    return baseline_ != nullptr && !(baseline_->version < version);
  }

  const model::LedgerEntry* newest(model::Numbering numbering) const {
    const auto found = newest_.find(numbering);
    return found != newest_.end() ? found->second : nullptr;
  }

  bool is_out_of_order(const model::Version& version) const {
    const auto* last = newest(version.numbering);
    return version.numbering != model::Numbering::planned && last != nullptr && version < last->version;
  }

 private:
  static void raise(const model::LedgerEntry*& highest, const model::LedgerEntry* entry) {
    if (highest == nullptr || highest->version < entry->version) highest = entry;
  }

  std::vector<const model::LedgerEntry*> entries_;
  std::map<model::Version, const model::LedgerEntry*, model::ByIdentity> by_version_;
  std::map<model::Numbering, const model::LedgerEntry*> newest_;
  const model::LedgerEntry* baseline_ = nullptr;
};

}  // namespace dunlin::migrate
