package alipay_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
)

// dump shows every field of a result but Rest in one line.
func dump(r alipay.Result) string {
	s := fmt.Sprintf("%s/%d %s %s", r.TradeNo, r.Occurrence, r.Amount, r.Code)
	if r.Dback != "" {
		s += " dback " + r.Dback
	}
	if r.Fee != nil {
		s += fmt.Sprintf(" fee %s %s %s %q", r.Fee.Account, r.Fee.AccountID, r.Fee.Amount, r.Fee.Code)
	}
	return s
}

func dumpAll(results []alipay.Result) []string {
	lines := make([]string, len(results))
	for i, r := range results {
		lines[i] = dump(r)
	}
	return lines
}

// What merchants received, the e-mail addresses masked, and what it says.
func TestCapturedResults(t *testing.T) {
	for _, c := range []struct {
		name, details string
		want          []string
	}{
		{"S1", "2015042100001000760048511054^1.00^SUCCESS$shop@example.com^2088711824364505^0.01^SUCCESS",
			[]string{`2015042100001000760048511054/1 1.00 SUCCESS fee shop@example.com 2088711824364505 0.01 "SUCCESS"`}},
		{"S2", "2015042700001000760049110401^1.00^SUCCESS$shop@example.com^2088711824364505^0.01^SUCCESS#2015042700001000760049110581^1.00^SUCCESS$shop@example.com^2088711824364505^0.01^SUCCESS",
			[]string{`2015042700001000760049110401/1 1.00 SUCCESS fee shop@example.com 2088711824364505 0.01 "SUCCESS"`, `2015042700001000760049110581/1 1.00 SUCCESS fee shop@example.com 2088711824364505 0.01 "SUCCESS"`}},
		{"S3", "2013091142096412^0.01^SUCCESS$shop@example.com^2088101964737404^0.00^SUCCESS",
			[]string{`2013091142096412/1 0.01 SUCCESS fee shop@example.com 2088101964737404 0.00 "SUCCESS"`}},
		{"S4", "2015102021001004760034692652^0.03^SUCCESS", []string{"2015102021001004760034692652/1 0.03 SUCCESS"}},
		{"S5", "2016052621001004180237340740^0.10^SUCCESS", []string{"2016052621001004180237340740/1 0.10 SUCCESS"}},
		{"S6", "2015120321001004140212185415^0.01^SUCCESS", []string{"2015120321001004140212185415/1 0.01 SUCCESS"}},
		{"S7", "2017020721001004830269248522^0.01^SUCCESS", []string{"2017020721001004830269248522/1 0.01 SUCCESS"}},
		{"S8", "2016081121001004320278315709^0.01^SUCCESS^true^P$shop@example.com^2088411293539364^0.00^SUCCESS",
			[]string{`2016081121001004320278315709/1 0.01 SUCCESS dback true^P fee shop@example.com 2088411293539364 0.00 "SUCCESS"`}},
		{"S9", "2013070475489027^0.01^SUCCESS^true^P$shop@example.com^2088201564809153^0.00^SUCCESS",
			[]string{`2013070475489027/1 0.01 SUCCESS dback true^P fee shop@example.com 2088201564809153 0.00 "SUCCESS"`}},
		{"S10", "2017011321001004470228487114^0.01^TRADE_HAS_CLOSED#2017011321001004470228502268^0.01^SUCCESS",
			[]string{"2017011321001004470228487114/1 0.01 TRADE_HAS_CLOSED", "2017011321001004470228502268/1 0.01 SUCCESS"}},
		{"S11", "2017022721001004880233243222^0.02^REFUND_TRADE_FEE_ERROR", []string{"2017022721001004880233243222/1 0.02 REFUND_TRADE_FEE_ERROR"}},
		{"S12", "2016070821001004700239503693^0.02^REFUND_TRADE_FEE_ERROR", []string{"2016070821001004700239503693/1 0.02 REFUND_TRADE_FEE_ERROR"}},
		{"S13", "2017051221001004460213417006^0.01^TRADE_HAS_CLOSED", []string{"2017051221001004460213417006/1 0.01 TRADE_HAS_CLOSED"}},
		{"S14, empty fee result", "2015070900001000950057205486^5.00^REFUND_TRADE_FEE_ERROR$shop@example.com^2088601265635235^0.00^",
			[]string{`2015070900001000950057205486/1 5.00 REFUND_TRADE_FEE_ERROR fee shop@example.com 2088601265635235 0.00 ""`}},
		{"S15, empty fee result before an item", "2014112100001000820036361952^0.01^TRADE_HAS_CLOSED$shop@example.com^2088701074577516^0.02^#2014111200001000820035611523^0.01^SUCCESS$shop@example.com^2088701074577516^0.00^SUCCESS",
			[]string{`2014112100001000820036361952/1 0.01 TRADE_HAS_CLOSED fee shop@example.com 2088701074577516 0.02 ""`, `2014111200001000820035611523/1 0.01 SUCCESS fee shop@example.com 2088701074577516 0.00 "SUCCESS"`}},
		{"S16", "2014111200001000820035611523^0.01^TRADE_HAS_CLOSED$shop@example.com^2088701074577516^0.00^SUCCESS",
			[]string{`2014111200001000820035611523/1 0.01 TRADE_HAS_CLOSED fee shop@example.com 2088701074577516 0.00 "SUCCESS"`}},
		{"S17", "2014112112427121^369.00^SUCCESS$shop@example.com^2088611359544680^1.48^SUCCESS#2014112011771421^339.00^SUCCESS$shop@example.com^2088611359544680^1.36^SUCCESS",
			[]string{`2014112112427121/1 369.00 SUCCESS fee shop@example.com 2088611359544680 1.48 "SUCCESS"`, `2014112011771421/1 339.00 SUCCESS fee shop@example.com 2088611359544680 1.36 "SUCCESS"`}},
		{"S18", "2015021006250066^0.01^SUCCESS$shop@example.com^2088411586220692^0.00^SUCCESS#2015021006152966^0.01^SUCCESS$shop@example.com^2088411586220692^0.00^SUCCESS",
			[]string{`2015021006250066/1 0.01 SUCCESS fee shop@example.com 2088411586220692 0.00 "SUCCESS"`, `2015021006152966/1 0.01 SUCCESS fee shop@example.com 2088411586220692 0.00 "SUCCESS"`}},
		{"S19, a code cut short is a code unknown", "2011112421847473^0.01^NOT_THIS_PARTNERS_TRAD", []string{"2011112421847473/1 0.01 NOT_THIS_PARTNERS_TRAD"}},
		{"S20, a trade twice", "2016072021001004610238752098^0.00^REFUND_TRADE_FEE_ERROR#2016072021001004610238752098^0.00^REFUND_TRADE_FEE_ERROR",
			[]string{"2016072021001004610238752098/1 0.00 REFUND_TRADE_FEE_ERROR", "2016072021001004610238752098/2 0.00 REFUND_TRADE_FEE_ERROR"}},
		{"S21", "2015111021001004590061668904^0.01^SUCCESS#2015111021001004590061400884^0.01^TRADE_NOT_EXISTS",
			[]string{"2015111021001004590061668904/1 0.01 SUCCESS", "2015111021001004590061400884/1 0.01 TRADE_NOT_EXISTS"}},
		{"the document's table 5-1", "2010031906272929^80^SUCCESS$jax_chuanhang@alipay.com^2088101003147483^0.01^SUCCESS",
			[]string{`2010031906272929/1 80.00 SUCCESS fee jax_chuanhang@alipay.com 2088101003147483 0.01 "SUCCESS"`}},
		{"the document's 5.3", "2010031906272929^80^SUCCESS", []string{"2010031906272929/1 80.00 SUCCESS"}},
		{"the real message", realResult, []string{"2016031721001004670245932381/1 0.20 SUCCESS", "2016031721001004670247063531/1 0.24 SUCCESS"}},
	} {
		results, bad := alipay.ParseResultDetails(c.details)
		if got := dumpAll(results); !slices.Equal(got, c.want) || len(bad) != 0 {
			t.Errorf("%s: %q, %v, want %q", c.name, got, bad, c.want)
		}
	}
}

