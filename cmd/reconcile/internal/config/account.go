package config

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/announce"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/ledger"
	"reconcile/words"
)

// DefaultReason is the reason of a refund where the configuration has none.
const DefaultReason = "协商退款"

// An Account is one Alipay partner as the configuration has it.
type Account struct {
	Name           string
	Merchant       alipay.Merchant
	signType       string
	Verify         bool
	Gateway        string
	NotifyVerify   string // where capture asks about notifications; empty for nowhere
	ResultGrace    time.Duration
	AttemptWarning int
	Corrections    corrections
	Codes          alipay.Codes
	Keys           keys
}

// corrections are the settings of the batches that a run issues or proposes.
type corrections struct {
	Manual          bool // people release what a run proposes
	Approvals       int  // how many of them must approve it first
	Reason          string
	MaxLines        int
	LineCap, RunCap *alipay.Money
	BatchPrefix     string
	CompleteSince   ledger.Date // 0: nobody says that submissions are complete
}

// keyPlaces are where the configuration has the keys of an account.
type keyPlaces struct{ md5, public, private value }

// readAccount takes one account.
func (r reader) readAccount(e entry) {
	checkName(e)
	a, at := &Account{Name: e.key, Merchant: alipay.Merchant{Charset: alipay.UTF8}, Codes: alipay.ErrorCodes()}, keyPlaces{}
	e.read(r.accountKeys(a, &at))
	a.Keys = r.readKeys(a, at)
	r.Accounts[a.Name] = a
}

// accountKeys are the keys of an account.
func (r reader) accountKeys(a *Account, at *keyPlaces) []key {
	const regex = "^2088[0-9]{12}$" // §4.2 of the interface
	partner := words.New("16 digits from 2088")
	m := &a.Merchant
	charset := textTo(func(v value, s string) {
		known, err := alipay.ParseCharset(s)
		if err != nil {
			v.fail("%v", err)
			return
		}
		m.Charset = known
	}).among("utf-8", "GBK", "gb2312")
	code := key{form: text(new(string)).among(classes()...), example: "SELLER_BALANCE_NOT_ENOUGH: fix_first", doc: "What a failure with this code allows. reconcile codes lists the classes."}
	return []key{
		{name: "partner", form: digits(&m.Partner, partner, regex), need: "16 digits from 2088, in quotes", example: `"2088000000000000"`, doc: "The number of the contract."},
		{name: "seller_email", form: text(&m.SellerEmail), need: "this or seller_user_id", unless: "seller_user_id", active: true, example: "refunds@example.com", doc: "The seller of the requests: this or seller_user_id is needed."},
		{name: "seller_user_id", form: digits(&m.SellerUserID, partner, regex), example: `"2088000000000000"`, doc: "The seller by number."},
		{name: "charset", form: charset, need: "utf-8, GBK or gb2312", example: "utf-8", doc: "The charset of the requests, and so of the signature."},
		{name: "sign_type", form: choice(&a.signType, "MD5", "RSA", "DSA"), need: "MD5, RSA or DSA", example: "MD5", doc: "How notifications are verified and batches signed. A notification of another type is a bad signature."},
		{name: "md5_key", form: secret(func(v value) { at.md5 = v }), active: true, example: "{ file: md5.key }", doc: "MD5: the key of both directions. Needed unless verify is off."},
		{name: "alipay_public_key", form: secret(func(v value) { at.public = v }), example: "{ file: alipay.pem }", doc: "RSA, DSA: Alipay's key, which verifies notifications. Needed unless verify is off."},
		{name: "private_key", form: secret(func(v value) { at.private = v }), example: "{ file: private.pem }", doc: "RSA, DSA: the key that signs batches. Without it a run proposes them."},
		{name: "notify_url", form: text(&m.NotifyURL, func(v value, s string) { parseURL(v, s) }).like(words.New("an address"), "^https?://"), example: "https://pay.example.com/refunds", active: true, doc: "Where Alipay reports the results of the batches. Without it a run proposes them."},
		{name: "verify", form: onOff(&a.Verify), otherwise: "on", doc: "With off unsigned notifications count, and every report says so."},
		{name: "gateway", form: text(&a.Gateway, checkGateway).like(words.New("an https address"), "^https?://[^?#]+$"), otherwise: "https://mapi.alipay.com/gateway.do", doc: "Where batches are posted to."},
		{name: "notify_verify", form: text(&a.NotifyVerify, checkGateway).like(words.New("an https address"), "^https?://[^?#]+$"), example: "https://mapi.alipay.com/gateway.do", doc: "Where reconcile capture --account asks whether a notification is Alipay's own (section 8). It writes the answer down; a run goes by signatures alone."},
		{name: "result_grace", form: duration(&a.ResultGrace), otherwise: "26h", doc: "A request line without a result is a finding after this."},
		{name: "attempt_warning", form: wholeNumber(&a.AttemptWarning, 1, alipay.MaxAttempts), otherwise: "90", doc: "So many of the 99 refunds that one trade may have are a warning."},
		{name: "corrections", form: group(a.Corrections.keys(&m.Charset, len(r.People))), doc: "The batches that a run issues or proposes."},
		{name: "error_codes", form: byName(code, a.readCode), doc: "Another class for an error code, or one for a code that the table lacks."},
	}
}

