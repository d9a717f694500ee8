// libFuzzer target for the lexer, the splitter, the classifier and the checksums:
//   cmake -B build/fuzz -G Ninja -DDUNLIN_FUZZ=ON -DCMAKE_CXX_COMPILER=clang++
//         -DCMAKE_CXX_FLAGS=-Wno-unknown-warning-option
//   ninja -C build/fuzz split_fuzz
//   build/fuzz/tests/fuzz/split_fuzz -max_len=600
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "fuzz/SplitInvariants.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (const auto broken = dunlin::sql::broken_invariant(text)) {
    std::fprintf(stderr, "%s\n", broken->c_str());
    std::abort();
  }
  return 0;
}
