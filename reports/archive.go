package reports

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"

	"github.com/xuri/excelize/v2"
)

// save writes the workbook. excelize would put the whole archive together in
// memory, its entries in the order of a map. So it writes into a draft on disk,
// whose entries are then copied, as they are, in order of their names.
func (b *workbook) save(out io.Writer, tmp string) (err error) {
	draft, err := os.Create(filepath.Join(tmp, "draft.zip"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, draft.Close()) }()
	b.file.SetZipWriter(func(io.Writer) excelize.ZipWriter {
		return &archive{zip: zip.NewWriter(draft), extent: b.extent}
	})
	if err := b.file.Write(io.Discard); err != nil {
		return err
	}
	size, err := draft.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	return copySorted(out, draft, size)
}

func copySorted(out io.Writer, draft io.ReaderAt, size int64) error {
	r, err := zip.NewReader(draft, size)
	if err != nil {
		return err
	}
	sort.Slice(r.File, func(i, j int) bool { return r.File[i].Name < r.File[j].Name })
	w := zip.NewWriter(out)
	for _, f := range r.File {
		if err := w.Copy(f); err != nil {
			return err
		}
	}
	return w.Close()
}

// An archive takes the parts of the workbook from excelize. The used range of a
// sheet stands before its rows, where a stream does not know it yet: it is put
// in here.
type archive struct {
	zip    *zip.Writer
	extent map[string]string
}

func (a *archive) Create(name string) (io.Writer, error) {
	w, err := a.zip.Create(name)
	if ref, ok := a.extent[name]; ok {
		return &sheetPart{out: w, name: name, ref: ref}, err
	}
	return w, err
}

func (a *archive) AddFS(fsys fs.FS) error { return a.zip.AddFS(fsys) }

func (a *archive) Close() error { return a.zip.Close() }

// wholeSheet is the used range that stands for the one to come.
const wholeSheet = "A1:XFD1048576"

// A sheetPart puts the used range into the head of a sheet, which is within the
// first write: excelize hands over 32 KB or all there is.
type sheetPart struct {
	out  io.Writer
	name string
	ref  string
	done bool
}

func (p *sheetPart) Write(data []byte) (int, error) {
	if p.done {
		return p.out.Write(data)
	}
	p.done = true
	head, tail, found := bytes.Cut(data, []byte(`"`+wholeSheet+`"`))
	if !found {
		return 0, fmt.Errorf("%s: the used range is not in its place", p.name)
	}
	for _, part := range [][]byte{head, []byte(`"` + p.ref + `"`), tail} {
		if _, err := p.out.Write(part); err != nil {
			return 0, err
		}
	}
	return len(data), nil
}
