#!/usr/bin/env python3
"""Makes the lists of people of this folder as offices keep them; run it here after a change. What it makes is committed.
The parts of a workbook are those of the maker in office-files."""
MAKER = open("../office-files/make_workbooks.py", encoding="utf-8").read().split('\n\n\nH = ["')[0]
exec(MAKER)

# The staff of two bureaux: a title, the bureau merged over its people, sub-totals, a second sheet of the retired.
make("staff.xlsx", [
    ("在职", [
        ["某某单位干部花名册（截至2019年6月）"],
        ["序号", "所在处室", "姓名", "性别", "出生年月", "民族", "政治面貌", "职务", "任职时间", "手机", "备注"],
        [number(1), "税务局", "陈一鸣", "男", "1971.05", "汉族", "中共党员", "处长、党支部书记", "2017年3月", number(13800000001), None],
        [number(2), None, "林晓", "女", "1980.11", "汉族", "中共预备党员", "四级调研员", "2018年11月", number(13800000002), "借调"],
        ["小计", "2人"],
        [number(3), "财务局", "吴江", "男", "1985.02", "回族", "群众", "副处长", "2019年", number(13800000003), None],
        [number(4), None, "马兰", "女", "1990.10", "汉族", "入党积极分子", None, None, None, None],
        [number(5), "离退休处", "孙华", "男", "1968.01", "汉族", "民主党派", "处长", "2015.06", None, None],
        ["合计：5人"]]),
    ("离退休", [
        ["序号", "所在处室", "姓名", "政治面貌", "职务", "任职时间"],
        [number(1), "税务局", "老赵", "中共党员", "一级巡视员", "2001年5月"]]),
    ("说明", [["本表由人事处填写"]])],
     merged=["A1:K1", "B3:B4", "B6:B7"])

# A branch's own list, days as numbers of which a spreadsheet drops the nought of October.
make("days-that-lost-a-nought.xlsx", [("名单", [
    ["姓名", "党支部", "党内职务", "任职时间"],
    ["周敏", "税务局", "支部书记", number(2018.3)],
    ["郑凯", "税务局", "党员", number(2018.1)],
    ["冯雪", "税务局", "党员", number(43636, 1)]])])

# In the encoding of an older office, with words of two kinds of post in one cell and cells that say "as above".
with open("branch-gb18030.csv", "w", encoding="gb18030", newline="") as file:
    file.write("\r\n".join([
        "机关第二党支部党员名册,,,,,,",
        "编号,姓名,单位,党内职务,党员类别,任职时间,联系电话",
        "1,何强,税务局,支部书记兼组织委员,正式党员,2016年12月,010-1",
        "2,吕芳,同上,组织委员,正式党员,2016年12月,010-2",
        "3,施磊,财务局,-,预备党员,,010-3",
        "4,张帆,,宣传委员,发展对象,至今,",
        "共计4人,,,,,,", ""]))
