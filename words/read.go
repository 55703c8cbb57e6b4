package words

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// A Kept is a text that was written down in English, such as the reason of a rejected line
// that the books keep. In another language it is what Read makes of it.
type Kept string

// In is the text in a language.
func (k Kept) In(l Language) string { return l.Read(string(k)) }

// Read says in the language what was written down in English: it knows the texts about
// files and keys by their words, and what they were made of. What it does not know stays
// as it is.
func (l Language) Read(english string) string {
	if l != Chinese || english == "" {
		return english
	}
	if said, ok := l.known(english); ok {
		return said
	}
	if !strings.Contains(english, " ") { // a value, and no sentence
		return english
	}
	if said, ok := l.last(english); ok {
		return said
	}
	return l.each(english)
}

// known is a text that the catalogue has, as it is or with arguments, of which those
// that are not quoted are read, too.
func (l Language) known(english string) (string, bool) {
	if text, ok := chinese()[english]; ok {
		return text, true
	}
	for _, t := range templates() {
		if !strings.Contains(english, t.part) { // which is faster
			continue
		}
		found := t.english.FindStringSubmatch(english)
		if found == nil {
			continue
		}
		args := make([]any, len(found)-1)
		for i, arg := range found[1:] {
			args[i] = l.Read(arg)
		}
		return l.fill(t.chinese, args), true
	}
	return "", false
}

// last reads the last part of "paid_amount: missing" that is known, after the name of what
// it is about.
func (l Language) last(english string) (string, bool) {
	for at := 0; ; {
		next := strings.Index(english[at:], ": ")
		if next < 0 {
			return "", false
		}
		at += next + len(": ")
		if said, ok := l.known(english[at:]); ok {
			return english[:at-len(": ")] + "：" + said, true
		}
	}
}

// each reads several texts after each other.
func (l Language) each(english string) string {
	parts := strings.Split(english, "; ")
	if len(parts) == 1 {
		return english
	}
	for i, part := range parts {
		said := l.Read(part)
		if said == part {
			return english
		}
		parts[i] = said
	}
	return strings.Join(parts, "；")
}

// fill puts arguments, which are texts, into a Chinese text.
func (l Language) fill(chinese string, args []any) string {
	return verb().ReplaceAllStringFunc(chinese, func() func(string) string {
		next := 0
		return func(v string) string {
			if v == "%%" {
				return "%"
			}
			if m := verb().FindStringSubmatch(v); m[1] != "" {
				next = int(m[1][0] - '1')
			}
			next++
			return args[next-1].(string)
		}
	}())
}

// A template is a text with arguments, as it is read.
type template struct {
	english *regexp.Regexp
	part    string // the longest without arguments
	words   int    // the bytes of its words
	chinese string
}

// templates are the texts that are kept and have arguments and words, those with
// the most words first.
var templates = sync.OnceValue(func() []template {
	var all []template
	kept := inputWords()
	maps.Copy(kept, keptWords())
	for english, chinese := range kept {
		if !verb().MatchString(english) {
			continue
		}
		var pattern strings.Builder
		words, from, longest := 0, 0, ""
		for _, at := range verb().FindAllStringIndex(english, -1) {
			pattern.WriteString(regexp.QuoteMeta(english[from:at[0]]) + printed(english[at[0]:at[1]]))
			longest = longer(longest, english[from:at[0]])
			words, from = words+at[0]-from, at[1]
		}
		pattern.WriteString(regexp.QuoteMeta(english[from:]))
		longest = longer(longest, english[from:])
		all = append(all, template{regexp.MustCompile("(?s)^" + pattern.String() + "$"), longest, words + len(english) - from, chinese})
	}
	slices.SortFunc(all, func(a, b template) int {
		return cmp.Or(b.words-a.words, strings.Compare(a.english.String(), b.english.String()))
	})
	return all
})

// longer is the longer one of two texts.
func longer(a, b string) string {
	if len(b) > len(a) {
		return b
	}
	return a
}

// printed matches what a verb may have printed.
func printed(verb string) string {
	switch verb[len(verb)-1] {
	case 'd':
		return `(-?\d+)`
	case 'q':
		return `("(?:[^"\\]|\\.)*")`
	}
	return `(.*?)`
}

// verb matches a verb of a format and the number of its argument.
var verb = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`%(?:\[(\d)\])?[dqsvwT%]`)
})
