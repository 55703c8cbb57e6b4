package reports_test

import (
	"context"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"reconcile/ledger"
	"reconcile/reports"
)

// faultyBooks fail in the middle of the results, while the findings wait for the
// context to end.
type faultyBooks struct {
	*books
	fail func() error
}

func (b faultyBooks) Findings(ctx context.Context, _ int64) iter.Seq2[ledger.Finding, error] {
	return func(yield func(ledger.Finding, error) bool) {
		<-ctx.Done()
		yield(ledger.Finding{}, ctx.Err())
	}
}

func (b faultyBooks) Results(context.Context, ledger.Run) iter.Seq2[ledger.ResultRow, error] {
	return func(yield func(ledger.ResultRow, error) bool) {
		for _, r := range b.results {
			if !yield(r, nil) {
				return
			}
		}
		yield(ledger.ResultRow{}, b.fail())
	}
}

// An error on one sheet ends the others, and is the one that is told; nothing
// temporary is left behind.
func TestErrorEndsSheets(t *testing.T) {
	dir := t.TempDir()
	err := reports.Write(t.Context(), dir, faultyBooks{sample(t), func() error { return errors.New("a fault") }}, report(t))
	if want := "report of run 7: reconcile-nightly-2026-03-07.xlsx: a fault"; err == nil || err.Error() != want {
		t.Errorf("error = %v, want %s", err, want)
	}
	if _, err := os.Stat(filepath.Join(dir, ".workbook")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("temporary files: %v", err)
	}
}

// A panic on one sheet ends the others and goes on where the report was asked for;
// nothing temporary is left behind.
func TestPanicEndsSheets(t *testing.T) {
	dir := t.TempDir()
	defer func() {
		if got := recover(); got != "results: a bug" {
			t.Errorf("panic = %v, want results: a bug", got)
		}
		if _, err := os.Stat(filepath.Join(dir, ".workbook")); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("temporary files: %v", err)
		}
	}()
	err := reports.Write(t.Context(), dir, faultyBooks{sample(t), func() error { panic("a bug") }}, report(t))
	t.Errorf("Write = %v, want a panic", err)
}

// onceBooks count how often they are read.
type onceBooks struct {
	*books
	mutex sync.Mutex
	reads map[string]int
}

func (b *onceBooks) note(what string) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.reads[what]++
}

func (b *onceBooks) Findings(ctx context.Context, run int64) iter.Seq2[ledger.Finding, error] {
	b.note("findings")
	return b.books.Findings(ctx, run)
}

func (b *onceBooks) Corrections(ctx context.Context, run int64) iter.Seq2[ledger.Correction, error] {
	b.note("corrections")
	return b.books.Corrections(ctx, run)
}

func (b *onceBooks) Rejects(ctx context.Context, run int64) iter.Seq2[ledger.Reject, error] {
	b.note("rejects")
	return b.books.Rejects(ctx, run)
}

// What is in several files and sheets is read from the books once.
func TestReadsOnce(t *testing.T) {
	b := &onceBooks{books: sample(t), reads: map[string]int{}}
	write(t, b, report(t))
	for _, what := range []string{"findings", "corrections", "rejects"} {
		if b.reads[what] != 1 {
			t.Errorf("%s were read %d times, not once", what, b.reads[what])
		}
	}
}
