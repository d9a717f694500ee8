#include "model/Ledger.hpp"

#include <algorithm>

namespace dunlin::model {

const std::string k_genesis(64, '0');

std::string to_string(EntryKind kind) {
  switch (kind) {
    case EntryKind::up: return "up";
    case EntryKind::down: return "down";
    case EntryKind::repeatable: return "repeatable";
    case EntryKind::baseline: return "baseline";
    case EntryKind::adopted: return "adopted";
    case EntryKind::forgotten: return "forgotten";
  }
  return "up";
}

EntryKind parse_entry_kind(const std::string& text) {
  for (const auto kind : {EntryKind::up, EntryKind::down, EntryKind::repeatable, EntryKind::baseline, EntryKind::adopted}) {
    if (to_string(kind) == text) return kind;
  }
  return EntryKind::forgotten;
}

std::string History::head() const { return entries.empty() ? k_genesis : entries.back().hash; }

std::vector<const LedgerEntry*> History::applied() const {
  std::vector<const LedgerEntry*> in_force;
  for (const auto& entry : entries) {
    if (entry.state != EntryState::done || entry.kind == EntryKind::repeatable) continue;
    std::erase_if(in_force, [&](const LedgerEntry* other) { return other->version == entry.version; });
    if (entry.kind != EntryKind::down && entry.kind != EntryKind::forgotten) in_force.push_back(&entry);
  }
  return in_force;
}

const LedgerEntry* History::last_repeatable(const std::string& name) const {
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    if (entry->kind == EntryKind::repeatable && entry->state == EntryState::done && entry->name == name) return &*entry;
  }
  return nullptr;
}

}  // namespace dunlin::model
