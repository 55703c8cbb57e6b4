package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"reconcile/cmd/reconcile/internal/terminal"
)

// foldedCommands are the commands whose output is folded, beside the help of every command:
// on the books of the sample after its first night, and on what does not exist.
func foldedCommands() []string {
	return []string{
		"run --dry-run --full --as-of 2026-11-16T02:30:00",
		"status", "findings", "findings -v", "findings --all --severity critical -v", "findings --trade 2026102822001874502037500201",
		"explain 2026102822001874502037500201", "explain 2026110622001533427285150254", "explain 20261112164000", "explain 1",
		"batch list", "batch list --open", "batch show 20261115900001", "batch show 20261112164000", "batch show 1", "batch approve 1 --digest 00 --by Li",
		"check", "check cron.yaml testdata/orders/orders-202611.csv testdata/notify/notify-20261104.log", "check --config bad.yaml", "check --config none.yaml",
		"verify", "runs", "rules", "rules --help", "codes", "acts", "acts --pending", "version", "schedule --check",
		"batch void 20261112164000 --by Li --evidence seen", "resolve trade 2026102822001874502037500201 --elsewhere 268.00 --by Li --evidence seen",
		"dismiss 77ab0363931e --by Li --evidence seen", "undo A99 --by Li --evidence seen", "review import testdata/orders/orders-202611.csv --by Li",
		"ledger check", "ledger init", "help nothing", "fndings", "findings --sevrity error", "findings --severity high", "run --as-of now",
		"help config", "help exit-codes", "help rules",
	}
}

// TestFold asks of every command at three widths that no line is wider than the terminal,
// except what cannot be broken, and that no word is broken.
func TestFold(t *testing.T) {
	skipShort(t)
	bad := mistaken(t)
	copySample(t)
	if err := os.WriteFile("bad.yaml", bad, 0o600); err != nil {
		t.Fatal(err)
	}
	typedAt(t, 0, "run --as-of 2026-11-15T02:30:00")
	commands := foldedCommands()
	for _, cmd := range wholeTree() {
		commands = append(commands, strings.TrimSpace(strings.TrimPrefix(cmd.CommandPath(), "reconcile")+" --help"))
	}
	for _, command := range commands {
		known := wordsOf(typedAt(t, 0, command) + typedAt(t, 0, command)) // twice: what is said again is refused
		for _, width := range []int{60, 80, 140} {
			compareFold(t, command, width, typedAt(t, width, command), known)
		}
	}
}

// mistaken is a configuration with every mistake that testdata/script/config.txtar knows.
func mistaken(t *testing.T) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "script", "config.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	_, text, ok := bytes.Cut(text, []byte("-- bad.yaml --\n"))
	if !ok {
		t.Fatal("config.txtar has no bad.yaml")
	}
	text, _, _ = bytes.Cut(text, []byte("\n-- "))
	return text
}

// typedAt is what a command prints on a terminal of a width, 0 for none, on the day of the
// sample's first night.
func typedAt(t *testing.T, width int, command string) string {
	t.Helper()
	var screen bytes.Buffer
	p := newProgram(noEnv, &screen, &screen)
	p.Now = func() time.Time { return clock(15, 9, 0) }
	p.FoldAt(width)
	p.run(t.Context(), strings.Fields(command))
	return screen.String()
}

// excerpt is a line of a configuration that is shown on a terminal alone, or the mark
// below it.
var excerpt = regexp.MustCompile(`^ *[0-9]* \| `)

// wordsOf are the words of a text.
func wordsOf(text string) map[string]bool {
	words := map[string]bool{}
	for _, word := range strings.Fields(text) {
		words[word] = true
	}
	return words
}

// compareFold asks that an output fits a width and has whole words only.
func compareFold(t *testing.T, command string, width int, text string, known map[string]bool) {
	t.Helper()
	var faults []string
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if strings.HasSuffix(line, " ") {
			faults = append(faults, fmt.Sprintf("a blank at the end of %q", line))
		}
		if terminal.CellWidth(line) > width && breakable(line) {
			faults = append(faults, fmt.Sprintf("%d wide: %q", terminal.CellWidth(line), line))
		}
		if excerpt.MatchString(line) {
			continue
		}
		for _, word := range strings.Fields(line) {
			if !known[word] && !known[strings.TrimSuffix(word, ",")] && !hasWide(word) {
				faults = append(faults, fmt.Sprintf("no whole word: %q in %q", word, line))
			}
		}
	}
	if len(faults) > 0 {
		t.Errorf("%s at %d columns:\n\t%s", command, width, strings.Join(faults[:min(len(faults), 6)], "\n\t"))
	}
}

// breakable reports whether a line could be broken: it is neither one word, which may
// stand beside a heading, nor a command to be copied.
func breakable(line string) bool {
	line = strings.TrimLeft(line, " #")
	if _, text, ok := strings.Cut(line, "  "); ok {
		line = strings.TrimSpace(text)
	}
	return strings.Contains(line, " ") && !strings.HasPrefix(line, "reconcile ")
}

// hasWide reports whether a word has Chinese characters, between which it may be broken.
func hasWide(word string) bool {
	return strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}
