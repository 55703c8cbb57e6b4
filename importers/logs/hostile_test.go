package logs_test

import (
	"encoding/base64"
	"flag"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"reconcile/alipay"
	"reconcile/alipay/alipaytest/forms"
	"reconcile/importers/files"
	"reconcile/importers/logs"
)

var (
	hostileTexts = flag.Int("hostile", 10_000, "the random texts that TestHostile puts around captures")
	hostileSeed  = flag.Uint64("hostileseed", 1, "the seed of the first of them")
)

// A hostileShop prints notifications with random texts around and within them.
type hostileShop struct {
	pool    []alipay.Params // signed
	printed map[string][]string
	forms   []forms.Form
	signed  map[alipay.Notification]string // the sign of each notification of the pool
	key     alipay.Verifier
}

func newHostileShop(t testing.TB) *hostileShop {
	t.Helper()
	s := &hostileShop{forms: forms.All(), printed: map[string][]string{}, signed: map[alipay.Notification]string{}, key: md5Key(t)}
	for n := range 6 {
		details := fmt.Sprintf("202603012200140000000000%04d^%d.00^SUCCESS", n, n+1)
		if n%2 == 1 {
			details += fmt.Sprintf("$refunds@example.com^2088101008267254^0.05^SUCCESS#202603012200140000000001%04d^3.00^TRADE_HAS_CLOSED", n)
		}
		ps := signedNotice(t, md5Key(t), n, details)
		s.pool = append(s.pool, ps)
		s.signed[plain(wantNotification(t, ps))] = ps.Get("sign")
	}
	for _, f := range s.forms {
		for _, ps := range s.pool {
			s.printed[f.Name] = append(s.printed[f.Name], f.Print(alipay.UTF8, ps))
		}
	}
	return s
}

// plain is a notification without what may differ between readings of the same.
func plain(n alipay.Notification) alipay.Notification {
	n.NotifyTime, n.Extra = n.NotifyTime.UTC(), 0
	return n
}

// hostilePieces are what logs and forgers put beside values.
var hostilePieces = []string{
	`"`, `'`, "`", `\`, `\"`, `\\"`, `\\\`, "&", "=", "&&", "&=", "[", "]", "{", "}", "(", ")", "<", ">", ",", ", ", ";", ":", ": ", "=>", " => ", "|", "#", "^", "$", "%", " ", "\t", "\n", "\r\n", "\x00", "\xff", "\x1b[31m", "中", "\ufeff",
	"%26", "%3D", "%25", "%2526", "%22", `\x26`, `\x22`, `\u0026`, `\u0022`, "&amp;", "&quot;", "&#39;", "+", "?", "/",
	"sign=", "&sign=0123456789abcdef0123456789abcdef", "sign_type=MD5&", "notify_id=", "&notify_id=c08606fc38c232d0e9b21af966ffffff", "result_details=", "&result_details=2026030122001400000000009999^9.00^SUCCESS", "batch_no=20260310999999&", "&success_num=1", "notify_type=batch_refund_notify&", "notify_time=2026-03-10 13:45:09&", "unfreezed_details=x&",
	`"sign":"`, `"result_details":"2026030122001400000000009999^9.00^SUCCESS",`, `"batch_no":["20260310999999"],`, `[result_details] => 2026030122001400000000009999^9.00^SUCCESS`, `'success_num' => '9',`, `s:8:"batch_no";s:14:"20260310999999";`, "<batch_no>20260310999999</batch_no>", "batch_no: 20260310999999\n", "batch_no=20260310999999\n", ", batch_no=20260310999999",
	"Array\n(\n", "array(8) {", "{\"log\":\"", "2026-03-10T13:45:09.1+08:00 stdout P ", "2026-03-10T13:45:09.1+08:00 stdout F ", "INSERT INTO `t` (`sign`,`batch_no`) VALUES (", "sign,batch_no,notify_id\n", "<![CDATA[", "]]>", "<form>", "from=pay&", "token=a%26b&", "x", "0", "7.00", "2026030122001400000000009999",
}

func (s *hostileShop) junk(r *rand.Rand, most int) string {
	var b strings.Builder
	for range r.IntN(most + 1) {
		b.WriteString(hostilePieces[r.IntN(len(hostilePieces))])
	}
	return b.String()
}

