package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
)

// A shop is the merchant of the sample while its fortnight is made up. Nothing
// of it is real, and the same seed makes the same bytes.
type shop struct {
	t        *testing.T
	rng      *rand.Rand
	key      alipay.MD5
	merchant alipay.Merchant
	exports  [3][]sampleOrder
	returns  []refund         // ordinary ones, in order of time
	planned  map[int][]refund // by day of November: what a story needs
	sent     []logged         // submissions
	got      []logged         // what the merchant's server logged
	bills    []billed         // what Alipay's own books say was refunded
	booked   map[string]int   // of them, by trade and batch
	trades   int
	unread   []refund // what lines say of refunds that do not read
	ticket   string   // the trade that is refunded visit by visit
	respelt  string   // the trade whose amount is spelt out in the newest export
}

// A sampleOrder is one paid trade, due nil where its export does not tell.
type sampleOrder struct {
	trade, paid, due, reason string
	at                       time.Time
}

// A refund is one request line and what Alipay answers, "" for SUCCESS.
type refund struct {
	trade, amount string
	at            time.Time
	item          string
}

// A logged is one line of a log, before it takes the form of its day.
type logged struct {
	at         time.Time
	path, body string
}

// A sampleBatch is one submission.
type sampleBatch struct {
	no    string
	at    time.Time
	lines []refund
}

// sampleKey is the MD5 key of the sample; testdata/md5.key holds it.
const sampleKey = "s4mple0key0of0no0real0account000"

func newShop(t *testing.T) *shop {
	key, err := alipay.NewMD5(alipay.NewSecret(sampleKey))
	if err != nil {
		t.Fatal(err)
	}
	return &shop{
		t:   t,
		rng: rand.New(rand.NewPCG(20261101, 20261114)),
		key: key,
		merchant: alipay.Merchant{Partner: "2088101008267254", SellerEmail: "refunds@example.com",
			NotifyURL: "https://pay.example.cn/alipay/refund_notify", Charset: alipay.GBK},
		planned: map[int][]refund{}, booked: map[string]int{},
	}
}

// clock is a moment of the fortnight: day 1 is 1 November, day 0 the day before.
func clock(day, hour, minute int) time.Time {
	return time.Date(2026, 11, day, hour, minute, 0, 0, alipay.Shanghai())
}

// later adds some seconds that nobody planned.
func (s *shop) later(t time.Time, atLeast time.Duration, spread int) time.Time {
	return t.Add(atLeast + time.Duration(s.rng.IntN(spread))*time.Second)
}

func (s *shop) digits(n int) string {
	var b strings.Builder
	for range n {
		b.WriteByte(byte('0' + s.rng.IntN(10)))
	}
	return b.String()
}

func (s *shop) hex() string { return fmt.Sprintf("%016x%016x", s.rng.Uint64(), s.rng.Uint64()) }

// tradeNo makes a trade number of a day: 28 digits, or the older 16 for wholesale.
func (s *shop) tradeNo(at time.Time, export int) string {
	s.trades++
	day := at.Format("20060102")
	if export == wholesale {
		return day + s.digits(4) + fmt.Sprintf("%04d", s.trades)
	}
	return day + "22001" + s.digits(11) + fmt.Sprintf("%04d", s.trades)
}

// order adds a paid trade to an export and returns its number.
func (s *shop) order(export int, at time.Time, paid, due string) string {
	at = s.later(at, 0, 3000)
	o := sampleOrder{trade: s.tradeNo(at, export), paid: paid, due: due, at: at}
	if due != "" && due != "0.00" {
		o.reason = reasons()[s.rng.IntN(len(reasons()))]
	}
	s.exports[export] = append(s.exports[export], o)
	return o.trade
}

func reasons() []string {
	return []string{"七天无理由退货", "尺码不合适", "少发货", "协商退款", "包装破损", "重复下单"}
}

// plan puts a line into the afternoon batch of a day, with the item of
// result_details that answers it; "" is a success.
func (s *shop) plan(day int, trade, amount, item string) {
	s.planned[day] = append(s.planned[day], refund{trade: trade, amount: amount, item: item})
}

// batchOf makes a batch; its number is its day and its second.
func batchOf(at time.Time, lines ...refund) sampleBatch {
	return sampleBatch{no: at.Format("20060102150405"), at: at, lines: lines}
}

// submit sends lines in a batch of their own.
func (s *shop) submit(at time.Time, lines ...refund) sampleBatch {
	b := batchOf(at, lines...)
	s.send(b, at, fmt.Sprint(len(lines)))
	return b
}

// send logs the submission of a batch with the number of lines that it states.
func (s *shop) send(b sampleBatch, at time.Time, stated string) {
	r := alipay.Request{Merchant: s.merchant, BatchNo: b.no, BatchNum: stated, RefundDate: b.at.Format(alipay.TimeLayout)}
	for _, l := range b.lines {
		r.Lines = append(r.Lines, alipay.Line{TradeNo: l.trade, Amount: s.yuan(l.amount), Reason: "协商退款"})
	}
	params, err := r.Params()
	if err != nil {
		s.t.Fatal(err)
	}
	s.sent = append(s.sent, logged{at, "", s.signed(params)})
}

// signed prints parameters with their signature.
func (s *shop) signed(params alipay.Params) string {
	params, err := alipay.Sign(params, s.key)
	if err != nil {
		s.t.Fatal(err)
	}
	return params.Encode()
}

// yuan reads an amount of the sample's text.
func (s *shop) yuan(amount string) alipay.Money {
	m, err := alipay.ParseMoney(amount)
	if err != nil {
		s.t.Fatal(err)
	}
	return m
}

// items are the answers to a batch's lines.
func (b sampleBatch) items() []string {
	var items []string
	for _, l := range b.lines {
		if l.item == "" {
			l.item = success(l)
		}
		items = append(items, l.item)
	}
	return items
}

func success(l refund) string { return l.trade + "^" + l.amount + "^SUCCESS" }

// successes counts the items whose trade was refunded.
func successes(items []string) int {
	n := 0
	for _, item := range items {
		trade, _, _ := strings.Cut(item, "$")
		if fields := strings.Split(trade, "^"); len(fields) > 2 && fields[2] == alipay.Success {
			n++
		}
	}
	return n
}
