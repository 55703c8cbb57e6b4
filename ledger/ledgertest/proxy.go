package ledgertest

import (
	"net"
	"net/url"
	"path/filepath"
	"sync"
	"time"
)

// A Proxy stands between a program and a server, and does to its connections what networks
// do. Connections that are made afterwards pass.
type Proxy struct {
	listener net.Listener
	address  *url.URL // of the ledger at the server
	patience time.Duration
	network  string // of the server
	server   string

	mu    sync.Mutex
	pairs []*pair
	until time.Time // when connections are taken again
}

// A pair is a connection of the program and the one of the server that it stands for.
type pair struct {
	program, server net.Conn

	mu      sync.Mutex
	stalled bool // nothing passes any more, and nobody is told
}

// NewProxy starts a proxy before the ledger at an address. Programs that go through it ask,
// with so much patience, about what is silent.
func NewProxy(t T, address string, patience time.Duration) *Proxy {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	p := &Proxy{address: u, patience: patience, network: "tcp", server: u.Host}
	if port := u.Port(); port == "" {
		p.server = net.JoinHostPort(u.Hostname(), "5432")
	}
	if folder := u.Query().Get("host"); filepath.IsAbs(folder) {
		p.network, p.server = "unix", filepath.Join(folder, ".s.PGSQL.5432")
	}
	if p.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = p.listener.Close()
		p.each((*pair).close)
	})
	go p.accept()
	return p
}

// Address is that of the ledger by way of the proxy.
func (p *Proxy) Address() string {
	u := *p.address
	u.Host = p.listener.Addr().String()
	q := u.Query()
	q.Del("host")
	q.Set("patience", p.patience.String())
	u.RawQuery = q.Encode()
	return u.String()
}

// Drop ends all connections.
func (p *Proxy) Drop() { p.each((*pair).close) }

// Reset ends all connections as a host does that knows nothing of them.
func (p *Proxy) Reset() {
	p.each(func(c *pair) {
		if tcp, ok := c.program.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0)
		}
		c.close()
	})
}

// Stall lets nothing pass any more, and keeps all connections.
func (p *Proxy) Stall() {
	p.each(func(c *pair) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.stalled = true
	})
}

// Refuse takes no connections for a while, as a server that begins anew.
func (p *Proxy) Refuse(pause time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.until = time.Now().Add(pause)
}

func (p *Proxy) refuses() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return time.Now().Before(p.until)
}

func (p *Proxy) each(do func(*pair)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.pairs {
		do(c)
	}
}

func (p *Proxy) accept() {
	for {
		program, err := p.listener.Accept()
		if err != nil {
			return // closed
		}
		server, err := net.Dial(p.network, p.server)
		if err != nil || p.refuses() {
			_ = program.Close() // as a proxy does whose server is down
			if err == nil {
				_ = server.Close()
			}
			continue
		}
		c := &pair{program: program, server: server}
		p.mu.Lock()
		p.pairs = append(p.pairs, c)
		p.mu.Unlock()
		go c.pass(program, server)
		go c.pass(server, program)
	}
}

// pass hands on what comes.
func (c *pair) pass(from, to net.Conn) {
	buffer := make([]byte, 1<<16)
	for {
		n, err := from.Read(buffer)
		c.mu.Lock()
		stalled := c.stalled
		c.mu.Unlock()
		if stalled {
			return // whoever waits has to find out
		}
		if n > 0 {
			if _, err := to.Write(buffer[:n]); err != nil {
				break
			}
		}
		if err != nil {
			break
		}
	}
	c.close()
}

func (c *pair) close() {
	_ = c.program.Close()
	_ = c.server.Close()
}
