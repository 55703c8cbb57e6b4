package main

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"reconcile/words"
)

// documents are what people read beside the code.
func documents(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, pattern := range []string{"../../*.md", "../../docs/*.md", "../../importers/README.md", "../../ledger/internal/postgres/README.md"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			texts[name] = string(text)
		}
	}
	return texts
}

// TestDocumentedCommands asks that every command of the documents is one of the program's, with
// flags that it has and as many arguments as it takes. docs/session.md and Start of README.md are typed
// besides (TestReadmeSession, TestReadmeStart).
func TestDocumentedCommands(t *testing.T) {
	typed := 0
	for name, text := range documents(t) {
		if name == "../../CHANGELOG.md" { // may name what is gone
			continue
		}
		for _, line := range documentedCommands(text) {
			if why := misused(splitWords(line)[1:]); why != "" {
				t.Errorf("%s: %s: %s", name, line, why)
			}
			typed++
		}
	}
	if typed < 40 {
		t.Errorf("%d commands were found, want 40 at least", typed)
	}
	for _, wrong := range [][]string{{"rum"}, {"run", "--jobs", "x"}, {"explain", "a", "b"}, {"batch", "void", "--by", "x"}} {
		if misused(wrong) == "" {
			t.Errorf("%q is taken for a command", wrong)
		}
	}
}

var (
	inlineCode = regexp.MustCompile("`(reconcile [^`]+)`")
	codeLine   = regexp.MustCompile(`(?m)^(?:\$ )?(reconcile [a-z][^\n]*)$`)
)

// documentedCommands are the commands of a document: in its text and on lines of their own.
func documentedCommands(text string) []string {
	var list []string
	for _, m := range append(inlineCode.FindAllStringSubmatch(text, -1), codeLine.FindAllStringSubmatch(text, -1)...) {
		line := strings.TrimSpace(m[1])
		if strings.Contains(line, ": ") || strings.Contains(line, "::") { // a message of the program
			continue
		}
		for _, end := range []string{" | ", " #", " && ", " > ", "; "} {
			line, _, _ = strings.Cut(line, end)
		}
		list = append(list, strings.NewReplacer("…", "", "[", "", "]", "").Replace(line))
	}
	return list
}

// misused says why a command cannot be typed; nothing where it can.
func misused(args []string) string {
	root := newProgram(noEnv, io.Discard, io.Discard).root()
	cmd, rest, err := root.Find(args)
	if err != nil {
		return err.Error()
	}
	if cmd == root && len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		return "there is no such command"
	}
	if err := cmd.ParseFlags(rest); err != nil {
		return err.Error()
	}
	if cmd.Args != nil && cmd.Name() != "help" && len(rest) > 0 { // without anything it is the name of the command
		if err := cmd.Args(cmd, cmd.Flags().Args()); err != nil {
			return err.Error()
		}
	}
	return ""
}

var link = regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)|src="([^"]+)"`)

// TestDocumentLinks asks that what the documents lead to is there.
func TestDocumentLinks(t *testing.T) {
	followed := 0
	for name, text := range documents(t) {
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(name), m[1]+m[2])); err != nil {
				t.Errorf("%s leads to %s: %v", name, m[1]+m[2], err)
			}
			followed++
		}
	}
	if followed < 20 {
		t.Errorf("%d links were found, want 20 at least", followed)
	}
}

// TestTroubleshootingNamesMessages asks that each message which docs/troubleshooting.md quotes
// is one of the program's: N and … stand for what it fills in.
func TestTroubleshootingNamesMessages(t *testing.T) {
	text := documents(t)["../../docs/troubleshooting.md"]
	quoted := 0
	for _, m := range regexp.MustCompile("(?m)^\\| `([^`|]* [^`|]*)`").FindAllStringSubmatch(text, -1) {
		quoted++
		if !isMessage(m[1]) {
			t.Errorf("docs/troubleshooting.md quotes %q, which the program does not say", m[1])
		}
	}
	if quoted < 5 {
		t.Errorf("%d messages are quoted, want 5 at least", quoted)
	}
	if isMessage("the moon is full") {
		t.Error("anything is taken for a message")
	}
}

// isMessage reports whether the words of a text follow each other in one that the program says.
func isMessage(text string) bool {
	var pattern strings.Builder
	for i, word := range strings.Fields(text) {
		if i > 0 {
			pattern.WriteString(" ")
		}
		if word == "N" {
			word = "…"
		}
		pattern.WriteString(strings.ReplaceAll(regexp.QuoteMeta(word), "…", `\S+`))
	}
	said := regexp.MustCompile(pattern.String())
	for _, part := range words.Parts() {
		for english := range part {
			if said.MatchString(english) {
				return true
			}
		}
	}
	return false
}
