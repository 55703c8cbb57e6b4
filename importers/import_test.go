package importers_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/importers"
	"reconcile/ledger"
)

// partnerID is the account of every test here.
const partnerID = "2088101008267254"

// orderHead is the header of an export.
const orderHead = "trade_no,out_trade_no,paid_amount,refund_due,paid_at\n"

func signKey(t testing.TB) alipay.MD5 {
	t.Helper()
	key, err := alipay.NewMD5(alipay.NewSecret("0123456789abcdef0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// signedNotice is the signed body of a notification with one result.
func signedNotice(t testing.TB, id string) string {
	t.Helper()
	ps, err := alipay.Sign(alipay.Params{
		{Name: "notify_time", Value: "2026-03-01 00:00:30"},
		{Name: "notify_type", Value: alipay.NotifyType},
		{Name: "notify_id", Value: id},
		{Name: "batch_no", Value: "20260301000001"},
		{Name: "success_num", Value: "1"},
		{Name: "result_details", Value: "2026021242672191^1.00^SUCCESS"},
	}, signKey(t))
	if err != nil {
		t.Fatal(err)
	}
	return ps.Encode()
}

// A books is a ledger with a folder of files to import.
type books struct {
	testing.TB
	ledger  *ledger.Ledger
	account int64
	run     int64
	job     string
	dir     string
	options importers.Options
}

func newBooks(t testing.TB) *books {
	t.Helper()
	ctx := context.Background()
	b := &books{TB: t, dir: t.TempDir()}
	b.options = importers.Options{Charset: alipay.GBK, Partner: partnerID, Verifier: signKey(t)}
	var err error
	if b.ledger, err = ledger.Open(ctx, filepath.Join(t.TempDir(), "ledger.db"), ledger.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.ledger.Close(); err != nil {
			t.Error(err)
		}
	})
	if b.account, err = b.ledger.Account(ctx, partnerID); err != nil {
		t.Fatal(err)
	}
	b.nextRun("first")
	return b
}

// nextRun starts a run of another job, which has a number of its own.
func (b *books) nextRun(job string) {
	b.Helper()
	now := time.Date(2026, 3, 2, 2, 30, 0, 0, alipay.Shanghai())
	run, err := b.ledger.Start(context.Background(), job, b.account, now, now)
	if err != nil {
		b.Fatal(err)
	}
	b.run, b.job = run.ID, job
}

func (b *books) write(name, content string) {
	b.Helper()
	if err := os.WriteFile(filepath.Join(b.dir, name), []byte(content), 0o600); err != nil {
		b.Fatal(err)
	}
}

func (b *books) file(kind ledger.Kind, name string) importers.File {
	return importers.File{Account: b.account, Kind: kind, Path: "in/" + name, Name: filepath.Join(b.dir, name), Run: b.run}
}

// importOne imports a file alone.
func (b *books) importOne(ctx context.Context, kind ledger.Kind, name string) (got ledger.RunFile, err error) {
	for got, err = range importers.Import(ctx, b.ledger, []importers.File{b.file(kind, name)}, b.options) {
	}
	return got, err
}

// load imports a file and checks that every line of it is counted once.
func (b *books) load(kind ledger.Kind, name string) ledger.RunFile {
	b.Helper()
	got, err := b.importOne(context.Background(), kind, name)
	if err != nil {
		b.Fatal(err)
	}
	if c := got.Counts; c.Lines != c.Accepted+c.Duplicate+c.Rejected+c.Ignored {
		b.Errorf("%s: lines do not add up: %+v", name, c)
	}
	if got.Path != "in/"+name || got.Kind != kind {
		b.Errorf("%s: reported as %s %s", name, got.Kind, got.Path)
	}
	return got
}

// want imports a file and compares what became of its lines.
func (b *books) want(kind ledger.Kind, name string, unchanged bool, want ledger.Counts) ledger.RunFile {
	b.Helper()
	got := b.load(kind, name)
	if got.Refused != "" || got.Unchanged != unchanged || got.Counts != want {
		b.Errorf("%s: %+v, want unchanged %v and %+v", name, got, unchanged, want)
	}
	return got
}

// refuses imports a file that must be refused whole, with this sentence.
func (b *books) refuses(kind ledger.Kind, name, want string) {
	b.Helper()
	got := b.load(kind, name)
	if got.Refused != want {
		b.Errorf("%s: refused %q, want %q", name, got.Refused, want)
	}
	if got.Counts != (ledger.Counts{}) || got.Parts != nil {
		b.Errorf("%s: refused, and has %+v", name, got)
	}
	if got.SHA256 == "" {
		return
	}
	in, err := b.ledger.Begin(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	left, ok, err := in.FileContent(b.account, kind, got.SHA256)
	if err != nil || ok {
		b.Errorf("%s: refused, and the ledger holds %v (%v)", name, left, err)
	}
	if err := in.Rollback(); err != nil {
		b.Error(err)
	}
}

func TestImportNotifyLog(t *testing.T) {
	b := newBooks(t)
	one, two := signedNotice(t, "n1"), signedNotice(t, "n2")
	b.write("a.log", one+"\r\n\r\nGET /health 200\n"+one+"\n"+two+"&shop=7\nnotify_id=x\n"+two+"&batch_no=1\n")
	want := ledger.Counts{Lines: 7, Accepted: 2, Duplicate: 1, Rejected: 2, Ignored: 2}
	got := b.want(ledger.Notify, "a.log", false, want)
	if got.Extra != 1 || len(got.Parts) != 1 || got.Size == 0 || len(got.SHA256) != 64 {
		t.Errorf("a.log is %+v, want one extra parameter, a part, a size and a digest", got)
	}
	b.want(ledger.Notify, "a.log", false, want)
	b.nextRun("second")
	b.want(ledger.Notify, "a.log", true, want)
}

func TestImportOrders(t *testing.T) {
	b := newBooks(t)
	b.write("o.csv", "\uFEFF"+orderHead+"2011011201037066,M1,5.00,,\n2.01101E+15,M2,5.00,,\n合计,,5.00,,\n")
	got := b.want(ledger.Orders, "o.csv", false, ledger.Counts{Lines: 3, Accepted: 1, Rejected: 1, Ignored: 1})
	if got.Charset != "UTF-8" || got.How != "byte order mark" {
		t.Errorf("o.csv is %s by %s", got.Charset, got.How)
	}
	b.options.Columns = map[string]string{"paid_amount": "实收"}
	b.write("gbk.csv", "trade_no,\xca\xb5\xca\xd5\n2011011201037066,5.00\n")
	got = b.want(ledger.Orders, "gbk.csv", false, ledger.Counts{Lines: 1, Accepted: 1})
	if got.Charset != "GB18030" {
		t.Errorf("gbk.csv is %s by %s", got.Charset, got.How)
	}
}

func TestImportRequests(t *testing.T) {
	b := newBooks(t)
	const request = "service=refund_fastpay_by_platform_pwd&partner=2088101008267254&refund_date=2011-01-12+11%3A21%3A00" +
		"&batch_no=201101120001&batch_num=1&detail_data=2011011201037066%5E5.00%5E%D0%AD"
	b.write("r.log", request+"\n"+request+"\nservice=other\n"+request+"%232011011201037067%5E1.00%5Ex\n")
	b.want(ledger.Requests, "r.log", false, ledger.Counts{Lines: 4, Accepted: 1, Duplicate: 1, Rejected: 1, Ignored: 1})
}

// An import that is stopped leaves nothing, and can be done again.
func TestImportStopped(t *testing.T) {
	b := newBooks(t)
	b.write("a.log", signedNotice(t, "n1")+"\n")
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if got, err := b.importOne(ctx, ledger.Notify, "a.log"); err == nil {
		t.Errorf("Import of a stopped run = %+v, want an error", got)
	}
	b.want(ledger.Notify, "a.log", false, ledger.Counts{Lines: 1, Accepted: 1})
}
