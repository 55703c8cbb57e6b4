package importers

import (
	"bufio"
	"bytes"
	"io"
	"strings"
)

// maxRecord is the longest record of an export, in bytes.
const maxRecord = 1 << 20

// A record is one record of an export, or the first line of what is none.
type record struct {
	line  int64    // of its first line, from 1
	cells []string // valid until the next record
	raw   string
	fault string // why it is none; empty where it is one
	blank bool
	flaws map[int]string // of a sheet: by column, why the text of a cell is not what it was
}

// title is the record as one text.
func (r record) title() string {
	if r.raw == "" {
		return strings.Join(r.cells, ",")
	}
	return r.raw
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
	r     *bufio.Reader
	win   []byte // what was read and not yet consumed begins at off
	off   int
	eof   bool
	line  int64 // lines consumed
	cells *cellSplitter
}

func newRecordReader(r io.Reader) *recordReader {
	return &recordReader{r: bufio.NewReaderSize(r, 64<<10), cells: newCellSplitter(',')}
}

// next returns the next record. Errors: io.EOF after the last one, and what the
// reader returns.
func (rr *recordReader) next() (record, error) {
	found, raw, err := rr.scan()
	if err != nil {
		return record{}, err
	}
	return found.split(string(raw), rr.cells), nil
}

// A stretch is a record whose cells are not split yet.
type stretch struct {
	line  int64  // of its first line, from 1
	fault string // why it is none; empty where that is still to be found out
	blank bool
}

// split splits the cells of a record.
func (s stretch) split(raw string, cells *cellSplitter) record {
	rec := record{line: s.line, raw: raw, fault: s.fault, blank: s.blank}
	if rec.blank || rec.fault != "" {
		return rec
	}
	var err error
	if rec.cells, err = cells.split(raw); err != nil {
		rec.fault = err.Error()
	}
	return rec
}

// scan returns the next record, which is valid until the next call. One line is
// one record or none; whether several are one is for csv to say, here. Errors: as
// next.
func (rr *recordReader) scan() (stretch, []byte, error) {
	first, err := rr.lineEnd(0)
	if err != nil {
		return stretch{}, nil, err
	}
	found := stretch{line: rr.line + 1}
	if first > maxRecord {
		found.fault = "line longer than 1 MiB"
		return found, nil, rr.skipLine(first)
	}
	end, err := rr.recordEnd(first)
	if err != nil {
		return stretch{}, nil, err
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

// readings tries one delimiter after the other.
func (rr *recordReader) readings(rec record, take func(cells []string) bool) {
	for _, comma := range []rune{',', '\t', ';'} {
		rr.cells = newCellSplitter(comma)
		if cells, err := rr.cells.split(rec.raw); err == nil && take(cells) {
			return
		}
	}
	rr.cells = newCellSplitter(',')
}

// comma is the delimiter that records are split at.
func (rr *recordReader) comma() rune { return rr.cells.comma }

// lines is how many lines of the text were read.
func (rr *recordReader) lines() int64 { return rr.line }
