#include "transfer/Problem.hpp"

namespace dunlin::transfer {

std::string to_string(Weight weight) {
  switch (weight) {
    case Weight::refused: return "refused";
    case Weight::changed: return "changed";
    case Weight::note: return "note";
  }
  return "note";
}

}  // namespace dunlin::transfer
