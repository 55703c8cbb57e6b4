package reports_test

import (
	"context"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"reconcile/ledger"
	"reconcile/reports"
)

// A stepLog notes in which order steps began.
type stepLog struct {
	mutex sync.Mutex
	names []string
}

func (l *stepLog) step(name string, err error) func(context.Context) error {
	return func(context.Context) error {
		l.mutex.Lock()
		defer l.mutex.Unlock()
		l.names = append(l.names, name)
		return err
	}
}

// Steps in turn run up to the first that fails.
func TestInTurn(t *testing.T) {
	fault := errors.New("a fault")
	var l stepLog
	err := reports.InTurn(l.step("a", nil), l.step("b", fault), l.step("c", nil))(t.Context())
	if got, want := strings.Join(l.names, " "), "a b"; got != want || err != fault {
		t.Errorf("steps = %s, %v, want %s, %v", got, err, want, fault)
	}
}

// Three parts are written at once, the first ones first: the ledger has no
// connections for more.
func TestPartsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var running atomic.Int64
		gate := make(chan struct{})
		var parts []reports.Part
		for i := range 5 {
			parts = append(parts, reports.NewPart(string(rune('a'+i)), func(context.Context) error {
				running.Add(1 << (8 * i))
				<-gate
				return nil
			}))
		}
		go func() {
			if err := reports.SideBySide(t.Context(), parts...); err != nil {
				t.Error(err)
			}
		}()
		synctest.Wait()
		if got := running.Load(); got != 0x010101 {
			t.Errorf("parts under way = %06x, want the first three", got)
		}
		close(gate)
		synctest.Wait()
	})
}

// After an error nothing begins that has not begun, and the error is that of the
// part that failed by itself.
func TestPartsEnd(t *testing.T) {
	fault := errors.New("a fault")
	var l stepLog
	wait := func(ctx context.Context) error {
		<-ctx.Done()
		return ctx.Err()
	}
	parts := []reports.Part{
		reports.NewPart("waits", wait), reports.NewPart("waits too", wait),
		reports.NewPart("fails", l.step("fails", fault)), reports.NewPart("later", l.step("later", nil)),
	}
	if err := reports.SideBySide(t.Context(), parts...); err != fault {
		t.Errorf("error = %v, want %v", err, fault)
	}
	if got := strings.Join(l.names, " "); got != "fails" {
		t.Errorf("parts that ran = %s, want fails", got)
	}
}

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

// What stands in several files and sheets is read from the books once.
func TestReadsOnce(t *testing.T) {
	b := &onceBooks{books: sample(t), reads: map[string]int{}}
	write(t, b, report(t))
	for _, what := range []string{"findings", "corrections", "rejects"} {
		if b.reads[what] != 1 {
			t.Errorf("%s were read %d times, not once", what, b.reads[what])
		}
	}
}
