package tables

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"reconcile/words"
)

// maxRecord is the length of the longest record that is read, in bytes.
const maxRecord = 1 << 20

// A Record is one record of a table, or a line of a text that is not a record.
type Record struct {
	Line  int64          // its first line, or its row in a sheet, from 1
	Cells []string       // valid until the next record is read
	Raw   string         // its text; empty for a row of a sheet
	Fault string         // why the line is not a record; empty if it is one
	Blank bool           // it holds white space only
	Flaws map[int]string // of a sheet: by column, why a cell does not show what was put in
	Above map[int]bool   // of a sheet: the columns whose cell is merged with the one above it
	Spans map[int]int    // of a sheet: by first column, over how many columns a cell is merged

	comma rune // of a text: what its cells were split at
}

// Title returns the record as one text.
func (r Record) Title() string {
	if r.Raw == "" {
		return strings.Join(r.Cells, ",")
	}
	return r.Raw
}

// A Reader splits a text into records, each of one line or more. encoding/csv decides
// what a record is; this type finds the lines that it may consist of, because with
// csv alone a stray quote would swallow the rest of the file. If csv refuses a
// record, only its first line is lost, and reading goes on after that.
//
// A record can be complete only if it has an even number of quotes. So a line with
// an odd number is extended to the next such line, and no line is read twice for
// more than one of them: the time is linear in the size of the file.
type Reader struct {
	r     *bufio.Reader
	win   []byte // the part from off on was read and not consumed yet
	off   int
	eof   bool
	line  int64 // lines consumed
	cells *cellSplitter
}

// NewReader returns a Reader of text in UTF-8. Until Readings finds another delimiter
// it is the comma.

func NewReader(r io.Reader) *Reader {
	return &Reader{r: bufio.NewReaderSize(r, 64<<10), cells: newCellSplitter(',')}
}

// Next returns the next record. Errors: io.EOF after the last one, and those of the
// reader.
func (rr *Reader) Next() (Record, error) {
	found, raw, err := rr.scan()
	if err != nil {
		return Record{}, err
	}
	return found.split(string(raw), rr.cells), nil
}

// A rawRecord is a record whose cells are not split yet.
type rawRecord struct {
	line  int64  // of its first line, from 1
	fault string // why it is not a record; empty if that is not known yet
	blank bool
}

// split splits the cells of a record.
func (s rawRecord) split(raw string, cells *cellSplitter) Record {
	rec := Record{Line: s.line, Raw: raw, Fault: s.fault, Blank: s.blank, comma: cells.comma}
	if rec.Blank || rec.Fault != "" {
		return rec
	}
	var err error
	if rec.Cells, err = cells.split(raw); err != nil {
		rec.Fault = err.Error()
	}
	return rec
}

// scan returns the next record and its text, which is valid until the next call.
// Whether several lines are one record is found out here; whether one line is, when
// it is split. Errors: as Next.
func (rr *Reader) scan() (rawRecord, []byte, error) {
	first, err := rr.lineEnd(0)
	if err != nil {
		return rawRecord{}, nil, err
	}
	found := rawRecord{line: rr.line + 1}
	if first > maxRecord {
		found.fault = "line longer than 1 MiB"
		return found, nil, rr.skipLine(first)
	}
	end, err := rr.recordEnd(first)
	if err != nil {
		return rawRecord{}, nil, err
	}
	raw := rr.window()[:end]
	found.blank = len(bytes.TrimSpace(raw)) == 0
	if end > first {
		if _, err := rr.cells.split(string(raw)); err != nil {
			found.fault, raw = err.Error(), raw[:first]
		}
	}
	rr.consume(len(raw))
	return found, raw, nil
}

// recordEnd returns the end of the record whose first line ends at end.
func (rr *Reader) recordEnd(end int) (int, error) {
	quotes := bytes.Count(rr.window()[:end], []byte{'"'})
	for quotes%2 == 1 && end <= maxRecord {
		next, err := rr.lineEnd(end)
		if err == io.EOF {
			break
		}
		if err != nil {
			return 0, err
		}
		quotes += bytes.Count(rr.window()[end:next], []byte{'"'})
		end = next
	}
	return end, nil
}