func TestResultGrammar(t *testing.T) {
	const trade, royalty = "2010123016346858^0.02^SUCCESS", "shop@example.com^2088102210397302^shop@example.com^2088101568345155^0.01^SUCCESS"
	for _, c := range []struct{ item, rest string }{
		{trade, ""},
		{trade + "^false^null", ""}, {trade + "^true^S", ""}, {trade + "^true^F", ""}, {trade + "^true^P", ""},
		{trade + "|" + royalty, "|" + royalty}, {trade + "|" + royalty + "|" + royalty, "|" + royalty + "|" + royalty},
		{trade + "$$10.00^10.00^SUCCESS", "$$10.00^10.00^SUCCESS"},
		{trade + "|" + royalty + "$$10.00^10.00^SUCCESS", "|" + royalty + "$$10.00^10.00^SUCCESS"},
		{trade + "$a@b.c^2088^0.00^CHECK_VALID_SUCCESS|" + royalty + "$$1^2^3", "|" + royalty + "$$1^2^3"},
		{trade + "$^^0.00^", ""}, {trade + "$\xc9\xcc\xbb\xa7^2088^1.00^SUCCESS", ""},
	} {
		results, bad := alipay.ParseResultDetails("#" + c.item + "##")
		if len(results) != 1 || len(bad) != 0 || results[0].Rest != c.rest || results[0].Occurrence != 1 || !results[0].Succeeded() {
			t.Errorf("%q: %v, %v, want one item with rest %q", c.item, results, bad, c.rest)
			continue
		}
		if got := results[0].String(); got != c.item {
			t.Errorf("prints %q, want %q", got, c.item)
		}
	}
}

