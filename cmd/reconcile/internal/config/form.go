package config

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/words"
)

// A form is what the value of a key may be, in words and as JSON Schema, and how
// it is read into the field that it is for.
type form struct {
	says   words.Text // none where the keys of a mapping say it
	schema map[string]any
	keys   []key         // of a mapping or a list whose keys are described too
	read   func(v value) // v may be absent
	secret bool          // what a wrong value may be, too
}

// anyText describes a form that takes any text.
func anyText() words.Text { return words.New("text") }

// sentence is what the form says, as a sentence that follows another; "" where that is
// nothing.
func (f form) sentence(l words.Language) string {
	says := f.says.In(l)
	switch {
	case f.says.IsZero() || f.says.String() == anyText().String():
		return ""
	case l == words.Chinese:
		return says + "。"
	}
	return " " + strings.ToUpper(says[:1]) + says[1:] + "."
}

// like says more of text: in words, and for an editor as a regular expression.
func (f form) like(says words.Text, regex string) form {
	f.says, f.schema["pattern"] = says, regex
	return f
}

// among says which words text may be.
func (f form) among(list ...string) form {
	f.says, f.schema = words.New("one of %s", strings.Join(list, ", ")), map[string]any{"enum": list}
	return f
}

// then adds a check of what was read.
func (f form) then(check func(v value)) form {
	read := f.read
	f.read = func(v value) { read(v); check(v) }
	return f
}

// text is any text; a number is taken as it is written. It is checked where it is
// not empty.
func text(to *string, checks ...func(v value, s string)) form {
	return form{says: anyText(), schema: textSchema(), read: func(v value) {
		s, ok := v.scalar(anyText())
		if ok && s == "" {
			v.fail("empty")
		}
		if s == "" {
			return
		}
		*to = s
		for _, check := range checks {
			check(v, s)
		}
	}}
}

// textTo is text that is taken by a function.
func textTo(take func(v value, s string)) form { return text(new(string), take) }

// textSchema is the schema of text, which may be written as a number.
func textSchema() map[string]any { return map[string]any{"type": []string{"string", "number"}} }

// digits is text of digits, which a reader would take for a number without
// quotes.
func digits(to *string, want words.Text, regex string) form {
	f := text(to, func(v value, s string) {
		if !regexp.MustCompile(regex).MatchString(s) {
			v.fail("%v", wanted(s, want))
		}
	}).like(words.New("%s, in quotes", want), regex)
	f.schema["type"] = []string{"string", "integer"}
	return f
}

// parsed is text that is parsed. What is no single value at all is told to be
// wanted.
func parsed[T any](to *T, want words.Text, parse func(s string) (T, error)) form {
	return form{says: want, schema: textSchema(), read: func(v value) {
		s, ok := v.scalar(want)
		if !ok {
			return
		}
		t, err := parse(s)
		if err != nil {
			v.fail("%v", err)
			return
		}
		*to = t
	}}
}

// wanted is the error of a text that is not what is wanted.
func wanted(s string, want words.Text) error {
	return words.Errorf("%s: want %s", alipay.Quote(s), want)
}

// choice is one of some words.
func choice[S ~string](to *S, of ...S) form {
	list := make([]string, len(of))
	for i, s := range of {
		list[i] = string(s)
	}
	want := words.New("one of %s", strings.Join(list, ", "))
	return parsed(to, want, func(s string) (S, error) {
		if !slices.Contains(list, s) {
			return "", wanted(s, words.New("%s%s", want, hint.Suggest(s, list)))
		}
		return S(s), nil
	}).among(list...)
}

// language is one of the languages of the reports. The code of a country is not that of
// its language, and near to another one.
func language(to *string) form {
	list := []string{string(words.English), string(words.Chinese)}
	want := words.New("one of %s", strings.Join(list, ", "))
	return parsed(to, want, func(s string) (string, error) {
		named, ok := map[string]string{"cn": "zh", "zh-cn": "zh", "zh_cn": "zh", "zh-hans": "zh", "chinese": "zh", "中文": "zh", "uk": "en", "us": "en", "english": "en", "英文": "en"}[strings.ToLower(s)]
		switch {
		case slices.Contains(list, s):
			return s, nil
		case ok:
			return "", wanted(s, words.New("%s; did you mean %s?", want, named))
		}
		return "", wanted(s, words.New("%s%s", want, hint.Suggest(s, list)))
	}).among(list...)
}

