#pragma once

#include "postgres/Connection.hpp"

namespace dunlin::postgres {

/// A transaction block: begins now, commits only when told to, rolls back otherwise.
class Transaction {
 public:
  explicit Transaction(Connection& connection) : connection_(connection) { connection_.exec("BEGIN"); }
  ~Transaction() {
    try {
      if (open_ && !connection_.broken()) connection_.exec("ROLLBACK");
    } catch (const Error&) {
      // The connection broke: the server rolls back by itself, and the next use of the connection says so.
    }
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void commit() {
    open_ = false;
    connection_.exec("COMMIT");
  }

 private:
  Connection& connection_;
  bool open_ = true;
};

}  // namespace dunlin::postgres
