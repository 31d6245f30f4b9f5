// A file on its way in: written to disk as it arrives, so that its size does not matter to memory.
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>

#include "core/hash.h"

namespace chuangyou {

class Upload {
 public:
  explicit Upload(std::filesystem::path path) : path_(std::move(path)) {
    file_.reset(std::fopen(path_.c_str(), "wbx"));
  }
  Upload(const Upload&) = delete;
  Upload& operator=(const Upload&) = delete;
  // Whoever does not take the file over leaves nothing behind.
  ~Upload() {
    file_.reset();
    if (is_kept_) return;
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }

  // False when the disk refuses.
  bool write(std::string_view bytes) {
    return file_ && std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) == bytes.size();
  }
  bool close() {
    std::FILE* file = file_.release();
    return file != nullptr && std::fclose(file) == 0;
  }
  // Of the whole file once it is closed, in blocks of one size: the same file has the same digest
  // in however many pieces it came.
  Hash digest() const {
    std::ifstream file(path_, std::ios::binary);
    std::string block(std::size_t{1} << 20, '\0');
    Hash digest{};
    while (file.read(block.data(), std::ssize(block)) || file.gcount() > 0) {
      const std::string_view read(block.data(), static_cast<std::size_t>(file.gcount()));
      digest = hash_of(HashFunction::sha256, {bytes_of(digest), read});
    }
    return digest;
  }
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path keep() {
    is_kept_ = true;
    return path_;
  }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::filesystem::path path_;
  std::unique_ptr<std::FILE, Close> file_;
  bool is_kept_ = false;
};

}  // namespace chuangyou