// onOff is on or off; an editor may take the words for truth values.
func onOff(to *bool) form {
	word := ""
	f := choice(&word, "on", "off", "true", "false").then(func(value) { *to = word == "on" || word == "true" })
	f.says, f.schema = words.New("on or off"), map[string]any{"enum": []any{"on", "off", "true", "false", true, false}}
	return f
}

// wholeNumber is a whole number from least to most.
func wholeNumber(to *int, least, most int) form {
	want := words.New("a whole number from %d to %d", least, most)
	f := parsed(to, want, func(s string) (int, error) {
		n, err := strconv.Atoi(s)
		if err != nil || n < least || n > most {
			return 0, wanted(s, want)
		}
		return n, nil
	})
	f.schema = map[string]any{"type": "integer", "minimum": least, "maximum": most}
	return f
}

// duration is a length of time above zero.
func duration(to *time.Duration) form {
	return parsed(to, words.New("a length of time such as 26h"), func(s string) (time.Duration, error) {
		d, err := time.ParseDuration(s)
		if err != nil || d <= 0 {
			return 0, wanted(s, words.New("a length of time such as 26h or 90m"))
		}
		return d, nil
	}).like(words.New("a length of time such as 90m or 26h"), `^([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$`)
}

// timeOfDay is a time of day, read as the length of time from midnight.
func timeOfDay(to *time.Duration) form {
	want := words.New(`a time of day such as "04:00"`)
	return parsed(to, want, func(s string) (time.Duration, error) {
		t, err := time.Parse("15:04", s)
		if err != nil || len(s) != len("15:04") {
			return 0, wanted(s, want)
		}
		return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, nil
	}).like(words.New("a time of day, in quotes"), "^[0-2][0-9]:[0-5][0-9]$")
}

// amount is an amount in yuan, nil where it is left out.
func amount(to **alipay.Money) form {
	f := parsed(to, words.New("an amount in yuan such as 5000.00"), func(s string) (*alipay.Money, error) {
		m, err := alipay.ParseMoney(s)
		return &m, err
	}).like(words.New("an amount in yuan"), `^[0-9]+(\.[0-9]+)?$`)
	f.schema["minimum"] = 0
	return f
}

// size is a number of bytes, in words shortly and as wanted, from least to most. A
// regular expression says which units it may have; what has none is none.
func size(to *int64, regex string, first, want, outside words.Text, least, most int64) form {
	return parsed(to, first, func(s string) (int64, error) {
		if !regexp.MustCompile(regex).MatchString(s) {
			return 0, wanted(s, want)
		}
		unit := strings.TrimLeft(s, "0123456789")
		n, _ := strconv.ParseInt(strings.TrimSuffix(s, unit), 10, 64) // none is 0
		n <<= map[string]int{"KiB": 10, "MiB": 20, "GiB": 30}[unit]
		if n < least || n > most {
			return 0, wanted(s, outside)
		}
		return n, nil
	}).like(want, regex)
}

// list is a list of text, of which each item is checked that is not empty.
func list(of words.Text, check func(v value, s string)) form {
	item := textTo(check)
	return form{says: words.New("a list of %s", of), schema: map[string]any{"type": "array", "items": item.schema}, read: func(v value) {
		for _, v := range v.list(of) {
			item.read(v)
		}
	}}
}

// secret is the place of a secret, never the secret itself.
func secret(read func(v value)) form {
	name := map[string]any{"type": "string", "minLength": 1}
	return form{says: words.New("a path under file or a variable under env, never the secret itself"), read: read, secret: true, schema: map[string]any{
		"type": "object", "properties": map[string]any{"file": name, "env": name},
		"additionalProperties": false, "minProperties": 1, "maxProperties": 1,
	}}
}

// group is a mapping whose keys have their defaults where it is left out.
func group(keys []key) form {
	return form{keys: keys, read: func(v value) { v.read(keys) }}
}

// section is a mapping that is for nothing where it is left out. Its keys are
// those of a new T. check, if any, gets what was read and the values that are
// given, and keep what nothing is wrong with.
func section[T any](keys func(*T) []key, check func(v value, given map[string]value, t *T), keep func(t *T)) form {
	return form{keys: keys(new(T)), read: func(v value) {
		if !v.present() {
			return
		}
		t, before := new(T), len(v.doc.problems)
		given := v.read(keys(t))
		if check != nil {
			check(v, given, t)
		}
		if len(v.doc.problems) == before {
			keep(t)
		}
	}}
}

// byName is a mapping whose keys are names that the user gives.
func byName(item key, read func(e entry)) form {
	item.name = "*"
	return form{keys: []key{item}, read: func(v value) {
		for _, e := range v.entries() {
			read(e)
		}
	}}
}
