package files

import (
	"bufio"
	"io"
	"strings"
	"unicode"
)

// headText is how many bytes of a text are looked at to recognise it: every title
// and header is in them.
const headText = 32 << 10

// MaxPreamble is the number of lines among which the header of an export or a bill
// is searched.
const MaxPreamble = 64

// An Origin is a kind of Alipay's own files. The zero value is any other file.
type Origin struct {
	Name    string // the name people know it by
	Bill    bool   // the trade bill, which is read
	Summary bool   // comes with a bill in one archive, and holds no trade
	reason  string // to refuse the file, without the name
}

// What is in a file that is refused, and what to use instead.
const (
	TakeBill = "download the trade bill (业务明细) instead"
	bothWays = "purchases and sales stand in it together; " + TakeBill
	allFlows = "every flow of money stands in it, not only trades; " + TakeBill
	noTrades = "no trade stands in it; " + TakeBill
)

// Refusal returns the *RefusedError of a file of this origin that is not imported.
func (o Origin) Refusal() error { return &RefusedError{Reason: o.Name + ": " + o.reason} }

// Identify recognises one of Alipay's own files by its title, or by the header
// where the title is missing. text reads all of r, from its beginning. Errors: those
// of r.
func Identify(r io.Reader) (from Origin, text *bufio.Reader, err error) {
	text = bufio.NewReaderSize(r, headText)
	head, err := text.Peek(headText)
	if err != nil && err != io.EOF {
		return Origin{}, nil, err
	}
	return originOfHead(string(head)), text, nil
}

func originOfHead(head string) Origin {
	first := true
	for n, line := range strings.Split(head, "\n") {
		if n == MaxPreamble {
			break
		}
		if strings.TrimSpace(line) == "" {
			continue
		}
		if o := OriginOfTitle(line, first); o.Name != "" {
			return o
		}
		if o := OriginOfHeader(strings.Split(line, ",")); o.Name != "" {
			return o
		}
		first = false
	}
	return Origin{}
}

// OriginOfTitle recognises a file by a line above its header, the first one except
// in receipts of the app, which have the title further down.
func OriginOfTitle(line string, first bool) Origin {
	receipt := strings.HasPrefix(strings.Trim(line, "\" \t"), "-") && strings.Contains(line, "电子客户回单")
	line = strings.TrimLeft(line, "#-\"\uFEFF \t")
	switch {
	case receipt:
		return Origin{Name: "a statement of Alipay's app (电子客户回单)", reason: bothWays}
	case !first:
		return Origin{}
	case strings.HasPrefix(line, "支付宝业务明细查询"):
		return Origin{Name: "Alipay's trade bill (业务明细)", Bill: true, reason: "use it as it was downloaded, as CSV or ZIP"}
	case strings.HasPrefix(line, "支付宝业务汇总查询"):
		return Origin{Name: "Alipay's summary of trades (业务汇总)", Summary: true, reason: noTrades}
	case strings.HasPrefix(line, "支付宝账务汇总查询"):
		return Origin{Name: "Alipay's summary of the account (账务汇总)", Summary: true, reason: noTrades}
	case strings.HasPrefix(line, "支付宝账务明细查询"):
		return Origin{Name: "Alipay's account bill (账务明细)", reason: allFlows}
	case strings.HasPrefix(line, "支付宝交易记录明细查询"):
		return Origin{Name: "Alipay's list of transactions (交易记录)", reason: bothWays}
	}
	return Origin{}
}

// OriginOfHeader recognises a statement of an account by its columns: its income and
// expenses must never become orders, whatever its other columns are called.
func OriginOfHeader(cells []string) Origin {
	has := make(map[string]bool)
	in, out := false, false
	for _, cell := range cells {
		name := PlainName(strings.Trim(cell, "\" \t\r"))
		has[name] = true
		in = in || name == "收入" || name == "收入金额"
		out = out || name == "支出" || name == "支出金额" || name == "支出(-元)" || name == "支出金额(-元)"
	}
	switch {
	case has["收/支"], has["交易来源地"]:
		return Origin{Name: "Alipay's list of transactions (交易记录)", reason: bothWays}
	case in && out && has["账务流水号"]:
		return Origin{Name: "Alipay's account bill (账务明细)", reason: allFlows}
	case in && out && has["账务类型"]:
		return Origin{Name: "Alipay's flows of the account (资金流水)", reason: allFlows}
	case in && out:
		return Origin{Name: "a statement of an account (收入, 支出)", reason: allFlows}
	}
	return Origin{}
}

// PlainName returns the name of a column without what its spellings differ in: letter
// case, blanks, underscores, hyphens, and a unit such as （元）.
func PlainName(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r), r == '_', r == '-', r == '\uFEFF':
			return -1
		case r == '（':
			return '('
		case r == '）':
			return ')'
		}
		return unicode.ToLower(r)
	}, s)
	s = strings.TrimSuffix(s, "(元)")
	return strings.TrimSuffix(s, "(+元)")
}
