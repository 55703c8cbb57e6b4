package digest

import (
	"math/big"
	"math/bits"
)

// A Search finds the row by which the rows of an owner are other than what was recorded of
// them, where that is one row: the difference of the sums of hashes is that of two hashes
// then, or one hash, and the difference of those by place is the same times the place.
type Search struct {
	Table        *Table
	Found        *Found // nil where it was not found
	rows         int64  // how many more there are
	hash, placed number
	known        bool   // the key of the row is as it was
	place        uint64 // of the row then
}

// A Found is the row that a search is for.
type Found struct {
	Row  []any  // as the books have it, in the order of the table; nil where it is gone
	Was  uint64 // the number of its line before, where it is gone or has another now
	More bool   // nothing was recorded of it
}

// Searches are those in a table.
type Searches struct {
	hasher
	of map[int64]*Search
}

// NewSearches returns none yet.
func NewSearches(t *Table) *Searches { return &Searches{newHasher(t), map[int64]*Search{}} }

// Begin begins to search for what makes the sum of an owner's rows other than the recorded one.
// It returns nil where the sums cannot tell.
func (all *Searches) Begin(owner int64, recorded, rows Sum) *Search {
	d := rows.Minus(recorded)
	if d.unplaced || d.Rows < -1 || d.Rows > 1 {
		return nil
	}
	s := &Search{Table: all.table, rows: d.Rows, hash: d.hash, placed: d.placed}
	s.place, s.known = quotient(d.placed, d.hash)
	if d.Rows < 0 && s.known {
		s.Found = &Found{Was: s.place >> 32}
	}
	all.of[owner] = s
	return s
}

// Add looks at a row of the table, with its columns in the order of that.
func (all *Searches) Add(row []any) error {
	owner, err := all.table.ownerOf(row[all.table.Owner])
	if err != nil || all.of[owner] == nil {
		return err
	}
	hash, place, err := all.hashRow(row)
	if err == nil {
		all.of[owner].add(row, numberOf(hash[:]), place)
	}
	return err
}

// add looks at a row of the owner.
func (s *Search) add(row []any, hash number, place uint64) {
	switch {
	case s.Found != nil || s.rows < 0:
	case s.rows > 0:
		if hash == s.hash && hash.times(place) == s.placed {
			s.find(row, Found{More: true})
		}
	case s.known:
		if place == s.place {
			s.find(row, Found{})
		}
	default: // its key was another: the hash before is this one less the difference
		if was, ok := quotient(hash.times(place).minus(s.placed), hash.minus(s.hash)); ok {
			if was >>= 32; was == place>>32 {
				was = 0
			}
			s.find(row, Found{Was: was})
		}
	}
}

func (s *Search) find(row []any, f Found) {
	f.Row = append([]any{}, row...)
	s.Found = &f
}

// quotient is what a number has to be multiplied by to become another, where that is a place.
func quotient(product, by number) (place uint64, ok bool) {
	zeros := by.zeros()
	if zeros == 256 {
		return 0, false
	}
	modulus := new(big.Int).Lsh(big.NewInt(1), uint(256-zeros))
	odd := new(big.Int).Rsh(new(big.Int).SetBytes(by.bytes()), uint(zeros))
	q := new(big.Int).Rsh(new(big.Int).SetBytes(product.bytes()), uint(zeros))
	q.Mul(q, odd.ModInverse(odd, modulus)).Mod(q, modulus)
	return q.Uint64(), q.IsUint64() && by.times(q.Uint64()) == product
}

// zeros is how many bits at the end of a number are 0.
func (n number) zeros() (zeros int) {
	for _, part := range n {
		if part != 0 {
			return zeros + bits.TrailingZeros64(part)
		}
		zeros += 64
	}
	return zeros
}
