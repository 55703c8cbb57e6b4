package alipay

import (
	"crypto/dsa" //lint:ignore SA1019 the interface names DSA (§7.2.2)
	"crypto/hmac"
	"crypto/sha1"
	"encoding/asn1"
	"encoding/base64"
	"fmt"
	"math/big"
)

type dsaSigner struct {
	hidden
	key *dsa.PrivateKey
}

// NewDSASigner takes the text of a file with the merchant's DSA private key, in
// the forms of NewRSASigner: PKCS#8, or what openssl gendsa writes ("DSA PRIVATE
// KEY"). The signer makes SHA1withDSA over a DER sequence of r and s (§7.2.2).
// The same text has the same signature always (RFC 6979), because a batch that
// is written again must have the same bytes.
func NewDSASigner(priv []byte) (Signer, error) {
	key, err := parseDSAPrivate(priv)
	if err != nil {
		return nil, fmt.Errorf("DSA private key: %w", err)
	}
	return &dsaSigner{key: key}, nil
}

func (*dsaSigner) SignType() string { return "DSA" }

func (s *dsaSigner) Sign(text string) (string, error) {
	sum := sha1.Sum([]byte(text))
	r, v := signDSA(s.key, sum[:])
	b, err := asn1.Marshal(struct{ R, S *big.Int }{r, v})
	if err != nil {
		return "", fmt.Errorf("sign with the DSA private key: %w", err)
	}
	return base64.StdEncoding.EncodeToString(b), nil
}

// signDSA signs a SHA-1 with the nonce of RFC 6979. Its arithmetic takes a time
// that depends on the key, which nobody can measure who has not the machine.
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
