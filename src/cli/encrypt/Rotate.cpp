#include "encrypt/Rotate.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "base/Duration.hpp"
#include "base/Text.hpp"
#include "cli/encrypt/Verbs.hpp"
#include "encrypt/ColumnLock.hpp"
#include "encrypt/Documents.hpp"
#include "encrypt/KeySource.hpp"
#include "encrypt/Lookups.hpp"
#include "encrypt/MissingKeys.hpp"

namespace dunlin::cli {
namespace {

using Clock = std::chrono::steady_clock;
using encrypt::EncryptedColumn;

int rotate_kek(const EncryptRequest& request, Screen& screen) {
  const Target target(request.config);
  auto connection = target.connect();  // a key that lies in the database is a reason to rotate, not to refuse
  require_writable(connection);
  static_cast<void>(encrypt::read_keys(connection));
  const auto current = encrypt::read_key(key_source(request));
  const auto next = encrypt::read_key(*request.invocation.new_kek);
  const int wrapped = encrypt::rotate_kek(connection, current, next);
  screen.json(Json::object().set("wrapped", wrapped).set("kek", next.id()));
  screen.line(fmt::format("{} wrapped by {} now; no value was touched",
                          counted(static_cast<std::size_t>(wrapped), "data key"), next.id()));
  screen.line(fmt::format("keep {} for as long as backups from before are kept", current.id()));
  return 0;
}

// What is under the keys of one purpose.
struct Scope {
  std::string purpose;
  std::vector<EncryptedColumn> values;   // whose values they encrypt
  std::vector<EncryptedColumn> indexes;  // whose blind index they key
  bool documents = false;
};

Scope scope_of(postgres::Connection& connection, const std::string& purpose) {
  Scope out{.purpose = purpose, .values = {}, .indexes = {}, .documents = false};
  for (auto& column : encrypt::registered_columns(connection)) {
    if (column.index && column.index_purpose == purpose) out.indexes.push_back(column);
    if (column.purpose == purpose) out.values.push_back(std::move(column));
  }
  out.documents = purpose == encrypt::k_document_purpose;
  if (out.values.empty() && out.indexes.empty() && !out.documents)
    throw refused(fmt::format("no registered column has the purpose {}", printable(purpose)),
                  "dunlin encrypt status lists them");
  return out;
}

// Between the new key and the last entry a lookup has to look for two.
void require_lookups(postgres::Connection& connection, const Scope& scope, bool insist, Screen& screen) {
  if (scope.indexes.empty()) return;
  encrypt::require_lookups_under_two_keys(connection);
  const auto found = encrypt::find_single_lookups(connection);
  if (found.empty()) return;
  const auto what = fmt::format("lookups that compare with one entry would miss rows while {} is rotated: {}",
                                printable(scope.purpose), printable(join(found, "; ")));
  if (insist) return screen.note("note: " + what);
  throw refused(what,
                "write them as WHERE phone_index = ANY (phone_blind_indexes($1)); when statements are from "
                "before that, "
                "SELECT pg_stat_statements_reset(), or say --yes");
}

// A rotation that was killed is finished before another one begins.
bool is_unfinished(postgres::Connection& connection, const std::vector<encrypt::KeyRecord>& keys,
                   const Scope& scope) {
  int active = 0;
  bool older = false;
  for (const auto& key : keys) {
    if (key.purpose != scope.purpose) continue;
    if (key.state == "active") active = key.kid;
    older = older || key.state == "decrypt_only";
  }
  if (!older) return false;
  const auto open = [&](const EncryptedColumn& column) {
    return !encrypt::is_finished(connection, column, active);
  };
  return std::any_of(scope.values.begin(), scope.values.end(), open) ||
         std::any_of(scope.indexes.begin(), scope.indexes.end(), open) ||
         (scope.documents && !encrypt::documents_finished(connection, active));
}

// What the sweeps of a rotation have in common: their lock, their time, what is said.
class Rotation {
 public:
  Rotation(const EncryptRequest& request, postgres::Connection& connection, encrypt::KeyRing& keys,
           Screen& screen)
      : request_(request), connection_(connection), keys_(keys), screen_(screen) {}

  void run(const Scope& scope) {
    for (const auto& column : scope.values) {
      const encrypt::ColumnLock lock(connection_, column, wait());
      sweep(column.name(), "row", scope.purpose, [&](const auto& options, const auto& observer) {
        return encrypt::reencrypt(connection_, column, keys_, options, observer);
      });
    }
    for (const auto& column : scope.indexes) {
      const encrypt::ColumnLock lock(connection_, column, wait());
      const auto name = fmt::format("{}.{}.{}", column.schema, column.table, *column.index);
      sweep(name, "row", scope.purpose, [&](const auto& options, const auto& observer) {
        return encrypt::reindex(connection_, column, keys_, options, observer);
      });
    }
    if (scope.documents) {
      const encrypt::ColumnLock lock(connection_, "documents", wait());
      sweep("documents", "document", scope.purpose, [&](const auto& options, const auto& observer) {
        return encrypt::reencrypt_documents(connection_, keys_, options, observer);
      });
    }
  }

