package logs_test

import (
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/importers/logs"
)

// hostileKinds are texts that a reader which searches again and again would read in a
// time that grows with the square of their length. Each is one line, or many where it
// says so.
func hostileKinds(n int) map[string]string {
	fill := func(text string) string { return strings.Repeat(text, n/len(text)) }
	const details = "result_details=2026030122001400000000000001^1.00^SUCCESS"
	return map[string]string{
		"names":             fill("notify_id="),
		"names and values":  fill("notify_id=c08606fc38c232d0e9b21af966278e7g&" + details + "&"),
		"one name":          fill("sign=x&") + details,
		"quotes":            details + fill(`"`),
		"open strings":      fill(`{"notify_id":"`),
		"backslashes":       `{"notify_id":"` + fill(`\`),
		"nested escapes":    `notify_id=` + fill(`\\\"`) + details,
		"percents":          "notify_id=" + fill("%25") + details,
		"percents of names": fill("notify_id%253D"),
		"ampersands":        details + fill("&"),
		"entities":          details + fill("&amp;amp;"),
		"base64":            fill("bm90aWZ5X2lkPW5vdGlmeV9pZD1ub3RpZnlfaWQ9") + details,
		"brackets":          details + fill("["),
		"braces":            fill(`{"result_details":[`),
		"arrows":            fill("[notify_id] => "),
		"maps":              fill("map[notify_id:["),
		"lengths":           fill(`s:9:"notify_id";s:99999:"`),
		"rows":              "INSERT INTO t (notify_id,sign,result_details) VALUES " + fill("('c','d','2026030122001400000000000001^1.00^SUCCESS'),"),
		"open rows":         "INSERT INTO t (notify_id,sign,result_details) VALUES " + fill("('"),
		"elements":          fill("<notify_id>"),
		"blanks":            "notify_id" + fill(" ") + "=" + details,
		"long line":         details + fill("x"),
		"lines of names":    fill("notify_id=c08606fc38c232d0e9b21af966278e7g\n"),
		"lines of arrays":   fill("Array\n(\n    [notify_id] => c08606fc38c232d0e9b21af966278e7g\n"),
		"lines of one":      fill("{\n\"notify_id\": \"c08606fc38c232d0e9b21af966278e7g\",\n"),
		"pieces":            fill("2026-03-10T13:45:09.1+08:00 stdout P notify_id=c086\n"),
		"docker pieces":     fill(`{"log":"notify_id=c086","stream":"stdout","time":"2026-03-10T05:45:09Z"}` + "\n"),
		"table":             "sign,notify_id,result_details\n" + fill("\"a\"\"b,c\n"),
	}
}

// TestHostileLinear asks that a hostile text which is eight times as long takes some eight
// times as long, and not sixty-four.
func TestHostileLinear(t *testing.T) {
	skipShort(t)
	const short, times = 4 << 10, 8
	long := hostileKinds(short * times)
	for kind, text := range hostileKinds(short) {
		t.Run(kind, func(t *testing.T) {
			ratio := 0.0
			for range 3 { // a machine that is busy with something else has another try
				once, often := shortest(t, text), shortest(t, long[kind])
				if ratio = float64(often) / float64(max(once, time.Millisecond)); ratio <= 5*times {
					return
				}
			}
			t.Errorf("a text that is %d times as long takes %.0f times as long", times, ratio)
		})
	}
}

// shortest is the shorter time of two readings as a notify log and as one of
// submissions.
func shortest(t *testing.T, text string) time.Duration {
	t.Helper()
	best := time.Hour
	requests := strings.NewReplacer("result_details", "detail_data", "notify_id", "service=refund_fastpay_by_platform_pwd&batch_no").Replace(text)
	for range 2 {
		start := time.Now()
		for _, err := range logs.ReadNotifyLog(strings.NewReader(text), md5Key(t)) {
			if err != nil {
				t.Fatal(err)
			}
		}
		for _, err := range logs.ReadRequestLog(strings.NewReader(requests), alipay.UTF8, partner, md5Key(t)) {
			if err != nil {
				t.Fatal(err)
			}
		}
		best = min(best, time.Since(start))
	}
	return best
}
