package terminal

import (
	"bytes"
	"io"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"
)

// What is wider than a terminal would break in the middle of words and numbers. There,
// and only there, it is folded: every line for people goes through a folder, which breaks
// it at blanks, or between Chinese characters. Tables fold their columns themselves (see
// WriteTable). For programs a line stays a line.

// noteIndent is how far what belongs to a line is indented below it, in cells.
const noteIndent = 4

// A folder writes lines to a terminal, those that are too wide in several. What has no
// line end yet is kept until it has.
type folder struct {
	width func() int // of the terminal in cells; 0 for none

	mu   sync.Mutex
	w    io.Writer
	rest []byte
}

// Write writes the lines that are whole.
func (f *folder) Write(text []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	width := f.width()
	if width <= 0 && len(f.rest) == 0 {
		return f.w.Write(text)
	}
	f.rest = append(f.rest, text...)
	end := bytes.LastIndexByte(f.rest, '\n') + 1
	var b bytes.Buffer
	for line := range bytes.Lines(f.rest[:end]) {
		for _, part := range fold(string(bytes.TrimSuffix(line, []byte{'\n'})), width) {
			b.WriteString(part + "\n")
		}
	}
	f.rest = append(f.rest[:0], f.rest[end:]...)
	if b.Len() == 0 {
		return len(text), nil
	}
	if _, err := f.w.Write(b.Bytes()); err != nil {
		return 0, err
	}
	return len(text), nil
}

// flush writes a last line that has no end.
func (f *folder) flush() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.rest) > 0 {
		_, _ = io.WriteString(f.w, strings.Join(fold(string(f.rest), f.width()), "\n")) // the program ends, and its status is known
		f.rest = nil
	}
}

// fold breaks one line into lines of at most width cells, 0 for any. What follows its
// first line begins where its text does: after the mark of a comment or the number of an
// item, or beside a heading. A command to be copied stays whole.
func fold(line string, width int) []string {
	if width <= 0 || CellWidth(line) <= width {
		return []string{line}
	}
	text := strings.TrimLeft(line, " ")
	indent := strings.Repeat(" ", len(line)-len(text))
	if strings.HasPrefix(text, "reconcile ") {
		return foldExample(indent, text, width)
	}
	if mark := listMark.FindString(text); mark != "" {
		return hang(indent+mark, text[len(mark):], width, strings.Repeat(" ", len(indent+mark)))
	}
	if rest, ok := strings.CutPrefix(text, "# "); ok {
		return hang(indent+"# ", rest, width, indent+"# ")
	}
	if at := gap.FindStringIndex(line); at != nil {
		head, rest := line[:at[1]], line[at[1]:]
		switch margin := strings.Repeat(" ", CellWidth(head)); {
		case len(margin) <= width/2:
			return hang(head, rest, width, margin)
		case CellWidth(strings.TrimRight(head, " ")) <= width:
			margin = indent + strings.Repeat(" ", noteIndent)
			return append([]string{strings.TrimRight(head, " ")}, hang(margin, rest, width, margin)...)
		}
	}
	margin := indent
	if logHead.MatchString(text) {
		margin += strings.Repeat(" ", noteIndent)
	}
	return hang(indent, text, width, margin)
}

var (
	logHead  = regexp.MustCompile(`^(\x1b\[[0-9;]*m)?reconcile:`) // what people are told beside results
	listMark = regexp.MustCompile(`^\d+\. `)                      // the number of an item
	gap      = regexp.MustCompile(`[^ .,;!?] {2,}`)               // between a heading and its text
	escapes  = regexp.MustCompile("\x1b\\[[0-9;]*m")              // colours
)

// foldExample is an example of a command, with what it does below it.
func foldExample(indent, text string, width int) []string {
	at := gap.FindStringIndex(text)
	if at == nil {
		return []string{indent + text}
	}
	margin := indent + strings.Repeat(" ", noteIndent)
	return append([]string{indent + text[:at[0]+1]}, hang(margin, text[at[1]:], width, margin)...)
}

// hang breaks a text that begins after a head, and continues after a margin.
func hang(head, text string, width int, margin string) []string {
	lines := Wrap(text, max(width-CellWidth(margin), 1))
	for i := range lines {
		lines[i] = head + lines[i]
		head = margin
	}
	return lines
}

// Wrap breaks a sentence into lines of at most width cells: at blanks, and between
// Chinese characters. What is longer and has neither has a line of its own. A command at
// the end of a sentence stays whole where it fits.
func Wrap(s string, width int) []string {
	lines := []string{""}
	for i, word := range wordsOf(s, width) {
		last := &lines[len(lines)-1]
		blank := ""
		if i > 0 && word.apart {
			blank = " "
		}
		switch {
		case *last == "":
			*last = word.text
		case CellWidth(*last)+len(blank)+CellWidth(word.text) <= width:
			*last += blank + word.text
		default:
			lines = append(lines, word.text)
		}
	}
	return lines
}

// A word is what is not broken.
type word struct {
	text  string
	apart bool // a blank stands before it
}

// wordsOf are those of a sentence.
func wordsOf(s string, width int) (all []word) {
	fields := strings.Fields(s)
	for i := 0; i < len(fields); i++ {
		if end := commandEnd(fields[i:]); i > 0 && strings.HasSuffix(fields[i-1], ":") && end > 1 {
			if command := strings.Join(fields[i:i+end], " "); CellWidth(command) <= width {
				all = append(all, word{command, true})
				i += end - 1
				continue
			}
		}
		for n, part := range breakWide(fields[i]) {
			all = append(all, word{part, n == 0})
		}
	}
	return all
}

// commandEnd is how many words a command has that they begin with, 0 for none.
func commandEnd(fields []string) int {
	if fields[0] != "reconcile" {
		return 0
	}
	for i, f := range fields {
		if strings.HasSuffix(f, ";") || strings.HasSuffix(f, ",") || strings.HasSuffix(f, ":") {
			return i + 1
		}
	}
	return len(fields)
}

// breakWide breaks a word between Chinese characters, but not before punctuation that
// ends something, or after one that begins it. A path is copied, and stays whole.
func breakWide(s string) (parts []string) {
	if strings.Contains(s, "/") {
		return []string{s}
	}
	from := 0
	for i, r := range s {
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		wide := CellWidth(string(r)) > 1 || CellWidth(string(before)) > 1
		if i > from && wide && !strings.ContainsRune(`，。、；：？！）」』》】”’…·,.;:?!)%"'`, r) && !strings.ContainsRune(`（「『《【“‘("'`, before) {
			parts, from = append(parts, s[from:i]), i
		}
	}
	return append(parts, s[from:])
}

// Paragraphs joins the lines of each paragraph of a text, for a terminal to fold. What is
// indented is no prose and stays.
func Paragraphs(s string) string {
	var b strings.Builder
	open := false
	for line := range strings.Lines(s) {
		line = strings.TrimSuffix(line, "\n")
		prose := line != "" && !strings.HasPrefix(line, " ")
		switch {
		case open && prose:
			b.WriteByte(' ')
		case b.Len() > 0:
			b.WriteByte('\n')
		}
		b.WriteString(line)
		open = prose
	}
	return b.String()
}
