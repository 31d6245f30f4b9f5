#!/usr/bin/env python3
"""Makes the workbooks of this folder, part by part, as the programs of offices write them: shared and
inline strings, days by their style in both date systems, merged cells, two sheets, formulas.
Run it here after a change; what it makes is committed."""
import zipfile
from xml.sax.saxutils import escape

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
KIND = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
# 0 general, 1 a day as Excel writes it (14), 2 a day in Chinese, 3 a day and its time, 4 six figures, 5 per cent, 6 第0号,
# 7 two times four figures, 8 a fraction
STYLES = (HEAD + f'<styleSheet {MAIN}><numFmts count="5"><numFmt numFmtId="176" '
          'formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/><numFmt numFmtId="177" formatCode="000000"/>'
          '<numFmt numFmtId="178" formatCode="&quot;第&quot;0&quot;号&quot;"/><numFmt numFmtId="179" formatCode="0000-0000"/>'
          '<numFmt numFmtId="180" formatCode="# ?/?"/></numFmts><fonts count="1"><font/></fonts>'
          '<fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
          '<cellXfs count="9"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/>'
          '<xf numFmtId="176" applyNumberFormat="1"/><xf numFmtId="22" applyNumberFormat="1"/>'
          '<xf numFmtId="177" applyNumberFormat="1"/><xf numFmtId="9" applyNumberFormat="1"/><xf numFmtId="178" applyNumberFormat="1"/>'
          '<xf numFmtId="179" applyNumberFormat="1"/><xf numFmtId="180" applyNumberFormat="1"/></cellXfs></styleSheet>')


def number(value, style=0, formula=None):
    return ("n", value, style, formula)


def letters(column):
    return chr(ord("A") + column)


def sheet(rows, strings, merged, inline, hidden_rows=(), hidden_columns=()):
    lines = []
    for at, cells in enumerate(rows, 1):
        out = []
        for column, cell in enumerate(cells):
            place = f"{letters(column)}{at}"
            if cell is None:
                continue
            if isinstance(cell, tuple):
                _, value, style, formula = cell
                inside = (f"<f>{formula}</f>" if formula else "") + ("" if value is None else f"<v>{value}</v>")
                out.append(f'<c r="{place}" s="{style}">{inside}</c>')
            elif inline:
                out.append(f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>')
            else:
                if cell not in strings:
                    strings.append(cell)
                out.append(f'<c r="{place}" t="s"><v>{strings.index(cell)}</v></c>')
        if out:
            hidden = ' hidden="1"' if at in hidden_rows else ""
            lines.append(f'<row r="{at}"{hidden}>{"".join(out)}</row>')
    ends = "".join(f'<mergeCell ref="{one}"/>' for one in merged)
    behind = f'<mergeCells count="{len(merged)}">{ends}</mergeCells>' if merged else ""
    columns = "".join(f'<col min="{at}" max="{at}" width="0" hidden="1" customWidth="1"/>' for at in hidden_columns)
    columns = f"<cols>{columns}</cols>" if columns else ""
    return HEAD + f'<worksheet {MAIN}>{columns}<sheetData>{"".join(lines)}</sheetData>{behind}</worksheet>'


def make(name, sheets, merged=(), inline=False, of_1904=False, hidden_sheets=(), **hidden):
    strings, parts = [], {}
    for at, (_, rows) in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{at}.xml"] = sheet(rows, strings, merged if at == 1 else (), inline,
                                                       **(hidden if at == 1 else {}))
    listed = "".join(f'<sheet name="{title}" sheetId="{at}"{" state=%shidden%s" % (chr(34), chr(34)) if title in hidden_sheets else ""}'
                     f' r:id="rId{at}"/>' for at, (title, _) in enumerate(sheets, 1))
    parts["xl/workbook.xml"] = (HEAD + f'<workbook {MAIN} {LINKS}><workbookPr{" date1904=%s1%s" % (chr(34), chr(34)) if of_1904 else ""}/>'
                                f'<sheets>{listed}</sheets></workbook>')
    links = "".join(f'<Relationship Id="rId{at}" Type="{KIND}worksheet" Target="worksheets/sheet{at}.xml"/>'
                    for at in range(1, len(sheets) + 1))
    links += f'<Relationship Id="rId90" Type="{KIND}styles" Target="styles.xml"/>'
    if strings:
        links += f'<Relationship Id="rId91" Type="{KIND}sharedStrings" Target="sharedStrings.xml"/>'
        parts["xl/sharedStrings.xml"] = (HEAD + f'<sst {MAIN} count="{len(strings)}" uniqueCount="{len(strings)}">' +
                                         "".join(f'<si><t xml:space="preserve">{escape(one)}</t></si>' for one in strings) + "</sst>")
    space = "http://schemas.openxmlformats.org/package/2006/"
    parts["xl/_rels/workbook.xml.rels"] = HEAD + f'<Relationships xmlns="{space}relationships">{links}</Relationships>'
    parts["xl/styles.xml"] = STYLES
    parts["_rels/.rels"] = (HEAD + f'<Relationships xmlns="{space}relationships"><Relationship Id="rId1" '
                            f'Type="{KIND}officeDocument" Target="xl/workbook.xml"/></Relationships>')
    parts["[Content_Types].xml"] = (
        HEAD + f'<Types xmlns="{space}content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>')
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in sorted(parts.items()):
            archive.writestr(zipfile.ZipInfo(part, (1980, 1, 1, 0, 0, 0)), text.encode(), zipfile.ZIP_DEFLATED)


