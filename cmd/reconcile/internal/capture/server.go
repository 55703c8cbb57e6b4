// Package capture receives Alipay's notifications and answers for each only once it
// is on disk.
package capture

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"reconcile/words"
)

// The limits of the receiver. A notification of 1000 results has some 120 KiB,
// and net/http has no limits of its own on time.
const (
	maxBody    = 512 << 10 // bytes
	maxHeader  = 16 << 10  // bytes
	headerTime = 2 * time.Second
	readTime   = 5 * time.Second
	writeTime  = 10 * time.Second
)

// answer is what tells Alipay that a notification has arrived: these 7 bytes
// and nothing else (§6.1 of the interface).
const answer = "success"

// A Receiver takes notifications over HTTP.
type Receiver struct {
	Store   *LogWriter
	Path    string
	Log     *slog.Logger
	Judge   *Judge   // nil: no signature is verified
	Witness *Witness // nil: nobody else is asked

	counts counts
}

// A refusal is why a notification was not taken, and the HTTP status that says
// so.
type refusal struct {
	status int
	why    string
}

func (r *refusal) Error() string { return r.why }

// ServeHTTP answers success for what is on disk, and for nothing else.
func (r *Receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if req.URL.Path == HealthPath {
		r.serveHealth(w, req)
		return
	}
	err := r.take(w, req)
	r.counts.add(err)
	if err == nil {
		w.Header().Set("Content-Type", "text/plain")
		_, _ = io.WriteString(w, answer) // a sender that is gone sends it again
		return
	}
	status := http.StatusInternalServerError
	why := "not stored"
	var refused *refusal
	if errors.As(err, &refused) {
		status, why = refused.status, refused.why
		r.Log.Info("refused", "from", req.RemoteAddr, "status", status, "cause", why)
	}
	http.Error(w, why, status)
}

// take stores the notification that a request holds. Its Content-Type is not
// looked at: Alipay sends one that does not parse,
// "application/x-www-form-urlencoded; text/html; charset=utf-8".
//
// Errors: *refusal, and those of the store.
func (r *Receiver) take(w http.ResponseWriter, req *http.Request) error {
	if req.URL.Path != r.Path {
		return &refusal{http.StatusNotFound, "no such path"}
	}
	if req.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		return &refusal{http.StatusMethodNotAllowed, "only POST is answered"}
	}
	sender, ok := senderOf(req.Context())
	if ok {
		if !sender.takeBody() {
			return &refusal{http.StatusServiceUnavailable, "closed for another sender"}
		}
		defer sender.giveBody()
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, req.Body, maxBody))
	var long *http.MaxBytesError
	switch {
	case errors.As(err, &long):
		return &refusal{http.StatusRequestEntityTooLarge, "over 512 KiB"}
	case err != nil:
		return &refusal{http.StatusBadRequest, "the body did not arrive whole"}
	}
	if ok {
		sender.come()
	}
	text, err := Text(string(body))
	if err != nil {
		return &refusal{http.StatusBadRequest, err.Error()}
	}
	r.Witness.ask(text, r.Store)
	signature := r.Judge.verdict(text)
	if err := r.Store.Put(text, signature); err != nil {
		return err
	}
	r.counts.judged(signature)
	return nil
}

// Serve answers requests until ctx ends or broken is closed, and then
// finishes those that have begun, and what the Witness was asked. It returns the cause of ctx's end.
func Serve(ctx context.Context, l net.Listener, r *Receiver, broken <-chan struct{}) error {
	server := &http.Server{
		Handler:           r,
		ReadHeaderTimeout: headerTime,
		ReadTimeout:       readTime,
		WriteTimeout:      writeTime,
		ConnContext:       withSender,
		MaxHeaderBytes:    maxHeader - 4096, // net/http allows that many more
		ErrorLog:          slog.NewLogLogger(r.Log.Handler(), slog.LevelWarn),
	}
	senders := newCrowd(func() { r.counts.closed.Add(1) })
	server.SetKeepAlivesEnabled(false) // one that idles would hold a place that another waits for
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(crowdListener{l, senders}) }()
	select {
	case err := <-ended:
		return words.Errorf("capture: %w", err)
	case <-ctx.Done():
	case <-broken:
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), readTime+writeTime)
	defer cancel()
	if server.Shutdown(grace) != nil {
		_ = server.Close() // who is still talking was given all the time that a request has
	}
	r.Witness.wait()
	return context.Cause(ctx)
}
