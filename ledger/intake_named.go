package ledger

import (
	"encoding/json"
	"strconv"
	"strings"

	"reconcile/ledger/internal/store"
)

// A row of notify_block holds the batches of nameLimit notify_ids at most. One that would
// hold more is split: namesKept of them stay, the others are in a row of their own.
const (
	nameLimit = 32
	namesKept = 16
)

// A named is a notify_id and the batch that its notification is of.
type named struct{ notifyID, batchNo string }

// A nameRow is a row of notify_block.
type nameRow struct {
	first   string // the notify_id that it begins with
	end     string // the one that the next row begins with; "" where there is none
	batches string
}

// A nameList tells of which batches the books know a notification, and takes new ones in
// among them. It is asked in the order of the notify_ids, some at a time, and works on one row
// of notify_block after the other: those behind it are as they were read.
type nameList struct {
	a     *applier
	added store.Inserter // rows that there were not
	again store.Inserter // rows that have changed
	known bool           // the books have notifications

	ahead   []nameRow // behind the row at work, up to the last one that is asked for
	open    bool      // there is a row at work
	first   string    // that it begins with
	end     string    // where the next one begins; "" where there is none
	passed  []named   // of the row, up to the last notify_id
	rest    []named   // and after it
	stands  bool      // the row is in the books
	changed bool
}

// batchOf returns the batch of the notification that the books know by a notify_id; where
// there is none, it takes batchNo in.
func (l *nameList) batchOf(notifyID, batchNo string) (known string, ok bool, err error) {
	if !l.open || l.end != "" && notifyID >= l.end {
		if err := l.next(notifyID); err != nil {
			return "", false, err
		}
	}
	for len(l.rest) > 0 && l.rest[0].notifyID <= notifyID {
		n := l.rest[0]
		l.rest = l.rest[1:]
		if err := l.pass(n); err != nil {
			return "", false, err
		}
		if n.notifyID == notifyID {
			return n.batchNo, true, nil
		}
	}
	l.changed = true
	return "", false, l.pass(named{notifyID, batchNo})
}

// pass goes on behind a name. Where the row has too many it writes the first of them.
func (l *nameList) pass(n named) error {
	if l.passed = append(l.passed, n); len(l.passed) <= nameLimit {
		return nil
	}
	if err := l.write(l.passed[:namesKept]); err != nil {
		return err
	}
	l.passed = append(l.passed[:0], l.passed[namesKept:]...)
	l.first, l.stands, l.changed = l.passed[0].notifyID, false, true
	return nil
}

// read reads the rows that the next notify_ids belong to, behind the row at work.
func (l *nameList) read(notifyIDs []string) error {
	l.ahead = l.ahead[:0]
	if l.open && l.end == "" {
		return nil
	}
	for len(notifyIDs) > 0 && l.open && notifyIDs[0] < l.end {
		notifyIDs = notifyIDs[1:]
	}
	if len(notifyIDs) == 0 || !l.known {
		return nil
	}
	list, err := json.Marshal(notifyIDs)
	if err != nil {
		return err
	}
	for rows, err := range store.Query(l.a.ctx, l.a.db, "notify_block_of", l.a.source.Account, string(list)) {
		if err != nil {
			return err
		}
		var r nameRow
		if err := rows.Scan(&r.first, &r.batches, &r.end); err != nil {
			return err
		}
		l.ahead = append(l.ahead, r)
	}
	return nil
}

// next ends the row at work and goes to the one that a notify_id belongs to.
func (l *nameList) next(notifyID string) error {
	if err := l.close(); err != nil {
		return err
	}
	l.open, l.stands, l.first, l.end = true, false, "", ""
	var batches string
	for len(l.ahead) > 0 && l.ahead[0].first <= notifyID {
		l.stands, l.first, l.end, batches = true, l.ahead[0].first, l.ahead[0].end, l.ahead[0].batches
		l.ahead = l.ahead[1:]
	}
	var err error
	l.rest, err = readNames(l.rest, batches)
	return err
}

// close writes what is left of the row at work, where it has changed.
func (l *nameList) close() error {
	for _, n := range l.rest {
		if err := l.pass(n); err != nil {
			return err
		}
	}
	changed := l.changed
	l.open, l.changed, l.rest = false, false, l.rest[:0]
	if !changed {
		l.passed = l.passed[:0]
		return nil
	}
	err := l.write(l.passed)
	l.passed = l.passed[:0]
	return err
}

// write writes names as the row that begins with first.
func (l *nameList) write(names []named) error {
	b := append(make([]byte, 0, 64*len(names)), '{')
	for i, n := range names {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendName(b, n.notifyID), ':')
		b = append(append(append(b, '"'), n.batchNo...), '"') // digits (§5.1)
	}
	to := l.added
	if l.stands {
		to = l.again
	}
	return to.Add(l.a.source.Account, l.first, string(append(b, '}')))
}

// appendName appends a notify_id in quotation marks. It is printable ASCII, which JSON quotes
// as Go does.
func appendName(b []byte, notifyID string) []byte {
	if strings.ContainsAny(notifyID, `"\`) {
		return strconv.AppendQuote(b, notifyID)
	}
	return append(append(append(b, '"'), notifyID...), '"')
}

// readNames appends the names of a row to none.
func readNames(names []named, batches string) ([]named, error) {
	texts, err := quotedIn(batches)
	if err != nil || len(texts)%2 != 0 {
		return nil, ErrDamaged
	}
	names = names[:0]
	for i := 0; i < len(texts); i += 2 {
		names = append(names, named{texts[i], texts[i+1]})
	}
	return names, nil
}

// quotedIn returns the texts in quotation marks of a text.
func quotedIn(s string) (texts []string, err error) {
	for len(s) > 0 {
		if s[0] != '"' {
			s = s[1:]
			continue
		}
		if end := strings.IndexAny(s[1:], `"\`) + 1; end > 0 && s[end] == '"' {
			texts, s = append(texts, s[1:end]), s[end+1:]
			continue
		}
		quoted, err := strconv.QuotedPrefix(s)
		if err != nil {
			return nil, err
		}
		text, err := strconv.Unquote(quoted)
		if err != nil {
			return nil, err
		}
		texts, s = append(texts, text), s[len(quoted):]
	}
	return texts, nil
}
