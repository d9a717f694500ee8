#pragma once

#include "lint/replay/Effect.hpp"

namespace dunlin::lint {

void create_schema(Effect& effect, const model::CreateSchema& statement);
void create_extension(Effect& effect, const model::CreateExtension& statement);
void create_role(Effect& effect, const model::CreateRole& statement);
/// CREATE SEQUENCE, and ALTER SEQUENCE ... OWNED BY.
void create_sequence(Effect& effect, const model::CreateSequence& statement);
void create_publication(Effect& effect, const model::CreatePublication& statement);
void change_owner(Effect& effect, const model::ChangeOwner& statement);
void comment(Effect& effect, const model::Comment& statement);

}  // namespace dunlin::lint
