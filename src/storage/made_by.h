// By which declarations the tables were made: a hash that differs means that they are made anew.
#pragma once

#include <string>
#include <string_view>

#include "storage/sqlite.h"

namespace chuangyou {

void create_made_by_schema(Connection&);
std::string made_by(Connection&);  // empty: nobody has said it yet
void set_made_by(Connection&, std::string_view declarations);

}  // namespace chuangyou
