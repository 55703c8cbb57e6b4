package capture

import (
	"container/list"
	"context"
	"errors"
	"net"
	"sync"
	"syscall"
	"time"
)

// The bounds of a crowd. An honest sender is done within milliseconds, so that
// the connection that has been open longest is one that idles or is slow. Bodies
// are bounded more closely, because each may take the memory of maxBody.
const (
	maxConnections = 1024
	maxBodies      = 128
	patience       = 50 * time.Millisecond // in which a body may come before it ends for another
)

// A crowd are the connections of a server. Where there would be too many, the
// oldest one that has not sent its whole request is closed, so that those who
// say nothing keep nobody out.
type crowd struct {
	mu     sync.Mutex
	open   int
	coming *list.List // the *sender that have not sent their whole request, the oldest first
	bodies int        // senders that have room for a body
	queue  *list.List // the *sender that wait for it, the first to have it first
	closed func()     // told of each that is closed
}

// newCrowd tells closed of each connection that is closed for another.
func newCrowd(closed func()) *crowd {
	return &crowd{coming: list.New(), queue: list.New(), closed: closed}
}

// A sender is one connection of a crowd.
type sender struct {
	net.Conn
	crowd *crowd
	once  sync.Once
	gone  chan struct{} // closed with the connection
	room  chan struct{} // closed when it has room for its body

	// Under the mutex of the crowd.
	place   *list.Element // nil when its request has come
	reading time.Time     // since when it has had room for its body; zero where it has none
}

// A crowdListener accepts connections for a crowd.
type crowdListener struct {
	net.Listener
	crowd *crowd
}

// Accept accepts the next connection at once, and closes the oldest one where
// that is one too many, for the crowd or for the system.
func (l crowdListener) Accept() (net.Conn, error) {
	c := l.crowd
	conn, err := l.Listener.Accept()
	for errors.Is(err, syscall.EMFILE) && c.closeOldest(anyone) {
		conn, err = l.Listener.Accept()
	}
	if err != nil {
		return nil, err
	}
	s := &sender{Conn: conn, crowd: c, gone: make(chan struct{}), room: make(chan struct{})}
	c.mu.Lock()
	c.open++
	s.place = c.coming.PushBack(s)
	over := c.open > maxConnections
	c.mu.Unlock()
	if over {
		c.closeOldest(anyone)
	}
	return s, nil
}

func anyone(*sender) bool { return true }

// closeOldest closes the oldest connection of those that may be closed, and
// reports whether there was one.
func (c *crowd) closeOldest(may func(*sender) bool) bool {
	c.mu.Lock()
	for e := c.coming.Front(); e != nil; e = e.Next() {
		s := e.Value.(*sender)
		if may(s) {
			c.mu.Unlock()
			c.closed()
			_ = s.Close() // who is closed out is told nothing
			return true
		}
	}
	c.mu.Unlock()
	return false
}

// Close closes the connection and leaves the crowd.
func (s *sender) Close() error {
	s.once.Do(func() {
		close(s.gone)
		s.crowd.mu.Lock()
		s.crowd.open--
		s.crowd.mu.Unlock()
		s.come()
	})
	return s.Conn.Close()
}

// come says that the whole request has come: the connection is no longer closed
// for another.
func (s *sender) come() {
	s.crowd.mu.Lock()
	defer s.crowd.mu.Unlock()
	if s.place != nil {
		s.crowd.coming.Remove(s.place)
		s.place = nil
	}
}

// takeBody waits for room for a body, once a connection. Where there is none, the
// oldest one that has had its patience ends for it. giveBody gives the room back.
// ok is false where the connection was closed for another meanwhile, or its time
// to be read is over: it has no room.
func (s *sender) takeBody() (ok bool) {
	c := s.crowd
	c.mu.Lock()
	if c.bodies < maxBodies {
		c.bodies++
		s.reading = time.Now()
		c.mu.Unlock()
		return true
	}
	turn := c.queue.PushBack(s)
	c.mu.Unlock()
	if s.waits() {
		return true
	}
	c.mu.Lock()
	had := !s.reading.IsZero()
	if !had {
		c.queue.Remove(turn)
	}
	c.mu.Unlock()
	if had { // at the same moment
		s.giveBody()
	}
	return false
}

// waits waits in the queue, and reports whether there is room now.
func (s *sender) waits() bool {
	late := time.NewTimer(readTime)
	defer late.Stop()
	tick := time.NewTicker(patience)
	defer tick.Stop()
	for {
		s.crowd.closeOldest(func(s *sender) bool { return !s.reading.IsZero() && time.Since(s.reading) >= patience })
		select {
		case <-s.room:
			return true
		case <-s.gone:
			return false
		case <-late.C:
			return false
		case <-tick.C:
		}
	}
}

// giveBody gives what takeBody has taken to the next one in the queue.
func (s *sender) giveBody() {
	c := s.crowd
	c.mu.Lock()
	defer c.mu.Unlock()
	s.reading = time.Time{}
	first := c.queue.Front()
	if first == nil {
		c.bodies--
		return
	}
	next := c.queue.Remove(first).(*sender)
	next.reading = time.Now()
	close(next.room)
}

// senderKey is under which the context of a request has its sender.
type senderKey struct{}

// withSender is the context of a connection.
func withSender(ctx context.Context, conn net.Conn) context.Context {
	return context.WithValue(ctx, senderKey{}, conn)
}

// senderOf returns the sender of a request; ok is false outside of a server.
func senderOf(ctx context.Context) (s *sender, ok bool) {
	s, ok = ctx.Value(senderKey{}).(*sender)
	return s, ok
}
