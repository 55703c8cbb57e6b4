package workbook_test

import (
	"errors"
	"iter"
	"testing"
	"testing/synctest"

	"reconcile/reports/internal/workbook"
)

// numbers yields n numbers, then whatever end returns, and notes when it has ended.
func numbers(n int, end func() error, ended *bool) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		defer func() { *ended = true }()
		for i := range n {
			if !yield(i, nil) {
				return
			}
		}
		if err := end(); err != nil {
			yield(0, err)
		}
	}
}

func noError() error { return nil }

// Rows that are read ahead are the same, in their order, an error behind those before it.
func TestReadAhead(t *testing.T) {
	fault := errors.New("a fault")
	for _, n := range []int{0, 1, workbook.AheadRows - 1, workbook.AheadRows, 5*workbook.AheadRows + 3} {
		for _, want := range []error{nil, fault} {
			var ended bool
			rows, got := 0, error(nil)
			for row, err := range workbook.ReadAhead(numbers(n, func() error { return want }, &ended)) {
				if err != nil {
					got = err
					continue
				}
				if row != rows {
					t.Fatalf("row %d of %d is %d", rows, n, row)
				}
				rows++
			}
			if rows != n || got != want || !ended {
				t.Errorf("%d rows and %v were read (ended: %t), want %d and %v", rows, got, ended, n, want)
			}
		}
	}
}

// Nothing is read any more once nobody wants more rows.
func TestReadAheadEnds(t *testing.T) {
	for range 100 {
		var ended bool
		for row := range workbook.ReadAhead(numbers(100*workbook.AheadRows, noError, &ended)) {
			if row == workbook.AheadRows+1 {
				break
			}
		}
		if !ended {
			t.Fatal("rows are read that nobody wants")
		}
	}
}

// What reading panics with, whoever wants the rows panics with.
func TestReadAheadPanics(t *testing.T) {
	defer func() {
		if got := recover(); got != "a bug" {
			t.Errorf("panic = %v, want a bug", got)
		}
	}()
	var ended bool
	for range workbook.ReadAhead(numbers(3, func() error { panic("a bug") }, &ended)) {
	}
	t.Error("nothing panicked")
}

// While rows are written the next ones are read, and not many more.
func TestReadAheadBeside(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		read := 0
		rows := func(yield func(int, error) bool) {
			for yield(read, nil) {
				read++
			}
		}
		for range workbook.ReadAhead(rows) {
			synctest.Wait()
			if read < workbook.AheadRows || read > 2*workbook.AheadRows {
				t.Errorf("%d rows are read at the first, want one or two blocks of %d", read, workbook.AheadRows)
			}
			break
		}
	})
}
