// libFuzzer target for the lexer, the splitter, the classifier and the checksums:
//   cmake -B build/fuzz -DCMAKE_CXX_COMPILER=clang++ -DDUNLIN_FUZZ=ON && ninja -C build/fuzz split_fuzz
//   build/fuzz/tests/fuzz/split_fuzz tests/fuzz/corpus
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
