// libFuzzer target for encrypted values: their form, and boxes that aren't as they were sealed.
// tests/fuzz/run builds and runs it.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "fuzz/EnvelopeInvariants.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (const auto broken = dunlin::encrypt::broken_invariant(text)) {
    std::fprintf(stderr, "%s\n", broken->c_str());
    std::abort();
  }
  return 0;
}
