package logs_test

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/importers/files"
	"reconcile/importers/logs"
)

// partner is the account of every test here.
const partner = "2088101008267254"

func md5Key(t testing.TB) alipay.MD5 {
	t.Helper()
	key, err := alipay.NewMD5(alipay.NewSecret("0123456789abcdef0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// notice is the signed body of a notification with one result.
func notice(t testing.TB, id string) string {
	t.Helper()
	ps, err := alipay.Sign(alipay.Params{
		{Name: "notify_time", Value: "2026-03-01 00:00:30"},
		{Name: "notify_type", Value: alipay.NotifyType},
		{Name: "notify_id", Value: id},
		{Name: "batch_no", Value: "20260301000001"},
		{Name: "success_num", Value: "1"},
		{Name: "result_details", Value: "2026021242672191^1.00^SUCCESS"},
	}, md5Key(t))
	if err != nil {
		t.Fatal(err)
	}
	return ps.Encode()
}

func readLog(t *testing.T, r io.Reader, v alipay.Verifier) []logs.NotifyLine {
	t.Helper()
	var lines []logs.NotifyLine
	for line, err := range logs.ReadNotifyLog(r, v) {
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line)
	}
	return lines
}

func TestReadNotifyLogForms(t *testing.T) {
	body := notice(t, "n1")
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, alipay.Shanghai())
	midnight := noon.Add(-12 * time.Hour)
	for _, c := range []struct {
		name, line string
		at         time.Time
	}{
		{"alone", body, time.Time{}},
		{"CRLF", body + "\r", time.Time{}},
		{"time stamp", "2026-03-01 00:00:31 INFO " + body, midnight.Add(31 * time.Second)},
		{"access log", `110.75.143.1 - - [01/Mar/2026:00:00:30 +0800] "GET /alipay/notify_url.php?` + body + ` HTTP/1.1" 200 7 "-" "Mozilla/4.0"`, midnight.Add(30 * time.Second)},
		{"two question marks", "http://shop.example/go?to=/notify?" + body, time.Time{}},
		{"single quotes", "body='" + body + "'", time.Time{}},
		{"backquotes", "`" + body + "`", time.Time{}},
		{"brackets", "[" + body + "]", time.Time{}},
		{"angles", "<" + body + ">", time.Time{}},
		{"glued name", "10:33 body=" + body, time.Time{}},
		{"glued comma", "notify," + body, time.Time{}},
		{"glued Chinese", "收到通知：" + body, time.Time{}},
		{"not this notify_id", "last_notify_id=7 " + body, time.Time{}},
		{"invalid UTF-8 around", "\xff\xfe \x81 " + body + " \xc3", time.Time{}},
		{"NUL around", "\x00" + body + "\x00", time.Time{}},
		{"JSON body", `{"time":"2026-03-01T12:00:00+08:00","body":"` + body + `"}`, noon},
		{"JSON request_body", `{"received_at":"2026-03-01 12:00:00","request_body":"` + body + `"}`, noon},
		{"JSON query", `{"ts":` + strconv.FormatInt(noon.Unix(), 10) + `,"query":"/notify?` + body + `"}`, noon},
		{"JSON data", ` {"@timestamp":"` + strconv.FormatInt(noon.UnixMilli(), 10) + `","data":"` + body + `"}`, noon},
		{"JSON fraction", `{"time":"2026-03-01 12:00:00.000","data":"` + body + `"}`, noon},
		{"JSON escapes", `{"body":"` + strings.NewReplacer("&", `\u0026`, "=", `\u003d`).Replace(body) + `"}`, time.Time{}},
		{"JSON first field without", `{"ts":"soon","body":"ok","query":7,"data":"` + body + `"}`, time.Time{}},
		{"JSON other field", `{"payload":"` + body + `"}`, time.Time{}},
		{"JSON cut off", `{"body":"` + body, time.Time{}},
	} {
		lines := readLog(t, strings.NewReader("GET /health 200\n"+c.line+"\n"), md5Key(t))
		if len(lines) != 2 || lines[0].Verdict != files.Ignored || lines[1].Line != 2 {
			t.Fatalf("%s: ReadNotifyLog gave %+v, want an ignored line and line 2", c.name, lines)
		}
		got := lines[1]
		if got.Verdict != files.Read || got.Capture.Notification.NotifyID != "n1" || len(got.Capture.Results) != 1 {
			t.Errorf("%s: got %+v (%v), want the notification n1", c.name, got, got.Bad)
		}
		if !got.Capture.At.Equal(c.at) || got.Capture.Line != 2 {
			t.Errorf("%s: logged at %v in line %d, want %v in line 2", c.name, got.Capture.At, got.Capture.Line, c.at)
		}
	}
}

func TestReadNotifyLogVerdicts(t *testing.T) {
	body := notice(t, "n1")
	for _, c := range []struct {
		name, line string
		want       files.Verdict
		reason     string
	}{
		{"blank", "", files.Ignored, ""},
		{"no notify_id", "2026-03-01 [warn] slow", files.Ignored, ""},
		{"a name that only ends so", "last_notify_id=7", files.Ignored, ""},
		{"payment", "notify_id=1&notify_type=trade_status_sync", files.Ignored, ""},
		{"other money", strings.Replace(body, "1.00", "9.00", 1), files.BadSignature, ""},
		{"no sign", strings.Replace(body, "&sign=", "&nosign=", 1), files.BadSignature, ""},
		{"twice", body + "&batch_no=20260301000002", files.Rejected, "batch_no: stands twice"},
		{"escape", strings.Replace(body, "%5E", "%ZZ", 1), files.Rejected, `result_details: does not decode: invalid URL escape "%ZZ"`},
	} {
		got := readLog(t, strings.NewReader(c.line+"\n"), md5Key(t))
		if len(got) != 1 || got[0].Verdict != c.want || got[0].Reason != c.reason {
			t.Errorf("%s: ReadNotifyLog gave %+v, want verdict %d, reason %q", c.name, got, c.want, c.reason)
		}
		if (got[0].Bad != nil) != (c.want == files.BadSignature) {
			t.Errorf("%s: bad signature is %v", c.name, got[0].Bad)
		}
	}
}

func TestReadNotifyLogWithoutVerifier(t *testing.T) {
	unsigned := strings.Replace(notice(t, "n1"), "&sign=", "&nosign=", 1)
	got := readLog(t, strings.NewReader(unsigned), nil)
	if len(got) != 1 || got[0].Verdict != files.Read {
		t.Errorf("ReadNotifyLog gave %+v, want one line read", got)
	}
}

// A long line is read past; what it holds is found wherever the borders of the
// reader's chunks fall.
func TestReadNotifyLogLongLines(t *testing.T) {
	body := notice(t, "n1")
	const most = 4 << 20
	pad := strings.Repeat("x", most)
	for _, c := range []struct {
		name, line string
		want       files.Verdict
	}{
		{"nothing in it", pad + "xx", files.Ignored},
		{"at the start", "notify_id=1 " + pad, files.Unread},
		{"at the end", pad + "x notify_id=1", files.Unread},
		{"a longer name", pad + "xnotify_id=1", files.Ignored},
		{"just short enough", pad[:most-len(body)-1] + " " + body, files.Read},
		{"one byte longer", pad[:most-len(body)] + " " + body, files.Unread},
	} {
		got := readLog(t, strings.NewReader(c.line+"\n"+body+"\n"), md5Key(t))
		if len(got) != 2 || got[0].Verdict != c.want || got[1].Verdict != files.Read || got[1].Line != 2 {
			t.Errorf("%s: ReadNotifyLog gave %d lines, %+v, want verdict %d and then a line read", c.name, len(got), got, c.want)
		}
		if c.want == files.Unread && got[0].Reason != "line longer than 4 MiB" {
			t.Errorf("%s: reason is %q", c.name, got[0].Reason)
		}
	}
	for shift := range 24 {
		line := strings.Repeat("x", most+256<<10-12+shift) + " notify_id=1" + pad[:300<<10]
		got := readLog(t, strings.NewReader(line), nil)
		if len(got) != 1 || got[0].Verdict != files.Unread {
			t.Errorf("shifted by %d: ReadNotifyLog gave %+v, want one line rejected", shift, got)
		}
	}
}

// A line of 100 MB costs no memory to speak of.
func TestReadNotifyLogHugeLine(t *testing.T) {
	body := notice(t, "n1")
	huge := io.LimitReader(xs{}, 100_000_000)
	got := readLog(t, io.MultiReader(huge, strings.NewReader("\n"+body+"\n")), md5Key(t))
	if len(got) != 2 || got[0].Verdict != files.Ignored || got[1].Verdict != files.Read {
		t.Errorf("ReadNotifyLog gave %+v, want a line ignored and a line read", got)
	}
}

// xs is an endless line.
type xs struct{}

func (xs) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func FuzzNotifyLine(f *testing.F) {
	body := notice(f, "n1")
	f.Add("2026-03-01 INFO ", ` "GET`)
	f.Add(`{"body":"`, `"}`)
	f.Add("/notify?a=b&c=body=", "\x00\xff")
	f.Add("{\"a\\\"", "'`<>[]")
	f.Fuzz(func(t *testing.T, before, after string) {
		// Alone, it is one line of one class, whatever it holds.
		text := strings.ReplaceAll(before+after, "\n", " ")
		lines := readLog(t, strings.NewReader(text+"\n"), md5Key(t))
		if len(lines) != 1 || lines[0].Verdict < files.Ignored || lines[0].Verdict > files.BadSignature {
			t.Fatalf("ReadNotifyLog(%q) = %+v, want one line of one class", text, lines)
		}
		// Around a capture, behind a delimiter, it changes nothing.
		if strings.Contains(text, "notify_id") {
			return
		}
		for _, c := range []struct{ open, shut string }{{" ", " "}, {`"`, `"`}, {"'", "'"}, {"<", ">"}, {"[", "]"}, {"{", "}"}, {"\\", "\\"}, {"`", "\t"}, {"?", " "}} {
			line := strings.ReplaceAll(before, "\n", " ") + c.open + body + c.shut + strings.ReplaceAll(after, "\n", " ")
			if c.open == `\` && json.Valid([]byte(line)) {
				continue // inside a JSON string \n is a line end, and the notification lacks its first letter
			}
			got := readLog(t, strings.NewReader(line), md5Key(t))
			if len(got) != 1 || got[0].Verdict != files.Read || got[0].Capture.Notification.NotifyID != "n1" {
				t.Fatalf("ReadNotifyLog(%q) = %s, want the notification", line, fmt.Sprint(got))
			}
		}
	})
}
