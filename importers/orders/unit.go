package orders

import (
	"regexp"
	"slices"
	"strings"

	"reconcile/alipay"
	"reconcile/importers/tables"
)

// A unit is what the numbers of a column count. Other units have the name by which the
// heading calls them.
type unit string

const (
	noUnit unit = "" // the heading does not say: yuan
	yuan   unit = "yuan"
	fen    unit = "fen"
)

// names of yuan, of fen, and of what is neither.
func unitNames() map[unit][]string {
	return map[unit][]string{
		yuan: {"元", "圆", "yuan", "cny", "rmb", "¥", "￥", "人民币", "人民币元", "元人民币", "rmb元", "cny元"},
		fen:  {"分", "人民币分", "fen", "cent", "cents"},
		noUnit: {"万", "万元", "千元", "百元", "百万元", "亿元", "角", "毛", "厘", "k", "美元", "美金", "美分", "usd", "us$", "$", "港元", "港币", "hkd", "hk$",
			"欧元", "eur", "€", "英镑", "gbp", "£", "日元", "日圆", "円", "jpy", "韩元", "韩币", "krw", "台币", "新台币", "twd", "nt$", "澳元", "aud", "加元", "cad",
			"新加坡元", "sgd", "泰铢", "thb", "卢布", "rub", "越南盾", "vnd", "马币", "林吉特", "myr", "php", "澳门元", "澳门币", "mop", "瑞士法郎", "chf", "外币", "原币", "点", "积分"},
	}
}

// inBrackets is a name with a unit in brackets behind it, and behindSign one behind a
// sign or a blank; directly is one that follows a word for money at once.
var (
	inBrackets = regexp.MustCompile(`^(.*)[(（\[【〔]([^()（）\[\]【】〔〕]*)[)）\]】〕]$`)
	behindSign = regexp.MustCompile(`^(.*)[-_/:：,，\s]+([^-_/:：,，\s]+)$`)
	camelCase  = regexp.MustCompile(`^(.*[a-z])(Fen|Cents?|Yuan|CNY|Cny|RMB|Rmb|USD|Usd)$`)
	directly   = regexp.MustCompile(`^(.*(?:额|款|费|价|付|收|退))(元|分|万元|千元|美元|港元|欧元|日元)$`)
)

// unitOf returns the unit that the heading of a column names, and the heading without it
// (§3.2).
func unitOf(heading string) (of unit, rest string) {
	heading = strings.TrimSpace(strings.Trim(heading, "\uFEFF"))
	for _, form := range []*regexp.Regexp{inBrackets, camelCase, behindSign, directly} {
		parts := form.FindStringSubmatch(heading)
		if parts == nil {
			continue
		}
		if of = unitNamed(parts[2]); of != noUnit {
			return of, withoutIn(parts[1])
		}
	}
	return noUnit, heading
}

// unitNamed returns the unit of a name, noUnit if it is none.
func unitNamed(name string) unit {
	plain := strings.ToLower(strings.Join(strings.Fields(name), ""))
	for _, before := range []string{"单位", ":", "：", "+", "-"} {
		plain = strings.TrimPrefix(plain, before)
	}
	plain = strings.TrimPrefix(plain, "in")
	for of, names := range unitNames() {
		if !slices.Contains(names, plain) {
			continue
		}
		if of == noUnit {
			return unit(strings.TrimSpace(name))
		}
		return of
	}
	if strings.HasPrefix(plain, "元/") || strings.HasPrefix(plain, "分/") || strings.HasSuffix(plain, "元") && len(plain) <= len("新加坡元") {
		return unit(strings.TrimSpace(name)) // such as 元/件, and coins of other countries
	}
	return noUnit
}

// parse parses the cell of an amount in the unit.
func (u unit) parse(cell string) (alipay.Money, error) {
	if u == fen {
		return tables.ParseFen(cell)
	}
	return tables.ParseAmount(cell)
}

// withoutIn returns the name before "in cents" and "单位:分".
func withoutIn(name string) string {
	name = strings.TrimRight(name, " \t_-/:：,，")
	for _, word := range []string{"单位", " in", "_in", "-in", "In"} {
		if cut, found := strings.CutSuffix(name, word); found {
			name = strings.TrimRight(cut, " \t_-/:：,，")
		}
	}
	return name
}
