package importers

import (
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
	info    fs.FileInfo // as it was opened
	packing packing

	progress func(bytes int64) // nil where nobody asks
}

// openInput opens a regular file; export is true for what has to be a table.
// Errors: *RefusedError.
func openInput(name string, export bool) (*input, error) {
	// Without O_NONBLOCK a pipe would hold the run until somebody writes to it.
	f, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, &RefusedError{openReason(err)}
	}
	in, err := inspect(f, export)
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

func inspect(f *os.File, export bool) (*input, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, refuseRead(err)
	}
	if !info.Mode().IsRegular() {
		return nil, &RefusedError{"not a regular file"}
	}
	in := &input{file: f, info: info}
	head := make([]byte, headBytes)
	n, err := f.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return nil, refuseRead(err)
	}
	if in.packing = packingOf(head[:n]); in.packing != plain {
		return in, nil
	}
	return in, checkHead(head[:n], export)
}

func (p packing) String() string { return []string{"none", "gzip", "zip"}[p] }

func packingOf(magic []byte) packing {
	switch {
	case bytes.HasPrefix(magic, []byte("\x1f\x8b")):
		return gzipped
	case bytes.HasPrefix(magic, []byte("PK\x03\x04")), bytes.HasPrefix(magic, []byte("PK\x05\x06")):
		return zipped
	}
	return plain
}

// section reads the bytes from start to end, and tells whoever asked how many were
// read.
func (in *input) section(start, end int64) io.Reader {
	r := io.NewSectionReader(in.file, start, end-start)
	if in.progress == nil {
		return r
	}
	return &counted{r, in.progress}
}

// lastLineEnd returns the offset behind the last line feed; 0 where there is
// none.
func (in *input) lastLineEnd() (int64, error) {
	buf := make([]byte, 64<<10)
	for end := in.size(); end > 0; {
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

// size is how many bytes the file had when it was opened.
func (in *input) size() int64 { return in.info.Size() }

// now is what the file system says of the file by now.
func (in *input) now() (fs.FileInfo, error) {
	info, err := in.file.Stat()
	if err != nil {
		return nil, refuseRead(err)
	}
	return info, nil
}

// close closes the file.
func (in *input) close() error { return in.file.Close() }

// A counted is a reader that tells how many bytes were read of it.
type counted struct {
	r     io.Reader
	count func(bytes int64)
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.count(int64(n))
	return n, err
}
