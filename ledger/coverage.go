package ledger

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"reconcile/ledger/internal/store"
)

// A Cover is why a refund of some days, one after the other, cannot be unknown, or why it
// can (contract 4.2, proof).
type Cover struct {
	From, Until Date // both included
	Bill        bool // a bill shows each of these days whole
	Submissions bool // a person said that all refunds are submitted here, and the books know no better
	Covered     bool
	Why         CoverGap // the first reason why no submission, or no bill, covers them; empty where covered
	What        string   // the batch or trade that the reason is of; empty where it is of none
}

// A CoverGap is why a day is not covered.
type CoverGap string

// What keeps a day from being covered.
const (
	NoBill          CoverGap = "NO_BILL"          // the account has bills, of the days around it, too
	NoStatement     CoverGap = "NO_STATEMENT"     // no bill, and complete_since is not set
	BeforeStatement CoverGap = "BEFORE_STATEMENT" // no bill, and before complete_since
	UnknownBatch    CoverGap = "UNMATCHED_BATCH"  // a notified batch that no request has: something submits that is not captured
	UnknownRefund   CoverGap = "BILL_UNKNOWN"     // a bill shows a refund that neither request nor result has
	RequestHole     CoverGap = "EVIDENCE_HOLE"    // a file of requests is missing
)

// billLag is how many days before the as-of day bills are expected up to: that of
// yesterday is there at noon.
const billLag = 2

// Coverage yields which days were covered, as a run knew it, by day.
func (l *Ledger) Coverage(ctx context.Context, run int64) ([]Cover, error) {
	return store.List(ctx, l.db.Reader(), "run_cover_list", scanCover, run)
}

func scanCover(rows *sql.Rows) (c Cover, err error) {
	var why string
	err = rows.Scan(&c.From, &c.Until, &c.Bill, &c.Submissions, &c.Covered, &why)
	reason, what, _ := strings.Cut(why, " ")
	c.Why, c.What = CoverGap(reason), what
	return c, err
}

// Uncovered are the days from a birth on, the as-of day at the latest, that nothing
// covers: each as YYYY-MM-DD, several in a row as first/last.
func Uncovered(days []Cover, born, asOf Date) []string {
	var joined []Cover
	for _, c := range Gaps(days, born, asOf) {
		if n := len(joined); n > 0 && joined[n-1].Until.Add(1) == c.From {
			joined[n-1].Until = c.Until
			continue
		}
		joined = append(joined, c)
	}
	return DaysOf(joined)
}

// DaysOf names the days of stretches.
func DaysOf(stretches []Cover) (all []string) {
	for _, c := range stretches {
		all = append(all, c.Days())
	}
	return all
}

// Gaps are the stretches of days from a birth on, the as-of day at the latest, that nothing
// covers, and why. The days before the calendar have no bill and no statement; where no
// birth is known they begin with no day.
func Gaps(days []Cover, born, asOf Date) []Cover {
	if len(days) == 0 {
		return nil
	}
	born = min(born, asOf)
	var all []Cover
	add := func(c Cover) {
		n := len(all)
		switch {
		case c.From > c.Until:
		case n > 0 && all[n-1].Why == c.Why && all[n-1].What == c.What && all[n-1].Until.Add(1) == c.From:
			all[n-1].Until = c.Until
		default:
			all = append(all, c)
		}
	}
	if first := days[0].From; born < first {
		before := Cover{From: born, Until: first.Add(-1), Why: BeforeStatement}
		if days[0].Why == NoStatement {
			before.Why = NoStatement
		}
		add(before)
	}
	for _, c := range days {
		if !c.Covered {
			c.From = max(c.From, born)
			add(c)
		}
	}
	return all
}

// Days names the days: one as YYYY-MM-DD, several in a row as first/last.
func (c Cover) Days() string {
	if c.From == c.Until {
		return c.From.String()
	}
	return c.From.String() + "/" + c.Until.String()
}

func (c Cover) why() string {
	if c.What == "" {
		return string(c.Why)
	}
	return string(c.Why) + " " + c.What
}

// A calendar is which days are covered, up to the as-of day and, where the books know
// better of a later one, up to that.
type calendar struct {
	days []Cover
	last Date // the last day that is not covered; the one before all of them where each is
}

// cover computes which days are covered. The totals and what the rules found are there.
func (d *decision) cover() (calendar, error) {
	billed, firstBill, err := d.billedDays()
	if err != nil {
		return calendar{}, err
	}
	asOf, since := DayOf(d.run.AsOf), d.policy.CompleteSince
	better, latest, err := d.knownBetter(since)
	if err != nil {
		return calendar{}, err
	}
	first := earlier(asOf, earlier(firstBill, since))
	cal := calendar{last: first.Add(-1)}
	for day := first; day <= asOf || day <= latest; day = day.Add(1) {
		known := better[day]
		if day > asOf && known.Why == "" {
			continue
		}
		c := Cover{From: day, Until: day, Bill: billed[day], Submissions: since != 0 && day >= since && known.Why == ""}
		billsOnly := firstBill != 0 && day >= firstBill && day <= asOf.Add(-billLag)
		c.Covered = c.Bill || c.Submissions && !billsOnly
		switch {
		case c.Covered:
		case billsOnly:
			c.Why = NoBill
		case known.Why != "":
			c.Why, c.What = known.Why, known.What
		case since == 0:
			c.Why = NoStatement
		default:
			c.Why = BeforeStatement
		}
		if !c.Covered {
			cal.last = day
		}
		cal.add(c)
	}
	return cal, nil
}

