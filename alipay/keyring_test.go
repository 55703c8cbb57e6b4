package alipay_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"reconcile/alipay"
)

func TestAnyOf(t *testing.T) {
	one, err1 := alipay.NewMD5(alipay.NewSecret("1111"))
	two, err2 := alipay.NewMD5(alipay.NewSecret("2222"))
	other, err3 := alipay.NewMD5(alipay.NewSecret("3333"))
	if err := errors.Join(err1, err2, err3); err != nil {
		t.Fatal(err)
	}
	any := alipay.AnyOf(one, two)
	for _, c := range []struct {
		key  alipay.MD5
		good bool
	}{{one, true}, {two, true}, {other, false}} {
		sign, err := c.key.Sign("a=1")
		if err != nil {
			t.Fatal(err)
		}
		if err := any.Verify("a=1", sign); (err == nil) != c.good {
			t.Errorf("verified: %v, want %v", err, c.good)
		}
	}
}

func TestSplitKeys(t *testing.T) {
	word := func(key string) error {
		if strings.ContainsAny(strings.TrimSpace(key), " \n") || strings.Contains(key, "bad") {
			return errors.New("no key")
		}
		return nil
	}
	pem := func(key string) error {
		if strings.Count(key, "BEGIN") != 1 {
			return errors.New("not one PEM")
		}
		return nil
	}
	for _, c := range []struct {
		text string
		use  func(string) error
		want []string
	}{
		{"one\n", word, []string{"one\n"}},
		{"\none\r\n two \n\n", word, []string{"one", "two"}},
		{"one\nbad\n", word, nil},
		{"-----BEGIN A\n1\n-----END A\n-----BEGIN A\n2\n-----END A\n", pem, []string{"-----BEGIN A\n1\n-----END A\n", "-----BEGIN A\n2\n-----END A\n"}},
	} {
		got, err := alipay.SplitKeys(c.text, c.use)
		if !slices.Equal(got, c.want) || (err == nil) != (c.want != nil) {
			t.Errorf("SplitKeys(%q) = %q, %v, want %q", c.text, got, err, c.want)
		}
	}
}
