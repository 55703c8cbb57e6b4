package ledgertest

import (
	"database/sql"
	"strings"
)

// An act is what people said of a trade, in fen where it is an amount.
type act struct {
	no                 int64
	kind, trade, batch string
	amount, given      int64
	lastSource         int64 // what was read later is newer than what its people knew
	needed, said       int64
	undoes             int64
}

// never is more people than ever say one thing.
const never = 1 << 32

// readActs takes what people gave otherwise from what a buyer may have, and what they say
// was paid in place of what exports had said until then.
func (b *books) readActs() error {
	acts, err := b.acts()
	if err != nil {
		return err
	}
	for _, a := range acts {
		fresh, err := b.isFresh(a)
		if err != nil {
			return err
		}
		if a.given > 0 && fresh {
			b.trade(a.trade).given += a.given
		}
		if o := b.orders[a.trade]; a.kind == "paid" && o != nil && o.source <= a.lastSource {
			o.paid = a.amount
		}
	}
	return nil
}

// acts are those in force, the oldest first: enough people have said each, and none was
// undone.
func (b *books) acts() (list []*act, err error) {
	all := map[int64]*act{}
	err = b.each(`SELECT act_no, kind, trade_no, batch_no, amount_fen, given_fen, last_source, needed, seconds_no, undoes_no
		FROM act WHERE account_id = ? ORDER BY act_no`, func(scan func(...any) error) error {
		a := act{said: 1}
		var amount, seconds, undoes sql.NullInt64
		if err := scan(&a.no, &a.kind, &a.trade, &a.batch, &amount, &a.given, &a.lastSource, &a.needed, &seconds, &undoes); err != nil {
			return err
		}
		if seconds.Valid {
			all[seconds.Int64].said++
			return nil
		}
		a.amount, a.undoes = amount.Int64, undoes.Int64
		all[a.no] = &a
		list = append(list, &a)
		return nil
	}, b.account)
	for _, a := range list {
		if a.undoes != 0 && a.said >= a.needed {
			all[a.undoes].needed = never
		}
	}
	var inForce []*act
	for _, a := range list {
		if a.said >= a.needed {
			inForce = append(inForce, a)
		}
	}
	return inForce, err
}

// isFresh reports whether nothing new was read of what a dismissal is about.
func (b *books) isFresh(a *act) (bool, error) {
	if a.kind != "dismiss" {
		return true, nil
	}
	news := []string{
		"SELECT 1 FROM request WHERE source_id > ? AND batch_no = ?",
		"SELECT 1 FROM answer_row WHERE source_id > ? AND batch_no = ?",
		"SELECT 1 FROM notification WHERE source_id > ? AND batch_no = ?",
		"SELECT 1 FROM bad_signature WHERE source_id > ? AND good_in IS NULL AND batch_no = ?",
		"SELECT 1 FROM reject WHERE source_id > ? AND kind = 'reused' AND batch_no = ?",
		"SELECT 1 FROM bill_refund WHERE source_id > ? AND batch_no = ? AND trade_no = ?",
	}
	fresh := true
	for _, query := range news {
		args := []any{a.lastSource, a.batch, a.trade}
		err := b.each(query, func(func(...any) error) error { fresh = false; return nil }, args[:strings.Count(query, "?")]...)
		if err != nil {
			return false, err
		}
	}
	return fresh, nil
}
