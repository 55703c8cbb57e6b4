package answers_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"reconcile/importers/answers"
	"reconcile/importers/files"
)

// The cases tell a text and, in lines that begin with "> ", what is read of it, line by
// line; lines that are Ignored and have nothing to say are left out.
func TestRead(t *testing.T) {
	b, err := os.ReadFile("testdata/answers.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range txtar.Parse(b).Files {
		t.Run(c.Name, func(t *testing.T) {
			var text, want []string
			for line := range strings.Lines(string(c.Data)) {
				line = strings.TrimSuffix(line, "\n")
				if w, ok := strings.CutPrefix(line, "> "); ok {
					want = append(want, w)
				} else {
					text = append(text, line)
				}
			}
			got := tell(strings.Join(text, "\n") + "\n")
			if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
				t.Errorf("got\n%s\nwant\n%s", g, w)
			}
			if n := count(strings.Join(text, "\n") + "\n"); n != len(text) && !strings.Contains(strings.Join(want, ""), "refused") {
				t.Errorf("%d lines, want %d", n, len(text))
			}
		})
	}
}

// tell says what is read of a text.
func tell(text string) (all []string) {
	for line, err := range answers.Read(strings.NewReader(text)) {
		switch {
		case err != nil:
			all = append(all, "refused: "+err.Error())
		case line.Verdict == files.Unread:
			all = append(all, fmt.Sprintf("%d unread: %s %v", line.Number, line.Reason, line.Trades))
		case line.Verdict == files.Read:
			for _, a := range line.Answers {
				at := ""
				if !a.At.IsZero() {
					at = a.At.Format(" 2006-01-02 15:04:05")
				}
				all = append(all, fmt.Sprintf("%d %s %s#%d%s", line.Number, a.BatchNo, a.Result, a.Result.Occurrence, at))
			}
		}
	}
	return all
}

func count(text string) (n int) {
	for _, err := range answers.Read(strings.NewReader(text)) {
		if err == nil {
			n++
		}
	}
	return n
}

// Where the last line has no end, it reads as long as nothing says that it was cut off.
func TestReadUnfinished(t *testing.T) {
	const form = "is_success=T&result_details=20160712001^2016071221001004430242532850^0.01^TRADE_HAS_CLOSED"
	const object = `{"alipay_trade_fastpay_refund_query_response":{"code":"10000","out_request_no":"20160712001","refund_amount":"0.01","refund_status":"REFUND_SUCCESS","trade_no":"2016071221001004430242532850"}}`
	for text, want := range map[string]string{
		form:                      "1 20160712001 2016071221001004430242532850^0.01^TRADE_HAS_CLOSED#1",
		object:                    "1 20160712001 2016071221001004430242532850^0.01^SUCCESS#1",
		form[:len(form)-3]:        "refused: cut off: line 1 has no end and does not read; save it again",
		form[:len(form)-18]:       "refused: cut off: line 1 has no end and does not read; save it again",
		object[:len(object)-1]:    "refused: cut off: the answer that begins in line 1 has no end; save it again",
		object[:len(object)-20]:   "refused: cut off: line 1 has no end and does not read; save it again",
		"\n" + object[:130]:       "refused: cut off: line 2 has no end and does not read; save it again",
		"pay\nis_success=F&error": "",
	} {
		if got := strings.Join(tell(text), "\n"); got != want {
			t.Errorf("Read(%q) = %q, want %q", text, got, want)
		}
	}
}

// Every line is yielded once, whatever the text, and nothing is read twice.
func FuzzRead(f *testing.F) {
	b, err := os.ReadFile("testdata/answers.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, c := range txtar.Parse(b).Files {
		f.Add(string(c.Data))
	}
	f.Fuzz(func(t *testing.T, text string) {
		next := int64(1)
		for line, err := range answers.Read(strings.NewReader(text)) {
			if err != nil {
				return
			}
			if line.Number != next {
				t.Fatalf("line %d comes as line %d", next, line.Number)
			}
			next++
		}
		if lines := int64(strings.Count(text, "\n")); next-1 < lines || next-1 > lines+1 {
			t.Errorf("%d lines are yielded of %d", next-1, lines)
		}
	})
}
