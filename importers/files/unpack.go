package files

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"compress/gzip"
	"errors"
	"io"

	"reconcile/importers/xlsx"
)

// A Part is one stream of text in a file: the file itself, or one member of an
// archive.
type Part struct {
	Name string // of the member; empty for the file itself
	// Open opens it from its beginning. What is read of the file goes to tap
	// too, if there is one, members of a zip aside.
	Open func(tap io.Writer) (io.ReadCloser, error)
}

// Parts lists the parts of the bytes from start to end of a file; start is 0
// for one that is packed. Errors: *RefusedError.
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

// A limitReader ends a stream that unpacks to more than any log or export would. It
// counts what really comes out, never what a header declares.
type limitReader struct {
	r      io.Reader
	packed int64 // bytes that it unpacks
	count  int64
}

func (g *limitReader) Read(p []byte) (int, error) {
	n, err := g.r.Read(p)
	g.count += int64(n)
	if bomb := xlsx.CheckUnpacked(uint64(g.count), uint64(g.packed)); bomb != nil {
		return 0, &RefusedError{Reason: bomb.Error()}
	}
	return n, err
}

// Refuse says why a file cannot be read to its end. Errors: *RefusedError,
// always.
func Refuse(err error) error {
	var refused *RefusedError
	var corrupt flate.CorruptInputError
	switch {
	case errors.As(err, &refused):
		return refused
	case errors.Is(err, io.ErrUnexpectedEOF), err == io.EOF:
		return &RefusedError{Reason: "cut off: it ends in the middle; fetch it again"}
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, zip.ErrChecksum):
		return &RefusedError{Reason: "damaged: its checksum does not match; fetch it again"}
	case errors.Is(err, gzip.ErrHeader):
		return &RefusedError{Reason: "damaged: what follows is no gzip stream; fetch it again"}
	case errors.Is(err, zip.ErrFormat):
		return &RefusedError{Reason: "damaged: not a valid zip file; fetch it again"}
	case errors.Is(err, zip.ErrAlgorithm):
		return &RefusedError{Reason: "packed in a way that is not read: pack it again with zip"}
	case errors.As(err, &corrupt):
		return &RefusedError{Reason: "damaged: it does not unpack; fetch it again"}
	}
	return &RefusedError{Reason: "not readable: " + err.Error()}
}

// Reopen opens a part once more, to look at it.
func (p Part) Reopen() (io.ReadCloser, error) { return p.Open(nil) }
