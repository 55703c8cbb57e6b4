package main

import (
	"fmt"
	"strings"
	"time"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/config"
)

// sampleShopKey verifies and signs in the sample of init. It is no secret.
const sampleShopKey = "sample0key0of0no0real0account000"

// samplePartner is the partner of the cron.yaml that init writes.
const samplePartner = "2088000000000000"

// forgedDay is the day, counted back, of a notification that Alipay did not sign.
const forgedDay = 1

// A sampleShop makes up a week before a moment, in which the few things that
// matter most go wrong once. The same moment makes the same bytes.
type sampleShop struct {
	signer                   alipay.Signer
	partner                  string
	now                      time.Time
	orders, requests, notify strings.Builder
	err                      error
}

// sampleDays is how many days the sample reaches back.
const sampleDays = 7

// sampleInputs are the inputs and the key that init --sample writes, by name.
// They fit the account of the cron.yaml that init writes.
func sampleInputs(now time.Time) (map[string]string, error) {
	key, err := alipay.NewMD5(alipay.NewSecret(sampleShopKey))
	if err != nil {
		return nil, err
	}
	s := &sampleShop{signer: key, partner: samplePartner, now: now.In(alipay.Shanghai())}
	files, err := s.files()
	files["md5.key"] = sampleShopKey + "\n"
	return files, err
}

// files are the inputs by name.
func (s *sampleShop) files() (map[string]string, error) {
	s.week()
	return map[string]string{
		"orders/orders.csv":     s.orders.String(),
		"requests/requests.log": s.requests.String(),
		"notify/notify.log":     s.notify.String(),
	}, s.err
}

// week is what happened.
func (s *sampleShop) week() {
	s.orders.WriteString("支付宝交易号,订单号,实付金额,应退总额,付款时间\n")
	fine, twice, missing := s.order(7, 1, "128.00", "128.00"), s.order(7, 2, "268.00", "268.00"), s.order(6, 3, "99.00", "99.00")
	short, silent, part := s.order(6, 4, "79.90", "50.00"), s.order(5, 5, "45.50", "45.50"), s.order(5, 6, "320.00", "20.00")
	s.order(4, 7, "66.00", "0.00")

	first := s.submit(5, 1, fine+"^128.00", twice+"^268.00")
	s.answer(5, 1, first, "2", fine+"^128.00^SUCCESS", twice+"^268.00^SUCCESS")
	again := s.submit(4, 2, twice+"^268.00", short+"^50.00")
	s.answer(4, 2, again, "1", twice+"^268.00^SUCCESS", short+"^50.00^SELLER_BALANCE_NOT_ENOUGH")
	s.submit(3, 3, silent+"^45.50")
	last := s.submit(2, 4, part+"^20.00")
	s.answer(2, 4, last, "1", part+"^20.00^SUCCESS")
	s.answer(forgedDay, 5, s.batchNo(forgedDay, 5), "1", missing+"^99.00^SUCCESS")
}

// at is a moment so many days before now.
func (s *sampleShop) at(daysAgo, hour, minute int) time.Time {
	y, m, d := s.now.Date()
	return time.Date(y, m, d-daysAgo, hour, minute, 0, 0, alipay.Shanghai())
}

// order exports a paid trade and returns its number.
func (s *sampleShop) order(daysAgo, n int, paid, due string) string {
	at := s.at(daysAgo, 10, n)
	trade := fmt.Sprintf("%s22001000%012d", at.Format("20060102"), n*7919)
	fmt.Fprintf(&s.orders, "%s,S%05d,%s,%s,%s\n", trade, n, paid, due, at.Format(alipay.TimeLayout))
	return trade
}

// batchNo is the number of the n-th batch.
func (s *sampleShop) batchNo(daysAgo, n int) string {
	return s.at(daysAgo, 16, n).Format("20060102") + fmt.Sprintf("%06d", n)
}

// submit logs the submission of a batch of trade^amount and returns its number.
func (s *sampleShop) submit(daysAgo, n int, lines ...string) string {
	at, no := s.at(daysAgo, 16, n), s.batchNo(daysAgo, n)
	r := alipay.Request{Merchant: alipay.Merchant{Partner: s.partner, SellerEmail: "refunds@example.com", Charset: alipay.UTF8},
		BatchNo: no, BatchNum: fmt.Sprint(len(lines)), RefundDate: at.Format(alipay.TimeLayout)}
	for _, line := range lines {
		trade, amount, _ := strings.Cut(line, "^")
		yuan, err := alipay.ParseMoney(amount)
		s.fail(err)
		r.Lines = append(r.Lines, alipay.Line{TradeNo: trade, Amount: yuan, Reason: config.DefaultReason})
	}
	params, err := r.Params()
	s.fail(err)
	fmt.Fprintf(&s.requests, "%s POST %s\n", at.Format(alipay.TimeLayout), s.signed(params))
	return no
}

// signed prints parameters with their signature.
func (s *sampleShop) signed(params alipay.Params) string {
	params, err := alipay.Sign(params, s.signer)
	s.fail(err)
	return params.Encode()
}

// answer logs the notification of a batch.
func (s *sampleShop) answer(daysAgo, n int, batch, succeeded string, items ...string) {
	at := s.at(daysAgo, 16, n+10).Format(alipay.TimeLayout)
	body := s.signed(alipay.Params{
		{Name: "notify_time", Value: at},
		{Name: "notify_type", Value: alipay.NotifyType},
		{Name: "notify_id", Value: fmt.Sprintf("%032x", n*7919)},
		{Name: "batch_no", Value: batch},
		{Name: "success_num", Value: succeeded},
		{Name: "result_details", Value: strings.Join(items, "#")},
	})
	if daysAgo == forgedDay {
		body = strings.Replace(body, "&sign=", "&sign=0", 1)
	}
	fmt.Fprintf(&s.notify, "%s POST /alipay/refund_notify %s\n", at, body)
}

// fail keeps the first error.
func (s *sampleShop) fail(err error) {
	if s.err == nil {
		s.err = err
	}
}
