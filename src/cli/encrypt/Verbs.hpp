#pragma once

#include <string>
#include <vector>

#include "cli/Invocation.hpp"
#include "cli/Screen.hpp"
#include "cli/Session.hpp"
#include "encrypt/EncryptedColumn.hpp"
#include "encrypt/KeyRing.hpp"
#include "encrypt/Preflight.hpp"
#include "encrypt/Retire.hpp"
#include "encrypt/Sweep.hpp"
#include "model/Config.hpp"

namespace dunlin::cli {

/// What every verb of `dunlin encrypt` begins with.
struct EncryptRequest {
  const Invocation& invocation;
  const model::Config config;
  std::vector<std::string> arguments;  ///< behind the verb
};

/// One verb: its word, a line for people, and the function that carries it out (returns the exit code, throws
/// Error).
struct EncryptVerb {
  const char* name;
  const char* summary;
  int (*run)(const EncryptRequest&, Screen&);
};

/// The verbs in the order in which they are used; a line each in verbs.inc, the function in cli/encrypt/.
const std::vector<EncryptVerb>& encrypt_verbs();

/// A session for writing, after look_for_leaks().
postgres::Connection connect_for_keys(const Target& target, Screen& screen);

/// Refuses a database in which a key lies already, and notes what else its server would log.
void look_for_leaks(postgres::Connection& connection, Screen& screen);

/// Where the key-encryption key is: --kek, then [encryption] key of the environment, then env:DUNLIN_KEK.
std::string key_source(const EncryptRequest& request);

/// The data keys, with that key-encryption key.
encrypt::KeyRing open_key_ring(const EncryptRequest& request, postgres::Connection& connection);

/// Flags, then [encryption] of the environment, then the defaults.
encrypt::SweepOptions sweep_options(const EncryptRequest& request);

/// The columns that are named; without names all that are registered, and none is fine while there are
/// documents.
std::vector<encrypt::EncryptedColumn> asked_columns(postgres::Connection& connection,
                                                    const std::vector<std::string>& names);

/// Progress of a sweep as a live line, or one line each ten seconds.
encrypt::SweepObserver show_sweep(Screen& screen, const std::string& column);

/// What a sweep did, with its speed and this process's own time, for JSON.
Json sweep_json(const std::string& name, const encrypt::SweepResult& result, double seconds,
                double cpu_seconds);
/// `what` is "row" or "document".
void show_bad_rows(Screen& screen, const encrypt::SweepResult& result, const std::string& what = "row");

/// Says which keys retired and what keeps the others; for JSON `retired` and `kept`.
Json show_retirement(Screen& screen, const encrypt::Retirement& found);

Json leaks_json(const std::vector<encrypt::Leak>& leaks);

/// Processor time that this process has used, in seconds.
double processor_seconds();

}  // namespace dunlin::cli
