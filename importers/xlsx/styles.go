package xlsx

import (
	"archive/zip"
	"strconv"
	"strings"
)

// maxStyles is more than the 65,490 formats of cells that Excel allows.
const maxStyles = 100_000

// styles has for each format of a cell whether it shows a number as a date or a time.
type styles []bool

// readStyles reads the formats of cells.
func (b *Book) readStyles(f *zip.File) error {
	custom := map[int]bool{}
	return b.read(f, "styleSheet", func(s *scanner) error {
		return s.each(func() error {
			switch string(s.local) {
			case "numFmts":
				return s.each(func() error { return readFormat(s, custom) })
			case "cellXfs":
				return s.each(func() error { return b.addStyle(s, custom) })
			}
			return s.skip()
		})
	})
}

// read reads a part of the workbook, and records that it was read to its end.
func (b *Book) read(f *zip.File, root string, visit func(s *scanner) error) error {
	err := b.archive.read(f, spreadsheet, root, visit)
	if err == nil {
		b.verified[f.Name] = true
	}
	return err
}

// readFormat reads one number format of the workbook's own.
func readFormat(s *scanner, custom map[int]bool) error {
	id, err := strconv.Atoi(string(s.value("numFmtId")))
	if err != nil || len(custom) == maxStyles {
		return s.wrong("has a number format without number, or too many")
	}
	custom[id] = isDateFormat(string(s.value("formatCode")))
	return s.skip()
}

// addStyle reads one format of cells.
func (b *Book) addStyle(s *scanner, custom map[int]bool) error {
	id := 0
	if v := s.value("numFmtId"); v != nil {
		var err error
		if id, err = strconv.Atoi(string(v)); err != nil {
			return s.wrong("has a format of cells with a number format that is no number")
		}
	}
	if len(b.styles) == maxStyles {
		return unsupported("more than %d formats of cells: Excel has 65,490 at most", maxStyles)
	}
	date, ok := custom[id]
	if !ok {
		date = isBuiltInDate(id)
	}
	b.styles = append(b.styles, date)
	return s.skip()
}

// isBuiltInDate reports whether one of the formats that every workbook has shows dates
// (ECMA-376-1, 18.8.30), including those of Chinese, Japanese and Korean editions.
func isBuiltInDate(id int) bool {
	return id >= 14 && id <= 22 || id >= 27 && id <= 36 || id >= 45 && id <= 47 || id >= 50 && id <= 58
}

// isDateFormat reports whether a format code has a letter of dates or times
// outside quotes, escapes and brackets. Brackets with nothing but such letters
// count time: [h]:mm.
func isDateFormat(code string) bool {
	code = strings.ToLower(code)
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '\\', '_', '*':
			i++
		case '"', '[':
			closing := byte('"')
			if code[i] == '[' {
				closing = ']'
			}
			length := strings.IndexByte(code[i+1:], closing)
			if length < 0 {
				return false
			}
			if inside := code[i+1 : i+1+length]; closing == ']' && inside != "" && strings.Trim(inside, inside[:1]) == "" && strings.ContainsAny(inside, "hms") {
				return true
			}
			i += length + 1
		case 'y', 'm', 'd', 'h', 's':
			return true
		}
	}
	return false
}
