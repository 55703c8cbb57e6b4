package ledger_test

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// The cases tell a world and, in lines that begin with ">", every correction of
// its last night: trade, amount, status, hold. Bills cover all days unless a case begins
// with "since", or tells of periods itself.
func TestCorrectionCases(t *testing.T) {
	b, err := os.ReadFile("testdata/corrections.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range txtar.Parse(b).Files {
		t.Run(c.Name, func(t *testing.T) {
			w := newWorld(t)
			if text := string(c.Data); !strings.HasPrefix(text, "since ") && !strings.Contains(text, "period ") {
				w.tell("period 2026-01-01 00:00:00 2026-03-08 00:00:00")
			}
			w.tell(string(c.Data))
			var got []string
			for c, err := range w.l.Corrections(context.Background(), w.night().ID) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, strings.Join([]string{c.TradeNo, c.Amount.String(), string(c.Status), dash(string(c.Hold))}, " "))
			}
			if want := wanted(string(c.Data)); !slices.Equal(got, want) {
				t.Errorf("got  %q\nwant %q", got, want)
			}
		})
	}
}
