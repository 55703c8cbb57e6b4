package importers

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"strings"
)

// maxRecord is the longest record of an export, in bytes.
const maxRecord = 1 << 20

// A record is one record of an export, or the first line of what is none.
type record struct {
	line  int64    // of its first line, from 1
	cells []string // valid until the next record
	raw   []byte   // valid until the next record
	fault string   // why it is none; empty where it is one
	blank bool
	flaws map[int]string // of a sheet: by column, why the text of a cell is not what it was
}

// title is the record as one text.
func (r record) title() string {
	if r.raw == nil {
		return strings.Join(r.cells, ",")
	}
	return string(r.raw)
}

// A recordReader splits an export into records. encoding/csv decides what a
// record is; this type finds the lines that it may be made of, because a stray
// quote would otherwise swallow the rest of the file. What csv refuses costs its
// first line only, and reading goes on behind that.
//
// A record can only be complete where its quotes are even in number. So a line
// with an odd number is read on to the next such line, and no line is read
// twice for more than one of them: the work stays in proportion to the file.
type recordReader struct {
	r    *bufio.Reader
	win  []byte // what was read and not yet consumed begins at off
	off  int
	eof  bool
	line int64 // lines consumed
	feed feed
	csv  *csv.Reader
}

func newRecordReader(r io.Reader) *recordReader {
	rr := &recordReader{r: bufio.NewReaderSize(r, 64<<10)}
	rr.split(',')
	return rr
}

// split sets the delimiter of the records to come.
func (rr *recordReader) split(comma rune) {
	rr.csv = csv.NewReader(&rr.feed)
	rr.csv.Comma, rr.csv.FieldsPerRecord, rr.csv.ReuseRecord = comma, -1, true
}

// next returns the next record. Errors: io.EOF after the last one, and what the
// reader returns.
func (rr *recordReader) next() (record, error) {
	first, err := rr.lineEnd(0)
	if err != nil {
		return record{}, err
	}
	rec := record{line: rr.line + 1}
	if first > maxRecord {
		rec.fault = "line longer than 1 MiB"
		return rec, rr.skipLine(first)
	}
	end, err := rr.recordEnd(first)
	if err != nil {
		return record{}, err
	}
	rec.raw = rr.window()[:end]
	if rec.blank = len(bytes.TrimSpace(rec.raw)) == 0; rec.blank {
		rr.consume(first)
		return rec, nil
	}
	if rec.cells, err = rr.parse(rec.raw); err != nil {
		rec.fault, rec.raw, end = err.Error(), rec.raw[:first], first
	}
	rr.consume(end)
	return rec, nil
}

// recordEnd returns where the record ends whose first line ends at end.
func (rr *recordReader) recordEnd(end int) (int, error) {
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

// parse has encoding/csv read the one record in raw. A cell protected as
// ="2011…" is a bare quote to csv; it gets a second chance as "2011…".
func (rr *recordReader) parse(raw []byte) ([]string, error) {
	if len(raw) > maxRecord {
		return nil, errors.New("a quoted cell that runs on for more than 1 MiB")
	}
	cells, err := rr.parseOnce(raw)
	if err == nil || !bytes.Contains(raw, []byte(`="`)) {
		return cells, err
	}
	comma := string(rr.csv.Comma)
	bare := bytes.ReplaceAll(raw, []byte(comma+`="`), []byte(comma+`"`))
	if bytes.HasPrefix(bare, []byte(`="`)) {
		bare = bare[1:]
	}
	if cells, second := rr.parseOnce(bare); second == nil {
		return cells, nil
	}
	return nil, err
}

func (rr *recordReader) parseOnce(raw []byte) ([]string, error) {
	rr.feed.rest = raw
	before := rr.csv.InputOffset()
	cells, err := rr.csv.Read()
	if err == nil && rr.csv.InputOffset()-before == int64(len(raw)) {
		return cells, nil
	}
	rr.split(rr.csv.Comma) // what it has read ahead must not come back
	switch {
	case errors.Is(err, csv.ErrQuote):
		return nil, errors.New(`a quoted cell does not end where it should: double the " inside it, or export it again`)
	case errors.Is(err, csv.ErrBareQuote):
		return nil, errors.New(`a " stands in a cell that is not quoted: quote the cell and double the ", or export it again`)
	}
	return nil, errors.New("not one record")
}

// A feed hands one record at a time to encoding/csv, which reads on after its
// io.EOF when there is another.
type feed struct{ rest []byte }

func (f *feed) Read(p []byte) (int, error) {
	if len(f.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p, f.rest)
	f.rest = f.rest[n:]
	return n, nil
}

// isEmpty tells whether no cell holds anything.
func isEmpty(cells []string) bool {
	for _, cell := range cells {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}

// ignoreRecords yields every record of a text but blank lines, all Ignored.
func ignoreRecords(r io.Reader) iter.Seq2[OrderLine, error] {
	rr := newRecordReader(r)
	return func(yield func(OrderLine, error) bool) {
		for {
			rec, err := rr.next()
			if err == io.EOF || err == nil && !rec.blank && !yield(OrderLine{Line: rec.line}, nil) {
				return
			}
			if err != nil {
				yield(OrderLine{}, err)
				return
			}
		}
	}
}
