package ledger

import (
	"database/sql"
	"errors"
	"strings"

	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// An actLine is a line of a batch as an act finds it.
type actLine struct {
	trade                   string
	occurrence, fen         int64
	told, succeeded, billed int64 // claims that are no answers, successes of any, refunds on bills
}

func scanActLine(rows *sql.Rows) (l actLine, err error) {
	err = rows.Scan(&l.trade, &l.occurrence, &l.fen, &l.told, &l.succeeded, &l.billed)
	return l, err
}

// may reports whether a person may attest what became of a line: a success of any that
// nothing calls one, for it only takes money away; a failure of one that nothing but an
// answer of a query tells of, and that no bill shows.
func (l actLine) may(kind ActKind) bool {
	if kind == ActSucceeded {
		return l.succeeded == 0
	}
	return l.told == 0 && l.succeeded == 0 && l.billed == 0
}

// lines are the lines that the act attests.
func (a *actor) lines() (may, all []actLine, err error) {
	all, err = store.List(a.ctx, a.tx, "act_lines", scanActLine, a.account, a.row.batch, a.row.trade)
	for _, l := range all {
		if l.may(a.row.kind) {
			may = append(may, l)
		}
	}
	return may, all, err
}

// judgeSubmitted asks that a batch is known and neither void nor answered.
func (a *actor) judgeSubmitted() error {
	b := BatchRow{BatchNo: a.row.batch}
	var sent, voided sql.NullInt64
	err := store.QueryRow(a.ctx, a.tx, "void_check", []any{a.account, a.row.batch}, &b.Origin, &sent, &voided, &b.Unanswered)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return ErrNoBatch
	case err != nil:
		return err
	case b.Origin != "emitted":
		return words.Errorf("%w: the batch is not one of this program's", ErrNotNow)
	case voided.Valid:
		return words.Errorf("%w: a person has voided it; undo that first", ErrNotNow)
	case b.Unanswered == 0:
		return words.Errorf("%w: every line has a result", ErrNotNow)
	}
	if a.row.code == "" {
		return a.refuseSame(func(int64, int64) bool { return true })
	}
	a.frees = true
	may, all, err := a.lines()
	if err == nil && len(may) < len(all) {
		err = words.Errorf("%w: %d of its lines have a result or stand on a bill of Alipay, so it was not refused whole", ErrNotNow, len(all)-len(may))
	}
	return err
}

// judgeLine asks that a batch has a line of the trade of which the act may be said.
func (a *actor) judgeLine() error {
	a.frees = a.row.kind == ActFailed
	may, all, err := a.lines()
	if err != nil || len(may) > 0 {
		return err
	}
	switch {
	case len(all) == 0:
		return words.Errorf("%w: the books know of no line of the trade in it that is not void", ErrNoBatch)
	case all[0].succeeded > 0:
		return words.Errorf("%w: the line has succeeded already", ErrNotNow)
	case all[0].billed > 0:
		return words.Errorf("%w: a bill of Alipay shows the refund", ErrNotNow)
	}
	return words.Errorf("%w: the line has a result already", ErrNotNow)
}

// actPath is where what an act attests stands, in place of a file.
func actPath(no int64) string { return "act " + ActID(no) }

// ActPath returns the number of the act that stands in place of a file; ok is false for
// the path of a file.
func ActPath(path string) (no int64, ok bool) {
	id, found := strings.CutPrefix(path, "act ")
	if !found {
		return 0, false
	}
	return ParseActID(id)
}
