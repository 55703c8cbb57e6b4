package alipaytest_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// elements are the texts of a page by id, and the values of its inputs by name.
func elements(t *testing.T, resp *http.Response, err error) map[string]string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	root, err := html.Parse(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for n := range root.Descendants() {
		attr := map[string]string{}
		for _, a := range n.Attr {
			attr[a.Key] = a.Val
		}
		if attr["name"] != "" {
			found[attr["name"]] = attr["value"]
		}
		if attr["action"] != "" {
			found["form"] = attr["method"] + " " + attr["action"]
		}
		if attr["id"] != "" {
			found[attr["id"]] = textOf(n)
		}
	}
	return found
}

func textOf(n *html.Node) string {
	var words []string
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			words = append(words, strings.Fields(d.Data)...)
		}
	}
	return strings.Join(words, " ")
}

// From the form to the books, as a browser goes.
func TestThePage(t *testing.T) {
	s := open(t, nil)
	const detail = tradeA + "^5.00^<b>协商</b>#" + tradeB + "^1.00^r"
	body := s.signed(s.params("001", detail))
	resp, err := http.Post(s.URL+"?_input_charset=utf-8", "application/x-www-form-urlencoded", strings.NewReader(body))
	shown := elements(t, resp, err)
	for id, want := range map[string]string{
		"batch_no": "20261116001", "count": "2", "total": "6.00", "lines": tradeA + " 5.00 <b>协商</b> " + tradeB + " 1.00 r",
		"form": "post /confirm.do", "token": s.Submissions()[0].Token, "confirm": "确认",
	} {
		if shown[id] != want {
			t.Errorf("%s = %q, want %q", id, shown[id], want)
		}
	}
	if sub := s.Submissions()[0]; sub.Body != body || sub.Query != "_input_charset=utf-8" {
		t.Errorf("remembers %q, %q", sub.Query, sub.Body)
	}
	confirm := strings.TrimSuffix(s.URL, "/gateway.do") + "/confirm.do"
	resp, err = http.PostForm(confirm, url.Values{"token": {shown["token"]}})
	if shown := elements(t, resp, err); shown["accepted"] != "退款申请提交成功" || shown["error"] != "" {
		t.Errorf("confirmed: %q", shown)
	}
	s.checkBooks("confirmed", "5.00", "1.00", "994.04")
	resp, err = http.PostForm(confirm, url.Values{"token": {shown["token"]}})
	if shown := elements(t, resp, err); shown["error"] != "DUPLICATE_BATCH_NO" || shown["accepted"] != "" {
		t.Errorf("confirmed again: %q", shown)
	}
	resp, err = http.Post(s.URL, "application/x-www-form-urlencoded", strings.NewReader(body))
	if shown := elements(t, resp, err); shown["error"] != "DUPLICATE_BATCH_NO" || shown["reason"] == "" || shown["form"] != "" {
		t.Errorf("submitted again: %q", shown)
	}
}

func TestTheURL(t *testing.T) {
	s := open(t, nil)
	resp, err := http.Get(s.URL + "?" + s.signed(s.params("001", good)))
	if shown := elements(t, resp, err); shown["total"] != "5.00" || shown["token"] == "" {
		t.Errorf("shown %q", shown)
	}
}

func TestAFormThatIsTooLong(t *testing.T) {
	s := open(t, nil)
	resp, err := http.Post(s.URL, "application/x-www-form-urlencoded", io.LimitReader(endless{}, 5<<20))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusRequestEntityTooLarge || len(s.Submissions()) != 0 {
		t.Errorf("%s, %d submissions", resp.Status, len(s.Submissions()))
	}
}

type endless struct{}

func (endless) Read(b []byte) (int, error) { return len(b), nil }
