package main

import (
	"bufio"
	"crypto/md5"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"reconcile/alipay"
)

// A benchDetail is one result. Trades below zero are of no order.
type benchDetail struct {
	trade, fen int32
	failure    int8 // 0 is SUCCESS
	hasFee     bool
}

func benchFailures() []string {
	return []string{"TRADE_HAS_CLOSED", "SELLER_BALANCE_NOT_ENOUGH", "TRADE_STATUS_ERROR", "BUYER_ERROR"}
}

// A benchNotice is a notification that is yet to be signed.
type benchNotice struct {
	serial int // tells it from all others
	at     time.Time
	items  []string
	good   int // of the items
}

// add adds a result.
func (n *benchNotice) add(tradeNo string, d benchDetail) {
	code, fee := alipay.Success, ""
	if d.failure == 0 {
		n.good++
	} else {
		code = benchFailures()[d.failure-1]
	}
	if d.hasFee {
		fee = "$fee@example.com^2088000000000027^0.01^SUCCESS"
	}
	n.items = append(n.items, tradeNo+"^"+fenYuan(d.fen)+"^"+code+fee)
}

// line is the notification as a log holds it.
func (n *benchNotice) line(s alipay.Signer) (string, error) {
	id := fmt.Sprintf("%x", md5.Sum(fmt.Append(nil, "notification", n.serial)))
	batch, moment, text := n.at.Format("20060102")+fmt.Sprintf("%09d", n.serial), n.at.Format(time.DateTime), strings.Join(n.items, "#")
	sign, err := s.Sign(fmt.Sprintf("batch_no=%s&notify_id=%s&notify_time=%s&notify_type=batch_refund_notify&result_details=%s&success_num=%d",
		batch, id, moment, text, n.good))
	return fmt.Sprintf("sign=%s&result_details=%s&notify_time=%s&sign_type=%s&notify_type=batch_refund_notify&notify_id=%s&batch_no=%s&success_num=%d\n",
		url.QueryEscape(sign), url.QueryEscape(text), url.QueryEscape(moment), s.SignType(), id, batch, n.good), err
}

func fenYuan(fen int32) string { return fmt.Sprintf("%d.%02d", fen/100, fen%100) }

// benchFile writes one file of so many lines behind its head. The lines are made on
// all cores, a block at a time: none may depend on another.
func benchFile(dir, name, head string, lines int, line func(i int) (string, error)) error {
	f, err := os.Create(filepath.Join(dir, name))
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20) // which keeps its first error for Flush
	w.WriteString(head)
	const block = 4096
	for from := 0; from < lines; from += block {
		texts, failure := benchBlock(from, min(block, lines-from), line)
		err = errors.Join(err, failure)
		for _, text := range texts {
			w.WriteString(text)
		}
	}
	return errors.Join(err, w.Flush(), f.Close())
}

// benchBlock makes so many lines from one on.
func benchBlock(from, lines int, line func(i int) (string, error)) ([]string, error) {
	cores := runtime.GOMAXPROCS(0)
	texts, failures := make([]string, lines), make([]error, cores)
	var makers sync.WaitGroup
	for core := range cores {
		makers.Go(func() {
			for i := core; i < lines && failures[core] == nil; i += cores {
				texts[i], failures[core] = line(from + i)
			}
		})
	}
	makers.Wait()
	return texts, errors.Join(failures...)
}

// benchOrder is a row of an export of orders, and benchHead what is above it.
func benchOrder(tradeNo string, number int, paid, due int32, at time.Time) string {
	return fmt.Sprintf("%s,M%07d,%s,%s,%s,PAID\n", tradeNo, number, fenYuan(paid), fenYuan(due), at.Format(time.DateTime))
}

const benchHead = "trade_no,out_trade_no,paid_amount,refund_due,paid_at,status\n"
