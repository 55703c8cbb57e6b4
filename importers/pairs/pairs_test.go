package pairs_test

import (
	"slices"
	"strings"
	"testing"

	"reconcile/importers/pairs"
)

func names() *pairs.Names {
	return pairs.New(
		pairs.Name{Name: "notify_id", Kind: pairs.ID}, pairs.Name{Name: "notify_time", Kind: pairs.Time}, pairs.Name{Name: "sign", Kind: pairs.Signature},
		pairs.Name{Name: "result_details", Kind: pairs.Text}, pairs.Name{Name: "success_num", Kind: pairs.Word},
	)
}

// found is the pairs in a text as "number=value", in their order.
func found(text string) (all []string) {
	for _, p := range names().Find(text, nil) {
		all = append(all, string(rune('0'+p.Name))+"="+p.Value)
	}
	return all
}

// Whatever stands between names and values, and around them, the same pairs are found.
func TestFind(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"JSON with escapes", `{"sign":"a\/b+\u003d","result_details":"","foo":"x","notify_time":"2026-03-10 09:15:09","success_num":1}`, []string{"2=a/b+=", "3=", "1=2026-03-10 09:15:09", "4=1"}},
		{"a list of one", `{"notify_id":["c08"]}`, []string{"0=c08"}},
		{"JSON in JSON", `{\"sign\":\"a\\\/b\",\"notify_id\":\"c08\"}`, []string{"2=a/b", "0=c08"}},
		{"a Java map", "{sign=ab, result_details=20^1.00^SUCCESS#3^4^X, notify_time=2026-03-10 09:15:09, notify_id=c08}", []string{"2=ab", "3=20^1.00^SUCCESS#3^4^X", "1=2026-03-10 09:15:09", "0=c08"}},
		{"decoded pairs", "sign=ab&result_details=&notify_time=2026-03-10 09:15:09&notify_id=c08&", []string{"2=ab", "3=", "1=2026-03-10 09:15:09", "0=c08"}},
		{"print_r", "Array\n(\n    [sign] => ab\n    [result_details] => \n    [notify_id] => Array\n        (\n            [0] => c08\n        )\n)", []string{"2=ab", "3=", "0=c08"}},
		{"serialize", `a:2:{s:4:"sign";s:2:"ab";s:14:"result_details";s:0:"";s:9:"notify_id";s:3:"c08";}`, []string{"2=ab", "3=", "0=c08"}},
		{"var_dump", "array(2) {\n  [\"sign\"]=>\n  string(2) \"ab\"\n  [\"notify_id\"]=>\n  string(3) \"c08\"\n}", []string{"2=ab", "0=c08"}},
		{"quotes doubled", `"{""sign"":""ab"",""result_details"":"""",""notify_id"":""c08""}"`, []string{"2=ab", "3=", "0=c08"}},
		{"elements", "<sign>ab</sign><result_details></result_details><notify_id><![CDATA[c08]]></notify_id>", []string{"2=ab", "3=", "0=c08"}},
		{"a form", `<input type='hidden' name='sign' value='ab'/><input value="c08" name="notify_id">`, []string{"2=ab", "0=c08"}},
		{"names and values as fields", `{"name":"sign","value":"ab"},{"name":"notify_id","value":"c08"}`, []string{"2=ab", "0=c08"}},
		{"tuples", "[('sign', 'ab'), ('notify_id', 'c08')]", []string{"2=ab", "0=c08"}},
		{"Go", "map[sign:[ab] notify_id:[c08]]", []string{"2=ab", "0=c08"}},
		{"Ruby", `"sign"=>"ab", "notify_id"=>"c08"`, []string{"2=ab", "0=c08"}},
		{"behind an escaped line end", `"x\nsign=ab\u0026notify_id=c08"`, []string{"2=ab", "0=c08"}},
		{"a name that ends so", "isSign=1 last_sign=2 mysign=3", nil},
		{"Chinese signs", "sign：ab，notify_id：c08", []string{"2=ab", "0=c08"}},
		{"arrows", "sign --> ab\nnotify_id -> c08", []string{"2=ab", "0=c08"}},
		{"talk", "no sign and no notify_id here", nil},
		{"absent", `"sign":null,"notify_id":"c08"`, []string{"2=", "0=c08"}},
		{"a list of columns", "(`notify_id`, `sign`) VALUES", []string{"0="}},
	} {
		if got := found(c.text); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// Pairs are written alike unless one of them stands within the value of another.
func TestAlike(t *testing.T) {
	for text, want := range map[string]bool{
		`{"sign":"ab","notify_id":"c08","success_num":1}`:                   true,
		`sign=ab&shop=1&notify_id=c08`:                                      true,
		`{"sign":"ab&notify_id=c08","success_num":"1"}`:                     false,
		"{sign=ab, notify_id=c08&success_num=1}":                            false,
		"sign=ab&notify_id=c08 success_num=1":                               false,
		"[sign] => ab    [notify_id] => c08":                                true,
		"sign=ab\nnotify_id=c08\r\nsuccess_num=1":                           true,
		`{"sign":"","notify_id":"c08","success_num":"1","notify_time":"x"}`: true,
	} {
		if got := pairs.Alike(text, names().Find(text, nil)); got != want {
			t.Errorf("Alike(%q) = %v, want %v", text, got, want)
		}
	}
}

// The longest value of a pair goes up to the separators before the next one.
func TestLong(t *testing.T) {
	for text, want := range map[string]string{
		"result_details=a b, c&sign=ab":                 "a b, c",
		"{result_details=a;b, sign=ab}":                 "a;b",
		"<result_details>a&b</result_details><sign>ab":  "a&b",
		`"result_details":"a\u0026b\/","sign":"ab"`:     "a&b/",
		"result_details=20^1.00^SUCCESS$x y^1&sign=ab}": "20^1.00^SUCCESS$x y^1",
	} {
		all := names().Find(text, nil)
		if len(all) != 2 {
			t.Errorf("%q: %d pairs, want 2", text, len(all))
			continue
		}
		if got := all[0].Long(text, all[1].Start); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// FuzzFind promises that pairs stand in the text in their order, whatever the text is.
func FuzzFind(f *testing.F) {
	f.Add(`{"sign":"a\/b","notify_id":["c08"]}`)
	f.Add("<input value='x' name='sign'>")
	f.Add(`sign\\\u0026=\\`)
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, p := range names().Find(text, nil) {
			if p.Start < 0 || p.End > len(text) || p.Start > p.End || p.End < end {
				t.Fatalf("Find(%q): a pair at %d to %d behind %d", text, p.Start, p.End, end)
			}
			end = p.End
			if long, between := p.Long(text, len(text)), p.Separator(text); len(long)+len(between) > 4*len(text) {
				t.Fatalf("Find(%q): a pair of %q and %q", text, between, long)
			}
		}
		if strings.Count(text, "sign")+strings.Count(text, "notify_id")+strings.Count(text, "notify_time")+strings.Count(text, "result_details")+strings.Count(text, "success_num") < len(found(text)) {
			t.Fatalf("Find(%q) = %q, more pairs than names", text, found(text))
		}
	})
}
