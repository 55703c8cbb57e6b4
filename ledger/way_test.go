package ledger_test

import (
	"cmp"
	"context"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/ledger/query"
)

// actsOf are the acts that the catalogue names, by code.
func actsOf(t *testing.T) func(code string) []string {
	t.Helper()
	all, err := ledger.Rules()
	if err != nil {
		t.Fatal(err)
	}
	acts := map[string][]string{}
	for _, r := range all {
		acts[r.Code] = r.Acts
	}
	return func(code string) []string { return acts[code] }
}

// The cases of testdata/ways.txtar.
func TestWays(t *testing.T) {
	b, err := os.ReadFile("testdata/ways.txtar")
	if err != nil {
		t.Fatal(err)
	}
	acts := actsOf(t)
	for _, c := range txtar.Parse(b).Files {
		t.Run(c.Name, func(t *testing.T) {
			w := newWorld(t)
			w.tell(string(c.Data))
			if got, want := w.ways(acts, w.night()), wanted(string(c.Data)); !slices.Equal(got, want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

// ways are the ways that end what a night found and holds.
func (w *world) ways(acts func(string) []string, run ledger.Run) (texts []string) {
	for f, err := range w.l.Findings(context.Background(), run.ID) {
		if err != nil {
			w.t.Fatal(err)
		}
		for _, line := range f.Ways(acts(f.Code)).Lines("", "en") {
			texts = append(texts, f.Code+" "+strings.Replace(line, f.ID, "FINDING", 1))
		}
	}
	slices.SortStableFunc(texts, func(a, b string) int { return cmp.Compare(strings.Fields(a)[0], strings.Fields(b)[0]) })
	for c, err := range w.l.Corrections(context.Background(), run.ID) {
		if err != nil {
			w.t.Fatal(err)
		}
		for _, line := range c.Ways(acts).Lines("", "en") {
			for _, id := range c.Because {
				line = strings.Replace(line, "dismiss "+id, "dismiss FINDING", 1)
			}
			texts = append(texts, "held "+string(c.Hold)+" "+line)
		}
	}
	return texts
}

// holds are all the holds that a run may give, as its statements name them.
func holds(t *testing.T) (all []ledger.Hold) {
	t.Helper()
	for _, name := range []string{"correction_candidates", "correction_trip"} {
		text, err := query.Text(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?:THEN|hold =) '([A-Z_]+)'`).FindAllStringSubmatch(text, -1) {
			all = append(all, ledger.Hold(m[1]))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Every finding and every hold has a way out, in both languages, whatever is known of it; of a
// rule, one by each act that it names; and what a program reads of it names none but words
// that people fill in.
func TestEveryFindingAndHoldHasAWay(t *testing.T) {
	acts := actsOf(t)
	rules, err := ledger.Rules()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rules {
		f := ledger.Finding{ID: "0123456789ab", Code: r.Code, TradeNo: "T1", BatchNo: "B1"}
		ways := f.Ways(r.Acts)
		checkWays(t, r.Code, ways)
		for _, kind := range r.Acts {
			if !slices.ContainsFunc(ways, func(w ledger.Way) bool { return w.Act == ledger.ActKind(kind) && w.Command("") != "" }) {
				t.Errorf("%s: no command for %s", r.Code, kind)
			}
		}
	}
	all := holds(t)
	if len(all) != 12 {
		t.Fatalf("holds %q, want the 12 of contract 4.2", all)
	}
	for _, hold := range all {
		checkWays(t, string(hold), ledger.Correction{TradeNo: "T1", Hold: hold, Amount: alipay.Fen(100)}.Ways(acts))
	}
}

func checkWays(t *testing.T, what string, ways ledger.Ways) {
	t.Helper()
	if len(ways) == 0 || ways.Act("") == "" || ways.Short("") == "" {
		t.Errorf("%s: no way out: %q", what, ways)
	}
	for _, w := range ways {
		if w.EN == "" || w.ZH == "" || w.EN == w.ZH {
			t.Errorf("%s: %q and %q, want both languages", what, w.EN, w.ZH)
		}
		if c := w.Command(" --job night"); c != "" && (!strings.HasPrefix(c, "reconcile ") || !strings.HasSuffix(c, " --job night --by NAME --evidence TEXT")) {
			t.Errorf("%s: %q is no command", what, c)
		}
	}
}

// Where a line is to be settled, people see both answers that Alipay may give; where it is
// known that it ran, that one.
func TestWaysInShort(t *testing.T) {
	f := ledger.Finding{Code: "MISSING_RESULT", TradeNo: "T1", BatchNo: "B1"}
	for want, acts := range map[string][]string{
		"reconcile resolve line B1 T1 --succeeded | --failed CODE --job night --by NAME --evidence TEXT": {"succeeded", "failed", "void"},
		"reconcile resolve line B1 T1 --succeeded --job night --by NAME --evidence TEXT":                 {"succeeded", "dismiss"},
		"reconcile batch void B1 --job night --by NAME --evidence TEXT":                                  {"void"},
	} {
		if got := f.Ways(acts).Short(" --job night"); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// A number that somebody made up cannot become a command of a shell.
func TestWayQuotesWhatOthersClaim(t *testing.T) {
	f := ledger.Finding{Code: "REQUEST_IN_FUTURE", BatchNo: "1; rm -rf 'x'"}
	want := `reconcile batch void '1; rm -rf '\''x'\''' --by NAME --evidence TEXT`
	if got := f.Ways([]string{"void"}).Act(""); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
