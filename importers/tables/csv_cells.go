package tables

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"
)

// A cellSplitter has encoding/csv read one record at a time.
type cellSplitter struct {
	comma rune
	csv   *csv.Reader
	feed  oneRecord
}

func newCellSplitter(comma rune) *cellSplitter {
	s := &cellSplitter{comma: comma}
	s.restart()
	return s
}

// restart forgets what csv has read ahead.
func (s *cellSplitter) restart() {
	s.csv = csv.NewReader(&s.feed)
	s.csv.Comma, s.csv.FieldsPerRecord, s.csv.ReuseRecord = s.comma, -1, true
}

// split returns the cells of the one record in raw, valid until the next call. A
// cell protected as ="2011…" is a bare quote to csv; it gets a second chance as
// "2011…".
func (s *cellSplitter) split(raw string) ([]string, error) {
	if len(raw) > maxRecord {
		return nil, errors.New("a quoted cell that runs on for more than 1 MiB")
	}
	cells, err := s.splitOnce(raw)
	if err == nil || !strings.Contains(raw, `="`) {
		return cells, err
	}
	comma := string(s.comma)
	bare := strings.ReplaceAll(raw, comma+`="`, comma+`"`)
	if strings.HasPrefix(bare, `="`) {
		bare = bare[1:]
	}
	if cells, second := s.splitOnce(bare); second == nil {
		return cells, nil
	}
	return nil, err
}

func (s *cellSplitter) splitOnce(raw string) ([]string, error) {
	s.feed.rest = raw
	before := s.csv.InputOffset()
	cells, err := s.csv.Read()
	if err == nil && s.csv.InputOffset()-before == int64(len(raw)) {
		return cells, nil
	}
	s.restart() // what it has read ahead must not come back
	switch {
	case errors.Is(err, csv.ErrQuote):
		return nil, errors.New(`a quoted cell does not end where it should: double the " inside it, or export it again`)
	case errors.Is(err, csv.ErrBareQuote):
		return nil, errors.New(`a " stands in a cell that is not quoted: quote the cell and double the ", or export it again`)
	}
	return nil, errors.New("not one record")
}

// A oneRecord hands one record at a time to encoding/csv, which reads on after its
// io.EOF when there is another.
type oneRecord struct{ rest string }

func (f *oneRecord) Read(p []byte) (int, error) {
	if len(f.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p, f.rest)
	f.rest = f.rest[n:]
	return n, nil
}
