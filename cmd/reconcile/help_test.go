package main

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"reconcile/cmd/reconcile/internal/exit"
)

// wholeTree is the tree of commands as users have it.
func wholeTree() []*cobra.Command {
	p := newProgram(noEnv, io.Discard, io.Discard)
	root := p.root()
	annotate(p, root)
	return commandTree(root)
}

// TestEveryCommandHasExamplesAndStatuses refuses a command whose help lacks
// either, an example that would not run, and a status that nobody knows.
func TestEveryCommandHasExamplesAndStatuses(t *testing.T) {
	paths := map[string]bool{}
	for _, cmd := range wholeTree() {
		path := cmd.CommandPath()
		paths[path] = true
		if cmd.IsAdditionalHelpTopicCommand() {
			if cmd.Long == "" {
				t.Errorf("%s: a topic without a text", path)
			}
			continue
		}
		m, ok := manuals()[path]
		if !ok || len(m.examples) == 0 || len(m.statuses) == 0 {
			t.Errorf("%s: no examples or no exit statuses in helptext.go", path)
			continue
		}
		for _, example := range m.examples {
			checkExample(t, path, example)
		}
		checkStatuses(t, path, m.statuses)
		help := helpOf(t, path)
		if !strings.Contains(help, "\nExamples:\n"+cmd.Example+"\n") || !strings.Contains(help, "\nExit Statuses:\n"+cmd.Annotations[statusesKey]+"\n") {
			t.Errorf("%s --help shows no examples or no exit statuses:\n%s", path, help)
		}
	}
	for path := range manuals() {
		if !paths[path] {
			t.Errorf("helptext.go describes %q, which is no command", path)
		}
	}
}

// checkExample asks that an example is a line that the program would take.
func checkExample(t *testing.T, path, example string) {
	t.Helper()
	line, _, _ := strings.Cut(example, "  ")
	line, _, _ = strings.Cut(line, " > ")
	args := splitWords(line)
	root := newProgram(noEnv, io.Discard, io.Discard).root()
	cmd, rest, err := root.Find(args[1:])
	if err == nil {
		err = cmd.ParseFlags(rest)
	}
	if err == nil {
		err = cmd.ValidateArgs(cmd.Flags().Args())
	}
	if err == nil {
		err = cmd.ValidateFlagGroups()
	}
	if err != nil {
		t.Errorf("%s: example %q: %v", path, example, err)
	}
	if !strings.HasPrefix(cmd.CommandPath(), path) {
		t.Errorf("%s: example %q is one of %s", path, example, cmd.CommandPath())
	}
}

// checkStatuses asks that statuses are those of the table, in its order.
func checkStatuses(t *testing.T, path string, statuses []string) {
	t.Helper()
	last := -1
	for _, s := range statuses {
		number, _, _ := strings.Cut(s, " ")
		i := slices.IndexFunc(exitStatuses(), func(e exitStatus) bool { return e.Status == number })
		if i <= last {
			t.Errorf("%s: exit status %s is unknown, or out of order", path, number)
		}
		last = i
	}
}

// helpOf is what --help prints.
func helpOf(t *testing.T, path string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	args := append(strings.Fields(path)[1:], "--help")
	if status := run(t.Context(), args, noEnv, &stdout, &stderr); status != exit.Done || stderr.Len() > 0 {
		t.Errorf("%s --help ends with %d: %s", path, status, &stderr)
	}
	return stdout.String()
}
