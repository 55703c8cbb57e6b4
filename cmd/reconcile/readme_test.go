package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// sessionName is what goes through the sample command by command.
const sessionName = "../../docs/session.md"

// TestReadmeSession types the commands of the console blocks of docs/session.md, one
// after the other in one copy of the sample, and compares what they print.
func TestReadmeSession(t *testing.T) {
	text, err := os.ReadFile(sessionName)
	if err != nil {
		t.Fatal(err)
	}
	name, err := filepath.Abs(sessionName)
	if err != nil {
		t.Fatal(err)
	}
	copySample(t)
	var out strings.Builder
	s := session{t: t}
	for i, part := range strings.Split(string(text), "```console\n") {
		if i == 0 {
			out.WriteString(part)
			continue
		}
		block, rest, ok := strings.Cut(part, "```\n")
		if !ok {
			t.Fatalf("console block %d of session.md has no end", i)
		}
		got := s.replay(block)
		if got != block && !*update {
			t.Errorf("console block %d of session.md prints other text (-update rewrites it):\n%s", i, got)
		}
		out.WriteString("```console\n" + got + "```\n" + rest)
	}
	if s.typed < 8 {
		t.Errorf("session.md types %d commands, want 8 at least", s.typed)
	}
	if *update {
		if err := os.WriteFile(name, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// A session is a shell that knows what docs/session.md types: reconcile, alone or
// through grep, cp and echo $?.
type session struct {
	t      *testing.T
	status int
	typed  int
}

// replay types the commands of a block and returns the block as it should be.
func (s *session) replay(block string) string {
	var out bytes.Buffer
	for line := range strings.Lines(block) {
		command, ok := strings.CutPrefix(line, "$ ")
		if !ok {
			continue
		}
		out.WriteString(line)
		s.typed++
		command, pattern, _ := strings.Cut(strings.TrimSpace(command), " | grep ")
		s.command(splitWords(command), strings.Trim(pattern, `"`), &out)
	}
	return out.String()
}

func (s *session) command(args []string, pattern string, out *bytes.Buffer) {
	s.t.Helper()
	switch {
	case args[0] == "reconcile" && pattern != "":
		var stdout bytes.Buffer
		s.status = runAt(s.t.Context(), clock(17, 9, 0), args[1:], &stdout, out)
		s.grep(pattern, stdout.String(), out)
	case args[0] == "reconcile":
		s.status = runAt(s.t.Context(), clock(17, 9, 0), args[1:], out, out)
	case strings.Join(args, " ") == "echo $?":
		fmt.Fprintln(out, s.status)
	case args[0] == "cp" && len(args) == 3:
		text, err := os.ReadFile(args[1])
		if err == nil {
			err = os.WriteFile(filepath.Join(args[2], filepath.Base(args[1])), text, 0o600)
		}
		if err != nil {
			s.t.Fatal(err)
		}
	default:
		s.t.Fatalf("session.md types %q, which its test does not know", args)
	}
}

// grep prints the lines that a basic regular expression finds: "\|" is its
// alternative.
func (s *session) grep(pattern, text string, out *bytes.Buffer) {
	s.t.Helper()
	re, err := regexp.Compile(strings.ReplaceAll(pattern, `\|`, `|`))
	if err != nil {
		s.t.Fatalf("session.md looks for %q: %v", pattern, err)
	}
	for line := range strings.Lines(text) {
		if re.MatchString(line) {
			out.WriteString(line)
		}
	}
}

// splitWords splits a command at blanks, except within double quotes.
func splitWords(command string) []string {
	var list []string
	for i, part := range strings.Split(command, `"`) {
		if i%2 == 1 {
			list = append(list, part)
		} else {
			list = append(list, strings.Fields(part)...)
		}
	}
	return list
}
