package alipay

import (
	"bytes"
	"crypto/dsa" //lint:ignore SA1019 the interface names DSA (§7.2.2)
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
)

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
		return fmt.Errorf("has %d and %d bits (want %d to %d and 160, 224 or 256)", p, q, minDSABits, maxDSABits)
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

// decodeDSAPrivate reads both forms, which the x509 package does not know.
func decodeDSAPrivate(der []byte) (*dsa.PrivateKey, error) {
	if key, err := decodeDSATraditional(der); err == nil {
		return key, nil
	}
	return decodeDSAPKCS8(der)
}

// decodeDSATraditional reads the sequence of a zero, p, q, g, y and x.
func decodeDSATraditional(der []byte) (*dsa.PrivateKey, error) {
	var k struct {
		Version       int
		P, Q, G, Y, X *big.Int
	}
	if _, err := asn1.Unmarshal(der, &k); err != nil {
		return nil, err
	}
	// Unmarshal lets further elements pass: an RSA key begins alike.
	if again, err := asn1.Marshal(k); err != nil || !bytes.Equal(again, der) || k.Version != 0 {
		return nil, errors.New("no zero and five numbers")
	}
	return &dsa.PrivateKey{PublicKey: dsa.PublicKey{Parameters: dsa.Parameters{P: k.P, Q: k.Q, G: k.G}, Y: k.Y}, X: k.X}, nil
}

// decodeDSAPKCS8 reads x out of a PKCS#8 and p, q, g out of its algorithm (RFC
// 3279, section 2.3.2). It holds no y.
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
		return nil, errors.New("of another algorithm")
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

// checkDSANumbers refuses a key whose numbers do not belong together: g must
// make a group of order q, x must be of that group, and y its power. A signature
// made with such a key could tell x.
func checkDSANumbers(key *dsa.PrivateKey) error {
	one := big.NewInt(1)
	group := key.G.Cmp(one) > 0 && key.G.Cmp(key.P) < 0 && new(big.Int).Exp(key.G, key.Q, key.P).Cmp(one) == 0
	if !group || key.X.Sign() <= 0 || key.X.Cmp(key.Q) >= 0 {
		return errors.New("is damaged: its numbers do not belong together")
	}
	y := new(big.Int).Exp(key.G, key.X, key.P)
	if key.Y != nil && key.Y.Cmp(y) != 0 {
		return errors.New("is damaged: its public part is not of its private one")
	}
	key.Y = y
	return nil
}
