package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"reconcile/cmd/reconcile/internal/exit"
)

// sampleStop is what the third night of the sample says first, everywhere: the money of
// that batch was refunded by the batch that a person had voided.
const sampleStop = "STOP batch 20261116900001 (3 lines, 225.90): its money was refunded by voided batch 20261112164000. Do not submit it."

// compareStop asks that every command and the cover name first what must not be submitted
// any more, and that nothing else is.
func compareStop(t *testing.T) {
	t.Helper()
	for _, c := range [][2]string{ // the run is last, because after it nothing is new
		{"status", `(?s)^job [^\n]*\nverdict     ✗ ACT TODAY: do not submit batch 20261116900001; 3 new critical findings; ■ INCOMPLETE[^\n]*\n.*\nto do\n  1. STOP batch 20261116900001 `},
		{"batch list", `^stop        STOP batch 20261116900001 `},
		{"batch show 20261116900001", `^stop        STOP batch 20261116900001 `},
		{"run --as-of 2026-11-17T02:30:00", `^verdict     ✗ ACT TODAY: do not submit batch 20261116900001; ■ INCOMPLETE[^\n]*\nstop        STOP batch 20261116900001 `},
	} {
		command, head := c[0], c[1]
		text := strings.Join(strings.Fields(typed(t, command)), " ")
		if raw := typed(t, command); !regexp.MustCompile(head).MatchString(raw) {
			t.Errorf("%s does not begin with the batch to stop:\n%.2000s", command, raw)
		}
		for _, want := range []string{sampleStop, "reconcile batch show 20261116900001", "reconcile batch void 20261116900001 --by NAME --evidence TEXT"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %q:\n%.2000s", command, want, text)
			}
		}
		if n := strings.Count(text, "STOP batch"); n != 1 {
			t.Errorf("%s names %d batches to stop, want 1", command, n)
		}
	}
	if text := typed(t, "batch show 20261115900001"); strings.Contains(text, "STOP") || !strings.Contains(text, "too late    do not submit it: its day, 2026-11-15, is over") {
		t.Errorf("a batch that is fine, and whose day is over:\n%s", text)
	}
	compareCover(t)
}

// typed is what a command prints on the morning after the third night.
func typed(t *testing.T, command string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if status := runAt(t.Context(), clock(17, 9, 0), strings.Fields(command), &stdout, &stderr); status != exit.Done && status != exit.Incomplete {
		t.Fatalf("%s ended with %d:\n%s", command, status, &stderr)
	}
	return stdout.String()
}

// compareCover asks the cover of the third night for the verdict and the batch to stop.
func compareCover(t *testing.T) {
	t.Helper()
	books, err := filepath.Glob("out/nightly/2026-11-17-r4/*.xlsx")
	if err != nil || len(books) != 1 {
		t.Fatal(books, err)
	}
	if _, err := os.Stat(books[0]); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenFile(books[0])
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("封面 Cover")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range rows {
		got = append(got, strings.TrimSpace(strings.Join(row, " ")))
	}
	for i, want := range []string{"✗ 今日处理 ACT TODAY — do not submit batch 20261116900001; 3 new critical findings", sampleStop, "■ 不完整 INCOMPLETE: not everything was read"} {
		if at := slices.Index(got, want); at != i+2 {
			t.Errorf("row %d of the cover is not %q:\n%s", i+3, want, strings.Join(got[:12], "\n"))
		}
	}
}
