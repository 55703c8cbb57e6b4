package digest

import (
	"crypto/sha256"
	"hash/crc32"
	"slices"
	"strings"
	"sync"

	"reconcile/ledger/schema"
	"reconcile/words"
)

// A Table is one whose rows are digested.
type Table struct {
	schema.Table
	Owner   int     // the column by which rows are added up
	Line    int     // the column that numbers them, as a rule the line of a file; -1 for none
	key     []span  // the columns of the key
	tag     [8]byte // of the names of the table and its columns, before every row
	byDay   bool    // the owner is the day of a batch number, yyyymmdd
	clocked bool    // rows say when the program did something
}

// owners are the tables whose rows are digested, each with the column that says which of
// them are added up together: the source or the run that left them; of what people do and
// of what is announced the row itself; of what is of no source alone the day in the number
// of its batch.
var owners = map[string]string{
	"act_end": "only_row", "bill_cover": "account_id", "error_code": "account_id", "open_line": "batch_no", "trade_sum": "account_id", "unasked_batch": "account_id",
	"account": "account_id", "run": "run_id", "source": "source_id", "act": "act_no", "announcement": "announcement_id",
	"answer_row": "source_id", "approval": "run_id", "bad_signature": "source_id", "bill_period": "source_id", "bill_row": "source_id",
	"capture_block": "source_id", "claim": "source_id", "content": "source_id", "emitted": "run_id", "export_part": "source_id",
	"ingest_file": "run_id", "line_mark": "source_id", "line_verdict": "source_id", "malformed_item": "source_id",
	"named_trade": "source_id", "notification": "source_id", "order_block": "source_id", "order_row": "source_id",
	"redelivery": "source_id", "reject": "source_id", "release": "run_id", "replaced_source": "source_id", "request": "batch_no",
	"request_line": "batch_no", "review": "review_id", "run_cover": "run_id", "run_file": "run_id", "run_gap": "run_id",
	"run_part": "run_id", "run_tally": "run_id", "series_day": "run_id", "series_hole": "run_id", "stamp": "account_id", "unread": "source_id",
}

// clocked are the tables with times of the wall clock, or of the file system. What a run writes
// into them is in the head of the run after it: its own head, which is on its reports, comes
// out the same whenever it is made of the same books and inputs.
var clocked = []string{"announcement", "ingest_file", "run", "stamp"}

// InHead reports whether the digests of a table go into the heads of runs. Those of what the
// file system of a host says of its files do not: heads are the same wherever the same inputs are
// read. verify holds the rows against their digest.
func InHead(table string) bool { return table != "stamp" && table != "ingest_file" }

// later are columns that are no part of a digest: the head of a run is computed of the
// digests.
var later = map[string]string{"run": "head"}

// Tables returns the tables whose rows are digested, in the order of the schema. They are
// read once, and everybody's.
var Tables = sync.OnceValues(readTables)

func readTables() ([]Table, error) {
	all, err := schema.Tables()
	if err != nil {
		return nil, err
	}
	var tables []Table
	for _, t := range all {
		owner, ok := owners[t.Name]
		if !ok {
			continue
		}
		if i := slices.Index(t.Columns, later[t.Name]); i >= 0 {
			t.Columns, t.Defaults = slices.Delete(t.Columns, i, i+1), slices.Delete(t.Defaults, i, i+1)
		}
		d := Table{Table: t, Owner: slices.Index(t.Columns, owner), byDay: owner == "batch_no", clocked: slices.Contains(clocked, t.Name)}
		if d.Owner < 0 {
			return nil, words.Errorf("table %s: no column %s", t.Name, owner)
		}
		d.Line = slices.Index(t.Columns, "line_no")
		if last := slices.Index(t.Columns, t.Key[len(t.Key)-1]); d.Line < 0 && last != d.Owner {
			d.Line = last
		}
		d.key = spans(t.Columns, t.Key)
		sum := sha256.Sum256([]byte(t.Name + "(" + strings.Join(t.Columns, ",") + ")"))
		copy(d.tag[:], sum[:])
		tables = append(tables, d)
	}
	if len(tables) != len(owners) {
		return nil, words.Errorf("%d tables are digested, not %d", len(tables), len(owners))
	}
	return tables, nil
}

// A span is columns side by side.
type span struct{ first, last int }

