#include <fmt/format.h>

#include "lint/Overloads.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct SignatureChange {
  const Scene& scene;
  const model::CreateFunction& create;
  const model::CatalogFunction& known;

  static std::vector<model::FunctionArgument> outputs(const std::vector<model::FunctionArgument>& arguments) {
    std::vector<model::FunctionArgument> found;
    for (const model::FunctionArgument& argument : arguments)
      if (argument.mode != 'i' && argument.mode != 'v') found.push_back(argument);
    return found;
  }

  bool same(const model::TypeName& a, const model::TypeName& b) const {
    return a.set_of == b.set_of && model::same_type(a, scene.catalog().qualified(b));
  }

  std::string returned() const {
    if (!create.returns.name.empty() && !known.returns.name.empty() && !same(known.returns, create.returns))
      return fmt::format("it returns {}, not {}", model::to_string(known.returns),
                         model::to_string(create.returns));
    const auto before = outputs(known.arguments), after = outputs(create.arguments);
    // The name of a single one may change (measured on 15).
    const bool only_one = before.size() == 1;
    const bool alike =
        before.size() == after.size() &&
        std::equal(before.begin(), before.end(), after.begin(), [&](const auto& a, const auto& b) {
          return (only_one || a.name == b.name) && same(a.type, b.type);
        });
    return alike ? "" : "the columns that it returns are others";
  }

  std::string inputs() const {
    const auto before = input_arguments(known.arguments), after = input_arguments(create.arguments);
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (!before[i].name.empty() && before[i].name != after[i].name)
        return fmt::format("its argument {} would be called {}", before[i].name,
                           after[i].name.empty() ? "nothing" : after[i].name);
      if (before[i].has_default && !after[i].has_default)
        return fmt::format("its argument {} would lose its default",
                           before[i].name.empty() ? std::to_string(i + 1) : before[i].name);
    }
    return "";
  }

  std::string refusal() const {
    if (known.procedure != create.procedure)
      return known.procedure ? "it is a procedure" : "it is a function, not a procedure";
    const std::string by_output = returned();
    return by_output.empty() ? inputs() : by_output;
  }
};

void check_function_signature_change(const Scene& scene, Reporter& report) {
  const auto* create = scene.as<model::CreateFunction>();
  if (create == nullptr || !create->or_replace) return;
  const model::CatalogFunction* known = replaced_function(scene, *create);
  if (known == nullptr) return;
  const std::string refusal = SignatureChange{scene, *create, *known}.refusal();
  if (!refusal.empty())
    report.add(known->signature(), "CREATE OR REPLACE of " + known->signature() + " fails: " + refusal);
}

}  // namespace

const Rule function_signature_change{.name = "function-signature-change",
                                     .family = 'D',
                                     .profile = Profile::safe,
                                     .severity = model::Severity::error,
                                     .summary =
                                         "CREATE OR REPLACE FUNCTION that changes what is returned, an "
                                         "argument's name, or takes a default away",
                                     .why =
                                         "PostgreSQL refuses it (42P13, cannot change return type / name of "
                                         "input parameter / remove parameter "
                                         "defaults), and the deploy stops there.",
                                     .advice =
                                         "DROP FUNCTION f(types); CREATE FUNCTION ...; GRANT EXECUTE again, "
                                         "all in one transaction. Triggers and "
                                         "policies that call it have to be dropped and created with it.",
                                     .statement = check_function_signature_change};

}  // namespace dunlin::lint::rules
