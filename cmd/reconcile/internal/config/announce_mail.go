package config

import (
	"math"
	"net/mail"
	"regexp"
	"strings"
	"unicode"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/announce"
	"reconcile/words"
)

// mailKeys are the keys of the server, the sender and the recipients of mail.
func (r reader) mailKeys(m *announce.Mailbox) []key {
	from := textTo(func(v value, s string) { m.From = parseAddress(v, s) })
	to := list(words.New("addresses"), func(v value, s string) { m.To = append(m.To, parseAddress(v, s)) }).then(notEmpty(words.New("address")))
	attach := size(&m.Attach, "^([0-9]{1,4}(KiB|MiB)|none)$", words.New("a size such as 10MiB"), words.New("a size such as 10MiB or 500KiB, or none"),
		words.New("at most 50MiB: hardly any server takes more"), 0, 50<<20)
	return []key{
		{name: "host", form: text(&m.Host, checkHost), need: "the mail server, such as smtp.example.com", example: "smtp.example.com", doc: "The mail server."},
		{name: "port", form: wholeNumber(&m.Port, 1, math.MaxUint16), example: "587", doc: "Its port; where this is left out, 587, or 465 with tls: implicit, or 25 with tls: none."},
		{name: "tls", form: choice(&m.Security, announce.StartTLS, announce.ImplicitTLS, announce.NoTLS), otherwise: announce.StartTLS, doc: "How the connection is kept private. Only a server on this machine may have none."},
		{name: "user", form: text(&m.User), example: "reconcile", doc: "The name at the mail server, where it asks for one."},
		{name: "password", form: secret(func(v value) { m.Password = r.line(v) }), example: "{ env: SMTP_PASSWORD }", doc: "Goes with user."},
		{name: "from", form: from, need: "the sender's address", example: "reconcile@example.com", doc: "The sender."},
		{name: "to", form: to, need: "a list of addresses, such as [finance@example.com]", example: "[finance@example.com]", doc: "The recipients."},
		{name: "attach", form: attach, otherwise: "10MiB", doc: "A workbook up to this size is attached; with none it never is."},
	}
}

// checkMail checks what the settings of mail are together, and completes them.
func checkMail(v value, given map[string]value, m *announce.Mailbox) {
	_, user := given["user"]
	_, password := given["password"]
	if user != password {
		v.fail("want user and password, or neither")
	}
	if m.Security == announce.NoTLS && m.Host != "" && !announce.IsLocal(m.Host) {
		given["tls"].fail("without TLS the network would see the mail: only a server on this machine may be asked so")
	}
	if m.Port == 0 {
		m.Port = map[string]int{announce.StartTLS: 587, announce.ImplicitTLS: 465, announce.NoTLS: 25}[m.Security]
	}
}

// checkHost checks that a name is that of a server, without a port.
func checkHost(v value, s string) {
	if !regexp.MustCompile(`^([A-Za-z0-9._-]+|[0-9A-Fa-f:]+)$`).MatchString(s) {
		v.fail("%v", wanted(s, words.New("the name of a server such as smtp.example.com; its port stands under port")))
	}
}

// parseAddress reads an address of mail, such as finance@example.com or
// 财务 <finance@example.com>.
func parseAddress(v value, s string) mail.Address {
	a, err := mail.ParseAddress(s)
	switch {
	case err != nil, strings.ContainsFunc(a.Name, unicode.IsControl):
		v.fail("%s: want an address such as finance@example.com", alipay.Quote(s))
		return mail.Address{}
	case strings.ContainsFunc(a.Address, func(r rune) bool { return r <= ' ' || r > '~' }):
		v.fail("%s: want an address of ASCII characters; a name before it may have others", alipay.Quote(s))
	}
	return *a
}
