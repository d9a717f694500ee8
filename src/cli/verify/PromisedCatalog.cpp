#include "cli/verify/PromisedCatalog.hpp"

#include <filesystem>
#include <iterator>
#include <map>
#include <memory>
#include <set>

#include "cli/LintFiles.hpp"
#include "lint/Lint.hpp"
#include "lint/Replay.hpp"
#include "lint/replay/TakeBack.hpp"
#include "packs/Record.hpp"

namespace dunlin::cli {
namespace {

/// Replays files one after the other, of which some take back what others have made.
class Promised {
 public:
  Promised(int server_version, std::vector<std::string> search_path)
      : search_path_(std::move(search_path)), catalog_(lint::empty_catalog(server_version)) {}

  void add(lint::File file) { waiting_.push_back(std::move(file)); }

  /// Behind the file that was added last, whose header this is. A pack's down file drops much of what its up
  /// file has made by EXECUTE, by what a table remembers.
  void note(const packs::Record& record) {
    if (record.action != packs::Action::remove) {
      made_[record.pack].insert(replayed_ + waiting_.size());
      return;
    }
    replay();
    lint::take_back(catalog_, made_[record.pack]);
    made_.erase(record.pack);
  }

  model::Catalog catalog() && {
    replay();
    return std::move(catalog_);
  }

 private:
  void replay() {
    lint::Request request;
    request.settings.major = catalog_.server_version / 10000;
    request.before = std::move(catalog_);
    request.before.search_path = search_path_;
    request.files_before = replayed_;
    catalog_ = lint::lint(waiting_, std::move(request)).catalog;
    replayed_ += waiting_.size();
    waiting_.clear();
  }

  std::vector<std::string> search_path_;
  model::Catalog catalog_;
  std::vector<lint::File> waiting_;
  std::size_t replayed_ = 0;
  std::map<std::string, std::set<std::size_t>> made_;  // by which files (from 1), of each pack
};

}  // namespace

model::Catalog promised_catalog(const model::Config& config, const std::vector<model::Migration>& applied,
                                int server_version, const std::vector<std::string>& search_path) {
  std::vector<std::unique_ptr<migrate::ScriptText>> scripts;
  Promised promised(server_version, search_path);
  for (const model::Migration& migration : applied) {
    scripts.push_back(std::make_unique<migrate::ScriptText>(migration.up, lint_script_options(config)));
    lint::File file = lint_file(migration, *scripts.back(), std::filesystem::current_path());
    file.judged = false;
    promised.add(std::move(file));
    if (const auto record = packs::read_record(scripts.back()->file_text())) promised.note(*record);
  }
  return std::move(promised).catalog();
}

}  // namespace dunlin::cli
