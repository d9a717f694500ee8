#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "encrypt/KeyRing.hpp"
#include "encrypt/Sweep.hpp"
#include "encrypt/Verify.hpp"

namespace dunlin::encrypt {

/// Whose data keys encrypt documents.
inline constexpr char k_document_purpose[] = "document";

/// Stored documents, counted by the server.
struct DocumentCoverage {
  std::int64_t documents = 0;
  std::int64_t incomplete = 0;       ///< with more or fewer pieces than their header says
  std::map<int, std::int64_t> keys;  ///< documents by the number of their data key
  friend bool operator==(const DocumentCoverage&, const DocumentCoverage&) = default;
};

/// Needs no key.
DocumentCoverage read_document_coverage(postgres::Connection& connection);

/// Decrypts every document, a few pieces at a time, and names those that don't come out whole: altered,
/// incomplete, unknown_key, retired_key. Changes nothing.
Verification verify_documents(postgres::Connection& connection, KeyRing& keys, std::size_t list,
                              const VerifyObserver& observer);

/// Encrypts every document that isn't under the active key anew: each in one transaction, so that a reader
/// has it whole at every moment, and no more than a few pieces of it in memory. Documents that don't come out
/// whole are left and listed. Killed at any instant, the next run goes on.
SweepResult reencrypt_documents(postgres::Connection& connection, KeyRing& keys, const SweepOptions& options,
                                const SweepObserver& observer);

/// Whether a rotation to key `kid` has come to its end for documents.
bool documents_finished(postgres::Connection& connection, int kid);

}  // namespace dunlin::encrypt
