#include "transfer/WorkplaceOwner.hpp"

#include "base/File.hpp"
#include "base/Json.hpp"

namespace dunlin::transfer {
namespace {

std::filesystem::path note_of(const Workplace& workplace) {
  return workplace.folder / "owner.json";
}

}  // namespace

std::optional<WorkplaceOwner> read_owner(const Workplace& workplace) {
  if (!std::filesystem::exists(note_of(workplace))) return std::nullopt;
  const Json note = Json::parse(read_file(note_of(workplace)));
  const auto text = [&](const char* name) {
    const Json* member = note.find(name);
    return member != nullptr && member->string() != nullptr ? *member->string() : std::string();
  };
  const Json* number = note.find("transfer");
  return WorkplaceOwner{
      .server = text("server"),
      .schema = text("schema"),
      .transfer = number != nullptr && number->integer() != nullptr ? *number->integer() : 0,
      .began = text("began"),
      .lasting = note.find("lasting") == nullptr || note.find("lasting")->is_true()};
}

void write_owner(const Workplace& workplace, const WorkplaceOwner& owner) {
  write_file(note_of(workplace), Json::object()
                                     .set("server", owner.server)
                                     .set("schema", owner.schema)
                                     .set("transfer", owner.transfer)
                                     .set("began", owner.began)
                                     .set("lasting", owner.lasting)
                                     .dump());
}

void forget_owner(const Workplace& workplace) {
  std::filesystem::remove(note_of(workplace));
}

bool is_owner(const WorkplaceOwner& owner, const TransferRow& row) {
  return owner.transfer == row.id && owner.began == row.began;
}

}  // namespace dunlin::transfer
