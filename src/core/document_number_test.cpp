#include "core/document_number.h"

#include <gtest/gtest.h>

namespace chuangyou {
namespace {

TEST(DocumentNumber, IsReadInEveryFormInWhichOneIsTyped) {
  for (const char* typed :
       {"国发〔2018〕38号", "国发[2018]38号", "国发（2018）38号", "国发(2018)38号",
        "国发【2018】38号", "国发〔２０１８〕３８号", "国发201838号", "国发2018年38号",
        "国发2018年第38号", "国发 〔2018〕 38 号", "国发〔二〇一八〕三十八号",
        "国发〔二零一八〕38号", "国发二○一八年第三八号", "國發〔2018〕38號",
        " 国发［2018］第38号 "})
    EXPECT_EQ(read_document_number(typed), "国发〔2018〕38号") << typed;
  EXPECT_EQ(read_document_number("一支部〔二〇一一〕十二号"), "一支部〔2011〕12号");
  EXPECT_EQ(read_document_number("省工委函〔2011〕12号"), "省工委函〔2011〕12号");
}

TEST(DocumentNumber, NothingElseIsTakenForOne) {
  for (const char* typed : {"", "38号", "2018年38号", "国发2018", "国发〔2018〕", "国发〔2018〕38",
                            "国发〔1018〕38号", "会议室3号", "国发〔2018〕38号文件"})
    EXPECT_FALSE(read_document_number(typed)) << typed;
}

}  // namespace
}  // namespace chuangyou
