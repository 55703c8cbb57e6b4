package reports

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

// save writes the workbook. excelize would put the whole archive together in
// memory, its entries in the order of a map. So it hands over its parts, which
// are small without the rows, and they are written here in the order of their
// names.
func (b *workbook) save(out io.Writer) error {
	if err := b.lintEnds(); err != nil {
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
	w := zip.NewWriter(out)
	for _, name := range slices.Sorted(maps.Keys(a.parts)) {
		if err := b.writePart(w, packer, name, a.parts[name].Bytes()); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return w.Close()
}

// lintEnds refuses a sheet on which something was set after its end: the library
// holds that, and does not write it.
func (b *workbook) lintEnds() error {
	for _, name := range slices.Sorted(maps.Keys(b.packed)) {
		if _, late := b.file.Sheet.Load(name); late {
			return fmt.Errorf("%s: something was set after its end", name)
		}
	}
	return nil
}

// writePart writes one part of the workbook, a sheet with its rows in it.
func (b *workbook) writePart(w *zip.Writer, packer *flate.Writer, name string, data []byte) error {
	head, tail := data, []byte(nil)
	body := &packedRows{}
	if rows, ok := b.packed[name]; ok {
		var err error
		if head, tail, err = rows.around(data); err != nil {
			return err
		}
		body = rows
	}
	return writeEntry(w, packer, name, head, body, tail)
}

// packedRows are the rows of a sheet as its press has left them, with what stands
// in the middle of the library's part.
type packedRows struct {
	packed
	file   io.ReaderAt
	extent string // the used range of the sheet
	links  []link
}

// newPress begins the press of a sheet.
func (b *workbook) newPress() (*press, error) {
	b.pressing.Lock()
	defer b.pressing.Unlock()
	p, err := newPress(b.tmp, "rows"+strconv.Itoa(len(b.presses)), b.packers)
	if err == nil {
		b.presses = append(b.presses, p)
	}
	return p, err
}

// closePresses ends every press, those too that an error has left running.
func (b *workbook) closePresses() (err error) {
	for _, p := range b.presses {
		p.end()
		err = errors.Join(err, p.file.Close())
	}
	b.packers.end()
	return err
}

// packed are the rows of a sheet, packed.
func (s *sheet) packed() *packedRows {
	p := s.rows.press
	return &packedRows{packed: p.whole, file: p.file, extent: s.whole(), links: s.links}
}

// sheetPart names the part of a sheet.
func sheetPart(id int) string { return "xl/worksheets/sheet" + strconv.Itoa(id) + ".xml" }

// wholeSheet is the used range that stands for the one to come.
const wholeSheet = "A1:XFD1048576"

// behindLinks is what stands behind the links in every sheet.
const behindLinks = `<printOptions`

// around is what stands before the rows and behind them. The used range stands
// before the rows too, where a stream does not know it yet: it is put in here, and
// so are the links behind the rows.
func (r *packedRows) around(data []byte) (head, tail []byte, err error) {
	head, tail, found := bytes.Cut(data, []byte(`</sheetData>`))
	before, after, dimension := bytes.Cut(head, []byte(`"`+wholeSheet+`"`))
	formats, settings, printed := bytes.Cut(tail, []byte(behindLinks))
	if !found || !dimension || !printed {
		return nil, nil, errors.New("the used range, the end of the rows or the print options are not in their place")
	}
	head = slices.Concat(before, []byte(`"`+r.extent+`"`), after)
	return head, slices.Concat([]byte(`</sheetData>`), formats, appendLinks(nil, r.links), []byte(behindLinks), settings), nil
}

// writeEntry writes an entry whose middle is packed already.
func writeEntry(w *zip.Writer, packer *flate.Writer, name string, head []byte, body *packedRows, tail []byte) error {
	var first, last bytes.Buffer
	begin, err := pack(packer, &first, head, false)
	if err != nil {
		return err
	}
	end, err := pack(packer, &last, tail, true)
	if err != nil {
		return err
	}
	whole := begin.append(body.packed).append(end)
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
	if body.len > 0 {
		if _, err := io.Copy(entry, io.NewSectionReader(body.file, 0, body.len)); err != nil {
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
