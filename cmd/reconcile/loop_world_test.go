package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/alipay/alipaytest"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/runner"
)

// A loopWorld is a merchant with the real program, its operators, and a stand-in
// for Alipay, on one clock.
type loopWorld struct {
	t      *testing.T
	r      *rand.Rand
	dir    string
	alipay *alipaytest.Server
	key    alipay.MD5
	trades map[string]*loopTrade
	order  []*loopTrade
	open   []*loopBatch // emitted, their fate still open
	serial int
	log    []string // what operators did, for whoever looks at a failure

	twins    []string   // folders where everything is done again, with books elsewhere
	careless *loopBatch // confirmed past midnight; somebody will void it unasked
	believed int        // batches that were
}

// A loopTrade is what the merchant knows of a trade.
type loopTrade struct {
	no        string
	paid, due int64 // fen; due −1: the export does not say
	asked     bool  // customer service has refunded it
}

// owed is what may be refunded at most.
func (t *loopTrade) owed() int64 {
	if t.due < 0 {
		return t.paid
	}
	return min(t.paid, t.due)
}

// A loopBatch is a batch on an operator's desk.
type loopBatch struct {
	no    string
	body  string
	day   time.Time // the midnight that its day begins with
	token string    // of a password page that is open
}

const (
	loopPartner = "2088101008267254"
	loopSeller  = "2088101008267255"
	loopKey     = "loop0123456789abcdefghijklmnopqr"
)

const loopConfig = `
timezone: Asia/Shanghai
ledger: var/ledger.db
accounts:
  shop:
    partner: "2088101008267254"
    seller_user_id: "2088101008267255"
    charset: GBK
    sign_type: MD5
    md5_key: { env: LOOP_KEY }
    notify_url: https://shop.example.com/notify
    corrections: { complete_since: 2003-01-01, max_lines: 40 }
jobs:
  nightly:
    account: shop
    notify: ["notify/*.jsonl"]
    orders: ["orders/*.csv"]
    requests: ["requests/*.log"]
    output: out
`

