package reports_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"iter"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports"
)

var _ reports.Books = (*ledger.Ledger)(nil)

// previousRun is the run of the job before that of report.
const previousRun = 6

// books are kept in memory.
type books struct {
	files       []ledger.RunFile
	tallies     []ledger.Tally
	previous    []ledger.Tally // of the run before it
	findings    []ledger.Finding
	corrections []ledger.Correction
	rejects     []ledger.Reject
	trades      []ledger.Trade
	results     []ledger.ResultRow
	batchRows   []ledger.BatchRow
	waiting     []ledger.Waiting
	codes       []ledger.CodeRow
	days        []ledger.Day
	acts        []ledger.Act
	policy      ledger.Policy // of the run before
	covers      []ledger.Cover
	dayCounts   []ledger.DayCount
	sums        ledger.Sums
	batches     []ledger.Batch
	err         error // that every iterator ends with
}

func rows[T any](list []T, err error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range list {
			if !yield(v, nil) {
				return
			}
		}
		if err != nil {
			var none T
			yield(none, err)
		}
	}
}

func (b *books) Files(context.Context, int64) ([]ledger.RunFile, error) { return b.files, nil }
func (b *books) Tallies(_ context.Context, run int64) ([]ledger.Tally, error) {
	if run == previousRun {
		return b.previous, nil
	}
	return b.tallies, nil
}
func (b *books) Previous(context.Context, ledger.Run) (ledger.Run, bool, error) {
	return ledger.Run{ID: previousRun, Standing: standing(29900), Policy: b.policy}, b.previous != nil, nil
}
func (b *books) Findings(context.Context, int64) iter.Seq2[ledger.Finding, error] {
	return rows(b.findings, b.err)
}
func (b *books) Corrections(context.Context, int64) iter.Seq2[ledger.Correction, error] {
	return rows(b.corrections, b.err)
}
func (b *books) Rejects(context.Context, int64) iter.Seq2[ledger.Reject, error] {
	return rows(b.rejects, b.err)
}
func (b *books) Trades(context.Context, ledger.Run) iter.Seq2[ledger.Trade, error] {
	return rows(b.trades, b.err)
}
func (b *books) Results(context.Context, ledger.Run) iter.Seq2[ledger.ResultRow, error] {
	return rows(b.results, b.err)
}
func (b *books) BatchRows(context.Context, ledger.Run, time.Duration) iter.Seq2[ledger.BatchRow, error] {
	return rows(b.batchRows, b.err)
}
func (b *books) RunActs(context.Context, ledger.Run) iter.Seq2[ledger.Act, error] {
	return rows(b.acts, b.err)
}
func (b *books) Waiting(context.Context, ledger.Run) iter.Seq2[ledger.Waiting, error] {
	return rows(b.waiting, nil)
}
func (b *books) Coverage(context.Context, int64) ([]ledger.Cover, error) {
	return b.covers, nil
}

func (b *books) DayCounts(context.Context, ledger.Run) ([]ledger.DayCount, error) {
	return b.dayCounts, nil
}

func (b *books) CodeRows(context.Context, ledger.Run) ([]ledger.CodeRow, error) { return b.codes, nil }
func (b *books) Days(context.Context, ledger.Run) ([]ledger.Day, error)         { return b.days, nil }
func (b *books) Sums(context.Context, ledger.Run) (ledger.Sums, error)          { return b.sums, nil }
func (b *books) Batches(context.Context, int64) ([]ledger.Batch, error)         { return b.batches, nil }

func at(t *testing.T, s string) time.Time {
	t.Helper()
	moment, err := alipay.ParseTime(s)
	if err != nil {
		t.Fatal(err)
	}
	return moment
}

