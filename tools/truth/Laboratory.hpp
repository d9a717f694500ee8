#pragma once

#include "Evidence.hpp"
#include "Form.hpp"
#include "postgres/Cluster.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::truth {

/// A server with a database in which forms are tried out. Fixtures lie in schema "truth", one at a time.
class Laboratory {
 public:
  Laboratory(const postgres::Cluster& cluster, Fixtures fixtures);

  int major() const;

  /// Runs one form and says what it did.
  Outcome measure(const Form& form);
  /// Forms that failed although forms.sql doesn't say so, or the other way round.
  const std::vector<std::string>& complaints() const { return complaints_; }

  /// A session of its own in the same database.
  postgres::Connection connect() const;

 private:
  void prepare(const Form& form);
  void run(const std::vector<std::string>& statements);
  bool measure_in_block(const Form& form, Evidence& evidence);
  void measure_alone(const Form& form, Evidence& evidence);
  void sample_behind_each_lock(const Form& form, Evidence& evidence);
  void sample_behind(const Form& form, const std::vector<std::string>& lock, Evidence& evidence);
  void check(const Form& form, const Evidence& evidence);

  std::string target_;
  Fixtures fixtures_;
  std::string loaded_;  ///< the fixture that is there, untouched; "" when it has to be made
  std::vector<std::string> messages_;
  std::vector<std::string> complaints_;
  postgres::Connection session_;   ///< runs the forms
  postgres::Connection observer_;  ///< looks at it from outside
};

}  // namespace dunlin::truth