H = ["编号", "承办单位", "内容", "类别", "渠道", "收到时间", "承诺时间", "办结时间", "状态"]


def row(number_or_text, unit, text, received):
    return [number_or_text, unit, text, "意见", "来信", received, None, None, "在办"]


make("merged-cells.xlsx", [("台账", [
    ["市民来信台账（2019年6月）"], H,
    row("1", "税务局", "排队太久", "2019-06-20 09:00:00"),
    row("2", None, "材料太多", "2019-06-20 09:00:00"),
    row("3", "财务局", "报销太慢", "2019-06-20 09:00:00")])], merged=["A1:I1", "B3:B4"])
make("two-rows-of-heads.xlsx", [("台账", [
    ["编号", "承办单位", "来信", None, "时间"], [None, None, "内容", "地点", "收到"],
    ["1", "税务局", "排队太久", "三号窗口", number(43636.375, 3)]])],
     merged=["A1:A2", "B1:B2", "C1:D1"], inline=True)
make("days-by-style.xlsx", [("台账", [
    H, row("1", "税务局", "排队", number(43636, 1)), row("2", "税务局", "排队", number(43636, 2)),
    row("3", "税务局", "排队", number(43636.375, 3)), row("4", "税务局", "排队", "2019-06-20")])], inline=True)
make("days-of-1904.xlsx", [("台账", [
    H, row("1", "税务局", "排队", number(42174, 1)), row("2", "税务局", "排队", number(42174))])], of_1904=True)
make("days-as-plain-numbers.xlsx", [("台账", [
    H, row("1", "税务局", "排队", number(43636)), row("2", "税务局", "排队", number(43636.375)),
    row("3", "税务局", "排队", number(43636, 1))])])
make("second-sheet.xlsx", [
    ("说明", [["本表由信访科填写"]]),
    ("来信", [["编号", "承办单位", "收到时间"], [number(7), "税务局", number(43636, 1)]]),
    ("内容", [["编号", "来信内容"], [number(7), "路灯不亮"]])])
make("formulas.xlsx", [("台账", [
    H, [number(1, 0, "ROW()-1"), "税务局", "排队", "意见", "来信", "2019-06-20 09:00:00", None, None, "在办"]])])
make("numbers-as-ids.xlsx", [("台账", [H, row(number("101001420956"), "税务局", "排队", "2019-06-20 09:00:00")])])
make("numbers-as-shown.xlsx", [("台账", [
    H, row(number(123, 4), "税务局", number(0.85, 5), number(43636.375, 1)),
    row(number(38, 6), "税务局", number(12345678, 7), number(43636, 1)),
    row(number(1, 0), "税务局", number(43636, 2), number(43636, 1)),
    row(number(2, 0), "税务局", number(0.5, 8), number(43636, 1))])])
make("ids-of-many-digits.xlsx", [("台账", [
    H, row(number("1.1010119900101123E+17"), "税务局", "排队", number(43636, 1)),
    row("110101199001011232", "税务局", "堵车", number(43636, 1)),
    row("3", "税务局", number("110101199001011230"), number(43636, 1))])])
make("formulas-not-saved.xlsx", [("台账", [
    H + ["备注"], row(number(1), "税务局", "排队", number(43636, 1)) + [number(None, 0, "A2+1")],
    row(number(2), "税务局", number(None, 0, "A3+1"), number(43636, 1))])])
make("typed-beside-text.xlsx", [("台账", [
    H, row("1", "税务局", "排队", number(43636, 1)), row("2", "税务局", "排队", "2019/6/20"),
    row("3", "税务局", "排队", number(43636.375, 3)), row("4", "税务局", "排队", "待定"),
    row("5", "税务局", "排队", "2019/6/21 8:05"), row("6", "税务局", "排队", "2019/6/22")])])
make("hidden.xlsx", [
    ("台账", [H, row("1", "税务局", "排队", "2019-06-20 09:00:00"), row("2", "税务局", "材料太多", "2019-06-20 09:00:00"),
             row("3", "税务局", "窗口太少", "2019-06-20 09:00:00")]),
    ("去年", [H, row("0", "税务局", "旧的", "2018-06-20 09:00:00")])],
     hidden_sheets=["去年"], hidden_rows=[3, 4], hidden_columns=[4])
