package words

// reportWords are the errors of what writes reports.
func reportWords() map[string]string {
	return map[string]string{
		"%s: no text gives these bytes in %s: %s": "%s：按 %s 没有文字对应这些字节：%s",
		"gateway: %w":                                        "gateway：%w",
		"gateway: not a web address: %s":                     "gateway：不是网址：%s",
		"report of run %d: %w":                               "运行 %d 的报告：%w",
		"findings kept aside: %w":                            "暂存的发现：%w",
		"%s: nothing has been written on it":                 "%s：其上没有内容",
		"%d bytes are more than a part of a workbook can be": "%d 字节超出工作簿一个部分的上限",
		"%s: stands twice in the workbook":                   "%s：在工作簿中出现两次",
		"row %d follows row %d":                              "第 %d 行接在第 %d 行之后",
		"a row cannot be %s points high":                     "行高不能为 %s 磅",
		"%.10q is no number of a style":                      "%.10q 不是样式编号",
		"%.40q is no number":                                 "%.40q 不是数字",
		"the formula %.80q is none of ours":                  "公式 %.80q 不是本程序所写",
		"byte %#x is no UTF-8":                               "字节 %#x 不是 UTF-8",
		"the format cannot hold %U":                          "此格式不能容纳 %U",
		"%d characters are more than a cell holds":           "%d 个字符超出一个单元格的上限",
		"%s: %d rows were written, %d are there":             "%s：写入 %d 行，存有 %d 行",
	}
}