func TestEmptyResults(t *testing.T) {
	for _, s := range []string{"", "#", "###"} {
		if results, bad := alipay.ParseResultDetails(s); len(results)+len(bad) != 0 {
			t.Errorf("ParseResultDetails(%q) = %v, %v, want nothing", s, results, bad)
		}
	}
}

// Each is refused whole and the good item beside it counts.
func TestBadResults(t *testing.T) {
	const good, no = "2016031721001004670245932381^0.20^SUCCESS", "2013091142096412"
	for item, reason := range map[string]string{
		no: "the trade section has 1 fields, not 3 or 5", no + "^1.00": "has 2 fields", no + "^1.00^SUCCESS^true": "has 4 fields", no + "^1.00^SUCCESS^true^S^": "has 6 fields",
		"201607130000409537^20151016210010640^252.00^TRADE_HAS_CLOSED": "has 4 fields", // of the sister interface refund_fastpay_query
		"201606160000375820^20160415210010255^210.00^SUCCESS^true^P":   "has 6 fields",
		"0315006^1.00^SUCCESS":                                 "trade_no is not 16 to 32 digits",
		"2.01309E+15^1.00^SUCCESS":                             "trade_no is not",
		no + "^1e5^SUCCESS":                                    "not an amount in yuan",
		no + "^-1.00^SUCCESS":                                  "not an amount in yuan",
		no + "^^SUCCESS":                                       "not an amount in yuan",
		no + "^0.001^SUCCESS":                                  "less than one fen",
		no + "^1.00^":                                          "not a processing result",
		no + "^1.00^success":                                   "not a processing result",
		no + "^1.00^SUCCESS ":                                  "not a processing result",
		no + "^1.00^TRADE_NOT EXISTS":                          "not a processing result",
		no + "^1.00^_SUCCESS":                                  "not a processing result",
		no + "^1.00^9":                                         "not a processing result",
		no + "^1.00^SUCCESS$a\x00b^2088^0.01^SUCCESS":          "holds a control character",
		no + "^1.00^SUCCESS|a^b^c\nd^d^1^S":                    "holds a control character",
		no + "^1.00^SUCCESS\x7f":                               "holds a control character",
		no + "^1.00^SUCCESS\x00":                               "holds a control character",
		no + "^1.00^SUCCESS^TRUE^S":                            "not a bank card section",
		no + "^1.00^SUCCESS^true^":                             "not a bank card section",
		no + "^1.00^SUCCESS$":                                  "the fee section has 1 fields, not 4",
		no + "^1.00^SUCCESS$a^b^0.01":                          "the fee section has 3 fields",
		no + "^1.00^SUCCESS$a^b^0.01^SUCCESS^x":                "the fee section has 5 fields",
		no + "^1.00^SUCCESS$a^b^0.011^SUCCESS":                 "fee: not an amount in yuan",
		no + "^1.00^SUCCESS$a^b^^":                             "fee: not an amount in yuan",
		no + "^1.00^SUCCESS$a^b^0.01^ok":                       "fee: not a processing result",
		no + "^1.00^SUCCESS$a$c^b^0.01^SUCCESS":                "more than one fee section",
		no + "^1.00^SUCCESS$a^b^0.01^SUCCESS$a^b^0.01^SUCCESS": "the fee section has 7 fields",
		no + "^1.00^SUCCESS|a^b^c":                             "a royalty section has not 6 fields",
		no + "^1.00^SUCCESS|":                                  "a royalty section has not 6 fields",
		no + "^1.00^SUCCESS|a^b^c^d^1.00^SUCCESS$f^2088^0.01":  "a royalty section has not 6 fields",
		no + "^1.00^SUCCESS|a$^b^c^d^1.00^SUCCESS":             "a royalty section has not 6 fields",
		no + "^1.00^SUCCESS$$10.00^10.00":                      "the sub-trade section has not 3 fields",
		no + "^1.00^SUCCESS$$1^2^3$$1^2^3":                     "the sub-trade section has not 3 fields",
		no + "^1.00^SUCCESS$$1^2^3|a":                          "the sub-trade section has not 3 fields",
		no + "^1.00^SUCCESS|" + no + "^2.00^SUCCESS":           "a royalty section has not 6 fields", // items parted by '|', as batch_trans_notify does
		strings.Repeat("$", 1000):                              "the sub-trade section",
		strings.Repeat("^", 1000):                              "has 1001 fields",
		strings.Repeat("|", 1000):                              "a royalty section",
		" " + no + "^1.00^SUCCESS":                             "trade_no is not",
		"２０１３０９１１４２０９６４１２^1.00^SUCCESS":                        "trade_no is not",
		no + "^1.00^SUCCESS$shop@example.com^2088101964737404^0.00^SUCCESS^true^P": "the fee section has 6 fields",
	} {
		results, bad := alipay.ParseResultDetails(good + "#" + item + "#" + good)
		if len(results) != 2 || len(bad) != 1 || bad[0].Item != 2 {
			t.Errorf("%.60q: %v, %v, want item 2 refused", item, results, bad)
			continue
		}
		if !strings.Contains(bad[0].Reason, reason) || len(bad[0].Error()) > 400 || !strings.HasPrefix(bad[0].Error(), "item 2 ") {
			t.Errorf("%.60q: %v, want %q", item, bad[0], reason)
		}
		if results[1].Occurrence != 2 {
			t.Errorf("%.60q: occurrence %d, want 2", item, results[1].Occurrence)
		}
	}
}

