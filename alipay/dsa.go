package alipay

import (
	"bytes"
	"crypto/dsa" //lint:ignore SA1019 the interface names DSA (§7.2.2)
	"crypto/hmac"
	"crypto/sha1"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"math/big"

	"reconcile/words"
)

type dsaVerifier struct{ key *dsa.PublicKey }

// NewDSAVerifier returns a Verifier of SHA1withDSA, a DER sequence of r and s (§7.2.2).
// pub is the text of a file with Alipay's DSA public key (PKIX), in the forms of
// NewRSAVerifier.
func NewDSAVerifier(pub []byte) (Verifier, error) {
	key, err := parseDSAPublic(pub)
	if err != nil {
		return nil, words.Errorf("DSA public key: %w", err)
	}
	return dsaVerifier{key}, nil
}

func (dsaVerifier) SignType() string { return "DSA" }

func (v dsaVerifier) Verify(text, sign string) error {
	b, err := decodeSign(sign)
	if err != nil {
		return err
	}
	var sig struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(b, &sig); err != nil {
		return words.Errorf("sign is not a DER sequence of two numbers")
	}
	// Unmarshal accepts further elements, inside the sequence and after it.
	if again, err := asn1.Marshal(sig); err != nil || !bytes.Equal(again, b) {
		return words.Errorf("sign is not a DER sequence of just two numbers")
	}
	sum := sha1.Sum([]byte(text))
	if !dsa.Verify(v.key, sum[:], sig.R, sig.S) {
		return errMismatch
	}
	return nil
}

type dsaSigner struct {
	hidden
	key *dsa.PrivateKey
}

// NewDSASigner returns a Signer with SHA1withDSA, a DER sequence of r and s (§7.2.2).
// priv is the text of a file with the merchant's DSA private key, in the forms of
// NewRSASigner: PKCS#8, or as openssl gendsa writes it ("DSA PRIVATE KEY"). The
// signature of a text is always the same (RFC 6979), because a batch that is written
// again must have the same bytes.
func NewDSASigner(priv []byte) (Signer, error) {
	key, err := parseDSAPrivate(priv)
	if err != nil {
		return nil, words.Errorf("DSA private key: %w", err)
	}
	return &dsaSigner{key: key}, nil
}

func (*dsaSigner) SignType() string { return "DSA" }

func (s *dsaSigner) Sign(text string) (string, error) {
	sum := sha1.Sum([]byte(text))
	r, v := signDSA(s.key, sum[:])
	b, err := asn1.Marshal(struct{ R, S *big.Int }{r, v})
	if err != nil {
		return "", words.Errorf("sign with the DSA private key: %w", err)
	}
	return base64.StdEncoding.EncodeToString(b), nil
}

// signDSA signs a SHA-1 with the nonce of RFC 6979. The time that it takes depends on
// the key, but can be measured only on this machine.
func signDSA(key *dsa.PrivateKey, sum []byte) (r, s *big.Int) {
	z := new(big.Int).SetBytes(sum) // no longer than q, which has 160 bits or more
	nonces := newNonces(key.Q, key.X, z)
	for {
		k := nonces.next()
		r = new(big.Int).Exp(key.G, k, key.P)
		r.Mod(r, key.Q)
		s = new(big.Int).Mul(key.X, r)
		s.Mul(s.Add(s, z), k.ModInverse(k, key.Q))
		s.Mod(s, key.Q)
		if r.Sign() > 0 && s.Sign() > 0 {
			return r, s
		}
	}
}

// nonces are the numbers k of RFC 6979, section 3.2, with HMAC-SHA-1.
type nonces struct {
	q    *big.Int
	k, v []byte
}

func newNonces(q, x, z *big.Int) *nonces {
	n := &nonces{q: q, k: make([]byte, sha1.Size), v: make([]byte, sha1.Size)}
	for i := range n.v {
		n.v[i] = 1
	}
	size := (q.BitLen() + 7) / 8
	seed := x.FillBytes(make([]byte, size))
	seed = append(seed, new(big.Int).Mod(z, q).FillBytes(make([]byte, size))...)
	n.stir(append([]byte{0}, seed...))
	n.stir(append([]byte{1}, seed...))
	return n
}

func (n *nonces) stir(seed []byte) {
	n.k = n.mac(append(n.v, seed...))
	n.v = n.mac(n.v)
}

func (n *nonces) mac(message []byte) []byte {
	h := hmac.New(sha1.New, n.k)
	h.Write(message)
	return h.Sum(nil)
}

