package main

import (
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"time"

	"reconcile/alipay"
)

// The defaults of an account.
const (
	defaultGateway        = "https://mapi.alipay.com/gateway.do"
	defaultResultGrace    = 26 * time.Hour
	defaultAttemptWarning = 90
	defaultReason         = "协商退款"
	defaultBatchPrefix    = "9"
)

// An account is one Alipay partner as the configuration has it.
type account struct {
	name           string
	merchant       alipay.Merchant
	signType       string
	verify         bool
	gateway        string
	resultGrace    time.Duration
	attemptWarning int
	corrections    corrections
	codes          alipay.Codes
	keys           keys
}

// corrections are the settings of the batches that a run issues or proposes.
type corrections struct {
	manual          bool // people release what a run proposes
	approvals       int  // how many of them must approve it first
	reason          string
	maxLines        int
	lineCap, runCap *alipay.Money
	batchPrefix     string
}

// readAccount takes one account.
func (c *config) readAccount(e entry, getenv func(string) string) *account {
	f := e.fields("partner", "seller_email", "seller_user_id", "charset", "sign_type", "md5_key",
		"alipay_public_key", "private_key", "notify_url", "verify", "gateway", "result_grace",
		"attempt_warning", "corrections", "error_codes")
	a := &account{name: e.key, merchant: readMerchant(f)}
	a.signType = f.need("sign_type", "MD5, RSA or DSA").choice("", "MD5", "RSA", "DSA")
	a.verify = readSwitch(f.get("verify"))
	a.gateway = readGateway(f.get("gateway"))
	a.resultGrace = f.get("result_grace").duration(defaultResultGrace)
	a.attemptWarning = f.get("attempt_warning").number(defaultAttemptWarning, 1, alipay.MaxAttempts)
	a.corrections = readCorrections(f.get("corrections"), a.merchant.Charset)
	a.codes = readCodes(f.get("error_codes"))
	a.keys = c.readKeys(f, a, getenv)
	return a
}

// readMerchant takes what a request says of its sender.
func readMerchant(f fields) alipay.Merchant {
	m := alipay.Merchant{Charset: alipay.UTF8}
	partner := f.need("partner", "16 digits from 2088, in quotes")
	m.Partner = partner.text()
	if m.Partner != "" && !isPartner(m.Partner) {
		partner.fail("%s: want 16 digits from 2088", alipay.Quote(m.Partner))
	}
	email, id := f.get("seller_email"), f.get("seller_user_id")
	m.SellerEmail, m.SellerUserID = email.text(), id.text()
	if !id.present() {
		f.need("seller_email", "this or seller_user_id")
	}
	if m.SellerUserID != "" && !isPartner(m.SellerUserID) {
		id.fail("%s: want 16 digits from 2088", alipay.Quote(m.SellerUserID))
	}
	charset := f.need("charset", "utf-8, GBK or gb2312")
	if name := charset.text(); name != "" {
		cs, err := alipay.ParseCharset(name)
		if err != nil {
			charset.fail("%v", err)
		}
		m.Charset = cs
	}
	if u := f.get("notify_url"); u.present() {
		m.NotifyURL = u.text()
		readURL(u, m.NotifyURL)
	}
	return m
}

// isPartner tells whether s is the number of a partner (§4.2 of the interface).
func isPartner(s string) bool { return regexp.MustCompile(`^2088[0-9]{12}$`).MatchString(s) }

// readSwitch takes on or off; on where it is absent.
func readSwitch(v value) bool {
	s := v.choice("on", "on", "off", "true", "false")
	return s == "on" || s == "true"
}

// readGateway takes the address that batches are posted to. Plain HTTP would
// show them to the network, so only this machine may be named that way.
func readGateway(v value) string {
	if !v.present() {
		return defaultGateway
	}
	s := v.text()
	u := readURL(v, s)
	if u == nil {
		return s
	}
	ip, _ := netip.ParseAddr(u.Hostname())
	local := u.Hostname() == "localhost" || ip.IsLoopback()
	if u.Scheme != "https" && !local {
		v.fail("%s: want an https address", alipay.Quote(s))
	}
	if u.RawQuery != "" || u.Fragment != "" {
		v.fail("%s: want an address without ? and #", alipay.Quote(s))
	}
	return s
}

// readURL returns an address, nil where it is none.
func readURL(v value, s string) *url.URL {
	u, err := url.Parse(s)
	if s != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		v.fail("%s: want an address such as https://example.com/path", alipay.Quote(s))
		return nil
	}
	return u
}

// readCorrections takes the settings of batches.
func readCorrections(v value, cs alipay.Charset) corrections {
	f := v.fields("release", "approvals", "reason", "max_lines", "line_cap", "run_cap", "batch_prefix")
	c := corrections{reason: defaultReason, batchPrefix: defaultBatchPrefix}
	c.manual = f.get("release").choice("auto", "auto", "manual") == "manual"
	approvals := f.get("approvals")
	if c.approvals = approvals.number(0, 0, 2); c.approvals > 0 && !c.manual {
		approvals.fail("nobody is asked where release is auto: write release: manual, or leave this out")
	}
	reason := f.get("reason")
	if s := reason.text(); s != "" {
		c.reason = s
	}
	if fault := alipay.CheckReason(c.reason, cs); fault != nil {
		reason.fail("%s", fault.Text)
	}
	c.maxLines = f.get("max_lines").number(alipay.MaxLines, 1, alipay.MaxLines)
	c.lineCap = f.get("line_cap").amount()
	c.runCap = f.get("run_cap").amount()
	if prefix := f.get("batch_prefix"); prefix.present() {
		c.batchPrefix = prefix.text()
		if !regexp.MustCompile(`^[0-9]{1,12}$`).MatchString(c.batchPrefix) {
			prefix.fail("%s: want 1 to 12 digits", alipay.Quote(c.batchPrefix))
		}
	}
	return c
}

// readCodes takes the error-code table with the account's re-classing.
func readCodes(v value) alipay.Codes {
	codes := alipay.ErrorCodes()
	name := regexp.MustCompile(`^[A-Z][A-Z0-9_]*$`)
	for _, e := range v.entries() {
		s := e.text()
		class, err := alipay.ParseClass(s)
		switch {
		case !name.MatchString(e.key) || e.key == alipay.Success:
			e.at.fail("want an error code such as SELLER_BALANCE_NOT_ENOUGH")
		case s != "" && err != nil:
			e.fail("%v%s", err, suggestion(strings.ToLower(s), classes()))
		case s != "":
			codes = codes.Reclass(e.key, class)
		}
	}
	return codes
}

// classes are the names of the classes of error codes.
func classes() []string {
	return []string{string(alipay.Reissue), string(alipay.FixFirst), string(alipay.Investigate), string(alipay.Final)}
}
