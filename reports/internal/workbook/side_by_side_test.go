package workbook_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"reconcile/reports/internal/workbook"
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
	err := workbook.InTurn(l.step("a", nil), l.step("b", fault), l.step("c", nil))(t.Context())
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
		var parts []workbook.Part
		for i := range 5 {
			parts = append(parts, workbook.NewPart(string(rune('a'+i)), func(context.Context) error {
				running.Add(1 << (8 * i))
				<-gate
				return nil
			}))
		}
		go func() {
			if err := workbook.SideBySide(t.Context(), parts...); err != nil {
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
	parts := []workbook.Part{
		workbook.NewPart("waits", wait), workbook.NewPart("waits too", wait),
		workbook.NewPart("fails", l.step("fails", fault)), workbook.NewPart("later", l.step("later", nil)),
	}
	if err := workbook.SideBySide(t.Context(), parts...); err != fault {
		t.Errorf("error = %v, want %v", err, fault)
	}
	if got := strings.Join(l.names, " "); got != "fails" {
		t.Errorf("parts that ran = %s, want fails", got)
	}
}
