package reports

import (
	"errors"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/xuri/excelize/v2"
)

// A book is a workbook while it is written. The rows of its sheets are compressed
// into temporary files, several sheets side by side; then save puts the file
// together. The library makes styles, charts, tables and what the file says of
// itself; the parts of the sheets are written here.
type book struct {
	options
	file   *excelize.File
	looks  [kinds]string // styles as attributes of cells
	marked map[kind]int  // the styles of marks

	packers   *packers
	pressing  sync.Mutex // guards presses
	presses   []*press
	sheets    [][]*sheet // by the rank of the first, its continuations behind it
	continued []continuation
}

// options are what a workbook is made with.
type options struct {
	tmp            string   // the folder of its temporary files
	names          []string // of the sheets, in their order; headings lead back to the first
	numbered       []string // the same, in the order in which their tables and charts are numbered
	most           limits
	note           string // where the whole of a text is that had to be cut
	header, footer string // of printed pages, in the codes of the format (ECMA-376, 18.3.1.46)
	properties     properties
}

// limits are how much goes on one sheet.
type limits struct {
	rows  int
	bytes int64 // of the rows as they are written, unpacked
}

// usualLimits is where a sheet goes on in a second one: Excel ends at 1,048,576
// rows, and a part of 4 GiB would need an archive of another form.
func usualLimits() limits { return limits{rows: 1_000_000, bytes: 3 << 30} }

// properties are what the file says of itself.
type properties struct {
	title, subject, creator, identifier string
	at                                  time.Time
}

// newBook begins a workbook. It has to be closed.
func newBook(o options) (*book, error) {
	b := &book{
		options: o, file: excelize.NewFile(excelize.Options{TmpDir: o.tmp}), packers: newPackers(),
		sheets: make([][]*sheet, len(o.names)),
	}
	if err := errors.Join(b.makeStyles(), b.makeMarks(), b.makeSheets()); err != nil {
		return nil, errors.Join(err, b.close())
	}
	return b, nil
}

// makeSheets makes the sheets in their order, and the properties.
func (b *book) makeSheets() error {
	if err := b.file.SetSheetName("Sheet1", b.names[0]); err != nil {
		return err
	}
	for _, name := range b.names[1:] {
		if _, err := b.file.NewSheet(name); err != nil {
			return err
		}
	}
	at, p := b.properties.at.UTC().Format("2006-01-02T15:04:05Z"), b.properties
	return b.file.SetDocProps(&excelize.DocProperties{
		Title: p.title, Subject: p.subject, Creator: p.creator, LastModifiedBy: p.creator,
		Identifier: p.identifier, Created: at, Modified: at, Language: "zh-CN",
	})
}

func (b *book) close() error { return errors.Join(b.file.Close(), b.closePresses()) }

// newPress begins the press of a sheet.
func (b *book) newPress() (*press, error) {
	b.pressing.Lock()
	defer b.pressing.Unlock()
	p, err := newPress(b.tmp, "rows"+strconv.Itoa(len(b.presses)), b.packers)
	if err == nil {
		b.presses = append(b.presses, p)
	}
	return p, err
}

// closePresses ends every press, those too that an error has left running.
func (b *book) closePresses() (err error) {
	for _, p := range b.presses {
		p.end()
		err = errors.Join(err, p.file.Close())
	}
	b.packers.end()
	return err
}

// rowsOf counts the rows of a sheet, its continuations included.
func (b *book) rowsOf(name string) (n int64) {
	for _, s := range b.sheets[b.rank(name)] {
		if s.tabled > 0 {
			return int64(s.tabledRows)
		}
		n += int64(s.row - 1)
	}
	return n
}

// continuations are the names of the sheets in which a sheet goes on.
func (b *book) continuations(name string) (names []string) {
	for _, s := range b.sheets[b.rank(name)][1:] {
		names = append(names, s.name)
	}
	return names
}

// frame has the library make the tables and charts of every sheet, one sheet after
// the other, and then puts the sheets in their order.
func (b *book) frame() error {
	for _, name := range b.numbered {
		for i, s := range b.sheets[b.rank(name)] {
			if i > 0 {
				if err := b.goOn(s.name, name); err != nil {
					return err
				}
			}
			if err := s.frame(); err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
		}
	}
	b.arrange()
	return nil
}

// A continuation is a sheet that goes on where another is full.
type continuation struct{ name, of string }

// goOn adds a sheet that continues another. It is the last until arrange: the
// names that print titles and filters go by know a sheet by its place.
func (b *book) goOn(name, of string) error {
	b.continued = append(b.continued, continuation{name, of})
	_, err := b.file.NewSheet(name)
	return err
}

// arrange puts every continuation behind the sheet that it continues, and takes
// the names along. excelize's MoveSheet would leave them with the place.
func (b *book) arrange() {
	b.dropPictureTypes()
	before := b.file.GetSheetList()
	sheets := b.file.WorkBook.Sheets.Sheet
	sort.SliceStable(sheets, func(i, j int) bool { return b.rank(sheets[i].Name) < b.rank(sheets[j].Name) })
	after := b.file.GetSheetList()
	names := b.file.WorkBook.DefinedNames.DefinedName
	for i := range names {
		place := slices.Index(after, before[*names[i].LocalSheetID])
		names[i].LocalSheetID = &place
	}
}

// rank is the place of a sheet in the order of the workbook, a continuation's
// that of the sheet it continues.
func (b *book) rank(name string) int {
	for _, c := range b.continued {
		if c.name == name {
			name = c.of
		}
	}
	return slices.Index(b.names, name)
}

// dropPictureTypes leaves out the types of pictures, which a chart brings along
// in the order of a map: no part is a picture.
func (b *book) dropPictureTypes() {
	types := b.file.ContentTypes
	kept := types.Defaults[:0]
	for _, d := range types.Defaults {
		if !strings.HasPrefix(d.ContentType, "image/") {
			kept = append(kept, d)
		}
	}
	types.Defaults = kept
}

// A position is where a row is; the zero value is nowhere.
type position struct {
	sheet string
	row   int
}

func (p position) ref(column string) string {
	if p.row == 0 {
		return ""
	}
	return "'" + p.sheet + "'!" + column + strconv.Itoa(p.row)
}