func newLoop(t *testing.T, seed uint64) *loopWorld {
	t.Helper()
	w := &loopWorld{t: t, r: rand.New(rand.NewPCG(seed, 1)), dir: t.TempDir(), trades: map[string]*loopTrade{}}
	for _, folder := range []string{"notify", "orders", "requests"} {
		if err := os.Mkdir(filepath.Join(w.dir, folder), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	w.write("cron.yaml", loopConfig)
	w.write("requests/none.log", "")
	w.write("notify/none.jsonl", "")
	var err error
	if w.key, err = alipay.NewMD5(alipay.NewSecret(loopKey)); err != nil {
		t.Fatal(err)
	}
	w.alipay, err = alipaytest.NewServer(alipaytest.Config{
		Partner: loopPartner, Sellers: []alipaytest.Seller{{UserID: loopSeller, Balance: alipay.Fen(50_000_000)}},
		Merchant: w.key, Alipay: w.key, Seed: seed, Deliver: w.receive,
		Start: time.Date(2026, 3, 1, 8, 0, 0, 0, alipay.Shanghai()),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.alipay.Close)
	return w
}

func (w *loopWorld) write(name, text string) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, name), []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// keepLogs leaves a log of each kind for the day, an empty one where nothing came.
func (w *loopWorld) keepLogs() {
	day := w.alipay.Now().Format("20060102")
	for _, name := range []string{"notify/" + day + ".jsonl", "requests/" + day + ".log"} {
		f, err := os.OpenFile(filepath.Join(w.dir, name), os.O_CREATE|os.O_APPEND, 0o600)
		if err != nil {
			w.t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			w.t.Fatal(err)
		}
	}
}

// receive is the merchant's notify_url: it logs what comes, by day, and answers
// well nearly always.
func (w *loopWorld) receive(d alipaytest.Delivery) string {
	line, err := json.Marshal(map[string]string{"time": d.At.Format(time.RFC3339), "body": d.Body})
	if err != nil {
		w.t.Fatal(err)
	}
	f, err := os.OpenFile(filepath.Join(w.dir, "notify", d.At.Format("20060102")+".jsonl"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := f.Write(append(line, '\n')); err != nil {
		w.t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		w.t.Fatal(err)
	}
	if w.r.IntN(20) == 0 {
		return "fail"
	}
	return "success"
}

// sell adds a day's trades to Alipay's books, and to an export of that day, and
// now and then a buyer is owed more than the export said before.
func (w *loopWorld) sell(n int) {
	w.t.Helper()
	var b bytes.Buffer
	out := csv.NewWriter(&b)
	rows := [][]string{{"trade_no", "paid_amount", "refund_due"}}
	for range n {
		w.serial++
		t := &loopTrade{no: fmt.Sprintf("%s210010%014d", w.alipay.Now().Format("20060102"), w.serial), paid: 1 + w.r.Int64N(100_000), due: -1}
		switch w.r.IntN(4) {
		case 0:
			t.due = 0
		case 1:
			t.due = t.paid
		case 2:
			t.due = w.r.Int64N(t.paid + 1)
		}
		if err := w.alipay.AddTrade(alipaytest.Trade{No: t.no, Paid: alipay.Fen(t.paid)}); err != nil {
			w.t.Fatal(err)
		}
		w.trades[t.no], w.order = t, append(w.order, t)
		rows = append(rows, t.row())
	}
	for range n / 10 {
		if t := w.order[w.r.IntN(len(w.order))]; t.due >= 0 && t.due < t.paid {
			t.due += w.r.Int64N(t.paid - t.due + 1)
			rows = append(rows, t.row())
		}
	}
	if err := out.WriteAll(rows); err != nil {
		w.t.Fatal(err)
	}
	w.write("orders/"+w.alipay.Now().Format("20060102")+".csv", b.String())
}

// shop is what the merchant's own customer service refunds: trades of which the
// export says nothing, each once. Its requests are captured.
func (w *loopWorld) shop() {
	w.t.Helper()
	var lines []alipay.Line
	for _, t := range w.order {
		if t.due < 0 && !t.asked && w.r.IntN(40) == 0 && len(lines) < 10 {
			t.asked = true
			lines = append(lines, alipay.Line{TradeNo: t.no, Amount: alipay.Fen(1 + w.r.Int64N(t.paid)), Reason: "七天无理由"})
		}
	}
	if len(lines) == 0 {
		return
	}
	now := w.alipay.Now()
	no := now.Format("20060102") + "0001"
	m := alipay.Merchant{Partner: loopPartner, SellerUserID: loopSeller, NotifyURL: "https://shop.example.com/notify", Charset: alipay.GBK}
	request, err := alipay.NewRequest(m, no, now, lines)
	if err != nil {
		w.t.Fatal(err)
	}
	params, err := request.Params()
	if err == nil {
		params, err = alipay.Sign(params, w.key)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	w.write("requests/"+now.Format("20060102")+".log", now.Format(time.RFC3339)+" POST "+params.URL(w.alipay.URL)+"\n")
	w.open = append(w.open, &loopBatch{no: no, body: params.Encode(), day: time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())})
}

func (t *loopTrade) row() []string {
	due := ""
	if t.due >= 0 {
		due = alipay.Fen(t.due).String()
	}
	return []string{t.no, alipay.Fen(t.paid).String(), due}
}

// program is the program at the moment of the world.
func (w *loopWorld) program(stdout, stderr *bytes.Buffer) *program {
	p := newProgram(func(name string) string { return map[string]string{"LOOP_KEY": loopKey}[name] }, stdout, stderr)
	p.Now = w.alipay.Now
	return p
}

// reconcile runs the real program at the clock's time. A cut-off run is told to
// stop somewhere on its way, unless other books do the same: they would stop elsewhere.
func (w *loopWorld) reconcile(cutOff bool, args ...string) int {
	w.t.Helper()
	cutOff = cutOff && len(w.twins) == 0
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	if cutOff {
		timer := time.AfterFunc(time.Duration(w.r.IntN(200))*time.Millisecond, stop)
		defer timer.Stop()
	}
	var stdout, stderr bytes.Buffer
	root := w.program(&stdout, &stderr).root()
	root.SetArgs(append(args, "-q", "--config", filepath.Join(w.dir, "cron.yaml")))
	err := root.ExecuteContext(ctx)
	status := exit.Done
	if err != nil {
		status = runner.StatusOf(ctx, err)
	}
	if !cutOff && status != exit.Done && status != exit.Findings {
		w.t.Fatalf("%v at %s ended with %d: %v\n%s%s", args, w.alipay.Now(), status, err, &stdout, &stderr)
	}
	w.doAgain(status, args)
	return status
}