// capture is one of the pool in a form. Those that container runtimes pad are long and
// rare.
func (s *hostileShop) capture(r *rand.Rand) (name, text string) {
	for {
		name = s.forms[r.IntN(len(s.forms))].Name
		text = s.printed[name][r.IntN(len(s.pool))]
		if len(text) < 8<<10 || r.IntN(40) == 0 {
			return name, text
		}
	}
}

// text is a hostile text.
func (s *hostileShop) text(r *rand.Rand, extra string) string {
	_, one := s.capture(r)
	_, two := s.capture(r)
	switch r.IntN(9) {
	case 0, 1: // whole, in a hostile place
		return s.junk(r, 6) + extra + one + s.junk(r, 6)
	case 2: // without the line end between what is around it
		return s.junk(r, 6) + strings.TrimRight(one, "\n") + extra + s.junk(r, 6)
	case 3: // beside the half of another one
		return two[:r.IntN(len(two))] + s.junk(r, 2) + one + extra
	case 4:
		return one + extra + s.junk(r, 2) + two[r.IntN(len(two)):]
	case 5: // glued
		return one[:r.IntN(len(one))] + extra + two[r.IntN(len(two)):]
	case 6: // with something in its middle, which may be nothing
		at := r.IntN(len(one))
		return one[:at] + s.junk(r, 2) + extra + one[min(len(one), at+r.IntN(3)*r.IntN(20)):]
	case 7: // the lines of both in turn, as two requests at once are logged
		return interleaved(r, one, two) + extra
	}
	return s.moved(r)
}

// interleaved has the lines of two texts, each in its order.
func interleaved(r *rand.Rand, one, two string) string {
	a, b := strings.SplitAfter(one, "\n"), strings.SplitAfter(two, "\n")
	var text strings.Builder
	for len(a)+len(b) > 0 {
		if len(b) == 0 || len(a) > 0 && r.IntN(2) == 0 {
			a, b = b, a
		}
		text.WriteString(b[0])
		b = b[1:]
	}
	return text.String()
}

// moved prints a notification whose values were moved between its parameters, so that
// the signed string stays, or were exchanged with another's.
func (s *hostileShop) moved(r *rand.Rand) string {
	f := s.forms[r.IntN(len(s.forms))]
	ps := append(alipay.Params{}, s.pool[r.IntN(len(s.pool))]...)
	other := s.pool[r.IntN(len(s.pool))]
	if i := r.IntN(len(ps)); r.IntN(2) == 0 {
		ps[i].Value = other.Get(ps[i].Name)
		return f.Print(alipay.UTF8, ps)
	}
	return f.Print(alipay.UTF8, recut(ps, r.IntN(5)))
}

// recut moves the k-th parameter of the signed string into the value before it.
func recut(ps alipay.Params, k int) alipay.Params {
	order := []string{"batch_no", "notify_id", "notify_time", "notify_type", "result_details", "success_num"}
	into, gone := order[k], order[k+1]
	var out alipay.Params
	for _, p := range ps {
		switch p.Name {
		case gone:
			continue
		case into:
			p.Value += "&" + gone + "=" + ps.Get(gone)
		}
		out = append(out, p)
	}
	return out
}

// typeValue finds the type of a notification of ours as a whole value.
var typeValue = regexp.MustCompile(`(?:^|[^0-9A-Za-z_])` + alipay.NotifyType + `(?:[^0-9A-Za-z_]|$)`)

// check reads a hostile text: what reads is signed, and no more often than its signature
// stands there; and a text that states results is not ignored.
func (s *hostileShop) check(text string) error {
	reads, refused := map[alipay.Notification]int{}, 0
	for line, err := range logs.ReadNotifyLog(strings.NewReader(text), s.key) {
		switch {
		case err != nil:
			return err
		case line.Verdict == files.Read:
			reads[plain(line.Capture.Notification)]++
		case line.Verdict != files.Ignored:
			refused++
		}
	}
	for n, times := range reads {
		sign, ok := s.signed[n]
		if !ok {
			return fmt.Errorf("reads %+v, which was not signed", n)
		}
		inBase64 := base64.StdEncoding.EncodeToString([]byte("sign=" + sign[:31]))
		if stands := strings.Count(text, sign) + strings.Count(text, inBase64); times > max(stands, 1) {
			return fmt.Errorf("reads notification %s %d times, its signature stands there %d times", n.NotifyID, times, stands)
		}
	}
	// A name or a value that was cut may say that this is another interface's.
	types := len(typeValue.FindAllString(text, -1))
	whole := strings.Count(text, "notify_type") <= types && strings.Count(text, "batch_ref") == types
	if len(reads) == 0 && refused == 0 && whole && stated.MatchString(text) {
		return fmt.Errorf("tells nothing of a notification")
	}
	return nil
}

