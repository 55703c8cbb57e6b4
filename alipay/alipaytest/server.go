package alipaytest

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"

	"reconcile/alipay"
)

// A Config says what a Server knows of its one merchant, and how it behaves.
type Config struct {
	Partner  string          // 16 digits from 2088
	Sellers  []Seller        // at least one
	Merchant alipay.Verifier // checks the merchant's requests
	Alipay   alipay.Signer   // signs notifications, in the same sign type
	Start    time.Time       // what the clock shows first
	Seed     uint64          // of tokens, notification ids and chances

	// Session is how long after the midnight of its day an open password page
	// can be confirmed; 0 stands for 30 minutes.
	Session time.Duration
	// CharsetInURL asks a POST to name its _input_charset in the URL as well, as
	// documents of sister interfaces do.
	CharsetInURL bool
	// Chances of misbehaving, drawn for each batch from the seed and its number.
	Chances Chances
	// Deliver takes a notification and returns the merchant's answer. nil stands
	// for an HTTP POST to the request's notify_url.
	Deliver func(Delivery) string
}

// A Seller is an account that trades were paid to and are refunded from.
type Seller struct {
	Email, UserID string
	Balance       alipay.Money
}

// defaultSession is Config.Session where none is given.
const defaultSession = 30 * time.Minute

// A Server stands in for Alipay. Its methods may be called from several
// goroutines, but Advance by one at a time.
type Server struct {
	URL string // the gateway's

	config Config
	http   *httptest.Server
	pages  *pages

	mu          sync.Mutex // guards what follows; never held while Deliver runs
	now         time.Time
	chances     Chances
	faults      map[string]Faults // by batch number, set by the test
	submissions []Submission
	opened      map[string]*session // password pages by token
	batches     []*Batch
	used        map[string]bool // batch numbers
	books       books
	queue       []*notice
	queued      int             // notices so far, for their order
	alive       map[string]bool // notify_ids
}

// NewServer starts a server. Close it after use.
func NewServer(c Config) (*Server, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	if c.Session == 0 {
		c.Session = defaultSession
	}
	pages, err := newPages()
	if err != nil {
		return nil, err
	}
	s := &Server{
		config: c, pages: pages, now: c.Start, chances: c.Chances, faults: map[string]Faults{},
		opened: map[string]*session{}, used: map[string]bool{}, books: newBooks(c.Sellers), alive: map[string]bool{},
	}
	if s.config.Deliver == nil {
		s.config.Deliver = post
	}
	s.http = httptest.NewServer(s.handler())
	s.URL = s.http.URL + "/gateway.do"
	return s, nil
}

func (c *Config) check() error {
	switch {
	case c.Partner == "" || len(c.Sellers) == 0:
		return errors.New("a partner and a seller are needed")
	case c.Merchant == nil || c.Alipay == nil:
		return errors.New("the merchant's verifier and Alipay's signer are needed")
	case c.Merchant.SignType() != c.Alipay.SignType():
		return fmt.Errorf("the merchant signs with %s, Alipay with %s", c.Merchant.SignType(), c.Alipay.SignType())
	case c.Start.IsZero():
		return errors.New("the clock has no start")
	}
	_, err := c.Alipay.Sign("")
	return err
}

// Close ends the server.
func (s *Server) Close() { s.http.Close() }

// Now is what the server's clock shows, in Shanghai. Only Advance moves it.
func (s *Server) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now.In(alipay.Shanghai())
}

// post delivers over HTTP. What is no answer in time, or a redirect (§6.1), is
// no "success".
func post(d Delivery) string {
	client := http.Client{
		Timeout:       10 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	resp, err := client.Post(d.URL, d.ContentType, strings.NewReader(d.Body))
	if err != nil {
		return ""
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 64))
	if err != nil || resp.StatusCode != http.StatusOK {
		return ""
	}
	return string(answer)
}
