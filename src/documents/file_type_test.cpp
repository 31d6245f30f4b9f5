#include "documents/file_type.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <vector>

namespace chuangyou {
namespace {

std::string number(std::size_t value, std::size_t bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i) & 0xFFU);
  return text;
}

// An archive of empty parts with these names.
std::string archive(const std::vector<std::string>& names, const std::string& comment = {}) {
  std::string parts, list;
  for (const std::string& name : names) {
    list += "PK\x01\x02" + std::string(24, '\0') + number(name.size(), 2) + std::string(12, '\0') +
            number(parts.size(), 4) + name;
    parts += "PK\x03\x04" + std::string(22, '\0') + number(name.size(), 2) + number(0, 2) + name;
  }
  return parts + list + "PK\x05\x06" + std::string(4, '\0') + number(names.size(), 2) +
         number(names.size(), 2) + number(list.size(), 4) + number(parts.size(), 4) +
         number(comment.size(), 2) + comment;
}

std::string type_of(const std::string& content, const std::string& name = "file") {
  const std::filesystem::path path =
      std::filesystem::path(testing::TempDir()) / (std::to_string(::getpid()) + name);
  std::ofstream(path, std::ios::binary) << content;
  const FileType* type = file_type_of(path);
  std::filesystem::remove(path);
  return type ? std::string(type->ending) : "";
}

const std::string types = "[Content_Types].xml";

TEST(FileTypes, are_told_by_content_alone) {
  EXPECT_EQ(type_of("%PDF-1.4\n%…"), "pdf");
  EXPECT_EQ(type_of("%PDF-1.4\n", "page.html"), "pdf");
  EXPECT_EQ(type_of("\xFF\xD8\xFF\xE0 JFIF"), "jpeg");
  EXPECT_EQ(type_of("\x89PNG\r\n\x1A\n…"), "png");
  EXPECT_EQ(type_of(archive({types, "word/document.xml"})), "docx");
  EXPECT_EQ(type_of(archive({types, "xl/workbook.xml"}, "made by somebody")), "xlsx");
  EXPECT_EQ(type_of(archive({"OFD.xml", "Doc_0/Document.xml"})), "ofd");
}

TEST(FileTypes, what_only_looks_like_one_is_none) {
  EXPECT_EQ(type_of("<!doctype html><script>alert(1)</script>", "report.pdf"), "");
  EXPECT_EQ(type_of("<html>%PDF-1.4", "report.pdf"), "");
  EXPECT_EQ(type_of("GIF89a"), "");
  EXPECT_EQ(type_of("MZ\x90"), "");
  EXPECT_EQ(type_of(""), "");
  EXPECT_EQ(type_of(archive({"index.html", "run.js"}), "report.docx"), "");
  EXPECT_EQ(type_of(archive({"word/document.xml"})), "");
  EXPECT_EQ(type_of(archive({types, "word/document.xml", "word/vbaProject.bin"})), "");
  EXPECT_EQ(type_of(archive({types, "xl/workbook.xml", "xl/activeX/activeX1.bin"})), "");
}

TEST(FileTypes, a_list_of_names_that_lies_is_not_followed) {
  const std::string whole = archive({types, "word/document.xml"});
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_EQ(type_of(whole.substr(0, length)), "") << length;
  for (const std::size_t place : {12UZ, 16UZ}) {
    std::string lies = whole;
    lies.replace(whole.size() - 22 + place, 4, "\xFF\xFF\xFF\xFF");
    EXPECT_EQ(type_of(lies), "");
  }
}

}  // namespace
}  // namespace chuangyou
