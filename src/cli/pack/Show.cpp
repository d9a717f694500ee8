#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "cli/pack/Verbs.hpp"
#include "packs/Library.hpp"
#include "packs/Needs.hpp"
#include "packs/Template.hpp"
#include "packs/Values.hpp"

namespace dunlin::cli {
namespace {

Json value_json(const packs::Value& value, bool list) {
  if (!list) return value.empty() ? Json() : Json(value.front());
  Json elements = Json::array();
  for (const std::string& element : value) elements.add(element);
  return elements;
}

Json values_json(const packs::Pack& pack, const packs::Values& values) {
  Json json = Json::object();
  for (const auto& [name, value] : values) {
    const packs::Parameter* parameter = pack.find_parameter(name);
    json.set(name, value_json(value, parameter != nullptr && packs::is_list(parameter->type)));
  }
  return json;
}

Json parameter_json(const packs::Parameter& parameter) {
  Json json = Json::object()
                  .set("name", parameter.name)
                  .set("type", packs::to_string(parameter.type))
                  .set("required", !parameter.default_value)
                  .set("default", parameter.default_value
                                      ? value_json(*parameter.default_value, packs::is_list(parameter.type))
                                      : Json())
                  .set("help", parameter.help);
  if (parameter.minimum) json.set("minimum", *parameter.minimum);
  if (parameter.maximum) json.set("maximum", *parameter.maximum);
  return json;
}

Json pack_json(const packs::Pack& pack) {
  Json parameters = Json::array(), needs = Json::array(), others = Json::array(), updates = Json::array();
  for (const packs::Parameter& parameter : pack.parameters) parameters.add(parameter_json(parameter));
  for (const packs::Need& need : pack.needs)
    needs.add(Json::object()
                  .set("kind", packs::to_string(need.kind))
                  .set("name", need.name)
                  .set("why", need.why)
                  .set("optional", need.optional)
                  .set("statement", packs::statement_for(need)));
  for (const std::string& other : pack.requires_packs) others.add(other);
  for (const packs::Update& update : pack.updates) updates.add(update.from + "-" + update.to);
  return Json::object()
      .set("name", pack.name)
      .set("version", pack.version)
      .set("title", pack.title)
      .set("minimum_server", pack.minimum_server)
      .set("requires", others)
      .set("needs", needs)
      .set("parameters", parameters)
      .set("test_parameters", values_json(pack, pack.test_parameters))
      .set("updates", updates)
      .set("readme", pack.readme);
}

std::string page(const packs::Pack& pack) {
  std::string text = fmt::format("{} {}: {}\n", pack.name, pack.version, printable(pack.title));
  if (pack.minimum_server > 0) text += fmt::format("\nPostgreSQL {} or newer\n", pack.minimum_server);
  if (!pack.requires_packs.empty()) text += "\nBuilds on: " + join(pack.requires_packs, ", ") + "\n";
  for (const packs::Need& need : pack.needs)
    text += fmt::format("\n{} {} {}{}\n  {}\n", need.optional ? "Uses" : "Needs", packs::to_string(need.kind),
                        need.name, need.why.empty() ? "" : ": " + need.why, packs::statement_for(need));
  if (!pack.parameters.empty()) text += "\nParameters:\n" + packs::describe_parameters(pack) + "\n";
  if (!pack.readme.empty()) text += "\n" + pack.readme;
  return printable(text, true);
}

// Test files are filled with what the pack's own test uses, where nothing else is said.
std::string filled_file(const PackRequest& request, const packs::Pack& pack, const std::string& file) {
  const bool of_test = file == "test.sql" || file == "test_setup.sql";
  const auto values = [&] {
    return packs::read_values(pack, request.invocation.parameters,
                              of_test ? pack.test_parameters : packs::Values{});
  };
  if (file == "README.md") return pack.readme;
  if (file == "up.sql") return packs::render(pack, pack.up, file, values());
  if (file == "down.sql") return packs::render(pack, pack.down, file, values());
  if (file == "test.sql") return packs::render(pack, pack.test, file, values());
  if (file == "test_setup.sql") return packs::render(pack, pack.test_setup, file, values());
  std::string names = "up.sql, down.sql, test.sql, test_setup.sql or README.md";
  for (const packs::Update& update : pack.updates) {
    const std::string name = fmt::format("update/{}-{}.sql", update.from, update.to);
    if (file == name) return packs::render(pack, update.sql, file, values());
    names = name + ", " + names;
  }
  throw usage_error(fmt::format("pack {} has no file '{}'", pack.name, printable(file)), names);
}

}  // namespace

int pack_show(const PackRequest& request, Screen& screen) {
  const packs::Pack& pack = packs::find_pack(request.packs, request.name);
  if (request.invocation.file) {
    const std::string text = filled_file(request, pack, *request.invocation.file);
    screen.json(
        Json::object().set("name", pack.name).set("file", *request.invocation.file).set("text", text));
    screen.line(text);
    return 0;
  }
  screen.json(pack_json(pack));
  screen.line(std::string(trim(page(pack))));
  return 0;
}

}  // namespace dunlin::cli