  bool found_bad() const {
    return std::any_of(swept_.begin(), swept_.end(), [](const auto& one) { return one.result.bad > 0; });
  }

  /// What each column took, all of its sweeps together.
  Json json() const {
    Json out = Json::array();
    for (const auto& one : swept_) out.add(sweep_json(one.name, one.result, one.seconds, one.cpu_seconds));
    return out;
  }

 private:
  using Work =
      std::function<encrypt::SweepResult(const encrypt::SweepOptions&, const encrypt::SweepObserver&)>;

  struct Swept {
    std::string name;
    encrypt::SweepResult result;
    double seconds = 0;
    double cpu_seconds = 0;
  };

  void sweep(const std::string& name, const std::string& what, const std::string& purpose, const Work& work) {
    const auto began = Clock::now();
    const double cpu = processor_seconds();
    const auto result = work(sweep_options(request_), show_sweep(screen_, name));
    const double used = processor_seconds() - cpu;
    const auto took = Clock::now() - began;
    screen_.live("");
    screen_.line(fmt::format("{}: {} under key {} now, in {}", name,
                             counted(static_cast<std::size_t>(result.rows), what), keys_.active(purpose),
                             describe_duration(std::chrono::duration_cast<Milliseconds>(took))));
    show_bad_rows(screen_, result, what);
    add({name, result, std::chrono::duration<double>(took).count(), used});
  }

  void add(Swept now) {
    const auto before =
        std::find_if(swept_.begin(), swept_.end(), [&](const auto& one) { return one.name == now.name; });
    if (before == swept_.end()) return swept_.push_back(std::move(now));
    now.result.rows += before->result.rows;
    now.result.batches += before->result.batches;
    now.result.resumed = now.result.resumed || before->result.resumed;
    now.seconds += before->seconds;
    now.cpu_seconds += before->cpu_seconds;
    *before = std::move(now);  // bad rows are those that the last sweep left
  }

  Milliseconds wait() const { return parse_duration(request_.invocation.wait); }

  const EncryptRequest& request_;
  postgres::Connection& connection_;
  encrypt::KeyRing& keys_;
  Screen& screen_;
  std::vector<Swept> swept_;
};

// The purpose's keys, with a new active one unless a rotation was left unfinished.
encrypt::KeyRing begin_or_resume(postgres::Connection& connection, const encrypt::Key& kek,
                                 const Scope& scope, Screen& screen) {
  auto records = encrypt::read_keys(connection);
  encrypt::require_no_missing_key(connection, records);
  {
    encrypt::KeyRing current(records, kek);  // a wrong key is found before anything is made
    current.require_kek();
    static_cast<void>(current.cipher(current.active(scope.purpose), scope.purpose));
  }
  if (is_unfinished(connection, records, scope)) {
    screen.note("a rotation of this key hasn't come to its end: it goes on");
    return {std::move(records), kek};
  }
  const int kid = encrypt::create_data_key(connection, kek, scope.purpose);
  screen.note(
      fmt::format("key {} for {}; the one before only decrypts from now on", kid, printable(scope.purpose)));
  return {encrypt::read_keys(connection), kek};
}

}  // namespace

int encrypt_rotate(const EncryptRequest& request, Screen& screen) {
  if (request.invocation.new_kek) return rotate_kek(request, screen);
  if (!request.invocation.purpose)
    throw usage_error("what is to be rotated?",
                      "a data key: --purpose phone; or the key-encryption key: --new-kek file:/path");
  const std::string& purpose = *request.invocation.purpose;
  const Target target(request.config);
  auto connection = connect_for_keys(target, screen);
  static_cast<void>(encrypt::read_keys(connection));
  const auto scope = scope_of(connection, purpose);
  require_lookups(connection, scope, request.invocation.yes, screen);
  auto keys = begin_or_resume(connection, encrypt::read_key(key_source(request)), scope, screen);
  const encrypt::KeysSettled settled(connection);
  Rotation rotation(request, connection, keys, screen);
  rotation.run(scope);
  const auto wait = parse_duration(request.invocation.wait);
  auto retirement = encrypt::retire_unused(connection, purpose, settled, wait);
  const auto late = [](const encrypt::KeptKey& key) { return key.in_use; };
  // What a transaction from before the new key wrote came behind the sweep; there can be no more of it.
  if (!rotation.found_bad() && std::any_of(retirement.kept.begin(), retirement.kept.end(), late)) {
    rotation.run(scope);
    retirement = encrypt::retire_unused(connection, purpose, settled, wait);
  }
  auto out = show_retirement(screen, retirement);
  screen.json(out.set("active", keys.active(purpose)).set("columns", rotation.json()));
  return rotation.found_bad() ? 3 : 0;
}

}  // namespace dunlin::cli
