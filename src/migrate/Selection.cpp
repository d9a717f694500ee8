#include "migrate/Selection.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "migrate/Applied.hpp"

namespace dunlin::migrate {
namespace {

using model::EntryKind;
using model::LedgerEntry;
using model::Migration;
using model::Version;

bool repeatable_is_due(const model::History& history, const Migration& file) {
  const auto* last = history.last_repeatable(file.name);
  return last == nullptr || last->checksum != file.checksum;
}

bool has_any(const std::vector<std::string>& tags, const std::vector<std::string>& wanted) {
  return std::any_of(tags.begin(), tags.end(), [&](const auto& tag) {
    return std::any_of(wanted.begin(), wanted.end(),
                       [&](const auto& w) { return equal_ignoring_case(tag, w); });
  });
}

bool fits(const Migration& file, const Selection& selection) {
  const auto& meta = file.metadata;
  if (!selection.include_tags.empty() && !has_any(meta.tags, selection.include_tags)) return false;
  if (has_any(meta.tags, selection.exclude_tags)) return false;
  return selection.phase.empty() || equal_ignoring_case(meta.phase, selection.phase);
}

bool names(const std::string& dependency, const Migration& file) {
  return names_version(dependency, file.version) || dependency == file.name || dependency == label(file);
}

// Orders by dependency, keeping version order otherwise. Throws for a missing or circular dependency.
class DependencyOrder {
 public:
  DependencyOrder(const std::vector<Migration>& files, const Applied& applied,
                  std::vector<const Migration*> chosen, bool only_file)
      : files_(files),
        applied_(applied),
        only_file_(only_file),
        chosen_(std::move(chosen)),
        waiting_(chosen_.begin(), chosen_.end()) {}

  std::vector<const Migration*> order() {
    for (const auto* migration : chosen_) visit(*migration);
    return std::move(ordered_);
  }

 private:
  void visit(const Migration& migration) {
    if (!waiting_.contains(&migration)) return;
    if (std::find(path_.begin(), path_.end(), &migration) != path_.end()) throw circular(migration);
    path_.push_back(&migration);
    for (const auto& dependency : migration.metadata.depends) require(migration, dependency);
    path_.pop_back();
    waiting_.erase(&migration);
    ordered_.push_back(&migration);
  }

  void require(const Migration& migration, const std::string& dependency) {
    const auto file =
        std::find_if(files_.begin(), files_.end(), [&](const auto& f) { return names(dependency, f); });
    if (file == files_.end()) {
      const bool known = std::any_of(
          applied_.entries().begin(), applied_.entries().end(),
          [&](const auto* e) { return names_version(dependency, e->version) || dependency == e->name; });
      if (known) return;
      if (only_file_) {
        throw refused(fmt::format("{} depends on '{}', which isn't applied here", label(migration),
                                  printable(dependency)),
                      "apply that file before, or all that is pending: dunlin migrate");
      }
      throw refused(fmt::format("{} depends on '{}', which no file and no applied migration is called",
                                label(migration), printable(dependency)),
                    "correct its Dependencies line, or add the migration");
    }
    if (applied_.find(file->version) != nullptr || applied_.covered_by_baseline(file->version)) return;
    if (std::find(chosen_.begin(), chosen_.end(), &*file) == chosen_.end()) {
      throw refused(fmt::format("{} depends on {}, which is pending and isn't part of this run",
                                label(migration), label(*file)),
                    "include it, or leave out both");
    }
    visit(*file);
  }

  Error circular(const Migration& migration) const {
    std::vector<std::string> circle;
    for (auto at = std::find(path_.begin(), path_.end(), &migration); at != path_.end(); ++at)
      circle.push_back(label(**at));
    circle.push_back(label(migration));
    return refused("migrations depend on each other in a circle: " + join(circle, " -> "),
                   "take one of these Dependencies lines out");
  }

  const std::vector<Migration>& files_;
  const Applied& applied_;
  bool only_file_;
  std::vector<const Migration*> chosen_;
  std::set<const Migration*> waiting_;
  std::vector<const Migration*> path_;
  std::vector<const Migration*> ordered_;
};

// The newest applied one ran before its turn, because a file with a smaller number depends on it: those
// between aren't late.
bool ran_before_its_turn(const model::LedgerEntry* newest, const std::vector<Migration>& files) {
  if (newest == nullptr) return false;
  const auto file =
      std::find_if(files.begin(), files.end(), [&](const auto& f) { return f.version == newest->version; });
  return file != files.end() && std::any_of(files.begin(), files.end(), [&](const auto& earlier) {
           return earlier.version < file->version &&
                  std::any_of(earlier.metadata.depends.begin(), earlier.metadata.depends.end(),
                              [&](const auto& dependency) { return names(dependency, *file); });
         });
}

void refuse_out_of_order(const std::vector<const Migration*>& late, const Applied& applied) {
  if (late.empty()) return;
  std::vector<std::string> labels;
  for (const auto* migration : late) labels.push_back(label(*migration));
  const auto* newest = applied.newest(late.front()->version.numbering);
  throw refused(
      fmt::format("{} out of order: {} {} before {}, which is applied", counted(late.size(), "migration"),
                  join(labels, ", "), late.size() == 1 ? "comes" : "come",
                  newest != nullptr ? newest->version.text : "a migration"),
      "give it a later version, or apply it all the same with --include-all");
}

std::vector<const Migration*> keep_up_to(std::vector<const Migration*> chosen,
                                         const std::vector<Migration>& files, const std::string& to) {
  const auto last = std::find_if(files.begin(), files.end(), [&](const auto& file) {
    return !file.repeatable && names_version(to, file.version);
  });
  if (last == files.end()) {
    std::vector<std::string> versions;
    for (const auto& file : files) versions.push_back(file.version.text);
    const auto near = nearest(to, versions);
    throw usage_error(fmt::format("no migration has version '{}'", printable(to)),
                      near ? fmt::format("did you mean {}?", *near) : "see dunlin status");
  }
  std::erase_if(chosen, [&](const auto* file) { return last->version < file->version; });
  return chosen;
}

}  // namespace

std::vector<const Migration*> select_pending(const std::vector<Migration>& files,
                                             const model::History& history, const Selection& selection) {
  const Applied applied(history);
  std::vector<const Migration*> chosen;
  std::vector<const Migration*> due_repeatables;
  for (const auto& file : files) {
    if (!fits(file, selection)) continue;
    if (file.repeatable) {
      if (repeatable_is_due(history, file)) due_repeatables.push_back(&file);
    } else if (applied.find(file.version) == nullptr && !applied.covered_by_baseline(file.version)) {
      chosen.push_back(&file);
    }
  }
  if (selection.to) chosen = keep_up_to(std::move(chosen), files, *selection.to);
  if (selection.steps)
    chosen.resize(
        std::min<std::size_t>(chosen.size(), static_cast<std::size_t>(std::max(0, *selection.steps))));
  if (!selection.include_all && !selection.only_file) {
    std::vector<const Migration*> late;
    const auto* open = history.open_entry();
    std::copy_if(chosen.begin(), chosen.end(), std::back_inserter(late), [&](const auto* file) {
      return applied.is_out_of_order(file->version) && !(open != nullptr && open->version == file->version) &&
             !ran_before_its_turn(applied.newest(file->version.numbering), files);
    });
    refuse_out_of_order(late, applied);
  }
  auto ordered = DependencyOrder(files, applied, std::move(chosen), selection.only_file).order();
  if (!selection.to && !selection.steps)
    ordered.insert(ordered.end(), due_repeatables.begin(), due_repeatables.end());
  return ordered;
}

}  // namespace dunlin::migrate
