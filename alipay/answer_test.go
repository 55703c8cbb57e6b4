package alipay_test

import (
	"fmt"
	"strings"
	"testing"

	"reconcile/alipay"
)

// What real answers held, personal details replaced.
func TestParseAnswerDetails(t *testing.T) {
	for _, tt := range []struct{ details, want string }{
		{"201606160000375820^20160415210010255^210.00^SUCCESS^true^P", "201606160000375820 20160415210010255 1 210.00 SUCCESS true^P"},
		{"201607130000409537^20151016210010640^252.00^TRADE_HAS_CLOSED^false^null", "201607130000409537 20151016210010640 1 252.00 TRADE_HAS_CLOSED false^null"},
		{"20160712001^2016071221001004430242532850^0.01^SUCCESS$shop@example.com^2088301773687981^0.00^SUCCESS", "20160712001 2016071221001004430242532850 1 0.01 SUCCESS  fee 0.00 SUCCESS"},
		{"20121204001^2012111620984834^0.01^TRADE_HAS_CLOSED#20121122001^2012111620984834^0.01^SUCCESS#",
			"20121204001 2012111620984834 1 0.01 TRADE_HAS_CLOSED |20121122001 2012111620984834 1 0.01 SUCCESS "},
		{"201012300001^2010123016346858^0.02^SUCCESS|shop@example.com^2088102210397302^shop@example.com^2088101568345155^0.01^SUCCESS$$10.00^10.00^SUCCESS",
			"201012300001 2010123016346858 1 0.02 SUCCESS "},
		{"20121204001^2012111620984834^0.01^SUCCESS#20121204001^2012111620984834^0.02^SUCCESS",
			"20121204001 2012111620984834 1 0.01 SUCCESS |20121204001 2012111620984834 2 0.02 SUCCESS "},
	} {
		items, bad := alipay.ParseAnswerDetails(tt.details)
		var got []string
		for _, a := range items {
			text := fmt.Sprintf("%s %s %d %v %s %s", a.BatchNo, a.TradeNo, a.Occurrence, a.Amount, a.Code, a.Dback)
			if a.Fee != nil {
				text += fmt.Sprintf(" fee %v %s", a.Fee.Amount, a.Fee.Code)
			}
			got = append(got, text)
		}
		if s := strings.Join(got, "|"); s != tt.want || len(bad) > 0 {
			t.Errorf("ParseAnswerDetails(%q) = %q, %v, want %q", tt.details, s, bad, tt.want)
		}
		var again []string
		for _, a := range items {
			again = append(again, a.String())
		}
		if s := strings.Join(again, "#"); s != strings.TrimSuffix(tt.details, "#") {
			t.Errorf("printed %q, want %q", s, tt.details)
		}
	}
}

// Items of a notification, and what is none at all.
func TestParseAnswerDetailsBad(t *testing.T) {
	for details, want := range map[string]string{
		"2016071221001004430242532850^0.01^SUCCESS":              "list the file under notify",
		"2016071221001004430242532850^0.01^SUCCESS^true^S":       "list the file under notify",
		"2016^2016071221001004430242532850^0.01^SUCCESS":         "batch_no is not 11 to 32 letters and digits",
		"20160712001^2016071221001004430242532850^0.01":          "2 fields, not 3 or 5",
		"20160712001^2016071221001004430242532850^1e3^SUCCESS":   "1e3",
		"20160712001^2016071221001004430242532850^0.01^refunded": "not a processing result",
	} {
		items, bad := alipay.ParseAnswerDetails(details)
		if len(items) > 0 || len(bad) != 1 || !strings.Contains(bad[0].Reason, want) {
			t.Errorf("ParseAnswerDetails(%q) = %v, %v, want an error with %q", details, items, bad, want)
		}
	}
}
