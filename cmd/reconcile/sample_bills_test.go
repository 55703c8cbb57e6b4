package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"reconcile/alipay"
)

// The days whose trade bills the shop has downloaded: a bill can be had from the
// morning after its day on.
const (
	firstBilled = 8
	lastBilled  = 13
)

// A billed is one refund as Alipay's own books have it. Its batch is empty where
// a person refunded in Alipay's portal.
type billed struct {
	trade, amount, batch string
	at                   time.Time
}

// settle puts what a notification says was refunded into Alipay's books, once,
// however often it is delivered.
func (s *shop) settle(at time.Time, n notice) {
	seen := map[string]int{}
	for _, item := range n.items {
		part := strings.Split(strings.Split(item, "$")[0], "^")
		key := part[0] + " " + n.batch
		seen[key]++
		if _, err := alipay.ParseMoney(part[1]); err != nil || part[2] != alipay.Success || s.booked[key] >= seen[key] {
			continue
		}
		s.booked[key]++
		s.bills = append(s.bills, billed{part[0], part[1], n.batch, at.Add(-9 * time.Second)})
	}
}

// tellBills: Alipay's own books contradict what its notifications said.
func (s *shop) tellBills() {
	back := func(due string) refund {
		return refund{trade: s.order(november, clock(7, 15, 0), due, due), amount: due}
	}
	failed := back("79.90")
	failed.item = failed.trade + "^79.90^SYSTEM_ERROR" // and yet it was refunded
	b := s.submit(clock(9, 12, 20), failed)
	s.answer(b)
	s.bills = append(s.bills, billed{failed.trade, failed.amount, b.no, clock(9, 12, 26)})
	s.answer(s.submit(clock(10, 12, 20), back("59.00")))
	s.bills[len(s.bills)-1].amount = "95.00"
	s.answer(s.submit(clock(11, 12, 20), back("128.00")))
	s.bills = s.bills[:len(s.bills)-1] // never came about
	byHand := back("45.50")            // in Alipay's portal, where no batch is
	s.bills = append(s.bills, billed{byHand.trade, byHand.amount, "", clock(12, 17, 41)})
}

// billFiles are the trade bills by their path in testdata, as they are
// downloaded, and those of the two days after them, which come later.
func (s *shop) billFiles() map[string][]byte {
	files := map[string][]byte{}
	for day := firstBilled; day <= lastBilled+2; day++ {
		folder, name := "bills/", s.merchant.Partner+"0156_"+clock(day, 0, 0).Format("20060102")
		if day > lastBilled {
			folder = "late/"
		}
		files[folder+name+".zip"] = s.packBill(name, s.billSummary(day), s.billOf(day))
	}
	return files
}