// keys are the keys about the batches of an account with a charset, of which so many people
// are named who may act; 0 is anybody.
func (c *corrections) keys(charset *alipay.Charset, people int) []key {
	release := ""
	manual := func(value) { c.Manual = release == "manual" }
	approvals := wholeNumber(&c.Approvals, 0, 2).then(func(v value) {
		if c.Approvals > 0 && !c.Manual {
			v.fail("nobody is asked where release is auto: write release: manual, or leave this out")
		}
		if people > 0 && c.Approvals > people {
			v.fail("people: names %d: nothing could ever be released", people)
		}
	})
	approvals.says = words.New("0, 1 or 2")
	reason := text(&c.Reason, func(v value, s string) {
		if fault := alipay.CheckReason(s, *charset); fault != nil {
			v.fail("%s", fault.Text)
		}
	})
	since := text(new(string), func(v value, s string) {
		day, err := ledger.ParseDay(s)
		if err != nil {
			v.fail("%v", wanted(s, words.New("a day such as 2026-11-01")))
			return
		}
		c.CompleteSince = day
	}).like(words.New("a day"), "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
	return []key{
		{name: "complete_since", form: since, example: "2026-11-01", doc: "From this day on every refund of the account is submitted by this program or stands in requests:, and nobody refunds by hand at Alipay. It is your word. A buyer is refunded only where this or a bill covers each day since the payment, because on any other day the money may have gone back unseen. With neither bills: nor this nothing is ever issued. Who refunds by hand at Alipay and has no bills must not set it. Where there are bills this counts only for the days before them and for the last two."},
		{name: "release", form: choice(&release, "auto", "manual").then(manual), otherwise: "auto", doc: "With manual a run proposes, and people release with reconcile batch release."},
		{name: "approvals", form: approvals, otherwise: "0", doc: "With manual: so many people must have approved the same lines first."},
		{name: "reason", form: reason, otherwise: DefaultReason, doc: "The reason of each line, at most 256 bytes in the charset, without ^ | $ #."},
		{name: "max_lines", form: wholeNumber(&c.MaxLines, 1, alipay.MaxLines), otherwise: strconv.Itoa(alipay.MaxLines), doc: "The lines of a batch at most."},
		{name: "line_cap", form: amount(&c.LineCap), example: "2000.00", doc: "A line above this is held."},
		{name: "run_cap", form: amount(&c.RunCap), example: "20000.00", doc: "What is above this in one run is held."},
		{name: "batch_prefix", form: digits(&c.BatchPrefix, words.New("1 to 12 digits"), "^[0-9]{1,12}$"), otherwise: "9", example: `"9"`, doc: "The serial of a batch number begins with it, so that it meets no other system's."},
	}
}

// readCode takes another class for an error code.
func (a *Account) readCode(e entry) {
	named := ""
	text(&named).read(e.value)
	class, err := alipay.ParseClass(named)
	switch {
	case !regexp.MustCompile(`^[A-Z][A-Z0-9_]*$`).MatchString(e.key) || e.key == alipay.Success:
		e.at.fail("want an error code such as SELLER_BALANCE_NOT_ENOUGH")
	case named != "" && err != nil:
		e.fail("%v%s", err, hint.Suggest(strings.ToLower(named), classes()))
	case named != "":
		a.Codes = a.Codes.Reclass(e.key, class)
	}
}

// parseURL returns an address, nil where it is none.
func parseURL(v value, s string) *url.URL {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		v.fail("%v", wanted(s, words.New("an address such as https://example.com/path")))
		return nil
	}
	return u
}

// checkGateway checks an address at which Alipay is asked. Plain HTTP would
// show to the network what is asked, so only this machine may be named that way.
func checkGateway(v value, s string) {
	u := parseURL(v, s)
	if u == nil {
		return
	}
	if u.Scheme != "https" && !announce.IsLocal(u.Hostname()) {
		v.fail("%v", wanted(s, words.New("an https address")))
	}
	if u.RawQuery != "" || u.Fragment != "" {
		v.fail("%v", wanted(s, words.New("an address without ? and #")))
	}
}

// classes are the names of the classes of error codes.
func classes() []string {
	return []string{string(alipay.Reissue), string(alipay.FixFirst), string(alipay.Investigate), string(alipay.Final)}
}
