package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/klauspost/compress/flate"
	"github.com/xuri/excelize/v2"
)

// Save writes the workbook. excelize would put the whole archive together in
// memory, its entries in the order of a map. So it hands over its parts, which
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
	packer, err := flate.NewWriter(nil, packLevel)
	if err != nil {
		return err
	}
	sheets := b.sheetParts()
	w := zip.NewWriter(out)
	for _, name := range slices.Sorted(maps.Keys(a.parts)) {
		head, tail, rows := a.parts[name].Bytes(), []byte(nil), &compressor{}
		if s, ok := sheets[name]; ok {
			head, tail = s.around()
			rows = s.rows.compressor
		}
		if err := writeEntry(w, packer, name, head, rows, tail); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return w.Close()
}

// sheetParts are the sheets by the names of their parts.
func (b *Book) sheetParts() map[string]*Sheet {
	parts := map[string]*Sheet{}
	for id, name := range b.file.GetSheetMap() {
		for _, list := range b.sheets {
			for _, s := range list {
				if s.name == name {
					parts["xl/worksheets/sheet"+strconv.Itoa(id)+".xml"] = s
				}
			}
		}
	}
	return parts
}

// writeEntry writes an entry, its middle packed already by a press.
func writeEntry(w *zip.Writer, packer *flate.Writer, name string, head []byte, rows *compressor, tail []byte) error {
	var first, last bytes.Buffer
	begin, err := compress(packer, &first, head, false)
	if err != nil {
		return err
	}
	end, err := compress(packer, &last, tail, true)
	if err != nil {
		return err
	}
	whole := begin.append(rows.whole).append(end)
	if whole.size > math.MaxUint32 {
		return fmt.Errorf("%d bytes are more than a part of a workbook can be", whole.size)
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
		return nil, fmt.Errorf("%s: stands twice in the workbook", name)
	}
	a.parts[name] = new(bytes.Buffer)
	return a.parts[name], nil
}

func (a *archive) AddFS(fs.FS) error { return errors.New("the workbook is written part by part") }

func (a *archive) Close() error { return nil }
