package xlsx

import (
	"archive/zip"
	"strconv"
	"strings"
)

// What the table of shared strings may hold in memory: 128 MiB of text and 48
// MiB of positions, without buffers. A million rows with an identifier of 28
// characters, an order number and a time each stay below.
const (
	maxCell    = 128 << 10 // bytes of one text; Excel's 32,767 characters are 98,301 at most
	maxText    = 128 << 20
	maxStrings = 6 << 20
	offsetBits = 20
	chunkBytes = 1 << offsetBits
	chunkRefs  = 64 << 10
)

// A stringTable holds the shared strings. It grows in chunks, so that its texts are never
// copied.
type stringTable struct {
	chunks []*strings.Builder
	refs   [][]stringRef
	count  int
	bytes  int // of all chunks
}

// A stringRef is the position of one string.
type stringRef struct {
	at     uint32 // chunk and offset: 12 and 20 bits
	length uint32
}

// readStrings reads the table. Errors: *DamagedError if it has not as many strings as
// it declares: every string after a gap would be another one.
func (b *Book) readStrings(f *zip.File) error {
	var buf []byte
	return b.read(f, "sst", func(s *scanner) error {
		declared := string(s.value("uniqueCount"))
		err := s.only(func() (err error) {
			switch string(s.local) {
			case "si":
			case "extLst":
				return s.skip()
			default:
				return s.wrong("lists something that is no string")
			}
			if buf, err = richText(s, buf[:0]); err != nil {
				return err
			}
			return b.strings.add(buf)
		})
		if err == nil && declared != "" && declared != strconv.Itoa(b.strings.count) {
			return s.wrong("declares %s strings and holds %d", declared, b.strings.count)
		}
		return err
	})
}

// add appends a string. Errors: *UnsupportedError if the table is full.
func (t *stringTable) add(text []byte) error {
	last := len(t.chunks) - 1
	if last < 0 || t.chunks[last].Len()+len(text) > t.chunks[last].Cap() {
		chunk := &strings.Builder{}
		chunk.Grow(max(len(text), min(chunkBytes, firstBuffer<<min(last+1, 8))))
		t.chunks = append(t.chunks, chunk)
		t.bytes += chunk.Cap()
		last++
	}
	if t.bytes > maxText || t.count == maxStrings {
		return unsupported("more than %d MiB of shared strings, or more than %d of them: save it as CSV", maxText>>20, maxStrings)
	}
	chunk := t.chunks[last]
	place := stringRef{uint32(last<<offsetBits | chunk.Len()), uint32(len(text))}
	if len(text) == 0 {
		place = stringRef{}
	}
	chunk.Write(text)
	if t.count%chunkRefs == 0 {
		// The first group grows as needed: most tables are small.
		t.refs = append(t.refs, make([]stringRef, 0, min(t.count, chunkRefs)))
	}
	group := &t.refs[t.count/chunkRefs]
	*group = append(*group, place)
	t.count++
	return nil
}

// get returns a string by its number, which is the text of a cell.
func (t *stringTable) get(number []byte) (string, bool) {
	i, err := strconv.ParseUint(string(number), 10, 31)
	if err != nil || int(i) >= t.count {
		return "", false
	}
	place := t.refs[i/chunkRefs][i%chunkRefs]
	offset := place.at & (chunkBytes - 1)
	return t.chunks[place.at>>offsetBits].String()[offset : offset+place.length], true
}
