package ledger_test

import (
	"cmp"
	"context"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

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

// Once a person has said that a batch was submitted, nobody is asked to submit it, nor to say
// so again; a batch that does not wait asks nothing.
func TestWaysOfABatch(t *testing.T) {
	const ours = "20260307900001"
	submit := "once it was submitted: reconcile batch submitted " + ours + " --by NAME --evidence TEXT"
	refused := "if Alipay's page refused it whole, with the code that it shows: reconcile batch submitted " + ours + " --answer CODE --by NAME --evidence TEXT"
	rest := []string{
		"if Alipay says that a line ran: reconcile resolve line " + ours + " TRADE --succeeded --by NAME --evidence TEXT",
		"if Alipay says that a line failed, with this code: reconcile resolve line " + ours + " TRADE --failed CODE --by NAME --evidence TEXT",
		"from 2026-03-08 12:00:00 on, if Alipay says that it never ran: reconcile batch void " + ours + " --by NAME --evidence TEXT",
	}
	for _, c := range []struct {
		name, more string
		submitted  bool
		want       []string
	}{
		{"it waits", "", false, append([]string{submit, refused}, rest...)},
		{"it was submitted", "submitted " + ours + " 2026-03-07 09:00:00\n", true, append([]string{refused}, rest...)},
		{"it was answered", "notify n2 " + ours + " 2026-03-07 03:00:00 1 T1^5.00^SUCCESS\n", false, nil},
	} {
		w := newWorld(t)
		w.tell("order T1 5.00 due 5.00\nnight\n" + c.more)
		run, _, err := w.l.LastRun(context.Background(), "nightly")
		if err != nil {
			t.Fatal(err)
		}
		for b, err := range w.l.Waiting(context.Background(), run) {
			if err != nil || b.Submitted != c.submitted {
				t.Errorf("%s: submitted %v, %v, want %v", c.name, b.Submitted, err, c.submitted)
			}
		}
		b, _, err := w.l.OneBatch(context.Background(), run, 26*time.Hour, ours)
		if err != nil {
			t.Fatal(err)
		}
		ways, err := w.l.BatchWays(context.Background(), run.Account, b, when(t, "2026-03-07 10:00:00"))
		if got := ways.Lines("", "en"); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, %v, want %q", c.name, got, err, c.want)
		}
	}
}
