package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
)

// awayConfig is the configuration of an awayWorld; %s are its sources and its statement.
const awayConfig = `ledger: var/ledger.db
accounts:
  shop:
    partner: "2088101008267254"
    seller_email: shop@example.com
    charset: utf-8
    sign_type: MD5
    md5_key: { file: md5.key }
    notify_url: https://shop.example.com/refunds
%sjobs:
  nightly:
    account: shop
    notify: ["notify/*.log"]
    orders: ["orders/*.csv"]
%s    output: out
`

func (w *awayWorld) config() string {
	said, sources := "", ""
	if w.stated {
		said = "    corrections: { complete_since: " + awayAt(w.since, 0, 0).Format(time.DateOnly) + " }\n"
	}
	if w.requests {
		sources += "    requests: [\"requests/*.log\"]\n"
	}
	if w.bills {
		sources += "    bills: [\"bills/*.csv\"]\n"
	}
	return fmt.Sprintf(awayConfig, said, sources)
}

// awayKeyOf is the MD5 key of a letter.
func awayKeyOf(letter string) string { return strings.Repeat(letter, 32) }

// An awayText is one line of a file. Its id names it in whatever file it stands.
type awayText struct {
	id   string
	at   time.Time
	text string
}

// An awayFile is one file of evidence of a day, -1 for the bill of all days before.
type awayFile struct {
	kind ledger.Kind
	day  int
}

func (f awayFile) path() string {
	switch {
	case f.kind == ledger.Bills && f.day < 0:
		return "bills/older.csv"
	case f.kind == ledger.Bills:
		return "bills/" + awayName(f.day) + ".csv"
	}
	return string(f.kind) + "/" + awayName(f.day) + ".log"
}

// firstNight is the night that reads a file first.
func (f awayFile) firstNight() int {
	if f.kind == ledger.Bills {
		return max(f.day+2, firstAwayNight)
	}
	return max(f.day+1, firstAwayNight)
}

// files are the files of evidence that are there after some days.
func (w *awayWorld) files(night int) (all []awayFile) {
	for day := range night {
		all = append(all, awayFile{ledger.Notify, day})
		if w.requests {
			all = append(all, awayFile{ledger.Requests, day})
		}
		if w.bills && day <= night-2 {
			all = append(all, awayFile{ledger.Bills, day})
		}
	}
	if w.bills && w.older {
		all = append(all, awayFile{ledger.Bills, -1})
	}
	return all
}

// lines are the lines of a file, and what a bill has above and below its rows. Each log
// has a line that is none of the interface's.
func (n *awayNights) lines(f awayFile, key string) []awayText {
	lines := []awayText{{"noise", awayAt(f.day, 0, 1), awayAt(f.day, 0, 1).Format(time.DateTime) + " the log is rotated\n"}}
	switch f.kind {
	case ledger.Bills:
		return n.billLines(f.day)
	case ledger.Requests:
		for _, b := range n.sent {
			if b.day == f.day {
				lines = append(lines, awayText{b.no, b.at, n.requestLine(b, key)})
			}
		}
	default:
		for _, b := range append(slices.Clone(n.sent), n.own...) {
			for i, d := range b.sendOf {
				if awayDay(d.at) == f.day {
					lines = append(lines, awayText{fmt.Sprintf("%s/%d", b.no, i), d.at, n.noticeLine(b, d, key)})
				}
			}
		}
	}
	slices.SortFunc(lines, compareAwayLines)
	return lines
}

// export is the list of the trades of which a day knows. One without dues follows now and
// then, of the same day.
func (w *awayWorld) export(day int, dues bool) string {
	var b strings.Builder
	b.WriteString("trade_no,paid_amount,refund_due,paid_at\n")
	if !dues {
		b.Reset()
		b.WriteString("trade_no,paid_amount,paid_at\n")
	}
	for _, t := range w.trades {
		if t.born > day {
			continue
		}
		fmt.Fprintf(&b, "%s,%s,", t.no, alipay.Fen(t.paid))
		if dues && t.told {
			due := t.due
			if day < t.dueFrom {
				due = 0
			}
			b.WriteString(alipay.Fen(due).String())
		}
		if dues {
			b.WriteString(",")
		}
		// What an export calls the time of payment may be that of its last change.
		fmt.Fprintf(&b, "%s\n", awayAt(day, 8, 0).Format(time.DateTime))
	}
	return b.String()
}

func (n *awayNights) write(path, text string) {
	name := filepath.Join(n.dir, path)
	err := os.MkdirAll(filepath.Dir(name), 0o700)
	if err == nil {
		err = os.WriteFile(name, []byte(text), 0o600)
	}
	if err != nil {
		n.t.Fatal(err)
	}
}
