package files

import (
	"bufio"
	"io"
	"strings"
	"unicode"
)

// headText is how much of a text it is recognised by, in bytes: every title and
// header stands within it.
const headText = 32 << 10

// MaxPreamble is how many lines the header is looked for in.
const MaxPreamble = 64

// An origin is one of Alipay's own files. The zero value is any other file.
type origin struct {
	Name    string // as people know it
	Bill    bool   // the trade bill, which is read
	Summary bool   // stands beside a bill in its archive, and holds no trade
	reason  string // why the file is refused, the name aside
}

// The ways to go on from a file that is not read.
const (
	TakeBill = "download the trade bill (业务明细) instead"
	bothWays = "purchases and sales stand in it together; " + TakeBill
	allFlows = "every flow of money stands in it, not only trades; " + TakeBill
	noTrades = "no trade stands in it; " + TakeBill
)

// Refusal says why a file of this origin is not read.
func (o origin) Refusal() error { return &RefusedError{Reason: o.Name + ": " + o.reason} }

// Identify recognises one of Alipay's own files by its title, or by the header
// where the title is missing. text has all of r, its head too. Errors: what r
// returns.
func Identify(r io.Reader) (from origin, text *bufio.Reader, err error) {
	text = bufio.NewReaderSize(r, headText)
	head, err := text.Peek(headText)
	if err != nil && err != io.EOF {
		return origin{}, nil, err
	}
	return originOfHead(string(head)), text, nil
}

func originOfHead(head string) origin {
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
	return origin{}
}

// OriginOfTitle recognises a file by a line above its header. But for the receipts
// of the app, which have theirs further down, it is the first line.
func OriginOfTitle(line string, first bool) origin {
	receipt := strings.HasPrefix(strings.Trim(line, "\" \t"), "-") && strings.Contains(line, "电子客户回单")
	line = strings.TrimLeft(line, "#-\"\uFEFF \t")
	switch {
	case receipt:
		return origin{Name: "a statement of Alipay's app (电子客户回单)", reason: bothWays}
	case !first:
		return origin{}
	case strings.HasPrefix(line, "支付宝业务明细查询"):
		return origin{Name: "Alipay's trade bill (业务明细)", Bill: true, reason: "use it as it was downloaded, as CSV or ZIP"}
	case strings.HasPrefix(line, "支付宝业务汇总查询"):
		return origin{Name: "Alipay's summary of trades (业务汇总)", Summary: true, reason: noTrades}
	case strings.HasPrefix(line, "支付宝账务汇总查询"):
		return origin{Name: "Alipay's summary of the account (账务汇总)", Summary: true, reason: noTrades}
	case strings.HasPrefix(line, "支付宝账务明细查询"):
		return origin{Name: "Alipay's account bill (账务明细)", reason: allFlows}
	case strings.HasPrefix(line, "支付宝交易记录明细查询"):
		return origin{Name: "Alipay's list of transactions (交易记录)", reason: bothWays}
	}
	return origin{}
}

// OriginOfHeader recognises a statement by its columns: what comes in and what
// goes out must never become orders, whatever its other columns are called.
func OriginOfHeader(cells []string) origin {
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
		return origin{Name: "Alipay's list of transactions (交易记录)", reason: bothWays}
	case in && out && has["账务流水号"]:
		return origin{Name: "Alipay's account bill (账务明细)", reason: allFlows}
	case in && out && has["账务类型"]:
		return origin{Name: "Alipay's flows of the account (资金流水)", reason: allFlows}
	case in && out:
		return origin{Name: "a statement of an account (收入, 支出)", reason: allFlows}
	}
	return origin{}
}

// PlainName strips what spellings of one header differ in.
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
