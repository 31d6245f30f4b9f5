// The demonstration: three bodies of different kinds, so that nothing fits one case only. What is
// real and what is invented stands in campaigns/demo/*/SOURCE.md and in what the command prints.
#pragma once

#include <string>
#include <vector>

#include "campaign/load.h"

namespace chuangyou {

inline constexpr std::string_view model_key = "model-province";
inline constexpr std::string_view state_council_key = "state-council";
inline constexpr std::string_view city_key = "boston";
inline constexpr std::string_view demo_keys[] = {model_key, state_council_key, city_key};

// Everybody's in the demonstration, whose data is public or invented: it opens nothing else.
inline constexpr std::string_view demo_password = "chuangyou2011";

// Whom a reader can log in as. `receipt`: no account but the code that a citizen holds.
struct DemoAccount {
  std::string body, who, name, password;
};

// What the dry run of an import found before it was applied.
struct DemoImport {
  std::string body, mapping;
  std::int64_t rows = 0, findings = 0, notes = 0;
};

struct MadeDemo {
  std::vector<DemoAccount> accounts;
  std::vector<DemoImport> imports;
};

// Where it is made, with the keys of the name that the database will have.
struct DemoMaking {
  const Places& places;
  const Keys& keys;
  HashFunction hash = HashFunction::sha256;
};
// Makes the bodies in a new database: units, people, documents, imports, and of an invented body
// its life over months. Two runs give the same, down to the receipts.
// Throws what went wrong: the data travels with the program, so a refusal is a fault of ours.
MadeDemo make_demo(const DemoMaking&);
MadeDemo make_demo_body(const DemoMaking&, std::string_view key);  // one of them alone

// One number of the report, read from the product's own lists and figures, beside what the source
// of the data says (campaigns/demo/figures.csv).
struct DemoFigure {
  std::string body, key;
  std::string zh, en;
  std::string found, expected;
  bool fits() const { return found == expected; }
};
std::vector<DemoFigure> demo_figures(const Places&, const Bodies&);

}  // namespace chuangyou