// recordCover keeps which days were covered with the run.
func (d *decision) recordCover(cal calendar) error {
	for _, c := range cal.days {
		err := d.exec("run_cover_add", d.run.ID, int64(c.From), int64(c.Until), bit(c.Bill), bit(c.Submissions), bit(c.Covered), c.why())
		if err != nil {
			return err
		}
	}
	return nil
}

// add puts a day behind the others, into one stretch with the day before where the same
// is said of both.
func (c *calendar) add(day Cover) {
	if n := len(c.days); n > 0 {
		before := c.days[n-1]
		same := day
		same.From, same.Until = before.From, before.Until
		if same == before && before.Until.Add(1) == day.From {
			c.days[n-1].Until = day.Until
			return
		}
	}
	c.days = append(c.days, day)
}

// billedDays are the days that one bill shows whole, and the first day of any bill.
func (d *decision) billedDays() (map[Date]bool, Date, error) {
	days, first := map[Date]bool{}, Date(0)
	for rows, err := range store.Query(d.ctx, d.tx, "bill_period_list", d.run.Account) {
		if err != nil {
			return nil, 0, err
		}
		var from, until int64
		if err := rows.Scan(&from, &until); err != nil {
			return nil, 0, err
		}
		start, end := time.UnixMilli(from), time.UnixMilli(until)
		day := DayOf(start)
		first = earlier(first, day)
		if day.Start().Before(start) {
			day = day.Add(1)
		}
		for ; !day.Add(1).Start().After(end); day = day.Add(1) {
			days[day] = true
		}
	}
	return days, first, nil
}

// knownBetter returns of which days from one on the books know that not every refund was
// submitted here, or that a submission may be missing, and the last of them.
func (d *decision) knownBetter(since Date) (days map[Date]Cover, last Date, err error) {
	days = map[Date]Cover{}
	if since == 0 {
		return days, 0, nil
	}
	know := func(day Date, why CoverGap, what string) {
		if _, known := days[day]; day >= since && !known {
			days[day] = Cover{Why: why, What: what}
			last = max(last, day)
		}
	}
	holes, err := store.List(d.ctx, d.tx, "request_holes", scanText)
	if err != nil {
		return nil, 0, err
	}
	for _, h := range holes {
		day, err := ParseDay(h)
		if err != nil {
			return nil, 0, err
		}
		know(day, RequestHole, "")
	}
	for day := since; ; day++ {
		found, err := store.List(d.ctx, d.tx, "unasked_next", scanUnasked, d.run.Account, int64(day))
		if err != nil {
			return nil, 0, err
		}
		if len(found) == 0 {
			break
		}
		day = found[0].From
		know(day, UnknownBatch, found[0].What)
	}
	refunds, err := store.List(d.ctx, d.tx, "bill_unasked", scanBillUnasked, d.run.Account)
	for _, r := range refunds {
		know(r.From, UnknownRefund, r.What)
	}
	return days, last, err
}

func scanUnasked(rows *sql.Rows) (c Cover, err error) {
	err = rows.Scan(&c.From, &c.What)
	return c, err
}

func scanBillUnasked(rows *sql.Rows) (c Cover, err error) {
	var at int64
	err = rows.Scan(&at, &c.What)
	c.From = DayOf(time.UnixMilli(at))
	return c, err
}

// findUnasked brings up to date which notified batches have no request. Only the
// statement that submissions are complete asks for them.
func (d *decision) findUnasked() error {
	clear := "unasked_clear"
	if d.incremental {
		clear = "unasked_clear_part"
	}
	if err := d.exec(clear, d.run.Account); err != nil {
		return err
	}
	if d.policy.CompleteSince == 0 {
		return nil
	}
	batches, err := store.List(d.ctx, d.tx, d.scoped("unasked_find"), scanUnaskedBatch, d.run.Account)
	if err != nil {
		return err
	}
	slices.SortFunc(batches, func(a, b unaskedBatch) int { return int(a.day - b.day) })
	rows, err := store.InserterOf(d.ctx, d.tx, "unasked_add", 3)
	if err != nil {
		return err
	}
	for _, b := range batches {
		if err := rows.Add(d.run.Account, int64(b.day), b.batchNo); err != nil {
			return err
		}
	}
	return rows.Flush()
}

// An unaskedBatch is a batch that was notified and that no request has.
type unaskedBatch struct {
	batchNo string
	day     Date // of its number, else of its first notification
}

func scanUnaskedBatch(rows *sql.Rows) (b unaskedBatch, err error) {
	var first int64
	err = rows.Scan(&b.batchNo, &first)
	b.day = DayOf(time.UnixMilli(first))
	if len(b.batchNo) >= 8 {
		if named := dateOf(b.batchNo[:4], b.batchNo[4:6], b.batchNo[6:8]); named != 0 {
			b.day = named
		}
	}
	return b, err
}
