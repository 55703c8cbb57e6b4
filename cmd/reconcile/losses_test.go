package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"reconcile/alipay"
)

// lossConfig is the configuration of a shop that has none of its own.
const lossConfig = `ledger: var/ledger.db
accounts:
  shop:
    partner: "2088101008267254"
    seller_email: shop@example.com
    charset: utf-8
    sign_type: MD5
    md5_key: { file: md5.key }
    notify_url: https://shop.example.com/refunds
jobs:
  nightly:
    account: shop
    notify: ["notify/*"]
    orders: ["orders/*"]
    requests: ["requests/*"]
    output: out
`

// TestLosses tells of small shops in which a refund was made twice, an over-refund went
// untold or a buyer was forgotten. A file N/PATH of a shop is put at PATH before the N-th
// night, on 2026-03-(9+N) at 02:30; an empty one is taken away. want has a line a fact:
//
//	N exit STATUS               of the N-th night
//	N issued T1 30.00           a line of a batch
//	N held T1                   a correction that is held, whatever the reason
//	N nothing issued
//	N finding CODE [T1]         an open finding
//	N no finding CODE
//	N says TEXT                 in what the night prints
//
// T1, T2, … are trade numbers. Lines of files that begin with ! are made:
//
//	!notice KEY ID BATCH DATE TIME DETAILS    a notification, signed
//	!request BATCH DATE TIME LINES            a request, signed
//	!open TEXT                                TEXT without a line end
//	!cut N TEXT                               TEXT without its last N bytes
func TestLosses(t *testing.T) {
	files, err := filepath.Glob("testdata/losses/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no shops: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			s := &lossShop{t: t, dir: t.TempDir()}
			s.write("md5.key", lossKey("key"))
			s.write("cron.yaml", lossConfig)
			s.play(txtar.Parse(text).Files)
		})
	}
}

type lossShop struct {
	t       *testing.T
	dir     string
	printed map[int]string
	exits   map[int]int
}

func (s *lossShop) play(files []txtar.File) {
	want, nights := "", 0
	for _, f := range files {
		if f.Name == "want" {
			want = string(f.Data)
			continue
		}
		night, _, _ := strings.Cut(f.Name, "/")
		n, err := strconv.Atoi(night)
		if err != nil {
			s.t.Fatalf("file %s: no night", f.Name)
		}
		nights = max(nights, n)
	}
	for line := range strings.Lines(want) {
		night, _, _ := strings.Cut(line, " ")
		n, _ := strconv.Atoi(night)
		nights = max(nights, n)
	}
	s.printed, s.exits = map[int]string{}, map[int]int{}
	for n := 1; n <= nights; n++ {
		for _, f := range files {
			if path, ok := strings.CutPrefix(f.Name, fmt.Sprintf("%d/", n)); ok {
				s.write(path, s.made(string(f.Data)))
			}
		}
		s.run(n)
	}
	for line := range strings.Lines(want) {
		if line = strings.TrimSpace(line); line != "" {
			s.check(lossTrades(line))
		}
	}
}

