#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct ExtensionUnpinned {
  static void statement(const Scene& scene, Reporter& report) {
    const auto* extension = scene.as<model::CreateExtension>();
    if (extension == nullptr) return;
    const bool version = !extension->version.empty();
    const bool schema = extension->alters || !extension->schema.empty();
    if (version && schema) return;
    std::string message = "extension " + extension->name;
    if (!version)
      message += extension->alters ? " is updated to whatever version the server has"
                                   : " gets whatever version the server has";
    if (!schema)
      message += std::string(version ? "" : ", and") + " lands in the first schema of the search_path";
    report.add("", std::move(message));
  }
};

}  // namespace

const Rule extension_unpinned{.name = "extension-unpinned",
                              .family = 'H',
                              .profile = Profile::all,
                              .severity = model::Severity::note,
                              .summary = "CREATE or ALTER EXTENSION without VERSION or SCHEMA",
                              .why =
                                  "The same file gives different objects on servers with different "
                                  "packages, and in another schema "
                                  "where the search_path differs.",
                              .advice =
                                  "CREATE EXTENSION IF NOT EXISTS x WITH SCHEMA extensions VERSION "
                                  "'1.2'; SELECT default_version "
                                  "FROM pg_available_extensions tells the one at hand.",
                              .statement = ExtensionUnpinned::statement};

}  // namespace dunlin::lint::rules