// TestHostile puts random texts around captures, glues halves of them and moves values:
// nothing reads that was not signed.
func TestHostile(t *testing.T) {
	if testing.Short() && *hostileTexts == 10_000 {
		*hostileTexts = 200
	}
	s := newHostileShop(t)
	failed := 0
	for i := range *hostileTexts {
		seed := *hostileSeed + uint64(i)
		text := s.text(rand.New(rand.NewPCG(seed, 14)), "")
		if err := s.check(text); err != nil {
			t.Errorf("seed %d: %v: %s", seed, err, shortened(text))
			if failed++; failed > 20 {
				t.Fatal("and so on")
			}
		}
	}
}

// FuzzHostile is TestHostile with a text of the fuzzer's.
func FuzzHostile(f *testing.F) {
	s := newHostileShop(f)
	for _, piece := range hostilePieces {
		f.Add(uint64(len(piece)), piece)
	}
	f.Fuzz(func(t *testing.T, seed uint64, extra string) {
		if strings.Contains(extra, "type") {
			return // it may say that this is another interface's
		}
		text := s.text(rand.New(rand.NewPCG(seed, 14)), extra)
		if err := s.check(text); err != nil {
			t.Errorf("%v: %q", err, text)
		}
	})
}

// TestRecut asks that a notification whose values were moved between its parameters never
// reads in a form that says where a value ends, though its signed string is the same.
func TestRecut(t *testing.T) {
	skipShort(t)
	s := newHostileShop(t)
	for _, f := range s.forms {
		for k := range 5 {
			text := f.Print(alipay.UTF8, recut(s.pool[1], k))
			got, refused := readNotices(t, text, s.key)
			if open := strings.HasPrefix(f.Name, "pairs"); len(got) > 0 && (!open || !sameNotice(got[0], wantNotification(t, s.pool[1]))) || len(got)+len(refused) == 0 {
				t.Errorf("%s, cut %d: read %s, refused %d of %s", f.Name, k, sayNotices(got), len(refused), shortened(text))
			}
		}
	}
}

// likely are details of results as Alipay sends them.
var likely = regexp.MustCompile(`^20[0-9]{14,30}\^[0-9]{1,6}\.[0-9]{2}\^[A-Z_]{3,40}(#20[0-9]{14,30}\^[0-9]{1,6}\.[0-9]{2}\^[A-Z_]{3,40})*#?$`)

// FuzzForms prints a notification with any result details in any form: it reads as it was
// printed, or is refused where the form leaves open what was printed.
func FuzzForms(f *testing.F) {
	all := forms.All()
	for i := range all {
		f.Add(uint(i), "2026030122001400000000000001^50.00^SUCCESS", uint(i))
		f.Add(uint(i), "2026021242672191^1.00^SUCCESS$a&b@example.com^2088101008267254^0.05^#2026021242672192^1^X^true^null|", uint(i+1))
	}
	f.Fuzz(func(t *testing.T, form uint, details string, n uint) {
		if strings.ContainsFunc(details, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\ufffd' }) || details == "" {
			return // what no notification of Alipay holds, and no form can carry
		}
		ps := signedNotice(t, md5Key(t), int(n%1_000_000), details)
		if _, err := alipay.ParseNotification(ps.Encode(), md5Key(t)); err != nil {
			return
		}
		f := all[form%uint(len(all))]
		text := f.Print(alipay.UTF8, ps)
		got, refused := readNotices(t, text, md5Key(t))
		want := wantNotification(t, ps)
		if len(got) > 1 || len(got) == 1 && !sameNotice(got[0], want) || len(got)+len(refused) == 0 && stated.MatchString(text) {
			t.Errorf("%s: read %s, refused %d of %q", f.Name, sayNotices(got), len(refused), text)
		}
		if likely.MatchString(details) && len(got) != 1 {
			t.Errorf("%s: not read: %q, refused %s", f.Name, text, sayRefused(refused))
		}
	})
}