// next returns a number from 1 to q−1.
func (n *nonces) next() *big.Int {
	for {
		var t []byte
		for len(t)*8 < n.q.BitLen() {
			n.v = n.mac(n.v)
			t = append(t, n.v...)
		}
		k := new(big.Int).SetBytes(t)
		k.Rsh(k, uint(len(t)*8-n.q.BitLen()))
		n.stir([]byte{0}) // for the one after it
		if k.Sign() > 0 && k.Cmp(n.q) < 0 {
			return k
		}
	}
}

// The sizes of a DSA key in bits.
const (
	minDSABits = 1024
	maxDSABits = 3072
)

func parseDSAPublic(text []byte) (*dsa.PublicKey, error) {
	der, err := keyBytes(text)
	if err != nil {
		return nil, err
	}
	parsed, err := x509.ParsePKIXPublicKey(der)
	key, ok := parsed.(*dsa.PublicKey)
	if err != nil || !ok {
		return nil, notA("a DSA public key, PKIX", der)
	}
	return key, checkDSABits(key)
}

func checkDSABits(key *dsa.PublicKey) error {
	p, q := key.P.BitLen(), key.Q.BitLen()
	if p < minDSABits || p > maxDSABits || q != 160 && q != 224 && q != 256 {
		return words.Errorf("has %d and %d bits (want %d to %d and 160, 224 or 256)", p, q, minDSABits, maxDSABits)
	}
	return nil
}

func parseDSAPrivate(text []byte) (*dsa.PrivateKey, error) {
	der, err := keyBytes(text)
	if err != nil {
		return nil, err
	}
	key, err := decodeDSAPrivate(der)
	if err != nil {
		return nil, notA("a DSA private key, PKCS#8 or as openssl gendsa writes it", der)
	}
	if err := checkDSABits(&key.PublicKey); err != nil {
		return nil, err
	}
	return key, checkDSANumbers(key)
}

// decodeDSAPrivate decodes both forms, which package x509 does not support.
func decodeDSAPrivate(der []byte) (*dsa.PrivateKey, error) {
	if key, err := decodeDSATraditional(der); err == nil {
		return key, nil
	}
	return decodeDSAPKCS8(der)
}

// decodeDSATraditional decodes the sequence of a zero, p, q, g, y and x.
func decodeDSATraditional(der []byte) (*dsa.PrivateKey, error) {
	var k struct {
		Version       int
		P, Q, G, Y, X *big.Int
	}
	if _, err := asn1.Unmarshal(der, &k); err != nil {
		return nil, err
	}
	// Unmarshal accepts further elements: an RSA key begins in the same way.
	if again, err := asn1.Marshal(k); err != nil || !bytes.Equal(again, der) || k.Version != 0 {
		return nil, words.Errorf("no zero and five numbers")
	}
	return &dsa.PrivateKey{PublicKey: dsa.PublicKey{Parameters: dsa.Parameters{P: k.P, Q: k.Q, G: k.G}, Y: k.Y}, X: k.X}, nil
}

// decodeDSAPKCS8 decodes x from a PKCS#8 and p, q, g from its algorithm (RFC 3279,
// section 2.3.2). There is no y in it.
func decodeDSAPKCS8(der []byte) (*dsa.PrivateKey, error) {
	var wrap struct {
		Version   int
		Algorithm pkix.AlgorithmIdentifier
		Key       []byte
	}
	if _, err := asn1.Unmarshal(der, &wrap); err != nil {
		return nil, err
	}
	if !wrap.Algorithm.Algorithm.Equal(asn1.ObjectIdentifier{1, 2, 840, 10040, 4, 1}) {
		return nil, words.Errorf("of another algorithm")
	}
	key := &dsa.PrivateKey{X: new(big.Int)}
	if _, err := asn1.Unmarshal(wrap.Algorithm.Parameters.FullBytes, &key.Parameters); err != nil {
		return nil, err
	}
	if _, err := asn1.Unmarshal(wrap.Key, &key.X); err != nil {
		return nil, err
	}
	return key, nil
}

// checkDSANumbers refuses a key whose numbers do not match: g must generate a group of
// order q, x must be less than q, and y must be g to the power of x. A signature with
// a key that does not match could reveal x.
func checkDSANumbers(key *dsa.PrivateKey) error {
	one := big.NewInt(1)
	group := key.G.Cmp(one) > 0 && key.G.Cmp(key.P) < 0 && new(big.Int).Exp(key.G, key.Q, key.P).Cmp(one) == 0
	if !group || key.X.Sign() <= 0 || key.X.Cmp(key.Q) >= 0 {
		return words.Errorf("is damaged: its numbers do not belong together")
	}
	y := new(big.Int).Exp(key.G, key.X, key.P)
	if key.Y != nil && key.Y.Cmp(y) != 0 {
		return words.Errorf("is damaged: its public part is not of its private one")
	}
	key.Y = y
	return nil
}
