package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/alipay/alipaytest"
	"reconcile/cmd/reconcile/internal/exit"
)

// A desk is an operator's: a merchant whose night has left a batch, and a
// stand-in for Alipay that it is for.
type desk struct {
	t      *testing.T
	kind   deskKind
	dir    string
	now    time.Time
	alipay *alipaytest.Server
	orders []alipay.Line // what each buyer is owed
}

// A deskKind is what the pages differ in.
type deskKind struct {
	charset  alipay.Charset
	signType string
	reason   string
	lines    int
}

const (
	// deskReason holds characters whose second byte in GBK is '^' (証), '|' (謂)
	// and '@' (丂), and what HTML, forms and signatures treat in their own way.
	deskReason = `七天无理由退货，运费不退；証据齐全，無所謂丂 "A" & <b>1</b> &amp; ~*+%5E ①`
	// deskPlain is in gb2312 as well.
	deskPlain = "七天无理由退货，运费不退"
)

// deskConfig takes the gateway, the charset, the sign type, the keys and the
// reason.
const deskConfig = `
timezone: Asia/Shanghai
ledger: var/ledger.db
accounts:
  shop:
    partner: "2088101008267254"
    seller_email: Jier1105@alitest.com
    charset: %[2]s
    sign_type: %[3]s
    %[4]s
    gateway: %[1]s
    notify_url: https://shop.example.com/notify?from=alipay&to=books
    corrections: { complete_since: 2003-01-01, reason: %[5]q }
jobs:
  nightly:
    account: shop
    notify: ["notify.log"]
    orders: ["orders.csv"]
    requests: ["requests.log"]
    output: out
`

// newDesk is a desk on the wall clock, as the browser is.
func newDesk(t *testing.T, kind deskKind) *desk {
	t.Helper()
	d := &desk{t: t, kind: kind, dir: t.TempDir(), now: time.Now().In(alipay.Shanghai())}
	if soon := d.now.Add(5 * time.Minute); soon.Day() != d.now.Day() {
		t.Skip("the day ends in Shanghai within five minutes, and the page ends with it")
	}
	keys, signer, verifier := d.keys()
	var err error
	d.alipay, err = alipaytest.NewServer(alipaytest.Config{
		Partner: "2088101008267254", Sellers: []alipaytest.Seller{{Email: "Jier1105@alitest.com", UserID: "2088101008267255", Balance: alipay.Fen(100_000_000)}},
		Merchant: verifier, Alipay: signer, Start: d.now, Seed: 1, Deliver: func(alipaytest.Delivery) string { return "success" },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.alipay.Close)
	d.write("cron.yaml", fmt.Sprintf(deskConfig, d.alipay.URL, kind.charset, kind.signType, keys, kind.reason))
	d.write("notify.log", "")
	d.write("requests.log", "")
	d.sell()
	return d
}

func (d *desk) write(name, text string) {
	d.t.Helper()
	writeText(d.t, filepath.Join(d.dir, name), text)
}

func writeText(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// keys writes the keys of the sign type and returns how the configuration names
// them.
func (d *desk) keys() (config string, _ alipay.Signer, _ alipay.Verifier) {
	d.t.Helper()
	if d.kind.signType == "MD5" {
		d.write("md5.key", loopKey)
		key, err := alipay.NewMD5(alipay.NewSecret(loopKey))
		if err != nil {
			d.t.Fatal(err)
		}
		return "md5_key: { file: md5.key }", key, key
	}
	private, public := rsaKeys(d.t)
	d.write("private.pem", string(private))
	d.write("public.pem", string(public))
	signer, err := alipay.NewRSASigner(private)
	if err != nil {
		d.t.Fatal(err)
	}
	verifier, err := alipay.NewRSAVerifier(public)
	if err != nil {
		d.t.Fatal(err)
	}
	return "private_key: { file: private.pem }\n    alipay_public_key: { file: public.pem }", signer, verifier
}

// rsaKeys makes a pair of keys as openssl writes it.
func rsaKeys(t *testing.T) (private, public []byte) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	if private, err = x509.MarshalPKCS8PrivateKey(key); err != nil {
		t.Fatal(err)
	}
	if public, err = x509.MarshalPKIXPublicKey(key.Public()); err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public})
}

// sell makes trades that Alipay knows, each with a due, and their export.
func (d *desk) sell() {
	d.t.Helper()
	var b bytes.Buffer
	b.WriteString("trade_no,out_trade_no,paid_amount,refund_due\n")
	for i := range d.kind.lines {
		l := alipay.Line{TradeNo: fmt.Sprintf("%s210010%014d", d.now.AddDate(0, 0, -3).Format("20060102"), i+1), Amount: alipay.Fen(int64(41_280 + 1_377*i)), Reason: d.kind.reason}
		paid := l.Amount.Add(alipay.Fen(int64(5_000 * i)))
		fmt.Fprintf(&b, "%s,S-%d,%s,%s\n", l.TradeNo, i+1, paid, l.Amount)
		if err := d.alipay.AddTrade(alipaytest.Trade{No: l.TradeNo, Paid: paid}); err != nil {
			d.t.Fatal(err)
		}
		d.orders = append(d.orders, l)
	}
	d.write("orders.csv", b.String())
}

// sum is what the batch refunds.
func (d *desk) sum() (sum alipay.Money) {
	for _, l := range d.orders {
		sum = sum.Add(l.Amount)
	}
	return sum
}

// total is the sum as Alipay writes it.
func (d *desk) total() string { return d.sum().String() }

// page runs the program and returns the address of the hand-over page.
func (d *desk) page(args ...string) string {
	d.t.Helper()
	var stdout, stderr bytes.Buffer
	args = append([]string{"run", "--config", filepath.Join(d.dir, "cron.yaml")}, args...)
	if status := run(context.Background(), args, func(string) string { return "" }, &stdout, &stderr); status != exit.Findings {
		d.t.Fatalf("%v ended with %d\n%s%s", args, status, &stdout, &stderr)
	}
	pages, err := filepath.Glob(filepath.Join(d.dir, "out/nightly/*-r1/batches/*.html"))
	if err != nil || len(pages) != 1 {
		d.t.Fatalf("pages = %q, %v, want one\n%s%s", pages, err, &stdout, &stderr)
	}
	return (&url.URL{Scheme: "file", Path: pages[0]}).String()
}
