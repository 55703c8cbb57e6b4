package main

import (
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
)

// Every command that the program tells people to type, of any rule, hold or batch, is one that
// it takes.
func TestEveryWayIsACommand(t *testing.T) {
	rules, err := rulesByCode()
	if err != nil {
		t.Fatal(err)
	}
	acts := func(code string) []string { return rules[code].Acts }
	ways := ledger.Batch{BatchNo: "20260307900001", At: time.Date(2026, 3, 6, 18, 30, 0, 0, time.UTC)}.Ways()
	amount := alipay.Fen(7990)
	for code, r := range rules {
		f := ledger.Finding{ID: "0a1b2c3d4e5f", Code: code, TradeNo: "2026030100000001", BatchNo: "20260301000001", Amount: &amount}
		ways = append(ways, f.Ways(r.Acts)...)
	}
	for _, hold := range []ledger.Hold{ledger.EvidenceGap, ledger.NoOrder, ledger.NoProof, ledger.Conflict, ledger.InFlight, ledger.AttemptLimit,
		ledger.UnknownCode, ledger.InvestigateCode, ledger.FixFirstCode, ledger.FinalCode, ledger.UnsignedAnswer, ledger.AboveCap} {
		ways = append(ways, ledger.Correction{TradeNo: "2026030100000001", Amount: amount, Hold: hold}.Ways(acts)...)
	}
	var tried []string
	for _, w := range ways {
		command := w.Command(" --config night.yaml --job nightly")
		if command == "" || slices.Contains(tried, command) {
			continue
		}
		tried = append(tried, command)
		checkCommand(t, command)
	}
	if len(tried) < 12 {
		t.Errorf("only %d commands: %q", len(tried), tried)
	}
}

// checkCommand asks that the program would run a line.
func checkCommand(t *testing.T, line string) {
	t.Helper()
	root := newProgram(noEnv, io.Discard, io.Discard).root()
	cmd, rest, err := root.Find(strings.Fields(line)[1:])
	if err != nil || !cmd.Runnable() {
		t.Errorf("%s: %s is no command to run: %v", line, cmd.CommandPath(), err)
		return
	}
	if err := cmd.ParseFlags(rest); err != nil {
		t.Errorf("%s: %v", line, err)
		return
	}
	if err := cmd.ValidateArgs(cmd.Flags().Args()); err != nil {
		t.Errorf("%s: %v", line, err)
	}
}
