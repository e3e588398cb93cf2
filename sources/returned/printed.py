"""What a return workbook prints: names of its own sheets, their headings, and the words people choose from."""

FINDINGS = "问题清单"
CELLS = "逐格清单"
CONTENTS = "目录"

FINDING_ID = "问题编号"
FOUND = {  # column of the findings sheet → its heading, in the order of a message
    "finding_id": FINDING_ID,
    "rule": "规则号",
    "severity": "严重度",
    "file_name": "文件",
    "sheet": "工作表",
    "cell": "单元格",
    "row_label": "行标签",
    "column_label": "列标签",
    "says": "规则",
    "found": "填报值",
    "expected": "应为",
    "difference": "差额与差率",
    "cause_text": "可能原因",
    "effect": "影响",
    "hint": "怎么改",
    "last_reason": "上年说明",
}
FILLED = {"treatment": "处理", "text": "说明", "author": "填报人", "approver": "审核人"}
KEYS = {  # out of sight beside each line: what is answered, should the finding be gone by then
    "region": "地区代码",
    "year": "年度",
    "level": "学段代码",
    "release": "版次代码",
    "measure": "统计量代码",
    "covers": "所涉数值",
}
TREATMENTS = {"correct": "更正", "confirm": "确认无误"}

COPIED = {
    "shown": "本册工作表",
    "file_name": "文件",
    "sheet": "原工作表",
    "number": "第几张",
    "extent": "内容",
    "delivery_id": "报送件编号",
}
WHOLE = "全表"
EXCERPT = "节选"
UNCOMPUTED = "（公式没有结果）"  # stands where the file keeps a formula without its value
