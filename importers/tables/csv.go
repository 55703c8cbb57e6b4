package tables

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
)

// maxRecord is the longest record of an export, in bytes.
const maxRecord = 1 << 20

// A Record is one record of an export, or the first line of what is none.
type Record struct {
	Line  int64    // of its first line, from 1
	Cells []string // valid until the next record
	Raw   string
	Fault string // why it is none; empty where it is one
	Blank bool
	Flaws map[int]string // of a sheet: by column, why the text of a cell is not what it was
}

// Title is the record as one text.
func (r Record) Title() string {
	if r.Raw == "" {
		return strings.Join(r.Cells, ",")
	}
	return r.Raw
}

// A Reader splits an export into records. encoding/csv decides what a
// record is; this type finds the lines that it may be made of, because a stray
// quote would otherwise swallow the rest of the file. What csv refuses costs its
// first line only, and reading goes on behind that.
//
// A record can only be complete where its quotes are even in number. So a line
// with an odd number is read on to the next such line, and no line is read
// twice for more than one of them: the work stays in proportion to the file.
type Reader struct {
	r     *bufio.Reader
	win   []byte // what was read and not yet consumed begins at off
	off   int
	eof   bool
	line  int64 // lines consumed
	cells *cellSplitter
}

func NewReader(r io.Reader) *Reader {
	return &Reader{r: bufio.NewReaderSize(r, 64<<10), cells: newCellSplitter(',')}
}

// Next returns the next record. Errors: io.EOF after the last one, and what the
// reader returns.
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
	fault string // why it is none; empty where that is still to be found out
	blank bool
}

// split splits the cells of a record.
func (s rawRecord) split(raw string, cells *cellSplitter) Record {
	rec := Record{Line: s.line, Raw: raw, Fault: s.fault, Blank: s.blank}
	if rec.Blank || rec.Fault != "" {
		return rec
	}
	var err error
	if rec.Cells, err = cells.split(raw); err != nil {
		rec.Fault = err.Error()
	}
	return rec
}

// scan returns the next record, which is valid until the next call. One line is
// one record or none; whether several are one is for csv to say, here. Errors: as
// next.
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

// recordEnd returns where the record ends whose first line ends at end.
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

// Readings tries one delimiter after the other.
func (rr *Reader) Readings(rec Record, take func(cells []string) bool) {
	for _, comma := range []rune{',', '\t', ';'} {
		rr.cells = newCellSplitter(comma)
		if cells, err := rr.cells.split(rec.Raw); err == nil && take(cells) {
			return
		}
	}
	rr.cells = newCellSplitter(',')
}

// Delimiter is the delimiter that records are split at.
func (rr *Reader) Delimiter() rune { return rr.cells.comma }

// Lines is how many lines of the text were read.
func (rr *Reader) Lines() int64 { return rr.line }

// window is what was read and not yet consumed, from the beginning of a line on.
func (rr *Reader) window() []byte { return rr.win[rr.off:] }

func (rr *Reader) consume(n int) {
	rr.line += int64(bytes.Count(rr.window()[:n], []byte{'\n'}))
	rr.off += n
}

// lineEnd returns where the line ends that begins at from, both in the window.
// It stops reading at a line that is too long. Errors: io.EOF where no line
// begins, and what the reader returns.
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

// fill reads on. What was consumed makes room first, which invalidates the raw
// bytes of earlier records.
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

// skipLine consumes the first line, whose first n bytes are in the window,
// without holding the rest of it.
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
