package xlsx_test

import (
	"bytes"
	"encoding/xml"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
)

// damage does one of the three kinds of harm: to the archive's bytes, to its
// members, or to the XML before it is packed, so that checksums are right.
func damage(tb testing.TB, rng *rand.Rand, parts []part) (data []byte, what string) {
	switch rng.IntN(5) {
	case 0, 1:
		data, what = damageBytes(rng, pack(tb, parts))
	case 2:
		data, what = damageMembers(rng, members(tb, parts))
	default:
		for {
			i := rng.IntN(len(parts))
			text, how := damageXML(rng, parts[i].data)
			if text != parts[i].data && how != "" {
				return pack(tb, with(parts, parts[i].name, text)), how + " in " + parts[i].name
			}
		}
	}
	return data, what
}

// damageBytes harms an archive without any knowledge of it.
func damageBytes(rng *rand.Rand, data []byte) ([]byte, string) {
	at, other := rng.IntN(len(data)), rng.IntN(len(data))
	from, to := min(at, other), max(at, other)
	end := min(to, from+1+rng.IntN(200))
	switch rng.IntN(7) {
	case 0:
		for range 1 + rng.IntN(8) {
			data[rng.IntN(len(data))] ^= 1 << rng.IntN(8)
		}
		return data, "flipped bits"
	case 1:
		return data[:at], "cut"
	case 2:
		return append(data[:from:from], data[to:]...), "bytes taken out"
	case 3:
		return append(bytes.Clone(data[:to]), data[from:]...), "bytes twice"
	case 4:
		clear(data[from:end])
		return data, "bytes zeroed"
	case 5:
		return append(append(data[:at:at], 'P', 'K', byte(rng.IntN(256))), data[at:]...), "bytes put in"
	}
	for i, b := range rng.Perm(end - from) {
		data[from+i], data[from+b] = data[from+b], data[from+i]
	}
	return data, "bytes mixed"
}

// damageMembers harms what the archive says of its members, in the list and in
// their own headers alike.
func damageMembers(rng *rand.Rand, all []member) ([]byte, string) {
	i, j := rng.IntN(len(all)), rng.IntN(len(all))
	what := []string{"checksum", "no checksum", "size", "packed size", "dropped", "twice", "renamed", "swapped headers", "reordered", "emptied"}[rng.IntN(10)]
	m := &all[i]
	switch what {
	case "checksum":
		m.sum ^= 1 << rng.IntN(32)
	case "no checksum":
		m.sum, m.packed[rng.IntN(len(m.packed))] = 0, byte(rng.IntN(256))
	case "size":
		m.size ^= 1 << rng.IntN(32)
	case "packed size":
		m.packedSize ^= 1 << rng.IntN(10)
	case "dropped":
		all = append(all[:i], all[i+1:]...)
	case "twice":
		all = append(all, all[i])
	case "renamed":
		m.name = strings.ToUpper(m.name) + "x"
		m.local = m.name
	case "swapped headers":
		m.name, all[j].name = all[j].name, m.name
	case "reordered":
		all[i], all[j] = all[j], all[i]
	case "emptied":
		m.packed, m.packedSize, m.size, m.sum = []byte{3, 0}, 2, 0, 0
	}
	return archiveOf(all, "", ""), what
}

// damageXML harms the text of one part so that it is no sound part any more;
// it gives no name for harm that nobody could see: another well-formed text.
func damageXML(rng *rand.Rand, text string) (string, string) {
	at, other := rng.IntN(len(text)+1), rng.IntN(len(text)+1)
	from, to := min(at, other), max(at, other)
	put := func(what string) string { return text[:at] + what + text[at:] }
	switch rng.IntN(8) {
	case 0:
		return text[:at], visible(text[:at], "cut")
	case 1:
		out := text[:from] + text[to:]
		return out, visible(out, "text taken out")
	case 2:
		out := text[:to] + text[from:]
		return out, visible(out, "text twice")
	case 3:
		out := put([]string{"&bogus;", "&", "<", "\x01", "\xff", "<!DOCTYPE a>", "</c>", "]]>", "&#0;", "<a>"}[rng.IntN(10)])
		return out, visible(out, "marks put in")
	case 4:
		out := remove(rng, text, []string{"<", ">", "\"", "</", "/>", "="}[rng.IntN(6)])
		return out, visible(out, "a mark taken out")
	case 5:
		return edit(rng, text, `t="s"><v>`, []string{"9", "-", "x", " ", "99999999999"}[rng.IntN(5)]), "string index"
	case 6:
		return edit(rng, text, `<c r="`, []string{"1", "$", "ZZ", "a", "XFE"}[rng.IntN(5)]), "cell reference"
	}
	return edit(rng, text, `<row r="`, []string{"-", "x", "0x", "999999"}[rng.IntN(4)]), "row number"
}

// visible names the harm unless encoding/xml, another judge, still finds the
// text well-formed: then it is the text of another workbook.
func visible(text, what string) string {
	d := xml.NewDecoder(strings.NewReader(text))
	for roots, depth := 0, 0; ; {
		t, err := d.Token()
		if err == io.EOF && roots == 1 {
			return ""
		}
		if err != nil {
			return what
		}
		switch t.(type) {
		case xml.StartElement:
			if depth == 0 {
				roots++
			}
			depth++
		case xml.EndElement:
			depth--
		}
	}
}

// places lists where a mark is.
func places(text, mark string) (all []int) {
	for at := 0; ; at++ {
		i := strings.Index(text[at:], mark)
		if i < 0 {
			return all
		}
		at += i
		all = append(all, at)
	}
}

// remove takes one mark out.
func remove(rng *rand.Rand, text, mark string) string {
	all := places(text, mark)
	if len(all) == 0 {
		return text
	}
	at := all[rng.IntN(len(all))]
	return text[:at] + text[at+len(mark):]
}

// edit puts characters behind one mark.
func edit(rng *rand.Rand, text, mark, what string) string {
	all := places(text, mark)
	if len(all) == 0 {
		return text
	}
	at := all[rng.IntN(len(all))] + len(mark)
	return text[:at] + what + text[at:]
}
