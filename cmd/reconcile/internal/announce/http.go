package announce

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"golang.org/x/net/http/httpproxy"

	"reconcile/cmd/reconcile/internal/build"
	"reconcile/words"
)

// httpTimeout is how long a web server may take to answer; maxAnswer is how
// much of its answer is read, in bytes.
const (
	httpTimeout = 10 * time.Second
	maxAnswer   = 64 << 10
)

// NewHTTP returns a client that follows no redirect, because the address that
// is left holds a token, and that goes through the proxy that the environment
// names.
func NewHTTP(getenv func(string) string) *http.Client {
	either := func(upper, lower string) string {
		if s := getenv(upper); s != "" {
			return s
		}
		return getenv(lower)
	}
	proxy := (&httpproxy.Config{
		HTTPProxy:  getenv("http_proxy"), // HTTP_PROXY may be a header of a CGI request
		HTTPSProxy: either("HTTPS_PROXY", "https_proxy"),
		NoProxy:    either("NO_PROXY", "no_proxy"),
	}).ProxyFunc()
	return &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DisableKeepAlives: true,
			ForceAttemptHTTP2: true,
			Proxy:             func(r *http.Request) (*url.URL, error) { return proxy(r.URL) },
		},
	}
}

// Post sends a body to an address and returns the answer of a server that took
// it. No error shows more of the address than its host.
func (t *Transport) Post(ctx context.Context, to *url.URL, contentType string, body []byte) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, to.String(), bytes.NewReader(body))
	if err != nil {
		return nil, permanent("the address of %s cannot be asked", to.Host)
	}
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("User-Agent", "reconcile/"+build.Version())
	answer, err := t.HTTP.Do(r)
	if err != nil {
		var shown *url.Error // it begins with the whole address
		if errors.As(err, &shown) {
			err = shown.Err
		}
		return nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	if fault := httpError(answer); fault != nil {
		return nil, fault
	}
	return text, err
}

// httpError turns the status of an answer into an error, nil where the server took
// what was sent. Only 408, 429 and 5xx may be otherwise the next time.
func httpError(answer *http.Response) error {
	status := strconv.Itoa(answer.StatusCode)
	switch code := answer.StatusCode; {
	case code < 300:
		return nil
	case code < 400:
		where := "elsewhere"
		if to, err := answer.Location(); err == nil {
			where = "to " + to.Host
		}
		return permanent("it answers %s, a redirect %s, which is not followed: name the final address", status, where)
	case code == http.StatusRequestTimeout, code == http.StatusTooManyRequests, code >= 500:
		seconds, err := strconv.Atoi(answer.Header.Get("Retry-After"))
		if err != nil {
			seconds = 0
		}
		return retryAfter{words.Errorf("it answers %s", status), time.Duration(min(seconds, 60)) * time.Second}
	}
	return permanent("it answers %s", status)
}
