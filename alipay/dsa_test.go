package alipay_test

import (
	"crypto/dsa" //lint:ignore SA1019 the interface names DSA (§7.2.2)
	"encoding/asn1"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"reconcile/alipay"
)

// The keys of RFC 6979, appendix A.2.1 and A.2.2.
const (
	p1024 = "86F5CA03DCFEB225063FF830A0C769B9DD9D6153AD91D7CE27F787C43278B447E6533B86B18BED6E8A48B784A14C252C5BE0DBF60B86D6385BD2F12FB763ED8873ABFD3F5BA2E0A8C0A59082EAC056935E529DAF7C610467899C77ADEDFC846C881870B7B19B2B58F9BE0521A17002E3BDD6B86685EE90B3D9A1B02B782B1779"
	q1024 = "996F967F6C8E388D9E28D01E205FBA957A5698B1"
	g1024 = "07B0F92546150B62514BB771E2A0C0CE387F03BDA6C56B505209FF25FD3C133D89BBCD97E904E09114D9A7DEFDEADFC9078EA544D2E401AEECC40BB9FBBF78FD87995A10A1C27CB7789B594BA7EFB5C4326A9FE59A070E136DB77175464ADCA417BE5DCE2F40D10A46A3A3943F26AB7FD9C0398FF8C76EE0A56826A8A88F1DBD"
	x1024 = "411602CB19A6CCC34494D79D98EF1E7ED5AF25F7"
	p2048 = "9DB6FB5951B66BB6FE1E140F1D2CE5502374161FD6538DF1648218642F0B5C48C8F7A41AADFA187324B87674FA1822B00F1ECF8136943D7C55757264E5A1A44FFE012E9936E00C1D3E9310B01C7D179805D3058B2A9F4BB6F9716BFE6117C6B5B3CC4D9BE341104AD4A80AD6C94E005F4B993E14F091EB51743BF33050C38DE235567E1B34C3D6A5C0CEAA1A0F368213C3D19843D0B4B09DCB9FC72D39C8DE41F1BF14D4BB4563CA28371621CAD3324B6A2D392145BEBFAC748805236F5CA2FE92B871CD8F9C36D3292B5509CA8CAA77A2ADFC7BFD77DDA6F71125A7456FEA153E433256A2261C6A06ED3693797E7995FAD5AABBCFBE3EDA2741E375404AE25B"
	q2048 = "F2C3119374CE76C9356990B465374A17F23F9ED35089BD969F61C6DDE9998C1F"
	g2048 = "5C7FF6B06F8F143FE8288433493E4769C4D988ACE5BE25A0E24809670716C613D7B0CEE6932F8FAA7C44D2CB24523DA53FBE4F6EC3595892D1AA58C4328A06C46A15662E7EAA703A1DECF8BBB2D05DBE2EB956C142A338661D10461C0D135472085057F3494309FFA73C611F78B32ADBB5740C361C9F35BE90997DB2014E2EF5AA61782F52ABEB8BD6432C4DD097BC5423B285DAFB60DC364E8161F4A2A35ACA3A10B1C4D203CC76A470A33AFDCBDD92959859ABD8B56E1725252D78EAC66E71BA9AE3F1DD2487199874393CD4D832186800654760E1E34C09E4D155179F9EC0DC4473F996BDCE6EED1CABED8B6F116F7AD9CF505DF0F998E34AB27514B0FFE7"
	x2048 = "69C7548C21D0DFEA6B9A51C9EAD4E27C33D3B3F180316E5BCAB92C933F0E4DBC"
)

func hexNumber(t *testing.T, s string) *big.Int {
	t.Helper()
	n, ok := new(big.Int).SetString(s, 16)
	if !ok {
		t.Fatalf("no number: %s", s)
	}
	return n
}

func dsaKey(t *testing.T, p, q, g, x string) *dsa.PrivateKey {
	t.Helper()
	key := &dsa.PrivateKey{X: hexNumber(t, x)}
	key.P, key.Q, key.G = hexNumber(t, p), hexNumber(t, q), hexNumber(t, g)
	key.Y = new(big.Int).Exp(key.G, key.X, key.P)
	return key
}

// traditional is the form of openssl gendsa.
func traditional(t *testing.T, key *dsa.PrivateKey) []byte {
	t.Helper()
	der, err := asn1.Marshal(struct {
		Version       int
		P, Q, G, Y, X *big.Int
	}{0, key.P, key.Q, key.G, key.Y, key.X})
	if err != nil {
		t.Fatal(err)
	}
	return der
}