// Readings tries comma, tab and semicolon as the delimiter.
func (rr *Reader) Readings(rec Record, take func(cells []string) bool) {
	for _, comma := range []rune{',', '\t', ';'} {
		rr.cells = newCellSplitter(comma)
		if cells, err := rr.cells.split(rec.Raw); err == nil && take(cells) {
			return
		}
	}
	rr.cells = newCellSplitter(',')
}

// Split splits a record again by the delimiter that was found since.
func (rr *Reader) Split(rec Record) Record {
	if rec.comma == rr.cells.comma || rec.Raw == "" {
		return rec
	}
	again := rawRecord{line: rec.Line, blank: rec.Blank}.split(rec.Raw, rr.cells)
	again.Cells = slices.Clone(again.Cells)
	return again
}

// Widen does nothing: a row of a text has all of its cells.
func (rr *Reader) Widen(int) {}

// Delimiter returns the character that separates cells.
func (rr *Reader) Delimiter() rune { return rr.cells.comma }

// Lines returns how many lines of the text were read.
func (rr *Reader) Lines() int64 { return rr.line }

// window returns what was read and not consumed yet, from the start of a line on.
func (rr *Reader) window() []byte { return rr.win[rr.off:] }

func (rr *Reader) consume(n int) {
	rr.line += int64(bytes.Count(rr.window()[:n], []byte{'\n'}))
	rr.off += n
}

// lineEnd returns the end of the line that starts at from, both in the window. It
// stops reading in a line that is too long. Errors: io.EOF if no line starts there,
// and those of the reader.
func (rr *Reader) lineEnd(from int) (int, error) {
	for at := from; ; {
		if i := bytes.IndexByte(rr.window()[at:], '\n'); i >= 0 {
			return at + i + 1, nil
		}
		at = len(rr.window())
		if at-from > maxRecord || rr.eof && at > from {
			return at, nil
		}
		if rr.eof {
			return 0, io.EOF
		}
		if err := rr.fill(); err != nil {
			return 0, err
		}
	}
}

// fill reads on into the window. What was consumed is removed first, which
// invalidates the text of earlier records.
func (rr *Reader) fill() error {
	if rr.off > 0 {
		rr.win = rr.win[:copy(rr.win, rr.window())]
		rr.off = 0
	}
	chunk, err := rr.r.ReadSlice('\n')
	rr.win = append(rr.win, chunk...)
	if rr.eof = err == io.EOF; rr.eof || err == bufio.ErrBufferFull {
		return nil
	}
	return err
}

// skipLine consumes the first line, whose first n bytes are in the window, without
// keeping the rest of it.
func (rr *Reader) skipLine(n int) error {
	whole := rr.window()[n-1] == '\n'
	rr.consume(n)
	if whole {
		return nil
	}
	rr.line++
	for !rr.eof {
		_, err := rr.r.ReadSlice('\n')
		if rr.eof = err == io.EOF; err == nil || err != io.EOF && err != bufio.ErrBufferFull {
			return err
		}
	}
	return nil
}

// A cellSplitter splits one record at a time with encoding/csv.
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

// restart drops what csv has read ahead.
func (s *cellSplitter) restart() {
	s.csv = csv.NewReader(&s.feed)
	s.csv.Comma, s.csv.FieldsPerRecord, s.csv.ReuseRecord = s.comma, -1, true
}

// split returns the cells of the one record in raw, valid until the next call. A cell
// protected as ="2011…" has a bare quote for csv; it is tried again as "2011…".
func (s *cellSplitter) split(raw string) ([]string, error) {
	if len(raw) > maxRecord {
		return nil, words.Errorf("a quoted cell that runs on for more than 1 MiB")
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
	s.restart() // drops the rest of this record
	switch {
	case errors.Is(err, csv.ErrQuote):
		return nil, words.Errorf(`a quoted cell does not end where it should: double the " inside it, or export it again`)
	case errors.Is(err, csv.ErrBareQuote):
		return nil, words.Errorf(`a " stands in a cell that is not quoted: quote the cell and double the ", or export it again`)
	}
	return nil, words.Errorf("not one record")
}

// A oneRecord is a reader of one record. encoding/csv reads on after its io.EOF when
// rest is another record.
type oneRecord struct{ rest string }

func (f *oneRecord) Read(p []byte) (int, error) {
	if len(f.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p, f.rest)
	f.rest = f.rest[n:]
	return n, nil
}
