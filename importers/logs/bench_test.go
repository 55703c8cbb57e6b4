package logs_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/alipay/alipaytest/forms"
	"reconcile/importers/files"
	"reconcile/importers/logs"
)

// bigLog is a log of signed notifications, a line each, of one or two results.
func bigLog(t testing.TB, lines int, s alipay.Signer) string {
	t.Helper()
	var log strings.Builder
	for i := range lines {
		details := fmt.Sprintf("20260212%020d^%d.%02d^SUCCESS", i, i%900, i%100)
		if i%2 == 1 {
			details += fmt.Sprintf("#20260213%020d^%d.50^SYSTEM_ERROR", i, i%70)
		}
		ps, err := alipay.Sign(alipay.Params{
			{Name: "notify_time", Value: "2026-03-01 00:00:30"},
			{Name: "notify_type", Value: alipay.NotifyType},
			{Name: "notify_id", Value: fmt.Sprintf("%032xk%d", i, i)},
			{Name: "batch_no", Value: fmt.Sprintf("20260301%09d", i)},
			{Name: "success_num", Value: "1"},
			{Name: "result_details", Value: details},
		}, s)
		if err != nil {
			t.Fatal(err)
		}
		log.WriteString(ps.Encode() + "\n")
	}
	return log.String()
}

// rsaPair makes a key of 1024 bits, as the interface has them.
func rsaPair(t testing.TB) (alipay.Signer, alipay.Verifier) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	pub, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	s, err := alipay.NewRSASigner(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}))
	if err != nil {
		t.Fatal(err)
	}
	v, err := alipay.NewRSAVerifier(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: pub}))
	if err != nil {
		t.Fatal(err)
	}
	return s, v
}

// BenchmarkReadNotifyLog reads logs that are signed in each way, and one whose
// signatures nobody asks for.
func BenchmarkReadNotifyLog(b *testing.B) {
	const lines = 20_000
	sign, verify := rsaPair(b)
	key := md5Key(b)
	for _, c := range []struct {
		name string
		s    alipay.Signer
		v    alipay.Verifier
	}{{"MD5", key, key}, {"RSA", sign, verify}, {"unsigned", key, nil}} {
		b.Run(c.name, func(b *testing.B) {
			log := bigLog(b, lines, c.s)
			b.SetBytes(int64(len(log)))
			b.ReportAllocs()
			for b.Loop() {
				read := 0
				for line, err := range logs.ReadNotifyLog(strings.NewReader(log), c.v) {
					if err != nil {
						b.Fatal(err)
					}
					if line.Verdict == files.Read {
						read++
					}
				}
				if read != lines {
					b.Fatalf("%d lines are read, want %d", read, lines)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*lines), "ns/line")
		})
	}
}

// BenchmarkVerifyOnly checks the signatures of the RSA log on all cores and does
// nothing else: what reading it can at best come to.
func BenchmarkVerifyOnly(b *testing.B) {
	const lines = 20_000
	sign, verify := rsaPair(b)
	w := &witness{Verifier: verify}
	for _, err := range logs.ReadNotifyLog(strings.NewReader(bigLog(b, lines, sign)), w) {
		if err != nil {
			b.Fatal(err)
		}
	}
	if len(w.asked) != lines {
		b.Fatalf("%d signatures, want %d", len(w.asked), lines)
	}
	cores := runtime.GOMAXPROCS(0)
	for b.Loop() {
		var checks sync.WaitGroup
		for core := range cores {
			checks.Go(func() {
				for i := core; i < lines; i += cores {
					if err := verify.Verify(w.asked[i][0], w.asked[i][1]); err != nil {
						b.Error(err)
					}
				}
			})
		}
		checks.Wait()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*lines), "ns/line")
}

// A witness is a verifier that keeps what it is asked.
type witness struct {
	alipay.Verifier
	mu    sync.Mutex
	asked [][2]string // text and sign
}

func (w *witness) Verify(text, sign string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked = append(w.asked, [2]string{text, sign})
	return nil
}

// BenchmarkForms reads logs in which notifications are written in each form.
func BenchmarkForms(b *testing.B) {
	const different, count = 5000, 40_000
	key := md5Key(b)
	for _, form := range forms.All() {
		b.Run(form.Name, func(b *testing.B) {
			var notices []alipay.Params
			for i := range different {
				notices = append(notices, signedNotice(b, key, i, fmt.Sprintf("20260212%020d^%d.%02d^SUCCESS", i, i%900, i%100)))
			}
			var log strings.Builder
			if form.Table {
				log.WriteString(form.Print(alipay.UTF8, notices...))
			} else {
				for _, notice := range notices {
					log.WriteString(form.Print(alipay.UTF8, notice))
				}
			}
			text := strings.Repeat(log.String(), count/different)
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			began := processorTime(b)
			for b.Loop() {
				read := 0
				for line, err := range logs.ReadNotifyLog(strings.NewReader(text), key) {
					if err != nil {
						b.Fatal(err)
					}
					if line.Verdict == files.Read {
						read++
					}
				}
				if read < count { // some forms hold each twice
					b.Fatalf("%d notifications are read, want %d", read, count)
				}
			}
			b.ReportMetric(float64(b.N*count)/b.Elapsed().Seconds(), "notifications/s")
			b.ReportMetric(float64((processorTime(b)-began).Nanoseconds())/float64(b.N*count), "cpu-ns/notification")
		})
	}
}

// processorTime returns the time that the process has had of all cores.
func processorTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
