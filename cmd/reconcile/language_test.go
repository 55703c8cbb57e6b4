package main

import (
	"bytes"
	"context"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"reconcile/cmd/reconcile/internal/exit"
)

// TestNoHalfSentence runs the commands on the sample shop in both languages, and asks that
// what they print for people has no half sentence of the other one: in Chinese no two
// English words after each other that are no command, flag, path, code or quotation, in
// English no Chinese sentence.
func TestNoHalfSentence(t *testing.T) {
	for _, l := range []struct {
		locale string
		wrong  func(line string) string
	}{{"zh_CN.UTF-8", englishIn}, {"C.UTF-8", chineseIn}} {
		t.Run(l.locale, func(t *testing.T) {
			t.Chdir(t.TempDir())
			say := func(args ...string) string {
				var out bytes.Buffer
				p := newProgram(func(name string) string { return map[string]string{"LANG": l.locale}[name] }, &out, &out)
				p.Now = func() time.Time { return time.Date(2026, 11, 15, 4, 0, 0, 0, time.UTC) }
				if status := p.run(context.Background(), args); status == exit.Usage && args[0] != "wrong" {
					t.Errorf("%v ends with %d: %s", args, status, &out)
				}
				return out.String()
			}
			say("init", "--sample")
			if text, err := os.ReadFile("cron.yaml"); err != nil || !strings.Contains(string(text), "language: "+map[bool]string{true: "zh", false: "en"}[l.locale[0] == 'z']) {
				t.Fatalf("the starter does not name the language: %v", err)
			}
			for _, args := range append([][]string{
				{"check"}, {"run"}, {"status"}, {"findings"}, {"batch", "list"}, {"runs"}, {"acts"}, {"verify"}, {"undo", "A99", "--by", "Li", "--evidence", "x"}, {"explain", "nothing"},
				{"check", "orders/orders.csv"}, {"schedule", "--check"}, {"ingest"}, {"backup", "copy.db"}, {"backup", "copy.db"}, {"wrong"}, {"help", "config"}, {"help", "exit-codes"},
			}, helpOfEach()...) {
				for line := range strings.Lines(say(args...)) {
					if half := l.wrong(line); half != "" {
						t.Errorf("%v: %q in %q", args, half, line)
					}
				}
			}
		})
	}
}

// helpOfEach are the calls for the help of every command.
func helpOfEach() (all [][]string) {
	for _, cmd := range commandTree(newProgram(func(string) string { return "" }, os.Stdout, os.Stderr).root()) {
		if path := strings.Fields(cmd.CommandPath())[1:]; len(path) > 0 && path[0] != "completion" {
			all = append(all, append([]string{"help"}, path...))
		}
	}
	return all
}

// englishIn is a part of an English sentence in a line; "" where there is none.
func englishIn(line string) string {
	for _, keep := range []string{
		`reconcile .*`, `open \S+`, `chmod \S+ \S+`, `chown \S+`, `"[^"]*"`, `\S*[/.=_{}\[\]-]\S*`, `--\S+( \S+)?`, `node exporter`, `resolve (line|trade)`, `journalctl .*`, `contract [0-9.]+( and [0-9.]+)*`,
	} {
		line = regexp.MustCompile(keep).ReplaceAllString(line, "·")
	}
	return regexp.MustCompile(`\b[A-Za-z]?[a-z]{2,} [a-z]{2,}\b`).FindString(line)
}

// chineseIn is a part of a Chinese sentence in a line; "" where there is none.
func chineseIn(line string) string {
	if strings.HasPrefix(line, "  ") {
		return "" // help rules says each sentence in both
	}
	return regexp.MustCompile(`\p{Han}+[，。；：！？]`).FindString(line)
}
