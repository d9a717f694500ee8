#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "postgres/Connection.hpp"

namespace dunlin::transfer {

/// What COLLATE NOCASE can become there.
struct FoldingFacts {
  std::string citext_schema;    ///< where citext is installed; "" for nowhere
  bool citext_visible = false;  ///< that schema is in the role's search_path
  bool may_create_citext = false;
  bool public_exists = false;  ///< where citext would go
  bool icu = false;            ///< the server was built with ICU
  std::string locale;          ///< of the database
  bool folds_ascii = false;    ///< lower() makes a-z of A-Z (a Turkish locale doesn't)
  bool folds_more = false;     ///< and other letters too
};

/// What a transfer has to know of the server that it goes to.
struct ServerFacts {
  std::string version;  ///< "15.18"
  int version_number = 0;
  std::string database, user, host;
  bool local = false;  ///< a unix socket or this machine
  bool pooled = false;
  std::string tls;  ///< "TLSv1.3, TLS_AES_256_GCM_SHA384"; "" for none
  bool in_recovery = false, read_only = false;
  std::string encoding;
  bool may_create_schemas = false;  ///< CREATE on the database
  bool schema_exists = false, may_use_schema = false, may_create_in_schema = false;
  std::vector<std::string> objects;  ///< in the target schema, those of extensions left out: "table users"
  std::int64_t object_count = 0;     ///< `objects` holds the first of them
  std::string transfer_source;       ///< of the transfer into this schema that isn't finalized; "" for none
  std::string transfer_stage;
  int max_connections = 0, reserved_connections = 0, used_connections = 0;
  std::vector<std::pair<std::string, std::string>> settings;  ///< those that matter, as shown
  std::vector<std::string> extensions;                        ///< that could be installed
  bool has_citus = false;                                     ///< its functions are in this database
  FoldingFacts folding;
  std::optional<std::string> data_directory;  ///< nothing: the role may not see it
  std::uint64_t database_size = 0;
};

/// Asks the server; changes nothing.
ServerFacts read_server_facts(postgres::Connection& connection, const std::string& schema);

}  // namespace dunlin::transfer
