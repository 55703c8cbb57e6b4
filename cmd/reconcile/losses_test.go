package main

import (
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
    corrections: { complete_since: 2026-03-01 }
jobs:
  nightly:
    account: shop
    notify: ["notify/*"]
    orders: ["orders/*"]
    requests: ["requests/*"]
    output: out
`

// lossDefaults are the files of a shop that has none of its own: keys, and logs that hold
// nothing of ours.
func lossDefaults() map[string]string {
	return map[string]string{
		"md5.key": lossKey("key"), "cron.yaml": lossConfig,
		"notify/none.log": "nothing\n", "requests/none.log": "nothing of ours\n",
	}
}

// TestLosses tells of small shops in which a refund was made twice, an over-refund went
// untold or a buyer was forgotten. A file N/PATH of a shop is put at PATH before the N-th
// night; an empty one is taken away. A night is `run` on 2026-03-(9+N) at 02:30, unless
// N/do says otherwise, a line a step:
//
//	at 12:05                    on that day, or at 2026-03-05 02:30, is what follows
//	copy A B                    a file or folder
//	remove A
//	touch A                     changed at that moment
//	COMMAND ...                 of the program, which does not end with 1 or 2
//	! COMMAND ...               which does
//
// $LAST is the number of the batch that was issued last. want has a line a fact:
//
//	N exit STATUS               of the N-th night's last command
//	N issued T1 30.00           a line of a batch
//	N held T1 [HOLD]            a correction that is held
//	N nothing issued
//	N finding CODE [T1]         an open finding
//	N no finding CODE
//	N says TEXT                 in what the night prints
//
// T1, T2, … are trade numbers of 2026-03-01. Lines of files that begin with ! are made:
//
//	!notice KEY ID BATCH DATE TIME DETAILS [SUCCESS_NUM]    a notification, signed
//	!request BATCH DATE TIME LINES            a request, signed
//	!bill FROM UNTIL [BATCH,TRADE,AMOUNT,DATE,TIME]...    a bill from one midnight to another
//	!access TEXT                              TEXT as the body of a POST in an access log
//	!open TEXT                                TEXT without a line end
//	!cut N TEXT                               TEXT without its last N bytes
func TestLosses(t *testing.T) {
	skipShort(t)
	files, err := filepath.Glob("testdata/losses/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no shops: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			s := &lossShop{t: t, dir: t.TempDir()}
			for path, text := range lossDefaults() {
				s.write(path, text)
			}
			s.play(txtar.Parse(text).Files)
		})
	}
}

type lossShop struct {
	t       *testing.T
	dir     string
	printed map[int]string
	exits   map[int]int
	reports map[string]int // by folder, the night that made it
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
	s.printed, s.exits, s.reports = map[int]string{}, map[int]int{}, map[string]int{}
	for n := 1; n <= nights; n++ {
		steps := "run"
		for _, f := range files {
			path, ok := strings.CutPrefix(f.Name, fmt.Sprintf("%d/", n))
			switch {
			case ok && path == "do":
				steps = lossTrades(string(f.Data))
			case ok:
				s.write(path, s.made(string(f.Data)))
			}
		}
		s.night(n, steps)
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

// night makes the n-th night.
func (s *lossShop) night(n int, steps string) {
	now := time.Date(2026, 3, 9+n, 2, 30, 0, 0, alipay.Shanghai())
	for step := range strings.Lines(steps) {
		switch f := strings.Fields(strings.ReplaceAll(step, "$LAST", s.lastBatch())); f[0] {
		case "at":
			now = s.moment(now, f[1:])
		case "copy":
			s.copy(f[1], f[2])
		case "touch":
			if err := os.Chtimes(filepath.Join(s.dir, f[1]), now, now); err != nil {
				s.t.Fatal(err)
			}
		case "remove":
			if err := os.RemoveAll(filepath.Join(s.dir, f[1])); err != nil {
				s.t.Fatal(err)
			}
		case "!":
			s.do(n, now, true, f[1:])
		default:
			s.do(n, now, false, f)
		}
	}
}

// newestJob is the job of the newest run that has left a report.
func (s *lossShop) newestJob() (job string) {
	reports, err := filepath.Glob(filepath.Join(s.dir, "out/*/latest/summary.json"))
	if err != nil || len(reports) == 0 {
		s.t.Fatal(reports, err)
	}
	var newest int64
	for _, path := range reports {
		var said struct {
			Run int64  `json:"run"`
			Job string `json:"job"`
		}
		if decodeFile(s.t, path, &said); said.Run > newest {
			newest, job = said.Run, said.Job
		}
	}
	return job
}

// do runs one command of the n-th night.
func (s *lossShop) do(n int, now time.Time, fails bool, args []string) {
	var out bytes.Buffer
	p := newProgram(func(string) string { return "" }, &out, &out)
	p.Now = func() time.Time { return now }
	s.exits[n] = p.run(context.Background(), append(args, "--config", filepath.Join(s.dir, "cron.yaml")))
	s.printed[n] += out.String()
	if failed := s.exits[n] == 1 || s.exits[n] == 2; failed != fails {
		s.t.Fatalf("night %d: %v ends with %d\n%s", n, args, s.exits[n], out.String())
	}
	if args[0] == "run" && !fails {
		checkMoneyOf(s.t, s.dir, s.newestJob())
	}
	folders, err := filepath.Glob(filepath.Join(s.dir, "out", "*", "2*"))
	if err != nil {
		s.t.Fatal(err)
	}
	for _, folder := range folders {
		if _, known := s.reports[folder]; !known {
			s.reports[folder] = n
		}
	}
}

// moment is a time of day, or of another day.
func (s *lossShop) moment(now time.Time, words []string) time.Time {
	if len(words) == 1 {
		words = []string{now.Format(time.DateOnly), words[0]}
	}
	t, err := time.ParseInLocation("2006-01-02 15:04", strings.Join(words, " "), alipay.Shanghai())
	if err != nil {
		s.t.Fatal(err)
	}
	return t
}

// copy copies a file or folder over what is at the other place.
func (s *lossShop) copy(from, to string) {
	from, to = filepath.Join(s.dir, from), filepath.Join(s.dir, to)
	if err := os.RemoveAll(to); err != nil {
		s.t.Fatal(err)
	}
	if info, err := os.Stat(from); err != nil {
		s.t.Fatal(err)
	} else if info.IsDir() {
		if err := os.CopyFS(to, os.DirFS(from)); err != nil {
			s.t.Fatal(err)
		}
		return
	}
	text, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, text, 0o600)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// lastBatch is the greatest number of the batches whose files are there.
func (s *lossShop) lastBatch() (last string) {
	for folder := range s.reports {
		files, err := filepath.Glob(filepath.Join(folder, "batches", "*.html"))
		if err != nil {
			s.t.Fatal(err)
		}
		for _, name := range files {
			last = max(last, strings.TrimSuffix(filepath.Base(name), ".html"))
		}
	}
	return last
}

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
		holds = strings.Contains(strings.Join(strings.Fields(s.printed[n]), " "), strings.TrimPrefix(fact, "says "))
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

// facts returns what the jobs of a night have found and done.
func (s *lossShop) facts(n int) (facts []string) {
	made := 0
	for folder, night := range s.reports {
		if night == n {
			made++
			facts = append(append(facts, s.report(folder, "findings.jsonl")...), s.report(folder, "corrections.jsonl")...)
		}
	}
	if made == 0 {
		s.t.Fatalf("night %d left no report\n%s", n, s.printed[n])
	}
	return facts
}

// report returns the facts of one file of a report.
func (s *lossShop) report(folder, name string) (facts []string) {
	text, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		s.t.Fatal(err)
	}
	for text := range strings.Lines(string(text)) {
		var l struct {
			Code    string `json:"code"`
			TradeNo string `json:"trade_no"`
			Status  string `json:"status"`
			Amount  string `json:"amount"`
			Hold    string `json:"hold"`
		}
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			s.t.Fatal(err)
		}
		switch {
		case l.Status == "closed":
		case name == "findings.jsonl":
			facts = append(facts, "finding "+l.Code, "finding "+l.Code+" "+l.TradeNo)
		default:
			facts = append(facts, l.Status+" "+l.TradeNo+" "+l.Amount, l.Status+" "+l.TradeNo, l.Status+" "+l.TradeNo+" "+l.Hold)
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
		if len(f) == 6 {
			f = append(f, strconv.Itoa(strings.Count(f[5], "^SUCCESS")))
		}
		return s.signed(f[0], alipay.Params{
			{Name: "notify_time", Value: f[3] + " " + f[4]}, {Name: "notify_type", Value: alipay.NotifyType},
			{Name: "notify_id", Value: f[1]}, {Name: "batch_no", Value: f[2]},
			{Name: "success_num", Value: f[6]}, {Name: "result_details", Value: f[5]},
		})
	case "!request":
		return s.signed("key", alipay.Params{
			{Name: "service", Value: alipay.Service}, {Name: "partner", Value: "2088101008267254"}, {Name: "_input_charset", Value: "utf-8"},
			{Name: "notify_url", Value: "https://shop.example.com/refunds"}, {Name: "seller_email", Value: "shop@example.com"},
			{Name: "batch_no", Value: f[0]}, {Name: "refund_date", Value: f[1] + " " + f[2]},
			{Name: "batch_num", Value: strconv.Itoa(strings.Count(f[3], "#") + 1)}, {Name: "detail_data", Value: f[3]},
		})
	case "!bill":
		return lossBill(f)
	case "!open":
		return s.line(rest)
	case "!access":
		return fmt.Sprintf("110.75.1.1 - - [09/Mar/2026:10:00:00 +0800] \"POST /refunds HTTP/1.1\" 200 7 %q", s.line(rest))
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

// lossBill returns a trade bill, whose refunds have a batch number or - for none.
func lossBill(f []string) string {
	day := func(s string) string {
		return strings.Replace(strings.Replace(s, "-", "年", 1), "-", "月", 1) + "日 00:00:00"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "#支付宝业务明细查询\n#账号：[20881010082672540156]\n#起始日期：[%s]   终止日期：[%s]\n#--业务明细列表--\n", day(f[0]), day(f[1]))
	b.WriteString("支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注\n")
	var sum alipay.Money
	for _, row := range f[2:] {
		r := strings.Split(row, ",")
		if r[0] == "-" {
			r[0] = ""
		}
		amount, _ := alipay.ParseMoney(r[2])
		sum = sum.Add(amount)
		fmt.Fprintf(&b, "%s\t,1001\t,退款\t,茶杯,2026-03-01 10:00:00,%s %s,\t,\t,\t,\t,*明(138****0001)\t,-%s,-%s,0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,%s\t,0.00,0.00,\n", r[1], r[3], r[4], r[2], r[2], r[0])
	}
	paid := "0.00"
	if len(f) > 2 {
		paid = "-" + sum.String()
	}
	fmt.Fprintf(&b, "#--业务明细列表结束--\n#交易合计：0笔，商家实收共0.00元，商家优惠共0.00元\n#退款合计：%d笔，商家实收退款共%s元，商家优惠退款共0.00元\n#导出时间：[%s]", len(f)-2, paid, day(f[1]))
	return b.String()
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
