#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_copy_program(const Scene& scene, Reporter& report) {
  const auto* copy = scene.as<model::Dml>();
  if (copy == nullptr || !copy->copies_program) return;
  report.add(copy->target.empty() ? "" : scene.shown(copy->target),
             "COPY ... PROGRAM runs a shell command on the server, as the user that PostgreSQL runs as");
}

}  // namespace

const Rule copy_program{
    .name = "copy-program",
    .family = 'I',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "COPY ... PROGRAM",
    .why =
        "It needs a superuser or pg_execute_server_program, depends on files of one server, "
        "and is how intruders run commands. Managed services refuse it.",
    .advice = "COPY ... FROM STDIN with the data in the migration or piped by a client.",
    .statement = check_copy_program};

}  // namespace dunlin::lint::rules
