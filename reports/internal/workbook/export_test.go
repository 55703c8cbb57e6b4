package workbook

import (
	"context"
	"iter"

	"reconcile/ledger"
)

// A Part is a part of a report.
type Part = part

// NewPart is a part.
func NewPart(name string, write func(context.Context) error) Part { return part{name, write} }

// SideBySide writes parts.
func SideBySide(ctx context.Context, parts ...Part) error { return sideBySide(ctx, parts) }

// InTurn is one function after the other.
func InTurn(steps ...func(context.Context) error) func(context.Context) error {
	return inTurn(steps...)
}

// KeepFindings keeps findings in a file of this name and reads them twice.
func KeepFindings(t interface{ Fatal(...any) }, name string, list []ledger.Finding) (readings [2][]ledger.Finding) {
	s, err := keep(name, list)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	for i := range readings {
		for f, err := range s.all(context.Background()) {
			if err != nil {
				t.Fatal(err)
			}
			readings[i] = append(readings[i], f)
		}
	}
	return readings
}

// CutFindings keeps findings in a file of this name, lets cut make it shorter than its
// size, and reads it.
func CutFindings(name string, list []ledger.Finding, cut func(size int64) error) error {
	s, err := keep(name, list)
	if err != nil {
		return err
	}
	defer s.close()
	if err := cut(s.size); err != nil {
		return err
	}
	for _, err := range s.all(context.Background()) {
		if err != nil {
			return err
		}
	}
	return nil
}

func keep(name string, list []ledger.Finding) (*findingFile, error) {
	s, err := newFindingFile(name)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if err := s.add(&list[i]); err != nil {
			return nil, err
		}
	}
	return s, s.end()
}

// AheadRows is how many rows are handed over at a time.
const AheadRows = aheadRows

// ReadAhead yields rows that are read beside.
func ReadAhead(rows iter.Seq2[int, error]) iter.Seq2[int, error] { return readAhead(rows) }
