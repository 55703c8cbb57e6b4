package ledger

import (
	"cmp"
	"hash/maphash"
	"math"
	"slices"
)

// maxBlocks is how many blocks are held in memory, 64 bytes each. Of more than that a
// statement counts what is apart.
const maxBlocks = 1 << 19

// A blockSum is what a block says less what the lines of its source say.
type blockSum struct {
	number          int64
	captures, extra int64
	names           uint64 // the sum of their hashes
	first, last     int64  // as the block says
	least, greatest int64  // as the lines say
}

// blockSums are the blocks of all sources.
type blockSums struct {
	seed   maphash.Seed
	of     map[int64][]blockSum // by source, in their order
	count  int
	apart  bool
	timed  bool // the blocks say when
	seen   map[blockKey]bool
	seenOf string
}

// A blockKey is the place of a block.
type blockKey struct{ source, number int64 }

// maxOfName is how many blocks of one name are held in memory.
const maxOfName = 1 << 16

// open puts a block behind those that came before it, with the names that it lists.
func (b *blockSums) open(source int64, block blockSum, list string) {
	if b.count == maxBlocks {
		b.apart = true
	}
	names, err := textsOf(list)
	if err != nil {
		b.apart = true
	}
	if b.apart {
		return
	}
	if b.of == nil {
		b.of = map[int64][]blockSum{}
	}
	for _, name := range names {
		block.names += maphash.String(b.seed, name)
	}
	block.least, block.greatest = math.MaxInt64, math.MinInt64
	b.of[source] = append(b.of[source], block)
	b.count++
}

// line finds the block of a line, or nil where there is none.
func (b *blockSums) line(source, line int64) *blockSum {
	blocks, number := b.of[source], (line-1)/blockLines
	at := number
	if at < 0 || at >= int64(len(blocks)) || blocks[at].number != number {
		found, ok := slices.BinarySearchFunc(blocks, number, func(s blockSum, n int64) int { return cmp.Compare(s.number, n) })
		if !ok {
			b.apart = true
			return nil
		}
		at = int64(found)
	}
	return &blocks[at]
}

// name takes a name from a block where it has not been taken yet. Names come in order.
func (b *blockSums) name(source int64, block *blockSum, name string) {
	if b.seen == nil || b.seenOf != name {
		b.seen, b.seenOf = emptied(b.seen), name
	}
	key := blockKey{source, block.number}
	if b.seen[key] {
		return
	}
	if len(b.seen) == maxOfName {
		b.apart = true
		return
	}
	b.seen[key] = true
	block.names -= maphash.String(b.seed, name)
}

func emptied(m map[blockKey]bool) map[blockKey]bool {
	if m == nil || len(m) > 64 { // a map keeps the room that it once had, and is cleared all of it
		return map[blockKey]bool{}
	}
	clear(m)
	return m
}

// agree reports whether the blocks say what the lines say.
func (b *blockSums) agree() bool {
	for _, blocks := range b.of {
		for _, s := range blocks {
			if s.names != 0 || s.captures != 0 || s.extra != 0 || b.timed && (s.first != s.least || s.last != s.greatest) {
				return false
			}
		}
	}
	return !b.apart
}
