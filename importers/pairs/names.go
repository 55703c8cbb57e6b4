// Package pairs finds names and their values in a text, whatever stands between them:
// JSON, dumps of maps and arrays, pairs joined by "&", elements, forms. It knows no
// syntax: a name ends where its letters end, then comes what separates it from its value
// (signs, quotes, brackets, blanks), and a value ends where its own grammar ends.
package pairs

// A Kind says which text may be a value.
type Kind uint8

// The kinds of values.
const (
	Word      Kind = iota // letters, digits, '_' and '-'
	Time                  // yyyy-MM-dd HH:mm:ss
	Signature             // hex or base64
	ID                    // printable characters without what separates pairs
	Text                  // anything up to what separates pairs
)

// Names are the names to find, by number.
type Names struct {
	byName map[string]int
	kinds  []Kind
	first  [256]bool // bytes that a name begins with
	most   int       // length of the longest
}

// A Name is one to find.
type Name struct {
	Name string
	Kind Kind
}

// New returns the names to find; the number of each is its index.
func New(names ...Name) *Names {
	n := &Names{byName: map[string]int{}}
	for i, name := range names {
		n.byName[name.Name] = i
		n.kinds = append(n.kinds, name.Kind)
		n.first[name.Name[0]] = true
		n.most = max(n.most, len(name.Name))
	}
	return n
}

// lookup returns the number of a name.
func (n *Names) lookup(word string) (int, bool) {
	if len(word) > n.most || !n.first[word[0]] {
		return 0, false
	}
	i, ok := n.byName[word]
	return i, ok
}

// A Pair is a name and its value in a text.
type Pair struct {
	Name  int
	Value string // without the escapes of the text
	Start int    // of the name
	End   int    // of the value
	from  int    // of the value
	name  int    // end of the name
	quote byte   // that the value stands in, 0 for none
	sign  byte   // that stands between name and value
	Many  bool   // other values of this name stand beside it, as in a list
}

// Quoted reports whether the value stands in quotes, so that nothing is in doubt about its
// end.
func (p Pair) Quoted() bool { return p.quote != 0 }

// Find appends the pairs in a text, in their order. Its time is linear in the length of
// the text. A pair whose value is missing has an empty one.
func (n *Names) Find(text string, pairs []Pair) []Pair {
	for at := 0; at < len(text); {
		if !word[text[at]] {
			at++
			continue
		}
		start := at
		for at < len(text) && word[text[at]] {
			at++
		}
		i, ok := n.lookup(text[start:at])
		if !ok {
			if start = afterEscape(text, start, at); start < at {
				i, ok = n.lookup(text[start:at])
			}
		}
		if !ok || start > 1 && text[start-1] == '/' && text[start-2] == '<' { // the end of an element
			continue
		}
		p := Pair{Name: i, Start: start, name: at}
		if n.read(text, &p) {
			pairs = append(pairs, p)
			at = max(at, p.End)
		}
	}
	return pairs
}

// afterEscape returns where a word begins that a letter of an escape may precede, as in
// \nname or \u0026name.
func afterEscape(text string, start, end int) int {
	if start == 0 || text[start-1] != '\\' {
		return start
	}
	switch c := text[start]; {
	case c == 'n' || c == 'r' || c == 't':
		return start + 1
	case c == 'u' && end-start > 5 && isHex(text[start+1:start+5]):
		return start + 5
	case c == 'x' && end-start > 3 && isHex(text[start+1:start+3]):
		return start + 3
	}
	return start
}

// word are the bytes of names and of words.
var word = table("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")

func table(bytes string) (is [256]bool) {
	for i := range len(bytes) {
		is[bytes[i]] = true
	}
	return is
}

func isHex(s string) bool {
	for i := range len(s) {
		if c := s[i]; !('0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f') {
			return false
		}
	}
	return true
}
