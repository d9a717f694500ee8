#include "model/Ledger.hpp"

#include <algorithm>
#include <map>

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
  for (const auto kind :
       {EntryKind::up, EntryKind::down, EntryKind::repeatable, EntryKind::baseline, EntryKind::adopted}) {
    if (to_string(kind) == text) return kind;
  }
  return EntryKind::forgotten;
}

std::string label(const LedgerEntry& entry) {
  if (entry.repeatable()) return "R__" + entry.name;
  const Version& version = entry.version;
  if (version.numbering == Numbering::planned || !version.name.empty() || entry.name.empty())
    return version.text;
  return version.text + "_" + entry.name;
}

const JournalRow* History::open_intent() const {
  const auto found = std::find_if(open_rows.rbegin(), open_rows.rend(),
                                  [](const auto& row) { return row.state == "intent"; });
  return found == open_rows.rend() ? nullptr : &*found;
}

std::string History::head() const {
  return entries.empty() ? k_genesis : entries.back().hash;
}

std::vector<const LedgerEntry*> History::applied() const {
  std::map<Version, const LedgerEntry*, ByIdentity> latest;
  for (const auto& entry : entries) {
    if (entry.state == EntryState::done && !entry.repeatable()) latest[entry.version] = &entry;
  }
  std::vector<const LedgerEntry*> in_force;
  for (const auto& [version, entry] : latest) {
    if (entry->kind != EntryKind::down && entry->kind != EntryKind::forgotten) in_force.push_back(entry);
  }
  std::sort(in_force.begin(), in_force.end(),
            [](const auto* a, const auto* b) { return a->position < b->position; });
  return in_force;
}

const LedgerEntry* History::last_repeatable(const std::string& name) const {
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    if (entry->repeatable() && entry->state == EntryState::done && entry->name == name)
      return entry->kind == EntryKind::repeatable ? &*entry : nullptr;
  }
  return nullptr;
}

std::vector<const LedgerEntry*> History::repeatables() const {
  std::map<std::string, const LedgerEntry*> latest;
  for (const auto& entry : entries)
    if (entry.repeatable() && entry.state == EntryState::done) latest[entry.name] = &entry;
  std::vector<const LedgerEntry*> in_force;
  for (const auto& [name, entry] : latest)
    if (entry->kind == EntryKind::repeatable) in_force.push_back(entry);
  std::sort(in_force.begin(), in_force.end(),
            [](const auto* a, const auto* b) { return a->position < b->position; });
  return in_force;
}

}  // namespace dunlin::model
