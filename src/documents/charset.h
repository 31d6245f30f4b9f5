// Text in whatever encoding somebody says it is written in, as UTF-8, block by block.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct UConverter;

namespace chuangyou {

class Charset {
 public:
  // As a Content-Type names it, in whatever case; nullopt: nobody knows one of that name.
  static std::optional<Charset> named(std::string_view name);

  // False where the bytes are no text in it; a character may be cut in two but by the end.
  bool append(std::string_view bytes, bool is_at_end, std::string& utf8);
  bool is_gb18030() const { return is_gb18030_; }  // or what it holds, GB2312 and GBK

 private:
  struct Close {
    void operator()(UConverter*) const;
  };
  std::unique_ptr<UConverter, Close> converter_;
  bool is_gb18030_ = false;
};

}  // namespace chuangyou