func yuan(t *testing.T, s string) alipay.Money {
	t.Helper()
	m, err := alipay.ParseMoney(s)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func ref[T any](v T) *T { return &v }

func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// testRules are a catalogue of their own, so that no new rule changes a golden.
func testRules() []ledger.Rule {
	return []ledger.Rule{
		{Code: "OVER_REFUND", Severity: ledger.Critical, Subject: "trade", EN: "more was refunded than was paid", ZH: "退款总额超过付款金额", SaysEN: "refunded {actual} of {expected} paid: {amount} too much", SaysZH: "付款 {expected}，已退 {actual}，多退 {amount}", Values: "money", Section: "contract 4.1, interface 4.4"},
		{Code: "MISSING_RESULT", Severity: ledger.Error, Subject: "batch and trade", EN: "a request line has no result past the grace", ZH: "请求明细超过等待时间仍没有结果", SaysEN: "no result for {amount}; silence is no failure", SaysZH: "{amount} 没有结果；没有通知不等于失败", Values: "text", Section: "contract 4.1", Threshold: "result_grace"},
		{Code: "UNDER_REFUND", Severity: ledger.Error, Subject: "trade", EN: "less was refunded than is due", ZH: "退款少于应退金额", SaysEN: "{amount} is still due", SaysZH: "仍应退 {amount}", Values: "money", Section: "contract 4.1"},
		{Code: "ATTEMPT_LIMIT_NEAR", Severity: ledger.Warning, Subject: "trade", EN: "few attempts are left", ZH: "退款次数即将用完", SaysEN: "{actual} attempts", SaysZH: "已退 {actual} 次", Values: "count", Section: "interface 4.4", Threshold: "attempt_warning", Select: "SELECT NULL AS amount_fen"},
	}
}

func testCodes() alipay.Codes {
	return alipay.Codes{
		{Code: "SELLER_BALANCE_NOT_ENOUGH", Source: "9.1", Class: alipay.Reissue, ZH: "卖家余额不足", EN: "the seller's balance is too low", Advice: "top up the account before you submit"},
		{Code: "TRADE_HAS_CLOSED", Source: "9.1", Class: alipay.Final, ZH: "交易已关闭", EN: "the trade is closed", Advice: "refund the buyer another way"},
		{Code: "SYSTEM_ERROR", Source: "9.2", Class: alipay.Investigate, ZH: "支付宝系统错误", EN: "a fault of Alipay's own", Advice: "ask Alipay what became of it"},
	}
}

const (
	tradeA = "2026022012345678901234567890"
	tradeB = "2026022155667788"
	tradeC = "20260222998877665544332211009988"
	key    = "b7v2k9q1x5m3c8z0"
)

func report(t *testing.T) reports.Report {
	t.Helper()
	return reports.Report{
		Run: ledger.Run{
			ID: 7, Job: "nightly", AsOf: at(t, "2026-03-07 02:30:00"), Outcome: ledger.Findings,
			Head: hash("head"), Inputs: hash("inputs"),
			Totals:   ledger.Totals{Notifications: 4, Results: 4, SuccessAmount: yuan(t, "1239.56"), FailedResults: 2, Orders: 3, PaidAmount: yuan(t, "2234.56"), Requests: 3, RequestLines: 5, Trades: 3, Fees: ledger.Fees{Back: yuan(t, "0.01")}},
			Standing: standing(29500),
		},
		ExitStatus: 3, Rules: testRules(), Program: "0.1.0", AccountName: "demo", Partner: "2088101008267254", Language: "en",
		Policy: ledger.Policy{Codes: testCodes(), ResultGrace: 26 * time.Hour, AttemptWarning: 90, HasRequests: true},
	}
}

// sample are the books of one small night in which everything ties out.
func sample(t *testing.T) *books {
	t.Helper()
	first, last := at(t, "2026-03-01 10:00:00"), at(t, "2026-03-06 23:59:59")
	log := func(line int64) ledger.Place { return ledger.Place{File: "notify/2026-03-06.log", Line: line} }
	return &books{
		files: []ledger.RunFile{
			{Path: "notify/2026-03-06.log", Kind: ledger.Notify, SHA256: hash("log"), Size: 12345, Charset: "utf-8", How: "valid UTF-8", Extra: 2, First: first, Last: last, Counts: ledger.Counts{Lines: 10, Accepted: 4, Duplicate: 3, Rejected: 1, Ignored: 2}},
			{Path: "orders/订单-0.csv", Kind: ledger.Orders, SHA256: hash("orders"), Size: 456, Charset: "GBK", How: "not UTF-8", Unchanged: true, Counts: ledger.Counts{Lines: 5, Accepted: 3, Ignored: 2}},
			{Path: "requests/requests.log", Kind: ledger.Requests, SHA256: hash("requests"), Size: 789, Charset: "utf-8", How: "valid UTF-8", First: at(t, "2026-03-01 09:00:00"), Last: at(t, "2026-03-04 09:00:00"), Counts: ledger.Counts{Lines: 3, Accepted: 3}},
			{Path: "bills/2026-03.zip", Kind: ledger.Bills, SHA256: hash("bill"), Size: 1011, Charset: "GB18030", How: "not UTF-8", First: first, Last: last, Counts: ledger.Counts{Lines: 9, Accepted: 1, Duplicate: 1, Ignored: 7}},
		},
		tallies: []ledger.Tally{
			{Code: "OVER_REFUND", Severity: ledger.Critical, New: 1, Open: 1, Trades: 1, NewAmount: yuan(t, "5.00"), Amount: yuan(t, "5.00")},
			{Code: "MISSING_RESULT", Severity: ledger.Error, Opening: 1, Open: 1, Trades: 1, OpeningAmount: yuan(t, "0.10"), Amount: yuan(t, "0.10")},
			{Code: "UNDER_REFUND", Severity: ledger.Error, Opening: 2, Closed: 1, Open: 1, Trades: 1, OpeningAmount: yuan(t, "299.00"), ClosedAmount: yuan(t, "0.00"), ChangedAmount: alipay.Fen(-400), Amount: yuan(t, "295.00")},
		},
		previous: []ledger.Tally{
			{Code: "MISSING_RESULT", Severity: ledger.Error, New: 1, Open: 1, Amount: yuan(t, "0.10")},
			{Code: "UNDER_REFUND", Severity: ledger.Error, New: 2, Open: 2, Amount: yuan(t, "299.00")},
		},
		findings: []ledger.Finding{
			{ID: "0a1b2c3d4e5f", Code: "OVER_REFUND", Severity: ledger.Critical, Status: ledger.StatusNew, TradeNo: tradeA, Amount: ref(yuan(t, "5.00")), Expected: "1234.56", Actual: "1239.56", Evidence: []ledger.Place{log(3), log(9)}, FirstRun: 7, FirstAt: at(t, "2026-03-07 02:30:00"), Since: at(t, "2026-03-07 02:30:00")},
			{ID: "1a1b2c3d4e5f", Code: "MISSING_RESULT", Severity: ledger.Error, Status: ledger.StatusOpen, TradeNo: tradeB, BatchNo: "20260304000019", Amount: ref(yuan(t, "0.10")), Evidence: []ledger.Place{{File: "requests/requests.log", Line: 2}}, FirstRun: 5, FirstAt: at(t, "2026-03-05 02:30:00"), Since: at(t, "2026-03-05 02:30:00"), AgeDays: 2},
			{ID: "2a1b2c3d4e5f", Code: "UNDER_REFUND", Severity: ledger.Error, Status: ledger.StatusOpen, TradeNo: tradeC, Amount: ref(yuan(t, "295.00")), Expected: "300.00", Actual: "0.00", FirstRun: 6, FirstAt: at(t, "2026-03-06 02:30:00"), Since: at(t, "2025-11-20 00:00:00"), AgeDays: 107},
			{ID: "3a1b2c3d4e5f", Code: "UNDER_REFUND", Severity: ledger.Error, Status: ledger.StatusClosed, TradeNo: tradeB, Amount: ref(yuan(t, "0.00")), FirstRun: 6, FirstAt: at(t, "2026-03-06 02:30:00"), Since: at(t, "2026-03-06 02:30:00"), AgeDays: 1},
		},
		corrections: []ledger.Correction{
			{TradeNo: tradeB, Amount: yuan(t, "0.10"), Status: ledger.Held, Hold: ledger.InFlight, Reason: "退款 & <refund>", Code: "TRADE_HAS_CLOSED"},
			{TradeNo: "2026030255667799", Amount: yuan(t, "7.00"), Status: ledger.Held, Hold: ledger.NoProof, Because: []string{"2026-03-03", "2026-03-04"}, Born: 20260302},
			{TradeNo: "2026030355667799", Amount: yuan(t, "8.00"), Status: ledger.Held, Hold: ledger.EvidenceGap, Because: []string{"4a1b2c3d4e5f"}},
			{TradeNo: tradeC, Amount: yuan(t, "295.00"), Status: ledger.Issued, BatchNo: "20260307000001", Reason: "协商退款", Code: "SELLER_BALANCE_NOT_ENOUGH", Note: "top up the account before you submit"},
		},
		rejects: []ledger.Reject{{File: "notify/2026-03-06.log", Line: 4, Reason: "bad signature: not MD5"}},
		trades: []ledger.Trade{
			{TradeNo: tradeA, OutTradeNo: "M-0001", Paid: ref(yuan(t, "1234.56")), Due: ref(yuan(t, "1234.56")), Refunded: yuan(t, "1239.56"), Attempts: 2, Succeeded: 2, Answered: 2, Submitted: 2, LastCode: alipay.Success, LastAt: last},
			{TradeNo: tradeB, Refunded: yuan(t, "0"), Pending: yuan(t, "0.10"), Attempts: 2, Answered: 1, Submitted: 2, LastCode: "TRADE_HAS_CLOSED", LastAt: first},
			{TradeNo: tradeC, OutTradeNo: "M-0003", Paid: ref(yuan(t, "1000")), Due: ref(yuan(t, "300")), Attempts: 1, Answered: 1, Submitted: 1, LastCode: "SELLER_BALANCE_NOT_ENOUGH", LastAt: last},
		},
		results: []ledger.ResultRow{
			{NotifyTime: first, BatchNo: "20260301000001", TradeNo: tradeA, Occurrence: 1, Amount: yuan(t, "1234.56"), Code: alipay.Success, FeeAmount: ref(yuan(t, "0.01")), FeeCode: alipay.Success, NotifyID: "n-1", HasOrder: true, Match: ledger.MatchLine, Place: log(1)},
			{NotifyTime: first, BatchNo: "20260301000001", TradeNo: tradeB, Occurrence: 1, Amount: yuan(t, "0.10"), Code: "TRADE_HAS_CLOSED", NotifyID: "n-1", Match: ledger.MatchLine, Place: log(1)},
			{NotifyTime: last, BatchNo: "20260304000019", TradeNo: tradeA, Occurrence: 1, Amount: yuan(t, "5.00"), Code: alipay.Success, NotifyID: "n-3", HasOrder: true, Match: ledger.MatchNone, Place: log(3)},
			{NotifyTime: last, BatchNo: "20260304000019", TradeNo: tradeC, Occurrence: 1, Amount: yuan(t, "295.00"), Code: "SELLER_BALANCE_NOT_ENOUGH", NotifyID: "n-3", HasOrder: true, Match: ledger.MatchBatch, Place: log(3)},
		},
		batchRows: []ledger.BatchRow{
			{BatchNo: "20260301000001", Origin: "captured", State: ledger.Settled, At: at(t, "2026-03-01 09:00:00"), Lines: 2, Requested: yuan(t, "1234.66"), Succeeded: 1, Refunded: yuan(t, "1234.56"), Failed: 1, Stated: 1, Counted: 1, Notifications: 1, Deliveries: 3, FirstAt: first, LastAt: last},
			{BatchNo: "20260304000019", Origin: "emitted", State: ledger.Overdue, At: at(t, "2026-03-04 09:00:00"), Lines: 3, Requested: yuan(t, "300.10"), Succeeded: 1, Refunded: yuan(t, "5.00"), Failed: 1, Unanswered: 1, Stated: 1, Counted: 1, Notifications: 1, Deliveries: 1, FirstAt: last, LastAt: last},
		},
		codes: []ledger.CodeRow{
			{Code: alipay.Success, Count: 2, Amount: yuan(t, "1239.56"), First: first, Last: last},
			{Code: "SELLER_BALANCE_NOT_ENOUGH", Count: 1, Amount: yuan(t, "295.00"), First: last, Last: last},
			{Code: "TRADE_HAS_CLOSED", Count: 1, Amount: yuan(t, "0.10"), First: first, Last: first},
		},
		days: []ledger.Day{
			{Date: "2026-03-01", Results: 2, Succeeded: 1, Refunded: yuan(t, "1234.56"), Fees: ledger.Fees{Back: yuan(t, "0.01")}},
			{Date: "2026-03-06", Results: 2, Succeeded: 1, Refunded: yuan(t, "5.00")},
		},
		acts: []ledger.Act{
			{At: at(t, "2026-03-05 10:00:00"), Kind: ledger.ActVoid, Person: "Li Na", BatchNo: "20260302000007", Said: "支付宝客服：整批拒绝 <refused as a whole>"},
			{At: at(t, "2026-03-06 09:00:00"), Kind: ledger.ActApprove, Person: "Li Na", Run: 6, Digest: hash("lines")},
			{At: at(t, "2026-03-06 09:30:00"), Kind: ledger.ActRelease, Person: "Wang Wei", Run: 6, Proposal: "P6-1", BatchNo: "20260306000001"},
			{At: at(t, "2026-03-06 17:00:00"), Kind: ledger.ActReview, Person: "Wang Wei", Finding: "1a1b2c3d4e5f", Code: "MISSING_RESULT", TradeNo: tradeB, BatchNo: "20260304000019", Decision: ledger.DecidedExplained, Said: "Li Na: asked Alipay"},
		},
		covers: []ledger.Cover{
			{From: 20260301, Until: 20260302, Submissions: true, Covered: true},
			{From: 20260303, Until: 20260303, Why: ledger.NoBill},
			{From: 20260304, Until: 20260304, Why: ledger.UnknownBatch, What: "20260304000021"},
			{From: 20260305, Until: 20260307, Bill: true, Submissions: true, Covered: true},
		},
		dayCounts: []ledger.DayCount{
			{Day: 20260228, Notifications: 1}, {Day: 20260301, Notifications: 2, RequestLines: 2},
			{Day: 20260306, Notifications: 1, RequestLines: 3}, {Day: 20260307, RequestLines: 1},
		},
		batches: []ledger.Batch{batch(t, alipay.GBK, "协商退款")},
	}
}

// batch is a signed batch of one line, as the ledger emits it.
func batch(t *testing.T, cs alipay.Charset, reason string) ledger.Batch {
	t.Helper()
	m := alipay.Merchant{Partner: "2088101008267254", SellerEmail: "seller@example.com", NotifyURL: "https://shop.example.com/notify", Charset: cs}
	moment := at(t, "2026-03-07 02:30:00")
	r, err := alipay.NewRequest(m, "20260307000001", moment, []alipay.Line{{TradeNo: tradeC, Amount: yuan(t, "295"), Reason: reason}})
	if err != nil {
		t.Fatal(err)
	}
	ps, err := r.Params()
	if err != nil {
		t.Fatal(err)
	}
	if ps, err = alipay.Sign(ps, signer(t)); err != nil {
		t.Fatal(err)
	}
	return ledger.Batch{
		BatchNo: r.BatchNo, Run: 7, At: moment, Params: ps, Charset: cs, Total: r.Total(),
		SHA256: hash(ps.Get("detail_data")), Gateway: "https://mapi.alipay.com/gateway.do",
		Advice: []string{"top up the account before you submit"},
		Lines:  []ledger.BatchLine{{TradeNo: tradeC, Amount: yuan(t, "295"), Reason: reason, Paid: yuan(t, "1000"), Refunded: yuan(t, "0")}},
	}
}

func signer(t *testing.T) alipay.MD5 {
	t.Helper()
	s, err := alipay.NewMD5(alipay.NewSecret(key))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// write writes a report, whose workbook the linter has to take, into a folder.
func write(t *testing.T, b reports.Books, r reports.Report) string {
	t.Helper()
	dir := t.TempDir()
	if err := reports.Write(context.Background(), dir, b, r); err != nil {
		t.Fatal(err)
	}
	if err := lint(unzip(t, dir), nil); err != nil {
		t.Fatal(err)
	}
	return dir
}

// standing is where the money stands while so many fen are owed, which are held.
func standing(owed int64) *ledger.Standing {
	held := ledger.Heap{Trades: 1, Amount: alipay.Fen(owed)}
	return &ledger.Standing{
		TooMuch:    ledger.Heap{Trades: 1, Amount: alipay.Fen(500)},
		MayBeTwice: ledger.Heap{Trades: 2, Amount: alipay.Fen(123456)},
		Owed:       ledger.Owed{Heap: held, Held: held},
		Unknown:    ledger.Heap{Trades: 1, Amount: alipay.Fen(10)},
	}
}
