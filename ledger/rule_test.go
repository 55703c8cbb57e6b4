package ledger_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"reconcile/ledger"
)

// Every rule has a file of cases in testdata/rules: each tells a world and, in
// lines that begin with ">", the findings of that rule. At least one case fires
// the rule and at least one does not.
func TestRuleCases(t *testing.T) {
	rules, err := ledger.Rules()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rules {
		t.Run(r.Code, func(t *testing.T) {
			b, err := os.ReadFile(filepath.Join("testdata", "rules", strings.ToLower(r.Code)+".txtar"))
			if err != nil {
				t.Fatalf("a rule needs cases: %v", err)
			}
			fires, silent := 0, 0
			for _, c := range txtar.Parse(b).Files {
				want := wanted(string(c.Data))
				if len(want) > 0 {
					fires++
				} else {
					silent++
				}
				t.Run(c.Name, func(t *testing.T) { checkRule(t, r.Code, string(c.Data), want) })
			}
			if fires == 0 || silent == 0 {
				t.Errorf("%d cases fire the rule, %d do not: want at least one of each", fires, silent)
			}
		})
	}
}

func checkRule(t *testing.T, code, text string, want []string) {
	w := newWorld(t)
	w.tell(text)
	if got := w.findings(w.night(), code); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func wanted(text string) []string {
	var want []string
	for line := range strings.Lines(trades(text)) {
		if w, ok := strings.CutPrefix(strings.TrimSpace(line), "> "); ok {
			want = append(want, w)
		}
	}
	return want
}
