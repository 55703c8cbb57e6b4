package xlsx

import "strconv"

// closeCell judges the parts of a cell and puts it into its row.
func (x *sheetReader) closeCell(d *draft) error {
	raw := x.texts[d.start:]
	switch {
	case d.inline != (d.kind == "inlineStr"):
		return x.wrong("has a cell whose text is not where its kind says")
	case d.kind == "s":
		return x.sharedText(d, raw)
	case len(raw) == 0 && d.formula && d.kind != "str":
		return x.put(d, NoValue, "")
	case len(raw) == 0:
		return x.put(d, Empty, "")
	}
	kind, err := x.judge(d, raw)
	if err != nil {
		return err
	}
	return x.put(d, kind, "")
}

// sharedText puts a cell whose text is in the table.
func (x *sheetReader) sharedText(d *draft, number []byte) error {
	text, ok := x.book.strings.get(number)
	if !ok {
		return x.wrong("has a cell with shared string " + strconv.Quote(string(number[:min(len(number), 20)])) + ", which there is not")
	}
	x.texts = x.texts[:d.start]
	if text == "" {
		return x.put(d, Empty, "")
	}
	return x.put(d, Text, text)
}

// judge gives the kind of a value that is not empty, and writes its text anew
// where it differs from the file's.
func (x *sheetReader) judge(d *draft, raw []byte) (Kind, error) {
	switch d.kind {
	case "inlineStr":
		return Text, nil
	case "str":
		x.texts = x.texts[:d.start+len(unescape(raw))]
		return Text, nil
	case "e":
		return Error, nil
	case "b":
		return Bool, x.judgeBool(d, raw)
	case "d":
		return Date, x.judgeISODate(d, raw)
	}
	if !isNumber(raw) {
		return 0, x.wrong("has a cell of a number that is no number: " + strconv.Quote(string(raw[:min(len(raw), 40)])))
	}
	if d.style < len(x.book.styles) && x.book.styles[d.style] {
		if text, ok := dateOf(string(raw), x.book.date1904); ok {
			x.texts = append(x.texts[:d.start], text...)
			return Date, nil
		}
	}
	return Number, nil
}

func (x *sheetReader) judgeBool(d *draft, raw []byte) error {
	text := "FALSE"
	switch string(raw) {
	case "1", "true":
		text = "TRUE"
	case "0", "false":
	default:
		return x.wrong("has a cell that is neither true nor false")
	}
	x.texts = append(x.texts[:d.start], text...)
	return nil
}

func (x *sheetReader) judgeISODate(d *draft, raw []byte) error {
	text, ok := isoDate(string(raw))
	if !ok {
		return x.wrong("has a cell of a date that is no date: " + strconv.Quote(string(raw[:min(len(raw), 40)])))
	}
	x.texts = append(x.texts[:d.start], text...)
	return nil
}
