// Package files opens the files to import: it unpacks them, detects their charset,
// recognises Alipay's own files, and refuses what cannot be read. "§" names a
// section of the contract.
package files

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// A Packing is how a file is packed, by its first bytes.
type Packing int

// The packings.
const (
	Plain Packing = iota
	Gzip
	Zip
)

// An Input is a file that is open for reading. It ends where the file ended when it
// was opened: what is appended to a log meanwhile is read by the next run.
type Input struct {
	file    *os.File
	Info    fs.FileInfo // when it was opened
	Packing Packing
	wide    Encoding // of a plain log in UTF-16, else zero

	// Progress is called with how many more bytes of the file were read. May be nil.
	Progress func(bytes int64)
}

// Open opens a regular file. export is true for an export, a bill or a workbook, and
// false for a log, which may hold anything between its notifications.
// Errors: *RefusedError.
func Open(name string, export bool) (*Input, error) {
	// Without O_NONBLOCK opening a pipe would block until something writes to it.
	f, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, &RefusedError{Reason: openReason(err)}
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

func inspect(f *os.File, export bool) (*Input, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, Refuse(err)
	}
	if !info.Mode().IsRegular() {
		return nil, &RefusedError{Reason: "not a regular file"}
	}
	in := &Input{file: f, Info: info}
	head := make([]byte, headBytes)
	n, err := f.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return nil, Refuse(err)
	}
	if in.Packing = packingOf(head[:n]); in.Packing != Plain {
		return in, nil
	}
	if !export {
		in.wide = wideEncoding(head[:n])
	}
	return in, checkHead(head[:n], export)
}

// String returns "none", "gzip" or "zip".
func (p Packing) String() string { return []string{"none", "gzip", "zip"}[p] }

func packingOf(magic []byte) Packing {
	switch {
	case bytes.HasPrefix(magic, []byte("\x1f\x8b")):
		return Gzip
	case bytes.HasPrefix(magic, []byte("PK\x03\x04")), bytes.HasPrefix(magic, []byte("PK\x05\x06")):
		return Zip
	}
	return Plain
}

// Section returns a reader of the bytes from start to end, which count as progress.
func (in *Input) Section(start, end int64) io.Reader {
	r := io.NewSectionReader(in.file, start, end-start)
	if in.Progress == nil {
		return r
	}
	return &counted{r, in.Progress}
}

// ReadsOn reports whether a log can be read on from one of its bytes: its lines are those
// of its bytes, because it is neither packed nor in UTF-16.
func (in *Input) ReadsOn() bool { return in.Packing == Plain && in.wide.Name == "" }

// LastLineEnd returns the offset after the last line feed of a plain log, 0 if there is
// none. Errors: *RefusedError.
func (in *Input) LastLineEnd() (int64, error) {
	buf := make([]byte, 64<<10)
	end := in.Size()
	if in.wide.Name != "" {
		end -= end % 2 // so that each chunk begins with a character
	}
	for end > 0 {
		start := max(0, end-int64(len(buf)))
		chunk := buf[:end-start]
		if _, err := in.file.ReadAt(chunk, start); err != nil {
			return 0, Refuse(err)
		}
		if n := in.lastLineEnd(chunk); n > 0 {
			return start + int64(n), nil
		}
		end = start
	}
	return 0, nil
}

// lastLineEnd returns the length of a chunk up to its last line feed, 0 if there is none.
func (in *Input) lastLineEnd(chunk []byte) int {
	feed := map[string]string{"UTF-16LE": "\n\x00", "UTF-16BE": "\x00\n", "": "\n"}[in.wide.Name]
	for n := len(chunk); ; {
		i := bytes.LastIndex(chunk[:n], []byte(feed))
		if i < 0 {
			return 0
		}
		if i%len(feed) == 0 {
			return i + len(feed)
		}
		n = i + len(feed) - 1 // one byte each of two characters
	}
}

// EndsLine reports whether a line ends just before an offset.
func (in *Input) EndsLine(offset int64) bool {
	if offset == 0 {
		return true
	}
	var b [1]byte
	_, err := in.file.ReadAt(b[:], offset-1)
	return err == nil && b[0] == '\n'
}

// Size returns how many bytes the file had when it was opened.
func (in *Input) Size() int64 { return in.Info.Size() }

// Stat asks the file system again about the open file. Errors: *RefusedError.
func (in *Input) Stat() (fs.FileInfo, error) {
	info, err := in.file.Stat()
	if err != nil {
		return nil, Refuse(err)
	}
	return info, nil
}

// Close closes the file.
func (in *Input) Close() error { return in.file.Close() }

// A counted is a reader that calls count with how many bytes each Read returns.
type counted struct {
	r     io.Reader
	count func(bytes int64)
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.count(int64(n))
	return n, err
}
