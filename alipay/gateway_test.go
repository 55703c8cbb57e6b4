package alipay_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"reconcile/alipay"
)

func TestURL(t *testing.T) {
	ps := alipay.Params{{Name: "detail_data", Value: "2011011201037066^5.00^" + gbk(t, "协商退款")}, {Name: "refund_date", Value: "2011-01-12 11:21:00"}}
	const query = "detail_data=2011011201037066%5E5.00%5E%D0%AD%C9%CC%CD%CB%BF%EE&refund_date=2011-01-12+11%3A21%3A00"
	for gateway, want := range map[string]string{
		"https://mapi.alipay.com/gateway.do":     "https://mapi.alipay.com/gateway.do?" + query,
		"https://mapi.alipay.com/gateway.do?a=1": "https://mapi.alipay.com/gateway.do?a=1&" + query,
	} {
		if got := ps.URL(gateway); got != want {
			t.Errorf("URL(%q) = %q, want %q", gateway, got, want)
		}
	}
}

// answering is a gateway that gives one answer to everything and keeps the last
// question.
func answering(t *testing.T, status int, body string) (gateway string, asked *url.URL) {
	t.Helper()
	asked = new(url.URL)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*asked = *r.URL
		w.Header().Set("Location", "/true")
		w.WriteHeader(status)
		if _, err := w.Write([]byte(body)); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL + "/gateway.do", asked
}

func TestVerifyNotify(t *testing.T) {
	const id = "RqPnCoPT3K9%2Fvwbh3I%2BFioE227%2BPfNMI8" // the document's, which holds escapes of its own
	for _, c := range []struct {
		status   int
		body     string
		verified bool
		want     string // of the error; empty for none
	}{
		{200, "true", true, ""},
		{200, "false", false, ""},
		{200, "invalid", false, `answers "invalid", neither true nor false`},
		{200, "", false, "neither true nor false"},
		{200, "true\n", false, "neither true nor false"},
		{200, " true", false, "neither true nor false"},
		{200, "TRUE", false, "neither true nor false"},
		{200, strings.Repeat("true", 100), false, "more than 64 bytes"},
		{302, "true", false, "302 Found"},
		{500, "true", false, "500 Internal Server Error"},
	} {
		gateway, asked := answering(t, c.status, c.body)
		ok, err := alipay.VerifyNotify(t.Context(), http.DefaultClient, gateway, "2088002396712354", id)
		if ok != c.verified || (err == nil) != (c.want == "") || err != nil && (!strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "verify notify_id \"RqPn")) {
			t.Errorf("%d %q: %v, %v, want %v, %q", c.status, c.body, ok, err, c.verified, c.want)
		}
		const query = "service=notify_verify&partner=2088002396712354&notify_id=RqPnCoPT3K9%252Fvwbh3I%252BFioE227%252BPfNMI8"
		if asked.Path != "/gateway.do" || asked.RawQuery != query {
			t.Errorf("asked %s, want %s", asked, query)
		}
	}
}

func TestVerifyNotifyWithoutAnAnswer(t *testing.T) {
	gateway, _ := answering(t, 200, "true")
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	if ok, err := alipay.VerifyNotify(stopped, http.DefaultClient, gateway, "2088002396712354", "a"); ok || err == nil {
		t.Errorf("a context that is done: %v, %v", ok, err)
	}
	for _, gateway := range []string{"http://127.0.0.1:1/gateway.do", "://", "mapi.alipay.com"} {
		if ok, err := alipay.VerifyNotify(t.Context(), http.DefaultClient, gateway, "2088002396712354", "a"); ok || err == nil {
			t.Errorf("%s: %v, %v", gateway, ok, err)
		}
	}
}