// RFC 6979, appendix A.2, where the hash is SHA-1.
func TestDSASignaturesOfRFC6979(t *testing.T) {
	short, long := dsaKey(t, p1024, q1024, g1024, x1024), dsaKey(t, p2048, q2048, g2048, x2048)
	for _, c := range []struct {
		key        *dsa.PrivateKey
		text, r, s string
	}{
		{short, "sample", "2E1A0C2562B2912CAAF89186FB0F42001585DA55", "29EFB6B0AFF2D7A68EB70CA313022253B9A88DF5"},
		{short, "test", "42AB2052FD43E123F0607F115052A67DCD9C5C77", "183916B0230D45B9931491D4C6B0BD2FB4AAF088"},
		{long, "sample", "3A1B2DBD7489D6ED7E608FD036C83AF396E290DBD602408E8677DAABD6E7445A", "D26FCBA19FA3E3058FFC02CA1596CDBB6E0D20CB37B06054F7E36DED0CDBBCCF"},
		{long, "test", "C18270A93CFC6063F57A4DFA86024F700D980E4CF4E2CB65A504397273D98EA0", "414F22E5F31A8B6D33295C7539C1C1BA3A6160D7D68D50AC0D3A5BEAC2884FAA"},
	} {
		signer, err := alipay.NewDSASigner([]byte(pemText("DSA PRIVATE KEY", traditional(t, c.key))))
		if err != nil {
			t.Fatal(err)
		}
		sign, err := signer.Sign(c.text)
		if err != nil {
			t.Fatal(err)
		}
		der, err := base64.StdEncoding.DecodeString(sign)
		if err != nil {
			t.Fatal(err)
		}
		var got struct{ R, S *big.Int }
		if _, err := asn1.Unmarshal(der, &got); err != nil {
			t.Fatal(err)
		}
		if r, s := fmt.Sprintf("%X", got.R), fmt.Sprintf("%X", got.S); r != c.r || s != c.s {
			t.Errorf("%d bit, %q: r = %s, s = %s, want %s, %s", c.key.P.BitLen(), c.text, r, s, c.r, c.s)
		}
	}
}

func TestDSAPrivateKeysInEveryForm(t *testing.T) {
	verifier, err := alipay.NewDSAVerifier([]byte(testDSAPublic))
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode([]byte(testDSAPrivate))
	want := ""
	for name, text := range disguises("PRIVATE KEY", block.Bytes) {
		signer, err := alipay.NewDSASigner([]byte(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		checkRoundTrip(t, signer, verifier)
		sign, err := signer.Sign(docNotify)
		if want == "" {
			want = sign
		}
		if sign != want || err != nil || verifier.Verify(docNotify+" ", sign) == nil {
			t.Errorf("%s: Sign = %q, %v, want %q, for this text alone", name, sign, err, want)
		}
	}
}

func TestBrokenDSAPrivateKeys(t *testing.T) {
	key := func(change func(*dsa.PrivateKey)) string {
		k := dsaKey(t, p1024, q1024, g1024, x1024)
		change(k)
		return pemText("DSA PRIVATE KEY", traditional(t, k))
	}
	pair := newKeyPair(t, 1024)
	block, _ := pem.Decode([]byte(testDSAPrivate))
	odd := append([]byte{}, block.Bytes...)
	odd[len(odd)-24] ^= 0x10 // the wrapping of x
	for name, c := range map[string]struct{ text, want string }{
		"nothing":         {"", "is empty"},
		"public":          {testDSAPublic, "is a public key of another kind (want a DSA private key"},
		"RSA, PKCS#8":     {pemText("PRIVATE KEY", pair.pkcs8), "is a private key (want a DSA private key"},
		"RSA, PKCS#1":     {pemText("RSA PRIVATE KEY", pair.pkcs1), "is an RSA private key (want a DSA private key"},
		"damaged PKCS#8":  {pemText("PRIVATE KEY", odd), "(want a DSA private key"},
		"x is zero":       {key(func(k *dsa.PrivateKey) { k.X = new(big.Int) }), "its numbers do not belong together"},
		"x is q":          {key(func(k *dsa.PrivateKey) { k.X = k.Q }), "its numbers do not belong together"},
		"g is one":        {key(func(k *dsa.PrivateKey) { k.G = big.NewInt(1) }), "its numbers do not belong together"},
		"g of no group":   {key(func(k *dsa.PrivateKey) { k.G = big.NewInt(2) }), "its numbers do not belong together"},
		"another's y":     {key(func(k *dsa.PrivateKey) { k.Y = big.NewInt(4) }), "its public part is not of its private one"},
		"short p":         {key(func(k *dsa.PrivateKey) { k.P = k.Q }), "has 160 and 160 bits"},
		"q of other size": {key(func(k *dsa.PrivateKey) { k.Q = new(big.Int).Lsh(k.Q, 8) }), "has 1024 and 168 bits"},
	} {
		_, err := alipay.NewDSASigner([]byte(c.text))
		if err == nil || !strings.Contains(err.Error(), "DSA private key: ") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
		if err != nil && showsPart(err.Error(), c.text) {
			t.Errorf("%s: the error shows the key: %v", name, err)
		}
	}
	if _, err := alipay.NewRSASigner([]byte(key(func(*dsa.PrivateKey) {}))); err == nil || !strings.Contains(err.Error(), "is a DSA private key (want an RSA private key") {
		t.Errorf("a DSA key for RSA: %v", err)
	}
}
