#include "lint/Session.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct IndexBuildMemory {
  static bool wants_memory(const std::string& method) {
    return method == "hnsw" || method == "ivfflat" || method == "gin";
  }

  static void statement(const Scene& scene, Reporter& report) {
    const auto* index = scene.as<model::CreateIndex>();
    if (index == nullptr || !wants_memory(index->method) || !scene.is_live(index->table)) return;
    const bool vectors = index->method != "gin";
    const bool has_memory = !setting(scene.session(), "maintenance_work_mem").empty();
    const bool has_parameters = !vectors || !index->options.empty();
    if (has_memory && has_parameters) return;
    const std::string table = scene.shown(index->table);
    std::string message = "building the " + index->method + " index on " + table;
    message += has_memory ? " without parameters takes the defaults, which fit small tables"
                          : " is several times slower once it outgrows maintenance_work_mem";
    report.add(table, std::move(message));
  }
};

}  // namespace

const Rule index_build_memory{
    .name = "index-build-memory",
    .family = 'A',
    .profile = Profile::strict,
    .severity = model::Severity::note,
    .summary = "A GIN, HNSW or IVFFlat build with the default memory or parameters",
    .why =
        "These builds keep their structure in maintenance_work_mem (64 MB by default) and slow down "
        "sharply when it is full; lists of IVFFlat and m, ef_construction of HNSW can't be changed later "
        "without building anew.",
    .advice =
        "SET maintenance_work_mem = '1GB'; before it, and WITH (lists = rows / 1000) or WITH (m = 16, "
        "ef_construction = 64).",
    .statement = IndexBuildMemory::statement};

}  // namespace dunlin::lint::rules
