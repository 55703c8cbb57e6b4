package xlsx

import (
	"errors"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/xuri/excelize/v2"

	"reconcile/words"
)

// A Book is a workbook while it is written. The rows of its sheets are compressed
// into temporary files, several sheets side by side; then save puts the file
// together. The library makes styles, charts, tables and what the file says of
// itself; the parts of the sheets are written here.
type Book struct {
	Options
	file       *excelize.File
	styles     cellStyles
	highlights map[Style]int // the styles of marks

	pool        *compressPool
	compressing sync.Mutex // guards compressors
	compressors []*compressor
	named       []named
	sheets      [][]*Sheet // by the place of the first in Names, its continuations behind it
}

// Options are what a workbook is made with.
type Options struct {
	Tmp            string   // the folder of its temporary files
	Names          []string // of the sheets, in their order; headings lead back to the first
	Numbered       []string // the same, in the order in which their tables and charts are numbered
	Limits         Limits
	Note           string // where the whole of a text is that had to be cut
	Header, Footer string // of printed pages, in the codes of the format (ECMA-376, 18.3.1.46)
	Properties     Properties
}

// Limits are how much goes on one sheet.
type Limits struct {
	Rows  int
	Bytes int64 // of the rows as they are written, unpacked
}

// DefaultLimits is where a sheet goes on in a second one: Excel ends at 1,048,576
// rows, and a part of 4 GiB would need an archive of another form.
func DefaultLimits() Limits { return Limits{Rows: 1_000_000, Bytes: 3 << 30} }

// Properties are what the file says of itself.
type Properties struct {
	Title, Subject, Creator, Identifier string
	Language                            string // as in "zh-CN"
	At                                  time.Time
}

// New begins a workbook. It has to be closed.
func New(o Options) (*Book, error) {
	b := &Book{
		Options: o, file: excelize.NewFile(excelize.Options{TmpDir: o.Tmp}), pool: newCompressPool(),
		sheets: make([][]*Sheet, len(o.Names)),
	}
	if err := errors.Join(b.makeStyles(), b.makeHighlights(), b.makeSheets()); err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return b, nil
}

// makeSheets makes the sheets in their order, and the properties.
func (b *Book) makeSheets() error {
	if err := b.file.SetSheetName("Sheet1", b.Names[0]); err != nil {
		return err
	}
	for _, name := range b.Names[1:] {
		if _, err := b.file.NewSheet(name); err != nil {
			return err
		}
	}
	at, p := b.Properties.At.UTC().Format("2006-01-02T15:04:05Z"), b.Properties
	return errors.Join(b.file.SetDocProps(&excelize.DocProperties{
		Title: p.Title, Subject: p.Subject, Creator: p.Creator, LastModifiedBy: p.Creator,
		Identifier: p.Identifier, Created: at, Modified: at, Language: p.Language,
	}), b.file.SetAppProps(&excelize.AppProperties{Application: p.Creator}))
}

func (b *Book) Close() error { return errors.Join(b.file.Close(), b.closeCompressors()) }

// newCompressor begins the compressor of a sheet.
func (b *Book) newCompressor() (*compressor, error) {
	b.compressing.Lock()
	defer b.compressing.Unlock()
	p, err := newCompressor(b.Tmp, "rows"+strconv.Itoa(len(b.compressors)), b.pool)
	if err == nil {
		b.compressors = append(b.compressors, p)
	}
	return p, err
}

// closeCompressors ends every compressor, those too that an error has left running.
func (b *Book) closeCompressors() (err error) {
	for _, p := range b.compressors {
		p.end()
		err = errors.Join(err, p.file.Close())
	}
	b.pool.end()
	return err
}

// RowsOf counts the rows of a sheet, its continuations included.
func (b *Book) RowsOf(name string) (n int64) {
	for _, s := range b.sheets[b.place(name)] {
		n += int64(s.last() - 1)
	}
	return n
}

// Drop takes a sheet that was written out of the workbook, so that it can be written anew.
func (b *Book) Drop(name string) { b.sheets[b.place(name)] = nil }

// Continuations are the names of the sheets that continue a sheet.
func (b *Book) Continuations(name string) (names []string) {
	for _, s := range b.sheets[b.place(name)][1:] {
		names = append(names, s.name)
	}
	return names
}

// addParts has the library make the tables and charts of every sheet, one sheet after
// the other, and then puts the sheets in their order.
func (b *Book) addParts() error {
	for _, name := range b.Numbered {
		for i, s := range b.sheets[b.place(name)] {
			if i > 0 { // it is the last sheet until reorder: the library's names know a sheet by its place
				if _, err := b.file.NewSheet(s.name); err != nil {
					return err
				}
			}
			if err := s.addParts(); err != nil {
				return words.Errorf("%s: %w", s.name, err)
			}
		}
	}
	for _, n := range b.named {
		if err := b.file.SetDefinedName(&excelize.DefinedName{Name: n.name, RefersTo: n.at, Comment: n.says}); err != nil {
			return err
		}
	}
	b.reorder()
	return nil
}

// A named cell is one that a reader's own sheets know by its name.
type named struct{ name, at, says string }

// Name gives a cell a name for formulas of other workbooks, and says what is in it. An empty
// cell is none.
func (b *Book) Name(name string, at Position, column, says string) {
	if at.Row > 0 {
		b.named = append(b.named, named{name, "'" + at.Sheet + "'!$" + column + "$" + strconv.Itoa(at.Row), says})
	}
}

// reorder puts every continuation behind the sheet that it continues, and takes
// the names along. excelize's MoveSheet would leave them with the place.
func (b *Book) reorder() {
	b.dropPictureTypes()
	places := map[string]int{}
	for i, list := range b.sheets {
		for _, s := range list {
			places[s.name] = i
		}
	}
	before := b.file.GetSheetList()
	sheets := b.file.WorkBook.Sheets.Sheet
	sort.SliceStable(sheets, func(i, j int) bool { return places[sheets[i].Name] < places[sheets[j].Name] })
	after := b.file.GetSheetList()
	names := b.file.WorkBook.DefinedNames.DefinedName
	for i := range names {
		if names[i].LocalSheetID == nil { // of the workbook
			continue
		}
		place := slices.Index(after, before[*names[i].LocalSheetID])
		names[i].LocalSheetID = &place
	}
}

// place is where a sheet that continues no other is in the workbook.
func (b *Book) place(name string) int { return slices.Index(b.Names, name) }

// dropPictureTypes leaves out the types of pictures, which a chart brings along
// in the order of a map: no part is a picture.
func (b *Book) dropPictureTypes() {
	types := b.file.ContentTypes
	kept := types.Defaults[:0]
	for _, d := range types.Defaults {
		if !strings.HasPrefix(d.ContentType, "image/") {
			kept = append(kept, d)
		}
	}
	types.Defaults = kept
}

// RowAt is where the row of a table will be, counted from 0.
func (b *Book) RowAt(table string, row int64) Position {
	most := int64(b.Limits.Rows)
	if sheet := row / most; sheet > 0 {
		table = continuation(table, int(sheet)+1)
	}
	return Position{table, int(row%most) + 2}
}

// A Position is where a row is; the zero value is nowhere.
type Position struct {
	Sheet string
	Row   int
}

func (p Position) ref(column string) string {
	if p.Row == 0 {
		return ""
	}
	return "'" + p.Sheet + "'!" + column + strconv.Itoa(p.Row)
}
