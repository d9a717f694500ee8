#pragma once

#include "lint/replay/Site.hpp"

namespace dunlin::lint {

void create_schema(Site& site, const model::CreateSchema& statement);
void create_extension(Site& site, const model::CreateExtension& statement);
void create_role(Site& site, const model::CreateRole& statement);
/// CREATE SEQUENCE, and ALTER SEQUENCE ... OWNED BY.
void create_sequence(Site& site, const model::CreateSequence& statement);
void create_publication(Site& site, const model::CreatePublication& statement);
void change_owner(Site& site, const model::ChangeOwner& statement);
void comment(Site& site, const model::Comment& statement);
/// Some comments may have been changed, nobody knows which.
void forget_comments(Site& site);

}  // namespace dunlin::lint
