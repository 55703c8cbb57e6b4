package files

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"io"

	"reconcile/importers/xlsx"
)

// A Part is one stream of text in a file: the file itself, or one member of an
// archive.
type Part struct {
	Name string // of the member; empty for the file itself
	// Open opens it from its beginning. What is read of the file is also written to
	// tap unless that is nil or the part is a member of a zip archive.
	Open func(tap io.Writer) (io.ReadCloser, error)
}

// Parts returns the parts of a file, of a plain one only the bytes from start to
// end. export is as in Open. Errors: *RefusedError.
func (in *Input) Parts(start, end int64, export bool) ([]Part, error) {
	if in.Packing == Zip {
		return in.members(export)
	}
	open := func(tap io.Writer) (io.ReadCloser, error) {
		var raw io.Reader = io.NewSectionReader(in.file, start, end-start)
		if tap != nil {
			raw = io.TeeReader(in.Section(start, end), tap)
		}
		br := bufio.NewReaderSize(raw, 256<<10)
		if in.Packing == Gzip {
			unpacked, err := gzip.NewReader(br)
			if err != nil {
				return nil, Refuse(err)
			}
			br = bufio.NewReaderSize(&limitReader{r: unpacked, packed: end}, 256<<10)
			if err := sniff(br, export); err != nil {
				return nil, err
			}
		}
		return io.NopCloser(br), nil
	}
	return []Part{{Open: open}}, nil
}

// What a packed text may hold of lines: below freeLines any number, and then no more than
// one for each packed byte. A line with a time of its own packs to three bytes or more, and
// a million lines are a second or two of work. Beyond both, lines are blank or nearly so.
const freeLines = 1 << 20

// A limitReader fails where a stream unpacks to more than any log or export would, in
// bytes or in lines. It counts what is really unpacked, whatever the header declares.
type limitReader struct {
	r      io.Reader
	packed int64 // size before unpacking, in bytes
	count  int64 // bytes unpacked so far
	lines  int64 // line feeds among them
}

func (l *limitReader) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	l.count += int64(n)
	l.lines += int64(bytes.Count(p[:n], []byte("\n")))
	if bomb := xlsx.CheckUnpacked(uint64(l.count), uint64(l.packed)); bomb != nil {
		return 0, &RefusedError{Reason: bomb.Error()}
	}
	if l.lines > freeLines && l.lines > l.packed {
		return 0, &RefusedError{Reason: "unpacks to more lines than it has bytes: a zip bomb"}
	}
	return n, err
}

// Reopen opens the part from its beginning again. What is read does not count as
// progress.
func (p Part) Reopen() (io.ReadCloser, error) { return p.Open(nil) }
