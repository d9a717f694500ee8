#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace dunlin::truth {

/// A statement form and how to come to it: see the head of forms.sql.
struct Form {
  std::string name;
  std::string fixture;
  std::vector<std::string> preparation;  ///< committed before the measurement
  std::vector<std::string> measured;     ///< in one transaction; most often one statement
  int since = 0;                         ///< servers of an older major version refuse it
  int until = 0;                         ///< servers of a newer one refuse it; 0: none does
  bool fails = false;                    ///< every server refuses it
};

/// Whether the form is said to be for older or newer servers than that major version.
bool is_for_others(const Form& form, int major);
/// Whether a server of that major version is said to refuse the form.
bool is_refused(const Form& form, int major);

/// The statements that make the tables of a fixture, by its name.
using Fixtures = std::map<std::string, std::vector<std::string>>;

/// Reads fixtures.sql. Throws a usage Error that names the line.
Fixtures read_fixtures(const std::filesystem::path& file);

/// Reads forms.sql, in its order. Throws a usage Error that names the line.
std::vector<Form> read_forms(const std::filesystem::path& file);

}  // namespace dunlin::truth