func (s *lossShop) write(path, text string) {
	name := filepath.Join(s.dir, path)
	if text == "" {
		if err := os.Remove(name); err != nil {
			s.t.Fatal(err)
		}
		return
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// run makes the n-th night.
func (s *lossShop) run(n int) {
	var out bytes.Buffer
	p := newProgram(func(string) string { return "" }, &out, &out)
	p.Now = func() time.Time { return time.Date(2026, 3, 9+n, 2, 30, 0, 0, alipay.Shanghai()) }
	s.exits[n] = p.run(context.Background(), []string{"run", "--config", filepath.Join(s.dir, "cron.yaml")})
	s.printed[n] = out.String()
	if err := os.RemoveAll(s.night(n)); err != nil {
		s.t.Fatal(err)
	}
	latest := filepath.Join(s.dir, "out", "nightly", "latest")
	if target, err := filepath.EvalSymlinks(latest); err == nil {
		if err := os.Symlink(target, s.night(n)); err != nil {
			s.t.Fatal(err)
		}
	}
}

func (s *lossShop) night(n int) string { return filepath.Join(s.dir, fmt.Sprintf("night%d", n)) }

func (s *lossShop) check(want string) {
	f := strings.Fields(want)
	n, err := strconv.Atoi(f[0])
	if err != nil {
		s.t.Fatalf("%q: no night", want)
	}
	fact := strings.Join(f[1:], " ")
	holds := false
	switch {
	case f[1] == "exit":
		holds = fact == fmt.Sprintf("exit %d", s.exits[n])
	case f[1] == "says":
		holds = strings.Contains(s.printed[n], strings.TrimPrefix(fact, "says "))
	case fact == "nothing issued":
		holds = !slices.ContainsFunc(s.facts(n), func(fact string) bool { return strings.HasPrefix(fact, "issued") })
	case f[1] == "no":
		holds = !slices.Contains(s.facts(n), strings.Join(f[2:], " "))
	default:
		holds = slices.Contains(s.facts(n), fact)
	}
	if !holds {
		s.t.Errorf("not so: %s\nfacts:\n%s\nprinted:\n%s", want, strings.Join(s.facts(n), "\n"), s.printed[n])
	}
}

// facts returns what a night has found and done.
func (s *lossShop) facts(n int) (facts []string) {
	for _, name := range []string{"findings.jsonl", "corrections.jsonl"} {
		text, err := os.ReadFile(filepath.Join(s.night(n), name))
		if err != nil {
			s.t.Fatalf("night %d left no report: %v\n%s", n, err, s.printed[n])
		}
		lines := bufio.NewScanner(bytes.NewReader(text))
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var l struct {
				Code    string `json:"code"`
				TradeNo string `json:"trade_no"`
				Status  string `json:"status"`
				Amount  string `json:"amount"`
			}
			if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
				s.t.Fatal(err)
			}
			switch {
			case l.Status == "closed":
			case name == "findings.jsonl":
				facts = append(facts, "finding "+l.Code)
				if l.TradeNo != "" {
					facts = append(facts, "finding "+l.Code+" "+l.TradeNo)
				}
			default:
				facts = append(facts, l.Status+" "+l.TradeNo+" "+l.Amount, l.Status+" "+l.TradeNo)
			}
		}
	}
	return facts
}

// made returns the text of a file with the lines that are to be made.
func (s *lossShop) made(text string) string {
	var b strings.Builder
	for line := range strings.Lines(lossTrades(text)) {
		made, end := s.line(strings.TrimSuffix(line, "\n")), "\n"
		if strings.HasPrefix(line, "!open ") {
			end = ""
		}
		b.WriteString(made + end)
	}
	return b.String()
}

func (s *lossShop) line(line string) string {
	word, rest, _ := strings.Cut(line, " ")
	f := strings.Fields(rest)
	switch word {
	case "!notice":
		return s.signed(f[0], alipay.Params{
			{Name: "notify_time", Value: f[3] + " " + f[4]}, {Name: "notify_type", Value: alipay.NotifyType},
			{Name: "notify_id", Value: f[1]}, {Name: "batch_no", Value: f[2]},
			{Name: "success_num", Value: strconv.Itoa(strings.Count(f[5], "^SUCCESS"))}, {Name: "result_details", Value: f[5]},
		})
	case "!request":
		return s.signed("key", alipay.Params{
			{Name: "service", Value: alipay.Service}, {Name: "partner", Value: "2088101008267254"}, {Name: "_input_charset", Value: "utf-8"},
			{Name: "notify_url", Value: "https://shop.example.com/refunds"}, {Name: "seller_email", Value: "shop@example.com"},
			{Name: "batch_no", Value: f[0]}, {Name: "refund_date", Value: f[1] + " " + f[2]},
			{Name: "batch_num", Value: strconv.Itoa(strings.Count(f[3], "#") + 1)}, {Name: "detail_data", Value: f[3]},
		})
	case "!open":
		return s.line(rest)
	case "!cut":
		n, err := strconv.Atoi(f[0])
		if err != nil {
			s.t.Fatal(err)
		}
		whole := s.line(strings.TrimPrefix(rest, f[0]+" "))
		return whole[:len(whole)-n]
	}
	return line
}

// lossKey returns an MD5 key by a name of one to four letters.
func lossKey(name string) string { return strings.Repeat((name + "xxxx")[:4], 8) + "\n" }

func (s *lossShop) signed(key string, ps alipay.Params) string {
	md5, err := alipay.NewMD5(alipay.NewSecret(lossKey(key)))
	if err != nil {
		s.t.Fatal(err)
	}
	signed, err := alipay.Sign(ps, md5)
	if err != nil {
		s.t.Fatal(err)
	}
	return signed.Encode()
}

// lossTrades puts trade numbers for T1, T2, …
func lossTrades(text string) string {
	return regexp.MustCompile(`\bT[0-9]\b`).ReplaceAllStringFunc(text, func(t string) string {
		return "202603012200100000000000000" + t[1:]
	})
}
