package config

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"reconcile/words"
)

// A line of a configuration that is wrong is shown to people, with a mark under what is
// wrong. Whoever writes a key into cron.yaml by mistake, be it under a name that does not
// exist, must not find it in a log: so a line is shown where all its keys are known and
// none is of a secret, and else only the name of the key.

var (
	yamlKey = regexp.MustCompile(`([^\s{}\[\],:"'#-][^\s{}\[\],:"'#]*)["']?:(?:\s|$)`)
	onlyKey = regexp.MustCompile(`^\s*(?:- )?[^\s{}\[\],:"'#]+:`)
	comment = regexp.MustCompile(`\s#.*$`)
)

// showLine is a line of a text as it may be shown, and the column to mark in it, in
// characters from 1; empty where nothing of it may.
func showLine(text []byte, line, column int) (shown string, mark int) {
	lines := bytes.Split(text, []byte{'\n'})
	if line < 1 || line > len(lines) || !utf8.Valid(lines[line-1]) {
		return "", 0
	}
	shown = strings.TrimRight(comment.ReplaceAllString(string(lines[line-1]), ""), " \t\r")
	if !mayShow(shown) {
		shown = onlyKey.FindString(shown)
	}
	if column < 1 || column > utf8.RuneCountInString(shown) || strings.ContainsRune(shown, '\t') {
		return "", 0
	}
	return shown, column
}

// mayShow reports whether a line has keys, all of them known and none that may hold a
// secret.
func mayShow(line string) bool {
	plain := plainKeys(allKeys(words.English), map[string]bool{})
	keys := yamlKey.FindAllStringSubmatch(line, -1)
	for _, key := range keys {
		if !plain[key[1]] {
			return false
		}
	}
	return len(keys) > 0
}

// plainKeys gathers the names of keys, false for those that may hold a secret: an address
// of a database may have a password.
func plainKeys(keys []key, plain map[string]bool) map[string]bool {
	for _, k := range keys {
		if before, ok := plain[k.name]; !ok || before {
			plain[k.name] = !k.form.secret && k.name != "ledger" && k.name != "*"
		}
		plainKeys(k.form.keys, plain)
	}
	return plain
}