// The bugs that parsers in public have: what each would have read.
func TestParserBugsOfOthers(t *testing.T) {
	const details = "2013091142096412^0.01^TRADE_HAS_CLOSED$shop@example.com^2088101964737404^0.02^SUCCESS#2013070475489027^19.99^SUCCESS^true^P#2015120321001004140212185415^0.01^NEVER_SEEN"
	results, bad := alipay.ParseResultDetails(details)
	if len(results) != 3 || len(bad) != 0 {
		t.Fatalf("%v, %v, want 3 results", results, bad)
	}
	if r := results[0]; r.Code != "TRADE_HAS_CLOSED" || r.Succeeded() || r.Fee == nil || r.Fee.Code != "SUCCESS" {
		t.Errorf("the fee's result is taken for the trade's, or glued to it: %s", dump(r))
	}
	if r := results[1]; !r.Succeeded() || r.Dback != "true^P" || r.Amount.Fen() != 1999 {
		t.Errorf("five fields or 19.99 are misread: %s", dump(r))
	}
	if r := results[2]; r.Succeeded() || r.Code != "NEVER_SEEN" {
		t.Errorf("an unknown code is taken for success: %s", dump(r))
	}
}

func TestOccurrences(t *testing.T) {
	for _, n := range []int{2, 8, 9, 1000} {
		items := make([]string, n)
		for i := range items {
			items[i] = fmt.Sprintf("%016d^1.00^SUCCESS", i%2)
		}
		results, _ := alipay.ParseResultDetails(strings.Join(items, "#"))
		for i, r := range results {
			if r.Occurrence != i/2+1 {
				t.Errorf("%d items: number %d has occurrence %d, want %d", n, i, r.Occurrence, i/2+1)
			}
		}
	}
}

func TestManyResultsAreLinear(t *testing.T) {
	item := "2016031721001004670245932381^0.20^SUCCESS#"
	for name, s := range map[string]string{"one trade": strings.Repeat(item, 100_000), "bad items": strings.Repeat("x#", 200_000), "empty items": strings.Repeat("#", 4<<20), "one bad item": strings.Repeat("^$|", 1<<20)} {
		start := time.Now()
		results, bad := alipay.ParseResultDetails(s)
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: %d and %d items after %v", name, len(results), len(bad), took)
		}
	}
}
