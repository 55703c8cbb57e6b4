package alipay_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"reconcile/alipay"
)

func TestCheckCaptured(t *testing.T) {
	account := alipay.Merchant{Partner: "2088101008267254", SellerEmail: "Jier1105@alitest.com", SellerUserID: "2088101008267254"}
	byEmail, byID := account, account
	byEmail.SellerUserID, byID.SellerEmail = "", ""
	for _, c := range []struct {
		name    string
		account alipay.Merchant
		change  func(*alipay.Request)
		want    string
	}{
		{"clean", account, func(*alipay.Request) {}, ""},
		{"letter case of the seller", account, func(r *alipay.Request) { r.SellerEmail = "jier1105@ALITEST.com" }, ""},
		{"another seller", account, func(r *alipay.Request) { r.SellerEmail = "other@alitest.com" }, "NOT_THIS_SELLER_TRADE"},
		{"seller_user_id wins", account, func(r *alipay.Request) { r.SellerEmail, r.SellerUserID = "other@alitest.com", "2088101008267254" }, ""},
		{"another seller_user_id", account, func(r *alipay.Request) { r.SellerUserID = "2088101008267255" }, "NOT_THIS_SELLER_TRADE"},
		{"a seller_user_id that is none", account, func(r *alipay.Request) { r.SellerUserID = "1088" }, "SELLER_INFO_NOT_EXIST"},
		{"a seller_user_id that the account does not name", byEmail, func(r *alipay.Request) { r.SellerUserID = "2088101008267255" }, ""},
		{"an address that the account does not name", byID, func(*alipay.Request) {}, ""},
		{"no seller", account, func(r *alipay.Request) { r.SellerEmail = "" }, "SELLER_INFO_NOT_EXIST"},
		{"no partner", account, func(r *alipay.Request) { r.Partner = "" }, "ILLEGAL_PARTNER"},
		{"sign_type in small letters", account, func(r *alipay.Request) { r.SignType = "md5" }, "ILLEGAL_SIGN_TYPE"},
		{"no sign_type", account, func(r *alipay.Request) { r.SignType = "" }, "ILLEGAL_SIGN_TYPE"},
		{"notify_url of 200", account, func(r *alipay.Request) { r.NotifyURL = strings.Repeat("h", 200) }, ""},
		{"notify_url of 201", account, func(r *alipay.Request) { r.NotifyURL = strings.Repeat("h", 201) }, "ILLEGAL_ARGUMENT"},
		{"not https", account, func(r *alipay.Request) { r.Plain = true }, "ILLEGAL_ARGUMENT"},
		{"and what it is by itself", account, func(r *alipay.Request) { r.BatchNum, r.SellerEmail = "3", "" }, "BATCH_NUM_NOT_EQUAL_TOTAL SELLER_INFO_NOT_EXIST"},
	} {
		r := request(t)
		r.SignType = "MD5"
		c.change(&r)
		if got := codesOf(alipay.CheckCaptured(r, c.account)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestVerifierOf signs requests and verifies them by the public half of the key.
func TestVerifierOf(t *testing.T) {
	md5, err := alipay.NewMD5(alipay.NewSecret("0123456789abcdef0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	signers := []alipay.Signer{md5, newRSASigner(t), newDSASigner(t)}
	seen := map[string]bool{}
	for i, s := range signers {
		v := alipay.VerifierOf(s)
		ps, err := alipay.Sign(alipay.Params{{Name: "service", Value: alipay.Service}, {Name: "detail_data", Value: "a"}}, s)
		if err != nil {
			t.Fatal(err)
		}
		if err := alipay.VerifyRequest(ps.Encode(), v); err != nil {
			t.Errorf("%s: VerifyRequest = %v", s.SignType(), err)
		}
		if err := alipay.VerifyRequest(strings.Replace(ps.Encode(), "=a", "=b", 1), v); err == nil {
			t.Errorf("%s: another request verifies", s.SignType())
		}
		print := alipay.Fingerprint(v)
		if other := alipay.Fingerprint(alipay.AnyOf(v, alipay.VerifierOf(signers[(i+1)%len(signers)]))); len(print) != 16 || seen[print] || !strings.HasPrefix(other, print) || len(other) != 32 {
			t.Errorf("%s: Fingerprint = %q, of two keys %q", s.SignType(), print, other)
		}
		seen[print] = true
	}
	if print := alipay.Fingerprint(nil); print != "" {
		t.Errorf("Fingerprint(nil) = %q", print)
	}
}

// A public key is named by its digest; of a shared one nobody is told more than that there
// is one.
func TestKeyNames(t *testing.T) {
	md5, err := alipay.NewMD5(alipay.NewSecret("0123456789abcdef0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	rsa, dsa := alipay.VerifierOf(newRSASigner(t)), alipay.VerifierOf(newDSASigner(t))
	for _, c := range []struct {
		keys alipay.Verifier
		want []string
	}{
		{nil, nil},
		{md5, []string{"MD5"}},
		{alipay.AnyOf(md5, md5), []string{"MD5", "MD5"}},
		{dsa, []string{"DSA " + alipay.Fingerprint(dsa)}},
		{alipay.AnyOf(rsa, dsa), []string{"RSA " + alipay.Fingerprint(rsa), "DSA " + alipay.Fingerprint(dsa)}},
	} {
		if got := alipay.KeyNames(c.keys); !slices.Equal(got, c.want) {
			t.Errorf("KeyNames = %q, want %q", got, c.want)
		}
	}
}

func newRSASigner(t *testing.T) alipay.Signer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	s, err := alipay.NewRSASigner([]byte(base64.StdEncoding.EncodeToString(x509.MarshalPKCS1PrivateKey(key))))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func newDSASigner(t *testing.T) alipay.Signer {
	t.Helper()
	s, err := alipay.NewDSASigner([]byte(pemText("DSA PRIVATE KEY", traditional(t, dsaKey(t, p1024, q1024, g1024, x1024)))))
	if err != nil {
		t.Fatal(err)
	}
	return s
}
