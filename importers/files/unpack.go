package files

import (
	"bufio"
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

// A limitReader fails where a stream unpacks to more than any log or export would.
// It counts what is really unpacked, whatever the header declares.
type limitReader struct {
	r      io.Reader
	packed int64 // size before unpacking, in bytes
	count  int64 // bytes unpacked so far
}

func (l *limitReader) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	l.count += int64(n)
	if bomb := xlsx.CheckUnpacked(uint64(l.count), uint64(l.packed)); bomb != nil {
		return 0, &RefusedError{Reason: bomb.Error()}
	}
	return n, err
}

// Reopen opens the part from its beginning again. What is read does not count as
// progress.
func (p Part) Reopen() (io.ReadCloser, error) { return p.Open(nil) }
