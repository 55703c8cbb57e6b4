package words_test

import (
	"testing"

	"reconcile/words"
)

// TestRead asks that what the books keep in English is read by its words, with the parts
// that it was made of, and that what is unknown or quoted stays as it is.
func TestRead(t *testing.T) {
	for english, want := range map[string]string{
		"":                               "",
		"not a sentence of this program": "not a sentence of this program",
		"paid_amount: missing":           "paid_amount：缺失",
		`paid_amount: not an amount in yuan: "1e3"`:                        `paid_amount：不是以元为单位的金额："1e3"`,
		`line 3: trade_no is not 16 to 32 digits: "x: missing"`:            `第 3 行：trade_no 不是 16 至 32 位数字："x: missing"`,
		`member "a.csv": cut off: it ends in the middle; fetch it again`:   `其中的 "a.csv"：被截断：内容中途结束；请重新获取`,
		`batch_num is 3, lines are 2; trade 2026 stands twice`:             `batch_num 为 3，明细为 2 笔；交易 2026 出现两次`,
		"damaged: sheet1.xml: its checksum does not match; fetch it again": "已损坏：sheet1.xml：校验和不符；请重新获取",
		"batch_num is 3, lines are 2; something else":                      "batch_num is 3, lines are 2; something else",
	} {
		if got := words.Chinese.Read(english); got != want {
			t.Errorf("Read(%q) = %q, want %q", english, got, want)
		}
		if got := words.English.Read(english); got != english {
			t.Errorf("in English %q, want %q", got, english)
		}
	}
}
