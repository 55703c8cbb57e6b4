package xlsx

import (
	"archive/zip"
	"strconv"
	"strings"
)

// What the table of shared strings may hold in memory: 128 MiB of text and 48
// MiB of places, beside buffers. A million rows with an identifier of 28
// characters, an order number and a time each stay below.
const (
	maxCell    = 128 << 10 // bytes of one text; Excel's 32,767 characters are 98,301 at most
	maxText    = 128 << 20
	maxStrings = 6 << 20
	offsetBits = 20
	chunkBytes = 1 << offsetBits
	chunkSpots = 64 << 10
)

// A stringTable holds the shared strings. It grows in chunks, so that nothing is
// ever copied, and no text is copied out of it.
type stringTable struct {
	chunks []*strings.Builder
	spots  [][]spot
	count  int
	bytes  int // of all chunks
}

// A spot is the place of one string.
type spot struct {
	at     uint32 // chunk and offset: 12 and 20 bits
	length uint32
}

// readStrings reads the table. Errors: *DamagedError where it does not hold as
// many strings as it says: every string behind the gap would be another.
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
			if buf, err = s.richText(buf[:0]); err != nil {
				return err
			}
			return b.strings.add(buf)
		})
		if err == nil && declared != "" && declared != strconv.Itoa(b.strings.count) {
			return s.wrong("declares " + declared + " strings and holds " + strconv.Itoa(b.strings.count))
		}
		return err
	})
}

// add appends a string. Errors: *UnsupportedError where the table is full.
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
	place := spot{uint32(last<<offsetBits | chunk.Len()), uint32(len(text))}
	if len(text) == 0 {
		place = spot{}
	}
	chunk.Write(text)
	if t.count%chunkSpots == 0 {
		// The first group grows as needed: most tables are small.
		t.spots = append(t.spots, make([]spot, 0, min(t.count, chunkSpots)))
	}
	group := &t.spots[t.count/chunkSpots]
	*group = append(*group, place)
	t.count++
	return nil
}

// get gives a string by its number, as the text of a cell has it.
func (t *stringTable) get(number []byte) (string, bool) {
	i, err := strconv.ParseUint(string(number), 10, 31)
	if err != nil || int(i) >= t.count {
		return "", false
	}
	place := t.spots[i/chunkSpots][i%chunkSpots]
	offset := place.at & (chunkBytes - 1)
	return t.chunks[place.at>>offsetBits].String()[offset : offset+place.length], true
}
