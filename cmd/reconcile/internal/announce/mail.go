package announce

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/textproto"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"reconcile/alipay"
	"reconcile/words"
)

// mailTimeout is how long a mail server may take, an attachment included.
const mailTimeout = 60 * time.Second

// A Mailbox is where mail about a job goes, and the server that takes it there.
type Mailbox struct {
	Host     string
	Port     int
	Security string // startTLS, implicitTLS or noTLS
	User     string // empty: without login
	Password alipay.Secret
	From     mail.Address
	To       []mail.Address
	Attach   int64 // bytes up to which the workbook is attached; 0: never
}

func (m Mailbox) Name() string { return "mail " + m.Host }

func (m Mailbox) Timeout() time.Duration { return mailTimeout }

func (m Mailbox) Accepts(e *Event, o Occasion) bool { return o.accepts(e) }

// Send hands one message to the server. Once the server has taken it, nothing
// is an error that would send it again.
//
// The library's own Send gives up on all recipients where the server refuses
// one, so the envelope is written here.
func (m Mailbox) Send(ctx context.Context, t *Transport, e *Event) error {
	msg, err := m.Message(e)
	if err != nil {
		return permanentError{err}
	}
	c, err := m.open(ctx, t)
	if err != nil {
		return smtpError(err)
	}
	defer c.Close() // without QUIT where something went wrong
	if err := m.Login(c); err != nil {
		return err
	}
	refused, err := m.envelope(c)
	if err != nil {
		return smtpError(err)
	}
	if err := transfer(c, msg); err != nil {
		return smtpError(err)
	}
	if len(refused) > 0 {
		return permanent("it takes the mail, but not for %s", strings.Join(refused, ", "))
	}
	return nil
}

// open connects, with TLS where it is asked for: a server that does not offer
// it gets neither the password nor the mail.
func (m Mailbox) open(ctx context.Context, t *Transport) (*smtp.Client, error) {
	trust := &tls.Config{MinVersion: tls.VersionTLS12}
	if t.tls != nil {
		trust = t.tls.Clone()
	}
	trust.ServerName = m.Host
	dial := func(dialing context.Context, network, address string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(dialing, network, address)
		if err != nil {
			return nil, err
		}
		context.AfterFunc(ctx, func() { conn.Close() }) // also what is being read or written ends with ctx
		if m.Security == ImplicitTLS {
			conn = tls.Client(conn, trust)
		}
		return conn, nil
	}
	_, domain, _ := strings.Cut(m.From.Address, "@")
	options := []gomail.Option{
		gomail.WithPort(m.Port), gomail.WithHELO(domain), gomail.WithTLSConfig(trust), gomail.WithDialContextFunc(dial),
		gomail.WithTimeout(2 * mailTimeout), // ctx ends it before
		gomail.WithTLSPolicy(gomail.NoTLS),
	}
	if m.Security == StartTLS {
		options = append(options, gomail.WithTLSPolicy(gomail.TLSOpportunistic)) // mandatory below, with a hint
	}
	client, err := gomail.NewClient(m.Host, options...)
	if err != nil {
		return nil, err
	}
	c, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return nil, err
	}
	if _, encrypted := c.TLSConnectionState(); m.Security == StartTLS && !encrypted {
		return nil, errors.Join(permanent("it offers no STARTTLS: set tls: implicit if it speaks TLS at once"), c.Close())
	}
	return c, nil
}

// Login logs in, if the mailbox has a user, by the first way that the server
// offers. What the server says to a refused login is not shown: some repeat it.
func (m Mailbox) Login(c *smtp.Client) error {
	if m.User == "" {
		return nil
	}
	_, ways := c.Extension("AUTH")
	var auth smtp.Auth
	switch offered := " " + strings.ToUpper(ways) + " "; {
	case strings.Contains(offered, " PLAIN "):
		auth = smtp.PlainAuth("", m.User, m.Password.Reveal(), m.Host, false)
	case strings.Contains(offered, " LOGIN "):
		auth = smtp.LoginAuth(m.User, m.Password.Reveal(), m.Host, false)
	default:
		return permanent("it offers neither the login PLAIN nor LOGIN")
	}
	err := c.Auth(auth)
	var said *textproto.Error
	switch {
	case errors.As(err, &said) && said.Code < 500:
		return words.Errorf("it refuses the login for now (%d)", said.Code)
	case errors.As(err, &said):
		return permanent("it refuses the login (%d)", said.Code)
	case errors.Is(err, smtp.ErrUnencrypted):
		return permanent("the login would not be encrypted")
	case errors.Is(err, smtp.ErrUnexpectedServerChallange), errors.Is(err, smtp.ErrUnexpectedServerResponse):
		return permanent("it asks for more than a user and a password")
	}
	return err
}

// envelope names the sender and the recipients, and returns those that the
// server does not take. None taken is an error.
func (m Mailbox) envelope(c *smtp.Client) (refused []string, err error) {
	if err := c.Mail("<" + m.From.Address + ">"); err != nil {
		return nil, err
	}
	for _, to := range m.To {
		var said *textproto.Error
		if err = c.Rcpt("<" + to.Address + ">"); errors.As(err, &said) {
			refused = append(refused, fmt.Sprintf("%s (%d)", to.Address, said.Code))
		} else if err != nil {
			return nil, err
		}
	}
	if len(refused) == len(m.To) {
		return nil, err
	}
	return refused, nil
}

// transfer sends the message itself.
func transfer(c *smtp.Client, msg *gomail.Msg) error {
	body, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := msg.WriteTo(body); err != nil {
		return err
	}
	if err := body.Close(); err != nil {
		return err
	}
	_ = c.Quit() // the server has the mail: how it says goodbye does not matter
	return nil
}

// smtpError turns what a server said into an error: 5xx is permanent.
func smtpError(err error) error {
	var said *textproto.Error
	if !errors.As(err, &said) {
		return err
	}
	words := words.Errorf("it says %d %s", said.Code, cutText(strings.Join(strings.Fields(said.Msg), " "), 200))
	if said.Code >= 500 {
		return permanentError{words}
	}
	return words
}

// The ways to speak to a mail server.
const (
	StartTLS    = "starttls" // in the clear until the server agreed on TLS; it must
	ImplicitTLS = "implicit" // TLS from the first byte
	NoTLS       = "none"     // to this machine alone
)
