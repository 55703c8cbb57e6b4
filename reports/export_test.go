package reports

import (
	"context"

	"reconcile/ledger"
)

// WriteLimited is Write with sheets that end after a few rows.
func WriteLimited(ctx context.Context, dir string, b Books, r Report, limit int) error {
	return write(ctx, dir, b, r, limits{limit, usualLimits().bytes})
}

// WriteCramped is Write with sheets that end after a few bytes.
func WriteCramped(ctx context.Context, dir string, b Books, r Report, bytes int64) error {
	return write(ctx, dir, b, r, limits{usualLimits().rows, bytes})
}

// AppendChecksum is the checksum of two pieces of data, one behind the other.
func AppendChecksum(first, second uint32, size int64) uint32 { return crcAppend(first, second, size) }

// PressRows presses blocks of rows and tells what went wrong.
func PressRows(dir string, blocks ...[]byte) error {
	packers := newPackers()
	defer packers.end()
	p, err := newPress(dir, "rows", packers)
	if err != nil {
		return err
	}
	defer p.file.Close()
	for _, b := range blocks {
		if _, err := p.add(b); err != nil {
			return err
		}
	}
	return p.end()
}

// RowOf is a row whose one cell holds text from outside, and that text as the
// cell shows it.
func RowOf(text string) (row []byte, shown string) {
	shown = cellText(text, "… (cut; whole text in findings.jsonl)")
	row = appendText([]byte(`<row r="1"><c r="A1" s="1"`), shown)
	return append(row, `</row>`...), shown
}

// LintRow lints a row.
func LintRow(row []byte) error {
	_, err := lintRows(row)
	return err
}

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

// MessageOf is the message of a finding as the workbook has it.
func MessageOf(r ledger.Rule, f ledger.Finding, language string) string {
	return newCatalogue([]ledger.Rule{r}).rule(r.Code).message(&f, language)
}

// Respool keeps findings in a file of this name and reads them twice.
func Respool(t interface{ Fatal(...any) }, name string, list []ledger.Finding) (readings [2][]ledger.Finding) {
	s, err := spoolOf(name, list)
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

// CutSpool keeps findings in a file of this name, lets cut make it shorter than its
// size, and reads it.
func CutSpool(name string, list []ledger.Finding, cut func(size int64) error) error {
	s, err := spoolOf(name, list)
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

func spoolOf(name string, list []ledger.Finding) (*spool, error) {
	s, err := newSpool(name)
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