// spans are the columns of a key, as few as can be.
func spans(columns, key []string) (all []span) {
	for i, name := range columns {
		switch n := len(all); {
		case !slices.Contains(key, name):
		case n > 0 && all[n-1].last == i-1:
			all[n-1].last = i
		default:
			all = append(all, span{i, i})
		}
	}
	return all
}

// ownerOf is what a row is added up with; 0 where it is nobody's.
func (t *Table) ownerOf(column any) (int64, error) {
	switch v := column.(type) {
	case nil:
		return 0, nil
	case int64:
		return v, nil
	case int:
		return int64(v), nil
	case string:
		if t.byDay {
			return dayIn(v), nil
		}
	}
	return 0, words.Errorf("%s of table %s is %T", t.Columns[t.Owner], t.Name, column)
}

// dayIn is the day that a batch number begins with as yyyymmdd; 0 where it begins with none.
func dayIn(batchNo string) (day int64) {
	if len(batchNo) < 8 {
		return 0
	}
	for _, c := range batchNo[:8] {
		if c < '0' || c > '9' {
			return 0
		}
		day = day*10 + int64(c-'0')
	}
	return day
}

// Select is the statement that reads the rows as they are digested.
func (t *Table) Select() string { return "SELECT " + t.columns("") + " FROM " + t.Name }

// columns are the names of the columns, each behind a prefix.
func (t *Table) columns(prefix string) string {
	return prefix + strings.Join(t.Columns, ", "+prefix)
}

// A Totals are sums of one table by owner. It is for one goroutine.
type Totals struct {
	Of map[int64]*Sum
	hasher
	last int64 // owner
	sum  *Sum  // of that
}

// NewTotals begins to add up a table.
func NewTotals(t *Table) *Totals {
	return &Totals{Of: map[int64]*Sum{}, hasher: newHasher(t)}
}

// Add adds a row, with its columns in the order of the table.
func (s *Totals) Add(row []any) error { return s.put(row, (*Sum).add) }

// Take takes a row away.
func (s *Totals) Take(row []any) error { return s.put(row, (*Sum).take) }

func (s *Totals) put(row []any, how func(s *Sum, hash number, place uint64)) error {
	hash, place, err := s.hashRow(row)
	if err != nil {
		return err
	}
	owner, err := s.table.ownerOf(row[s.table.Owner])
	if err != nil {
		return err
	}
	if s.sum == nil || owner != s.last {
		s.sum, s.last = s.of(owner), owner
	}
	how(s.sum, numberOf(hash[:]), place)
	return nil
}

func (s *Totals) of(owner int64) *Sum {
	sum := s.Of[owner]
	if sum == nil {
		sum = &Sum{}
		s.Of[owner] = sum
	}
	return sum
}

// OwnerOf is the column by which the rows of a table are added up.
func OwnerOf(table string) string { return owners[table] }

// A hasher hashes the rows of a table, one after the other.
type hasher struct {
	table *Table
	text  []byte // of the row
	ends  []int  // of its columns in it
}

func newHasher(t *Table) hasher {
	return hasher{t, append([]byte{}, t.tag[:]...), make([]int, len(t.Columns))}
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// hashRow is the SHA-256 of a row, and its place among those of its owner: the number of its
// line above a checksum of its key.
func (h *hasher) hashRow(row []any) (hash [size]byte, place uint64, err error) {
	h.text = h.text[:len(h.table.tag)]
	for i, column := range row {
		if h.text, err = appendColumn(h.text, column); err != nil {
			return hash, 0, words.Errorf("digest of %s: %w", h.table.Name, err)
		}
		h.ends[i] = len(h.text)
	}
	var key uint32
	for _, s := range h.table.key {
		from := len(h.table.tag)
		if s.first > 0 {
			from = h.ends[s.first-1]
		}
		key = crc32.Update(key, castagnoli, h.text[from:h.ends[s.last]])
	}
	if h.table.Line >= 0 {
		place = lineOf(row[h.table.Line]) << 32
	}
	return sha256.Sum256(h.text), place + uint64(key), nil
}

// lineOf is the number of a line; 0 where a column has none.
func lineOf(column any) uint64 {
	switch v := column.(type) {
	case int64:
		return uint64(v)
	case int:
		return uint64(v)
	}
	return 0
}
