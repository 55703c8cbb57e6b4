package ledger

import (
	"database/sql"
	"iter"
	"strconv"
	"strings"

	"reconcile/ledger/internal/store"
	"reconcile/ledger/query"
)

// batchesKnown returns which batches of a block the books have notifications or answers of.
func (a *applier) batchesKnown(block []bufferedNotice) (map[string]bool, error) {
	known := map[string]bool{}
	if !a.hasNotifications && !a.hasAnswers {
		return known, nil
	}
	var batches []string
	for _, b := range block {
		if len(batches) == 0 || batches[len(batches)-1] != b.batchNo {
			batches = append(batches, b.batchNo)
		}
	}
	for name, has := range map[string]bool{"batch_known": a.hasNotifications, "answer_known": a.hasAnswers} {
		if !has {
			continue
		}
		for rows, err := range a.lookup(name, batches, a.source.ID) {
			if err != nil {
				return nil, err
			}
			var batch string
			if err := rows.Scan(&batch); err != nil {
				return nil, err
			}
			known[batch] = true
		}
	}
	return known, nil
}

// lookupNamed yields what the books have of notifications, by a statement that the list of
// their batches and notify_ids ends.
func (a *applier) lookupNamed(name string, names []named) iter.Seq2[*sql.Rows, error] {
	head, err := query.Text(name)
	if err != nil {
		return func(yield func(*sql.Rows, error) bool) { yield(nil, err) }
	}
	var list strings.Builder
	args := []any{a.source.Account}
	for i, n := range names {
		args = append(args, n.batchNo, n.notifyID)
		list.WriteString([]string{"($", ", ($"}[min(i, 1)] + strconv.Itoa(2*i+2) + ", $" + strconv.Itoa(2*i+3) + ")")
	}
	return store.Rows(a.ctx, a.db, name, strings.TrimSpace(head)+" (VALUES "+list.String()+")", args...)
}

// lookup yields what the books have under a list of keys, by a statement that the
// list ends. Its parameters are the account, more and the list.
func (a *applier) lookup(name string, keys []string, more ...any) iter.Seq2[*sql.Rows, error] {
	head, err := query.Text(name)
	if err != nil {
		return func(yield func(*sql.Rows, error) bool) { yield(nil, err) }
	}
	var list strings.Builder
	args := append([]any{a.source.Account}, more...)
	for i, key := range keys {
		args = append(args, key)
		list.WriteString([]string{"$", ", $"}[min(i, 1)] + strconv.Itoa(i+2+len(more)))
	}
	return store.Rows(a.ctx, a.db, name, strings.TrimSpace(head)+" ("+list.String()+")", args...)
}
