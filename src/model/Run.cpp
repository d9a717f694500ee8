#include "model/Run.hpp"

namespace dunlin::model {

std::string to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::done: return "done";
    case Outcome::failed: return "failed";
    case Outcome::refused: return "refused";
    case Outcome::interrupted: return "interrupted";
  }
  return "failed";
}

}  // namespace dunlin::model
