package main

import (
	"bufio"
	"crypto/md5"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"reconcile/alipay"
)

const (
	benchKey    = "bench0123456789abcdefghijklmnopq"
	benchConfig = `timezone: Asia/Shanghai
ledger: var/ledger.db
accounts:
  bench:
    partner: "2088000000000019"
    seller_email: bench@example.com
    charset: utf-8
    sign_type: MD5
    md5_key: { file: md5.key }
jobs:
  nightly:
    account: bench
    notify: [notify/*.log]
    orders: [orders/*.csv]
    output: out
    report: { scope: changed }
`
)

// write writes the shop: its configuration and key, the orders and the log of the
// first night, and in the folder later what the second one finds: results, and the
// orders whose due has grown by them.
func (s *benchShop) write(dir string, lines, late int) error {
	err := errors.Join(os.MkdirAll(filepath.Join(dir, "notify"), 0o777), os.MkdirAll(filepath.Join(dir, "orders"), 0o777), os.MkdirAll(filepath.Join(dir, "later"), 0o777))
	for name, text := range map[string]string{"cron.yaml": benchConfig, "md5.key": benchKey} {
		err = errors.Join(err, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	if err != nil {
		return err
	}
	kept := len(s.details) - len(s.details)*late/(lines+late)
	log := &benchLog{benchShop: s, start: time.Date(2026, 3, 14, 0, 0, 0, 0, alipay.Shanghai())}
	first := func(w *bufio.Writer) { s.totals.notifications = int64(log.fill(w, s.details[:kept], lines, true)) }
	grown := map[int32]int32{}
	for _, d := range s.details[kept:] {
		if d.trade >= 0 && d.failure == 0 {
			grown[d.trade] += d.fen
		}
	}
	err = errors.Join(
		benchFile(dir, "later/orders.csv", func(w *bufio.Writer) { s.orders(w, func(i int32) (int32, bool) { return s.due[i], grown[i] > 0 }) }),
		benchFile(dir, "orders/first.csv", func(w *bufio.Writer) {
			s.orders(w, func(i int32) (int32, bool) { return max(s.due[i]-grown[i], 0), true })
		}),
		benchFile(dir, "notify/first.log", first))
	if err != nil {
		return err
	}
	s.totals.add(s.details[:kept]...)
	s.details, log.start = s.details[kept:], log.start.AddDate(0, 0, 1)
	return benchFile(dir, "later/notify.log", func(w *bufio.Writer) { log.fill(w, s.details, late, false) })
}

// benchFile writes one file. A bufio.Writer keeps its first error for Flush.
func benchFile(dir, name string, fill func(*bufio.Writer)) error {
	f, err := os.Create(filepath.Join(dir, name))
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	fill(w)
	return errors.Join(w.Flush(), f.Close())
}

// orders writes an export of the orders that due wants, with what it says is due.
func (s *benchShop) orders(w *bufio.Writer, due func(trade int32) (fen int32, ok bool)) {
	at := time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	fmt.Fprintln(w, "trade_no,out_trade_no,paid_amount,refund_due,paid_at,status")
	for i := range int32(len(s.paid)) {
		if fen, ok := due(i); ok {
			fmt.Fprintf(w, "%s,M%07d,%s,%s,%s,PAID\n", s.tradeNo(i), i, fenYuan(s.paid[i]), fenYuan(fen), at.Add(time.Duration(i)*time.Second).Format(time.DateTime))
		}
	}
}

func fenYuan(fen int32) string { return fmt.Sprintf("%d.%02d", fen/100, fen%100) }

// A benchLog writes notifications, each with a number of its own.
type benchLog struct {
	*benchShop
	start  time.Time
	serial int
	sent   []string // lines that may be delivered again
}

// fill spreads the details over so many lines, one in twelve of them a delivery again
// where that is asked for, and returns how many notifications those are.
func (l *benchLog) fill(w *bufio.Writer, details []benchDetail, lines int, again bool) int {
	fresh := lines
	if again {
		fresh -= lines / 12
	}
	from := 0
	for i := range fresh {
		until := len(details) * (i + 1) / fresh
		line := l.line(details[from:until], i, fresh)
		from = until
		w.WriteString(line)
		if again && len(l.sent) < 10_000 {
			l.sent = append(l.sent, line)
		}
	}
	for range lines - fresh {
		w.WriteString(l.sent[l.rng.IntN(len(l.sent))])
	}
	return fresh
}

// line is a signed notification, the i-th of so many of its day.
func (l *benchLog) line(details []benchDetail, i, of int) string {
	l.serial++
	good := 0
	var items []string
	for _, d := range details {
		code, fee := alipay.Success, ""
		if d.failure == 0 {
			good++
		} else {
			code = benchFailures()[d.failure-1]
		}
		if d.hasFee {
			fee = "$fee@example.com^2088000000000027^0.01^SUCCESS"
		}
		items = append(items, l.tradeNo(d.trade)+"^"+fenYuan(d.fen)+"^"+code+fee)
	}
	at := l.start.Add(24 * time.Hour * time.Duration(i) / time.Duration(of))
	id := md5.Sum([]byte("notification" + strconv.Itoa(l.serial)))
	batch, notify, moment := at.Format("20060102")+fmt.Sprintf("%09d", l.serial), hex.EncodeToString(id[:]), at.Format(time.DateTime)
	text := strings.Join(items, "#")
	signed := fmt.Sprintf("batch_no=%s&notify_id=%s&notify_time=%s&notify_type=batch_refund_notify&result_details=%s&success_num=%d", batch, notify, moment, text, good)
	sign := md5.Sum([]byte(signed + benchKey))
	return fmt.Sprintf("sign=%x&result_details=%s&notify_time=%s&sign_type=MD5&notify_type=batch_refund_notify&notify_id=%s&batch_no=%s&success_num=%d\n",
		sign, url.QueryEscape(text), url.QueryEscape(moment), notify, batch, good)
}
