package ledger

import (
	"database/sql"
	"iter"
	"slices"
	"strconv"
	"strings"

	"reconcile/ledger/internal/store"
	"reconcile/ledger/query"
)

// A batchNotice is a notification under the batch that it names.
type batchNotice struct {
	batch  string
	trades rowReader // of its items
}

// writeBatches writes which trades each batch has, and which batches have more than
// one notification.
func (a *applier) writeBatches() error {
	var block []batchNotice
	batches := 0
	for row, err := range a.waiting(a.batches) {
		if err != nil {
			return err
		}
		batch := string(row.Key)
		if len(block) == 0 || block[len(block)-1].batch != batch {
			if batches++; batches > dedupeLimit {
				if err := a.writeBatchBlock(block); err != nil {
					return err
				}
				block, batches = block[:0], 1
			}
		}
		block = append(block, batchNotice{batch, slices.Clone(row.Value)})
	}
	return a.writeBatchBlock(block)
}

func (a *applier) writeBatchBlock(block []batchNotice) error {
	if len(block) == 0 {
		return nil
	}
	seen, err := a.batchesKnown(block)
	if err != nil {
		return err
	}
	for _, b := range block {
		if seen[b.batch] {
			a.restated = true
			if err := a.repeated.Add(b.batch, a.source.Account, a.source.ID); err != nil {
				return err
			}
		}
		seen[b.batch] = true
		for len(b.trades) > 0 {
			if err := a.named.Add(b.batch, a.source.Account, b.trades.text()); err != nil {
				return err
			}
		}
	}
	return nil
}

// batchesKnown returns which batches of a block the books have notifications or answers of.
func (a *applier) batchesKnown(block []batchNotice) (map[string]bool, error) {
	known := map[string]bool{}
	if !a.hasNotifications && !a.hasAnswers {
		return known, nil
	}
	var batches []string
	for _, b := range block {
		if len(batches) == 0 || batches[len(batches)-1] != b.batch {
			batches = append(batches, b.batch)
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
