package forms_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"reconcile/alipay"
	"reconcile/alipay/alipaytest/forms"
)

// TestReal compares printers with what the programs themselves printed.
func TestReal(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/real.txtar")
	if err != nil {
		t.Fatal(err)
	}
	real := map[string]string{}
	for _, f := range archive.Files {
		real[f.Name] = strings.TrimSuffix(string(f.Data), "\n")
	}
	ps := realParams(t, real["parameters.json"])
	for _, c := range []struct{ real, form string }{
		{"php-json", "json-php"}, {"php-json-unicode", "json-php-unescaped"}, {"php-json-pretty", "json-pretty"},
		{"php-print_r", "print_r"}, {"php-var_export", "var_export"}, {"php-var_export", "thinkphp"}, {"php-var_dump", "var_dump"},
		{"php-serialize", "serialize"}, {"python-dict", "python-dict"}, {"python-ordered", "python-ordered"}, {"python-json", "json-structlog"},
		{"node", "node"}, {"node-null", "node-null"}, {"node-line", "node-line"}, {"node-component", "url-percent20"},
		{"ruby-hash", "rails"}, {"java-map", "pairs-java-map"}, {"java-lists", "pairs-multivalue"},
	} {
		printed := forms.Named(c.form).Print(alipay.UTF8, ps)
		if real[c.real] == "" || !strings.Contains(printed, real[c.real]) {
			t.Errorf("form %s prints\n%s\nwhich is not, as %s,\n%s", c.form, printed, c.real, real[c.real])
		}
	}
}

// realParams reads an object of JSON in its order.
func realParams(t *testing.T, text string) alipay.Params {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	var tokens []string
	for {
		token, err := d.Token()
		if err != nil {
			break
		}
		if s, ok := token.(string); ok {
			tokens = append(tokens, s)
		}
	}
	var ps alipay.Params
	for pair := range slices.Chunk(tokens, 2) {
		ps = append(ps, alipay.Param{Name: pair[0], Value: pair[1]})
	}
	if len(ps) == 0 {
		t.Fatal("no parameters")
	}
	return ps
}

// Every form has a name of its own, says who writes so, and prints every capture.
func TestForms(t *testing.T) {
	seen := map[string]bool{}
	ps := func(id string) alipay.Params {
		return alipay.Params{{Name: "notify_id", Value: id}, {Name: "batch_no", Value: "20260310000001"}}
	}
	for _, f := range forms.Requests() {
		if seen[f.Name] || f.By == "" {
			t.Errorf("form %q of %q stands twice or names nobody", f.Name, f.By)
		}
		seen[f.Name] = true
		text := f.Print(alipay.UTF8, ps("first"), ps("second"))
		if !strings.HasSuffix(text, "\n") {
			t.Errorf("form %s does not end its last line: %q", f.Name, text)
		}
		if lines := strings.Count(strings.TrimRight(f.Print(alipay.UTF8, ps("x")), "\n"), "\n") + 1; f.Together && !f.Lines && lines != strings.Count(text, "\n") {
			t.Errorf("form %s prints two captures in %d lines, one in %d", f.Name, strings.Count(text, "\n"), lines)
		}
	}
	if len(seen) < 60 {
		t.Errorf("%d forms", len(seen))
	}
}
