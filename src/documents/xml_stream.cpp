#include "documents/xml_stream.h"

#include <expat.h>

#include <new>

namespace chuangyou {
namespace {

constexpr int block_bytes = 64 * 1024;
// No workbook nests deeper than some ten elements, and what comes in one piece (a tag with all that
// it says of itself) is shorter than the longest cell: the parser would hold all of it.
constexpr std::int32_t depth_max = 64;
constexpr XML_Index piece_bytes_max = 2 << 20;

// Names have a letter or a few, and each cell has several: no call is worth its price.
std::string_view local(const char* name) {
  const char* from = name;
  const char* at = name;
  for (; *at != '\0'; ++at)
    if (*at == ':') from = at + 1;
  return {from, static_cast<std::size_t>(at - from)};
}

}  // namespace

std::string_view XmlAttributes::operator[](std::string_view name) const {
  for (const char** pair = pairs_; *pair; pair += 2)
    if (local(pair[0]) == name) return pair[1];
  return {};
}

bool XmlAttributes::says_yes(std::string_view name) const {
  const std::string_view said = (*this)[name];
  return said == "1" || said == "true";
}

struct XmlStream::State {
  State(WorkbookParts::Part its_part, Hears its_hears)
      : part(std::move(its_part)), hears(std::move(its_hears)), parser(XML_ParserCreate(nullptr)) {
    if (!parser) throw std::bad_alloc();
    XML_SetUserData(parser, this);
    XML_SetElementHandler(parser, begin, end);
    XML_SetCharacterDataHandler(parser, text);
    XML_SetStartDoctypeDeclHandler(parser, doctype);
  }
  ~State() { XML_ParserFree(parser); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  WorkbookParts::Part part;
  Hears hears;
  XML_Parser parser;
  bool is_paused = false, is_last = false;
  std::int32_t depth = 0;
  XML_Index bytes_fed = 0;

  static void begin(void* self, const char* name, const char** attributes) {
    State& at = *static_cast<State*>(self);
    if (++at.depth > depth_max)
      XML_StopParser(at.parser, XML_FALSE);
    else
      at.hears.begin(local(name), XmlAttributes(attributes));
  }
  static void end(void* self, const char* name) {
    State& at = *static_cast<State*>(self);
    --at.depth;
    at.hears.end(local(name));
  }
  static void text(void* self, const char* text, int bytes) {
    static_cast<State*>(self)->hears.text({text, static_cast<std::size_t>(bytes)});
  }
  static void doctype(void* self, const char*, const char*, const char*, int) {
    XML_StopParser(static_cast<State*>(self)->parser, XML_FALSE);
  }
};

XmlStream::XmlStream(WorkbookParts::Part part, Hears hears)
    : state_(std::make_unique<State>(std::move(part), std::move(hears))) {}
XmlStream::~XmlStream() = default;

void XmlStream::pause() {
  state_->is_paused = true;
  XML_StopParser(state_->parser, XML_TRUE);
}

std::uint64_t XmlStream::bytes_read() const { return state_->part.bytes_read(); }
std::uint64_t XmlStream::bytes_said() const { return state_->part.bytes_said(); }

Result<bool> XmlStream::go_on() {
  State& at = *state_;
  while (true) {
    XML_Status status{};
    if (at.is_paused) {
      at.is_paused = false;
      status = XML_ResumeParser(at.parser);
    } else {
      if (at.is_last) return false;
      void* into = XML_GetBuffer(at.parser, block_bytes);
      if (!into) throw std::bad_alloc();
      const auto got = at.part.read(static_cast<char*>(into), block_bytes);
      if (!got) return std::unexpected(got.error());
      at.is_last = *got == 0;
      at.bytes_fed += static_cast<XML_Index>(*got);
      status = XML_ParseBuffer(at.parser, static_cast<int>(*got), at.is_last);
    }
    if (status == XML_STATUS_SUSPENDED) return true;
    const bool is_too_long =
        !at.is_last && at.bytes_fed - XML_GetCurrentByteIndex(at.parser) > piece_bytes_max;
    if (status == XML_STATUS_ERROR || is_too_long)
      return refuse(Refusal::workbook_is_malformed, {},
                    "XML " + std::to_string(XML_GetCurrentLineNumber(at.parser)));
  }
}

}  // namespace chuangyou
