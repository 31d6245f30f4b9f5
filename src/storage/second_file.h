// The second file in which a check of the tables makes them again. It holds whatever the journal
// says, and who breaks off leaves it behind: so beside the database a note says where it lies, held
// for as long as somebody works on it, and what nobody holds goes at a start and at an erasure.
#pragma once

#include <string>

namespace chuangyou {

class SecondFile {
 public:
  // `<database>.verifying` in the folder, with a number behind it where others are at work; the
  // note is `<database>.verifying.lock`. Paths are resolved ones.
  SecondFile(const std::string& database, const std::string& folder);
  SecondFile(const SecondFile&) = delete;
  SecondFile& operator=(const SecondFile&) = delete;
  ~SecondFile();  // the file goes, and the note after it

  const std::string& path() const { return path_; }

 private:
  std::string path_, note_;
  int held_ = -1;
};

// Those of checks that were broken off, in whatever folder. False while somebody is at work on one:
// try again, for he may break off as well.
bool remove_left_second_files(const std::string& database);

}  // namespace chuangyou
