package forms

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf16"

	"reconcile/alipay"
)

// A jsonStyle is what a program escapes in strings of JSON beyond the quote, the backslash
// and control characters.
type jsonStyle struct {
	ascii  bool   // characters that are no ASCII, as \uXXXX
	upper  bool   // digits of escapes in upper case
	marks  string // further ones, as \uXXXX
	slash  bool   // "/" as "\/"
	quoted bool   // the quote too as \u0022
}

var (
	phpJSON    = jsonStyle{ascii: true, slash: true}
	plainJSON  = jsonStyle{}
	pythonJSON = jsonStyle{ascii: true}
	goJSON     = jsonStyle{marks: "&<>"}
	gsonJSON   = jsonStyle{marks: "&<>='"}
	dotnetJSON = jsonStyle{ascii: true, upper: true, marks: "&<>+'`", quoted: true}
)

// quote returns a string of JSON.
func (s jsonStyle) quote(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		s.write(&b, r)
	}
	b.WriteByte('"')
	return b.String()
}

func (s jsonStyle) write(b *strings.Builder, r rune) {
	short := map[rune]string{'\n': `\n`, '\r': `\r`, '\t': `\t`, '\b': `\b`, '\f': `\f`, '\\': `\\`, '"': `\"`}
	if s.slash {
		short['/'] = `\/`
	}
	if s.quoted {
		delete(short, '"')
	}
	switch {
	case short[r] != "":
		b.WriteString(short[r])
	case r < ' ' || r == '"' || r == 0x7f && s.ascii && s.upper || r > 0x7f && s.ascii || strings.ContainsRune(s.marks, r):
		form := `\u%04x`
		if s.upper {
			form = `\u%04X`
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			fmt.Fprintf(b, form, unit)
		}
	default:
		b.WriteRune(r)
	}
}

// object returns an object of JSON, with what stands behind a comma and a colon.
func (s jsonStyle) object(ps alipay.Params, comma, colon string) string {
	return joined(ps, "{", ","+comma, "}", func(name, value string) string {
		return s.quote(name) + ":" + colon + s.quote(value)
	})
}

// goQuote is a string as encoding/json writes it.
func goQuote(text string) string {
	b, err := json.Marshal(text)
	if err != nil {
		panic(err) // a string never fails
	}
	return string(b)
}