// packBill makes an archive as Alipay does: names in GBK without a flag, the
// summary first, no times.
func (s *shop) packBill(name, summary, bill string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, m := range [][2]string{{"_业务明细(汇总).csv", summary}, {"_业务明细.csv", bill}} {
		member, err := w.CreateHeader(&zip.FileHeader{Name: s.gbk(name + m[0]), NonUTF8: true, Method: zip.Deflate})
		if err != nil {
			s.t.Fatal(err)
		}
		if _, err := member.Write([]byte(s.gbk(m[1]))); err != nil {
			s.t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		s.t.Fatal(err)
	}
	return b.Bytes()
}

func (s *shop) gbk(text string) string {
	encoded, err := alipay.GBK.Encode(text)
	if err != nil {
		s.t.Fatal(err)
	}
	return encoded
}

// A billRow is one row of a bill, whether trade or refund.
type billRow struct {
	billed
	kind   string
	number string // the shop's own
	paidAt time.Time
}

// billRows are the payments and refunds of a day, in order of time.
func (s *shop) billRows(day int) []billRow {
	from, until := clock(day, 0, 0), clock(day+1, 0, 0)
	orders := map[string]billRow{}
	var rows []billRow
	for export, prefix := range []string{"TB%05d", "SO%05d", "W%04d"} {
		for i, o := range s.exports[export] {
			row := billRow{billed{o.trade, o.paid, "", o.at}, "交易", fmt.Sprintf(prefix, []int{41001, 70001, 301}[export]+i), o.at}
			if _, again := orders[o.trade]; again {
				continue
			}
			orders[o.trade] = row
			if !o.at.Before(from) && o.at.Before(until) {
				rows = append(rows, row)
			}
		}
	}
	for _, r := range s.bills {
		if !r.at.Before(from) && r.at.Before(until) {
			of := orders[r.trade]
			r.amount = "-" + r.amount
			rows = append(rows, billRow{r, "退款", of.number, of.paidAt})
		}
	}
	slices.SortStableFunc(rows, func(a, b billRow) int { return a.at.Compare(b.at) })
	return rows
}

// billHead are the lines above a bill's rows, of the detail or of its summary.
func (s *shop) billHead(day int, title, list string) string {
	const form = "2006年01月02日 15:04:05"
	return fmt.Sprintf("#支付宝%s查询\r\n#账号：[%s0156]\r\n#起始日期：[%s]   终止日期：[%s]\r\n#-----------------------------------------%s列表----------------------------------------\r\n",
		title, s.merchant.Partner, clock(day, 0, 0).Format(form), clock(day+1, 0, 0).Format(form), list)
}

// billOf is the trade bill of a day.
func (s *shop) billOf(day int) string {
	var b strings.Builder
	b.WriteString(s.billHead(day, "业务明细", "业务明细"))
	b.WriteString("支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注\r\n")
	for _, r := range s.billRows(day) {
		fmt.Fprintf(&b, "%s\t,%s\t,%s\t,订单 %[2]s,%[4]s,%[5]s,\t,\t,\t,\t,*某某(buy***@example.com)\t,%[6]s,%[6]s,0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,%[7]s\t,0.00,0.00,\r\n",
			r.trade, r.number, r.kind, r.paidAt.Format(alipay.TimeLayout), r.at.Format(alipay.TimeLayout), r.amount, r.batch)
	}
	b.WriteString("#-----------------------------------------业务明细列表结束------------------------------------\r\n")
	trades, paid := s.billTotal(day, "交易")
	refunds, back := s.billTotal(day, "退款")
	fmt.Fprintf(&b, "#交易合计：%d笔，商家实收共%s元，商家优惠共0.00元\r\n#退款合计：%d笔，商家实收退款共%s元，商家优惠退款共0.00元\r\n", trades, paid, refunds, back)
	fmt.Fprintf(&b, "#导出时间：[%s]\r\n", clock(day+1, 10, 12).Format("2006年01月02日 15:04:05"))
	return b.String()
}

// billTotal counts and sums the rows of one kind.
func (s *shop) billTotal(day int, kind string) (rows int, sum alipay.Money) {
	for _, r := range s.billRows(day) {
		if r.kind != kind {
			continue
		}
		rows++
		if amount, refund := strings.CutPrefix(r.amount, "-"); refund {
			sum = sum.Sub(s.yuan(amount))
		} else {
			sum = sum.Add(s.yuan(amount))
		}
	}
	return rows, sum
}

// billSummary is what lies beside a bill in its archive.
func (s *shop) billSummary(day int) string {
	trades, paid := s.billTotal(day, "交易")
	refunds, back := s.billTotal(day, "退款")
	row := fmt.Sprintf(",%d,%d,%s,%s,0.00,0.00,0.00,0.00,0.00,%[3]s\r\n", trades, refunds, paid, paid.Add(back))
	return s.billHead(day, "业务汇总", "业务汇总") +
		"门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,商家优惠（元）,卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）\r\n" +
		"\t," + row + "合计," + row +
		"#----------------------------------------业务汇总列表结束-------------------------------------\r\n"
}
