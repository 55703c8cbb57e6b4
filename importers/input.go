package importers

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// A packing is how a file is packed, by its first bytes.
type packing int

const (
	plain packing = iota
	gzipped
	zipped
)

// An input is a file that is open for reading, as long as it was when it was
// opened: what a log grows by meanwhile is for the next run.
type input struct {
	file    *os.File
	size    int64
	packing packing
}

// openInput opens a regular file. Errors: *RefusedError.
func openInput(name string) (*input, error) {
	// Without O_NONBLOCK a pipe would hold the run until somebody writes to it.
	f, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, &RefusedError{openReason(err)}
	}
	in, err := inspect(f)
	if err != nil {
		f.Close()
		return nil, err
	}
	return in, nil
}

func openReason(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "missing: there is no such file"
	case errors.Is(err, fs.ErrPermission):
		return "not readable: permission denied"
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return "not readable: " + err.Error()
}

func inspect(f *os.File) (*input, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, refuseRead(err)
	}
	if !info.Mode().IsRegular() {
		return nil, &RefusedError{"not a regular file"}
	}
	in := &input{file: f, size: info.Size()}
	var magic [4]byte
	n, err := f.ReadAt(magic[:], 0)
	if err != nil && err != io.EOF {
		return nil, refuseRead(err)
	}
	in.packing = packingOf(magic[:n])
	return in, nil
}

func packingOf(magic []byte) packing {
	switch {
	case bytes.HasPrefix(magic, []byte("\x1f\x8b")):
		return gzipped
	case bytes.HasPrefix(magic, []byte("PK\x03\x04")), bytes.HasPrefix(magic, []byte("PK\x05\x06")):
		return zipped
	}
	return plain
}

func (in *input) section(start, end int64) *io.SectionReader {
	return io.NewSectionReader(in.file, start, end-start)
}

// lastLineEnd returns the offset behind the last line feed; 0 where there is
// none.
func (in *input) lastLineEnd() (int64, error) {
	buf := make([]byte, 64<<10)
	for end := in.size; end > 0; {
		start := max(0, end-int64(len(buf)))
		chunk := buf[:end-start]
		if _, err := in.file.ReadAt(chunk, start); err != nil {
			return 0, refuseRead(err)
		}
		if i := bytes.LastIndexByte(chunk, '\n'); i >= 0 {
			return start + int64(i) + 1, nil
		}
		end = start
	}
	return 0, nil
}

// endsLine tells whether a line ends at an offset.
func (in *input) endsLine(offset int64) bool {
	if offset == 0 {
		return true
	}
	var b [1]byte
	_, err := in.file.ReadAt(b[:], offset-1)
	return err == nil && b[0] == '\n'
}

// sniff refuses content that is not text, or that is packed once more, by its
// first bytes. export is true for what has to be a table.
func sniff(r *bufio.Reader, packed, export bool) error {
	head, err := r.Peek(512)
	if err != nil && err != io.EOF {
		return refuseRead(err)
	}
	for _, kind := range foreign() {
		if bytes.HasPrefix(head, []byte(kind.magic)) {
			return &RefusedError{kind.reason}
		}
	}
	if packingOf(head) != plain && packed || len(head) > 262 && string(head[257:262]) == "ustar" {
		return &RefusedError{"an archive inside an archive: unpack it"}
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n")
	if export && bytes.HasPrefix(text, []byte("<")) {
		return &RefusedError{"an HTML or XML page, whatever it is called: open it and save it as CSV"}
	}
	return nil
}

// A foreignKind is a kind of file that is not read.
type foreignKind struct{ magic, reason string }

func foreign() []foreignKind {
	return []foreignKind{
		{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an Excel file of the old kind (.xls), or an encrypted workbook: save it as CSV; XLSX exports come with a later version"},
		{"BZh", "packed with bzip2: unpack it, or use gzip or zip"},
		{"\xFD7zXZ\x00", "packed with xz: unpack it, or use gzip or zip"},
		{"\x28\xB5\x2F\xFD", "packed with zstd: unpack it, or use gzip or zip"},
		{"7z\xBC\xAF\x27\x1C", "packed with 7-Zip: unpack it, or use gzip or zip"},
		{"Rar!\x1A\x07", "packed with RAR: unpack it, or use gzip or zip"},
		{"%PDF-", "a PDF: export it as CSV"},
		{"SQLite format 3\x00", "a database, not a log or an export"},
	}
}
