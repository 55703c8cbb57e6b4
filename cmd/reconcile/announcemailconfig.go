package main

import (
	"math"
	"net/mail"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"reconcile/alipay"
)

// The ways to speak to a mail server.
const (
	startTLS    = "starttls" // in the clear until the server agreed on TLS; it must
	implicitTLS = "implicit" // TLS from the first byte
	noTLS       = "none"     // to this machine alone
)

// defaultAttach is the size in bytes up to which a workbook is attached.
const defaultAttach = 10 << 20

// readMail takes the server, the sender and the recipients of a job's mail.
func (c *config) readMail(v value, getenv func(string) string) Target {
	f := v.fields("host", "port", "tls", "user", "password", "from", "to", "attach")
	m := mailbox{host: readHost(f.need("host", "the mail server, such as smtp.example.com"))}
	security := f.get("tls")
	m.security = security.choice(startTLS, startTLS, implicitTLS, noTLS)
	if m.security == noTLS && m.host != "" && !isLocal(m.host) {
		security.fail("without TLS the network would see the mail: only a server on this machine may be asked so")
	}
	m.port = f.get("port").number(map[string]int{startTLS: 587, implicitTLS: 465, noTLS: 25}[m.security], 1, math.MaxUint16)
	user, password := f.get("user"), f.get("password")
	m.user, m.password = user.text(), c.line(password, getenv)
	if user.present() != password.present() {
		v.fail("want user and password, or neither")
	}
	if from := f.need("from", "the sender's address"); from.present() {
		m.from = readAddress(from)
	}
	to := f.need("to", "a list of addresses, such as [finance@example.com]")
	for _, item := range to.list("addresses") {
		m.to = append(m.to, readAddress(item))
	}
	if to.present() && len(m.to) == 0 {
		to.fail("empty: name at least one address")
	}
	m.attach = f.get("attach").size(defaultAttach)
	return m
}

// readHost takes the name of a server, without a port.
func readHost(v value) string {
	s := v.text()
	if s != "" && !regexp.MustCompile(`^([A-Za-z0-9._-]+|[0-9A-Fa-f:]+)$`).MatchString(s) {
		v.fail("%s: want the name of a server such as smtp.example.com; its port stands under port", alipay.Quote(s))
	}
	return s
}

// readAddress takes an address of mail, such as finance@example.com or
// 财务 <finance@example.com>.
func readAddress(v value) mail.Address {
	s := v.text()
	a, err := mail.ParseAddress(s)
	switch {
	case s == "":
		return mail.Address{}
	case err != nil, strings.ContainsFunc(a.Name, unicode.IsControl):
		v.fail("%s: want an address such as finance@example.com", alipay.Quote(s))
		return mail.Address{}
	case strings.ContainsFunc(a.Address, func(r rune) bool { return r <= ' ' || r > '~' }):
		v.fail("%s: want an address of ASCII characters; a name before it may have others", alipay.Quote(s))
	}
	return *a
}

// size reads a number of bytes such as 10MiB; none is 0.
func (v value) size(otherwise int64) int64 {
	s, ok := v.scalar("a size such as 10MiB")
	if !ok {
		return otherwise
	}
	m := regexp.MustCompile(`^([0-9]{1,4})(KiB|MiB)$`).FindStringSubmatch(s)
	switch {
	case s == "none":
		return 0
	case m == nil:
		v.fail("%s: want a size such as 10MiB or 500KiB, or none", alipay.Quote(s))
		return otherwise
	}
	n, err := strconv.ParseInt(m[1], 10, 64)
	if m[2] == "MiB" {
		n <<= 10
	}
	if n <<= 10; err != nil || n > 50<<20 {
		v.fail("%s: want at most 50MiB: hardly any server takes more", alipay.Quote(s))
	}
	return n
}
