package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/ledger"
)

// runAt is run with another clock.
func runAt(ctx context.Context, now time.Time, args []string, stdout, stderr *bytes.Buffer) int {
	p := newProgram(noEnv, stdout, stderr)
	p.Now = func() time.Time { return now }
	return p.run(ctx, args)
}

// tryAt runs the program in a folder at a moment.
func tryAt(t *testing.T, dir, moment string, args ...string) (status int, stdout, talk string) {
	t.Helper()
	now, err := alipay.ParseTime(moment)
	if err != nil {
		t.Fatal(err)
	}
	var out, said bytes.Buffer
	status = runAt(t.Context(), now, append(args, "--config", filepath.Join(dir, "cron.yaml")), &out, &said)
	return status, out.String(), said.String()
}

// TestSampleRun runs the program on the sample: every code of the catalogue but
// those of books that were restored and after acts, every line counted, nothing
// new the second time; then the void and the result that comes after it.
func TestSampleRun(t *testing.T) {
	copySample(t)
	first := runSample(t, ".", clock(15, 2, 30))
	for _, f := range first.summary.Files {
		compareBalance(t, f)
		compareLines(t, f)
	}
	if holds, issued := holdsOf(first.corrections); issued < 2 || len(holds) < 6 {
		t.Errorf("%d corrections issued, held by %s; want 2 and 6 holds", issued, listed(holds))
	}
	compareSecond(t, first, runSample(t, ".", clock(15, 2, 30)))
	void(t)
	missing := missingCodes(t, first.findings)
	// One is of books that were restored, the others come after a person has spoken.
	if want := []string{"ISSUED_ELSEWHERE", "RESULT_AFTER_VOID", "RESULT_CONTRADICTS_ACT"}; !slices.Equal(missing, want) {
		t.Errorf("before the void the sample lacks %s, want %s", listed(missing), listed(want))
	}
	const bill = "20881010082672540156_20261114.zip"
	if err := os.Rename("testdata/late/"+bill, "testdata/bills/"+bill); err != nil {
		t.Fatal(err)
	}
	if again := runSample(t, ".", clock(16, 2, 30)); len(again.summary.Batches) != 1 {
		t.Errorf("%d batches after the void, want 1 with its lines", len(again.summary.Batches))
	}
	if err := os.Rename("testdata/late/notify-20261116.log", "testdata/notify/notify-20261116.log"); err != nil {
		t.Fatal(err)
	}
	if last := runSample(t, ".", clock(17, 2, 30)); !slices.Contains(codesOf(last.findings), "RESULT_AFTER_VOID") {
		t.Errorf("no RESULT_AFTER_VOID among %s", listed(codesOf(last.findings)))
	}
	compareStop(t)
}

// compareLines counts the lines of a log again. A record of an export may have
// several, and a header is none.
func compareLines(t *testing.T, file map[string]any) {
	t.Helper()
	path, _ := file["path"].(string)
	if strings.HasPrefix(path, "testdata/orders/") || strings.HasPrefix(path, "testdata/bills/") {
		return
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	got, _ := file["lines"].(float64)
	if want := bytes.Count(unpack(t, path, text), []byte("\n")); int(got) != want {
		t.Errorf("%s: %v lines counted, want %d", path, got, want)
	}
}

// runSample runs the program in a folder at a moment, on input that is incomplete because a
// line of an export and one of a request are rejected.
func runSample(t *testing.T, dir string, now time.Time) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if status := runAt(t.Context(), now, []string{"run", "--config", filepath.Join(dir, "cron.yaml")}, &stdout, &stderr); status != exit.Incomplete {
		t.Fatalf("run ended with %d, want %d:\n%s%s", status, exit.Incomplete, &stdout, &stderr)
	}
	checkMoney(t, dir)
	return readOutcome(t, filepath.Join(dir, "out/nightly/latest"))
}

// void voids the batch that the gateway refused as a whole.
func void(t *testing.T) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	args := []string{"batch", "void", "20261112164000", "--by", "Li Na", "--evidence", "Alipay: refused as a whole"}
	if status := runAt(t.Context(), clock(15, 10, 0), args, &stdout, &stderr); status != exit.Done {
		t.Fatalf("void ended with %d:\n%s", status, &stderr)
	}
}

// missingCodes are the codes of the catalogue that no finding has.
func missingCodes(t *testing.T, findings []finding) []string {
	t.Helper()
	rules, err := ledger.Rules()
	if err != nil {
		t.Fatal(err)
	}
	have := codesOf(findings)
	var missing []string
	for _, r := range rules {
		if !slices.Contains(have, r.Code) {
			missing = append(missing, r.Code)
		}
	}
	return missing
}
