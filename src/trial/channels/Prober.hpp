#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "checks/RunChecks.hpp"
#include "postgres/Connection.hpp"
#include "trial/channels/TableKeys.hpp"
#include "trial/channels/Vantage.hpp"
#include "trial/rls/Probe.hpp"

namespace dunlin::trial {

/// What came of statements that were tried as an identity.
struct Attempt {
  std::vector<std::string> rows;  ///< first column of the last statement's rows
  std::int64_t affected = 0;
  std::string sqlstate;  ///< "" when all of them ran
  std::string message;
  std::string detail;
  std::string constraint;

  bool done() const { return sqlstate.empty(); }
  bool refused_by_policy() const { return message.find("row-level security") != std::string::npos; }
  friend bool operator==(const Attempt&, const Attempt&) = default;
};

/// What a probe found: nothing, or ways; or why it couldn't be tried.
struct Probing {
  std::vector<checks::Observation> found;
  std::string untried;
  friend bool operator==(const Probing&, const Probing&) = default;
};

/// What an identity has met.
struct Met {
  std::string identity;
  checks::Observation found;
  friend bool operator==(const Met&, const Met&) = default;
};

/// Tries statements as identities, each in a savepoint that is rolled back, and asks the role of the session
/// what is true. Watches what error messages say: a value of a hidden row in one is a finding of its own.
class Prober {
 public:
  Prober(postgres::Connection& connection, const Subject& subject)
      : connection_(connection), subject_(subject) {}

  const Identity& identity(const Vantage& vantage) const {
    return subject_.expectations.identities[vantage.identity];
  }
  const TableFacts& table(const Vantage& vantage) const { return subject_.tables[vantage.table]; }
  /// "public.documents"
  std::string name(const Vantage& vantage) const;
  /// Whether the identity's role has one of "siud" on the table or a column.
  bool may(const Vantage& vantage, char privilege) const;
  const TableKeys& keys(const Vantage& vantage);
  /// The values of a row that the expectations say this identity may insert; empty: none is known.
  RowValues insertable(const Vantage& vantage) const;
  Attempt attempt(const Vantage& vantage, const std::vector<Query>& statements);
  /// The same with triggers off where the session may do that: a row that others refer to couldn't be deleted
  /// otherwise.
  Attempt attempt_without_triggers(const Vantage& vantage, const Query& statement);
  /// How many rows a COPY ... TO STDOUT (FORMAT binary) gives, as the identity.
  Attempt attempt_copy(const Vantage& vantage, const std::string& sql);
  postgres::Result ask(const Query& query);

  /// Values of hidden rows that messages of the server have shown so far.
  const std::vector<Met>& shown_by_messages() const { return shown_; }

 private:
  Attempt run(const Vantage& vantage, const std::vector<Query>& statements, bool triggers);
  void become_identity(const Vantage& vantage);
  void watch(const Vantage& vantage, const Attempt& attempt, const std::vector<Query>& statements);
  const std::vector<std::string>& canaries(const Vantage& vantage);

  postgres::Connection& connection_;
  const Subject& subject_;
  std::map<std::size_t, TableKeys> keys_;
  std::map<std::pair<std::size_t, std::size_t>, std::vector<std::string>> canaries_;
  std::vector<Met> shown_;
};

/// The keys of a sample of hidden rows, for `= ANY ($1::text[])`.
std::string sample_of(const std::vector<std::string>& keys);

}  // namespace dunlin::trial
