package main

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
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
    notify_url: https://pay.example.com/refunds
    charset: utf-8
    sign_type: %s
    %s
jobs:
  nightly:
    account: bench
    notify: [notify/*.log]
    orders: [orders/*.csv]
    output: out
    report: { scope: changed }
`
)

// benchFolder writes what every shop begins with, its configuration and key and the
// empty folders, and returns who signs its notifications.
func benchFolder(dir, signType string, folders ...string) (alipay.Signer, error) {
	var errs []error
	for _, folder := range folders {
		errs = append(errs, os.MkdirAll(filepath.Join(dir, folder), 0o777))
	}
	setting, file, key, signer, err := benchSigner(signType)
	return signer, errors.Join(append(errs, err,
		os.WriteFile(filepath.Join(dir, "cron.yaml"), fmt.Appendf(nil, benchConfig, signType, setting), 0o600),
		os.WriteFile(filepath.Join(dir, file), key, 0o600))...)
}

// benchSigner makes a signer and what its verifier is configured with. An RSA key is
// another one each time, of 1024 bits, as the interface has them.
func benchSigner(signType string) (setting, file string, verifies []byte, s alipay.Signer, err error) {
	if signType == "MD5" {
		s, err = alipay.NewMD5(alipay.NewSecret(benchKey))
		return "md5_key: { file: md5.key }", "md5.key", []byte(benchKey), s, err
	}
	key, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		return "", "", nil, nil, err
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return "", "", nil, nil, err
	}
	s, err = alipay.NewRSASigner(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}))
	return "alipay_public_key: { file: alipay.pem }", "alipay.pem", pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public}), s, err
}

// write writes the shop: its configuration and key, the orders and the log of the
// first night, and in the folder later what the second one finds: results, and the
// orders whose due has grown by them.
func (s *benchShop) write(dir, signType string, lines, late int) error {
	signer, err := benchFolder(dir, signType, "notify", "orders", "later")
	if err != nil {
		return err
	}
	kept := len(s.details) - len(s.details)*late/(lines+late)
	grown := map[int32]int32{}
	for _, d := range s.details[kept:] {
		if d.trade >= 0 && d.failure == 0 {
			grown[d.trade] += d.fen
		}
	}
	log := &benchLog{benchShop: s, signer: signer, start: time.Date(2026, 3, 14, 0, 0, 0, 0, alipay.Shanghai())}
	s.totals.add(s.details[:kept]...)
	s.totals.notifications = int64(lines - lines/12)
	err = errors.Join(
		s.orders(dir, "later/orders.csv", func(i int32) (int32, bool) { return s.due[i], grown[i] > 0 }),
		s.orders(dir, "orders/first.csv", func(i int32) (int32, bool) { return max(s.due[i]-grown[i], 0), true }),
		log.write(dir, "notify/first.log", s.details[:kept], lines, lines/12))
	if err != nil {
		return err
	}
	s.details, log.start = s.details[kept:], log.start.AddDate(0, 0, 1)
	return log.write(dir, "later/notify.log", s.details, late, 0)
}

// orders writes an export of the orders that due wants, with what it says is due.
func (s *benchShop) orders(dir, name string, due func(trade int32) (fen int32, ok bool)) error {
	at := time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	return benchFile(dir, name, benchHead, len(s.paid), func(i int) (string, error) {
		fen, ok := due(int32(i))
		if !ok {
			return "", nil
		}
		return benchOrder(s.tradeNo(int32(i)), i, s.paid[i], fen, at.Add(time.Duration(i)*time.Second)), nil
	})
}

// A benchLog writes notifications, each with a number of its own.
type benchLog struct {
	*benchShop
	signer alipay.Signer
	start  time.Time
	serial int
}

// write spreads the details over so many lines; the last of them are deliveries of
// earlier ones again.
func (l *benchLog) write(dir, name string, details []benchDetail, lines, again int) error {
	fresh, first := lines-again, l.serial+1
	l.serial += fresh
	return benchFile(dir, name, "", lines, func(i int) (string, error) {
		if i >= fresh {
			i = (i - fresh) * 7919 % fresh
		}
		n := &benchNotice{serial: first + i, at: l.start.Add(24 * time.Hour * time.Duration(i) / time.Duration(fresh))}
		for _, d := range details[len(details)*i/fresh : len(details)*(i+1)/fresh] {
			n.add(l.tradeNo(d.trade), d)
		}
		return n.line(l.signer)
	})
}
