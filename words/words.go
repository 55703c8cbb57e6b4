// Package words says what the program tells people in their language, English or
// Chinese. The English sentence, a format of fmt, stands in the code and is its
// own key: one catalogue has the Chinese one. Programs read English: JSON, the log
// for programs and the books.
package words

import (
	"fmt"
	"maps"
	"strings"
	"sync"
)

// A Language is one that people read.
type Language string

// The languages, as the configuration names them.
const (
	English Language = "en"
	Chinese Language = "zh"
)

// Environment returns the language that the environment asks for: Chinese where
// LC_ALL, else LC_MESSAGES, else LANG begins with zh, else English.
func Environment(getenv func(string) string) Language {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if locale := getenv(name); locale != "" {
			if strings.HasPrefix(locale, string(Chinese)) {
				return Chinese
			}
			break
		}
	}
	return English
}

// Sprint is a text without arguments in the language: as it is where the catalogue
// does not have it.
func (l Language) Sprint(english string) string {
	if l == Chinese {
		if text, ok := chinese()[english]; ok {
			return text
		}
	}
	return english
}

// Sprintf is fmt.Sprintf in the language. Errors and texts among the arguments are
// said in it, too.
func (l Language) Sprintf(format string, args ...any) string {
	if l != Chinese {
		return fmt.Sprintf(format, args...)
	}
	said := make([]any, len(args))
	for i, arg := range args {
		said[i] = arg
		switch arg := arg.(type) {
		case sayer:
			said[i] = arg.In(l)
		case error:
			said[i] = l.Error(arg)
		}
	}
	return fmt.Sprintf(strings.ReplaceAll(l.Sprint(format), "%w", "%s"), said...)
}

// A sayer is what can be said in a language.
type sayer interface{ In(l Language) string }

// A Text is a sentence, or a part of one, that is said in a language later. The zero
// Text is none.
type Text struct {
	format string
	args   []any
}

// New returns the text that fmt.Sprintf would make.
func New(format string, args ...any) Text { return Text{format, args} }

// Counted returns a number and what it counts, in the plural where it is not one. The
// catalogue has the plural, such as "%d lines".
func Counted(n int64, noun string) Text { return Text{"%d " + noun + "s", []any{n}} }

// String is the text in English.
func (t Text) String() string {
	if one, ok := strings.CutSuffix(t.format, "s"); ok && strings.HasPrefix(t.format, "%d ") && len(t.args) == 1 && t.args[0] == int64(1) {
		return fmt.Sprintf(one, t.args...)
	}
	return fmt.Sprintf(t.format, t.args...)
}

// In is the text in a language.
func (t Text) In(l Language) string {
	if l != Chinese {
		return t.String()
	}
	return l.Sprintf(t.format, t.args...)
}

// CountsNone reports whether the text is a number of things that is 0.
func (t Text) CountsNone() bool { return len(t.args) == 1 && t.args[0] == int64(0) }

// IsZero reports whether there is no text.
func (t Text) IsZero() bool { return t.format == "" }

// chinese is the catalogue: the Chinese text of each English one.
var chinese = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for _, part := range Parts() {
		maps.Copy(all, part)
	}
	return all
})
