package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/klauspost/compress/flate"
	"github.com/xuri/excelize/v2"

	"reconcile/words"
)

// Save writes the workbook. excelize would put the whole archive together in
// memory, its entries in the order of a map. So it writes its parts into buffers, which
// are small, and they are written here in the order of their names; those of the
// sheets are our own.
func (b *Book) Save(out io.Writer) error {
	if err := b.addParts(); err != nil {
		return err
	}
	a := &archive{parts: map[string]*bytes.Buffer{}}
	b.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return a })
	if err := b.file.Write(io.Discard); err != nil {
		return err
	}
	deflate, err := flate.NewWriter(nil, packLevel)
	if err != nil {
		return err
	}
	sheets, err := b.sheetParts()
	if err != nil {
		return err
	}
	w := zip.NewWriter(out)
	for _, name := range slices.Sorted(maps.Keys(a.parts)) {
		head, tail, rows := a.parts[name].Bytes(), []byte(nil), &compressor{}
		if s, ok := sheets[name]; ok {
			head, tail = s.around()
			rows = s.rows.compressor
		}
		if err := writeEntry(w, deflate, name, head, rows, tail); err != nil {
			return words.Errorf("%s: %w", name, err)
		}
	}
	return w.Close()
}

// sheetParts are the sheets by the names of their parts. A sheet that nothing has
// been written on is an error: its part would be an empty one of the library.
func (b *Book) sheetParts() (map[string]*Sheet, error) {
	byName := map[string]*Sheet{}
	for _, s := range slices.Concat(b.sheets...) {
		byName[s.name] = s
	}
	parts := map[string]*Sheet{}
	for id, name := range b.file.GetSheetMap() {
		s, ok := byName[name]
		if !ok {
			return nil, words.Errorf("%s: nothing has been written on it", name)
		}
		parts["xl/worksheets/sheet"+strconv.Itoa(id)+".xml"] = s
	}
	return parts, nil
}

// writeEntry writes an entry, its middle compressed already.
func writeEntry(w *zip.Writer, deflate *flate.Writer, name string, head []byte, rows *compressor, tail []byte) error {
	var first, last bytes.Buffer
	begin, err := compress(deflate, &first, head, false)
	if err != nil {
		return err
	}
	end, err := compress(deflate, &last, tail, true)
	if err != nil {
		return err
	}
	whole := begin.append(rows.whole).append(end)
	if whole.size > math.MaxUint32 {
		return words.Errorf("%d bytes are more than a part of a workbook can be", whole.size)
	}
	entry, err := w.CreateRaw(&zip.FileHeader{
		Name: name, Method: zip.Deflate, CRC32: whole.crc,
		CompressedSize64: uint64(whole.len), UncompressedSize64: uint64(whole.size),
	})
	if err != nil {
		return err
	}
	if _, err := first.WriteTo(entry); err != nil {
		return err
	}
	if rows.whole.len > 0 {
		if _, err := io.Copy(entry, io.NewSectionReader(rows.file, 0, rows.whole.len)); err != nil {
			return err
		}
	}
	_, err = last.WriteTo(entry)
	return err
}

// An archive takes the parts of the workbook from excelize.
type archive struct{ parts map[string]*bytes.Buffer }

func (a *archive) Create(name string) (io.Writer, error) {
	if _, ok := a.parts[name]; ok {
		return nil, words.Errorf("%s: stands twice in the workbook", name)
	}
	a.parts[name] = new(bytes.Buffer)
	return a.parts[name], nil
}

func (a *archive) AddFS(fs.FS) error { return errors.New("the workbook is written part by part") }

func (a *archive) Close() error { return nil }
