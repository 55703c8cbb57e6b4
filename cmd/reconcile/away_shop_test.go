package main

import (
	"fmt"
	"math/rand/v2"
	"time"

	"reconcile/alipay"
)

// failLate sends a refund twice on a day: the first fails, which is told after the second
// has succeeded. No export says what is due.
func (w *awayWorld) failLate(day int) {
	w.serial++
	t := &awayTrade{born: day, paid: 1000 + w.r.Int64N(9000)}
	t.no, t.due = awayName(day)+fmt.Sprintf("2200100000000000%04d", w.serial), 1+w.r.Int64N(t.paid/2)
	for i, code := range []string{"TXN_RESULT_ACCOUNT_BALANCE_NOT_ENOUGH", alipay.Success} {
		b := &awayBatch{no: awayName(day) + fmt.Sprintf("%02d2", 11+i), day: day, at: awayAt(day, 11+i, 0), lines: []awayLine{{t, t.due, code}}}
		b.sendOf = []awayDelivery{{awayAt(day, 18-5*i, 10), 1}}
		w.sent = append(w.sent, b)
	}
	w.trades = append(w.trades, t)
}

// sell makes a trade. A third are older than the logs, and one in three of these was
// refunded back then.
func (w *awayWorld) sell() {
	w.serial++
	t := &awayTrade{born: w.r.IntN(awayDays), paid: 1000 + w.r.Int64N(9000), told: w.r.IntN(3) > 0}
	if w.r.IntN(3) == 0 {
		t.born = oldestAway + w.r.IntN(-oldestAway)
	}
	t.no = awayName(t.born) + fmt.Sprintf("2200100000000000%04d", w.serial)
	if t.due = t.paid; w.r.IntN(3) > 0 {
		t.due = w.r.Int64N(t.paid)
	}
	t.left = t.due
	if t.told && w.r.IntN(4) == 0 {
		t.dueFrom = w.r.IntN(awayDays)
	}
	if t.born < 0 && w.r.IntN(3) == 0 {
		day := t.born + w.r.IntN(-t.born)
		w.hand = append(w.hand, awayHand{t, t.due, day, awayName(day) + fmt.Sprintf("%03d", w.serial)})
		t.left = 0
	}
	w.trades = append(w.trades, t)
}

// submit sends a batch at an hour of a day.
func (w *awayWorld) submit(day, hour int) {
	b := &awayBatch{no: awayName(day) + fmt.Sprintf("%02d1", hour), day: day, at: awayAt(day, hour, w.r.IntN(40))}
	for _, t := range w.trades {
		if t.born > day || w.r.IntN(4) > 0 && (t.again == 0 || w.r.IntN(3) == 0) {
			continue
		}
		amount := t.left
		switch {
		case amount == 0 && t.told && t.dueFrom == 0 && t.due > 0 && t.paid > t.due && w.r.IntN(3) == 0:
			// More than is due, by mistake, which Alipay refuses.
			b.lines = append(b.lines, awayLine{t, 1 + w.r.Int64N(t.paid-t.due), "TXN_RESULT_ACCOUNT_BALANCE_NOT_ENOUGH"})
			continue
		case amount == 0:
			continue
		case t.again > 0:
			amount = min(t.again, amount)
		case w.r.IntN(3) == 0:
			amount = 1 + w.r.Int64N(amount)
		}
		l := awayLine{t, amount, awayFate(w.r)}
		if t.again = amount; l.code == alipay.Success {
			t.left -= amount
			t.again = 0
		}
		b.lines = append(b.lines, l)
	}
	if len(b.lines) > 0 {
		w.deliver(b)
		w.sent = append(w.sent, b)
	}
}

// awayFate is what Alipay makes of a line.
func awayFate(r *rand.Rand) string {
	switch r.IntN(10) {
	case 0, 1, 2:
		return "TXN_RESULT_ACCOUNT_BALANCE_NOT_ENOUGH"
	case 3:
		return "SYSTEM_ERROR"
	}
	return alipay.Success
}

// deliver draws when the results of a batch are told: mostly at once, or late, in part, or
// never; and now and then again.
func (w *awayWorld) deliver(b *awayBatch) {
	answered, at := len(b.lines), b.at.Add(time.Duration(3+w.r.IntN(30))*time.Minute)
	switch w.r.IntN(9) {
	case 0: // never, though it ran
		return
	case 1: // never: nobody typed the password
		for i := range b.lines {
			b.unrun(i)
		}
		return
	case 2, 8:
		answered = (answered + 1) / 2
		for i := answered; i < len(b.lines); i++ {
			if w.r.IntN(2) == 0 {
				b.unrun(i)
			}
		}
	case 3:
		at = at.Add(24 * time.Hour)
	case 4, 5, 6:
		if b.at.Hour() < 12 { // told after what is sent in the afternoon
			at = at.Add(7 * time.Hour)
		}
	}
	b.sendOf = append(b.sendOf, awayDelivery{at, answered})
	if w.r.IntN(4) == 0 {
		b.sendOf = append(b.sendOf, awayDelivery{at.Add(6 * time.Hour), answered})
	}
}

// unrun makes a line one that never ran.
func (b *awayBatch) unrun(line int) {
	if l := &b.lines[line]; l.code == alipay.Success {
		l.trade.left += l.amount
		l.code = ""
	}
	b.lines[line].code = ""
}

// refundByHand refunds at Alipay itself, where bills show it. Where the first bill is the
// only one that reaches back to the day on which complete_since begins, nothing would tell
// that it is missing, and so the statement has to be true of its day.
func (w *awayWorld) refundByHand(day int) {
	if !w.bills || day == 0 && w.requests && !w.older {
		return
	}
	for _, t := range w.trades {
		if t.born <= day && t.left > 0 && w.r.IntN(30) == 0 {
			w.hand = append(w.hand, awayHand{t, t.left, day, ""})
			t.left = 0
		}
	}
}
