#pragma once

#include <string>
#include <vector>

#include "cli/Invocation.hpp"
#include "cli/Screen.hpp"
#include "cli/Session.hpp"
#include "encrypt/EncryptedColumn.hpp"
#include "encrypt/KeyRing.hpp"
#include "encrypt/Preflight.hpp"
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

/// A session for writing, after the checks that nothing is sent where it would be kept: refuses a database
/// in which a key lies already.
postgres::Connection connect_for_keys(const Target& target, Screen& screen);

/// The data keys, with the key-encryption key that --kek names.
encrypt::KeyRing open_key_ring(const EncryptRequest& request, postgres::Connection& connection);

encrypt::SweepOptions sweep_options(const Invocation& invocation);

/// Progress of a sweep as a live line, or one line each ten seconds.
encrypt::SweepObserver show_sweep(Screen& screen, const std::string& column);

/// What a sweep did, with its speed and this process's own time, for JSON.
Json sweep_json(const encrypt::EncryptedColumn& column, const encrypt::SweepResult& result, double seconds,
                double cpu_seconds);
void show_bad_rows(Screen& screen, const encrypt::SweepResult& result);

Json leaks_json(const std::vector<encrypt::Leak>& leaks);

/// Processor time that this process has used, in seconds.
double processor_seconds();

}  // namespace dunlin::cli
