package alipaytest_test

import (
	"testing"

	"reconcile/alipay"
)

// Keys of test suites and of openssl, which guard nothing.
const (
	md5Key     = "10000000000000000000000000000000"
	rsaPrivate = `-----BEGIN PRIVATE KEY-----
MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBAKM1WEl/09gMU3U8
V3hJcS/GaMPR2f7FDiVC7qjwdsZfPh179FFVMkMvjyrDGfzWVqvlw1IiNueENFeb
19lyvO7BuOrFc6/Y6/sxkBr9YkRx++nddxKDEo8HngUtW8ej+vG4wrbGmmzjsulz
u+mmS+Leh9tdbrVL5pPRNYWRQxOfAgMBAAECgYB7xOSjOJFK8m4IJi6fRfLULD8e
4XHUR1Qm5c9fxpwMbAYLDgmF9HodgV+tKi/3EgTAb4nkK5Y/lH6tQb47ZUvo/lKz
RlIVZ6Rm76V07g/+5exIZzTyvdD9T2fLeYQwKV/2JYUv0KSYWPvWykdaV4aNkCuw
mxTUjvhDxK/Ns31CIQJBANI1Y3gGBqbBIN9wxjx3ShBtt/U8YnipUJ92eTI7OU9p
ZsCIFPoeYG/X40miwDb5ouPnvJTtzuY4PkPokEefN9MCQQDGwurqa8RNK2APA62U
CdZbJuWimkdHEc53IKvD/l2tWVFqhVAy8bs+3LGzBNfuxUuAxOoQm9n0IVRaH5jn
l8GFAkEAijuTmsUTsKsGDAmkQvULHnyYYUuBUem92+9TycWKbX9Zk7ipWsWJE2N7
0tuU3VISXR7yM1mjGl/YCl4wKvk4AwJAE1DkBY4dkKZTeoIP/2AJXehkzq2Rmb2I
RBl/t9djgTI58FEuXxUQ7mYCOvSQi5rO4J/CY4TR5KDMksmZUYB1BQJAIEfVDxz4
5yoHL7L+6EoC5TWxUxFMN7z7FhObyKeaLKj3inEsbjfcPCA09zPUce0FSKBc/dVh
DEorJMaPK5vXiA==
-----END PRIVATE KEY-----
`
	rsaPublic = `-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCjNVhJf9PYDFN1PFd4SXEvxmjD
0dn+xQ4lQu6o8HbGXz4de/RRVTJDL48qwxn81lar5cNSIjbnhDRXm9fZcrzuwbjq
xXOv2Ov7MZAa/WJEcfvp3XcSgxKPB54FLVvHo/rxuMK2xpps47Lpc7vppkvi3ofb
XW61S+aT0TWFkUMTnwIDAQAB
-----END PUBLIC KEY-----
`
	dsaPrivate = `-----BEGIN PRIVATE KEY-----
MIIBSwIBADCCASwGByqGSM44BAEwggEfAoGBALjx65iBiFWCvpPNzjeh+O1LTqAo
EyBmlRD1hIIG7yS2QV+Rv/pJ1RK6g2D+dHqg9fIWV5Dx/T1ACwf+vz14xNrqXg7z
uLb2WB07ktafiFim14cdnaFiZ4NvmcqTX633fCIJsoVls1OFCSEYYbQtAFEeTraL
bmrP7IE5BtCxPZ47AhUA1pfsuwxyxe4pTXMX/018XHrJ/KMCgYEAq2miNuuOiLdE
nWf9P1+O7BNSfIt4SGqXlAjz3AN9rZUggVhc49O3fxscM1V+w4K/nDWUHpaYzHYH
286BD+KvLvtuQJzhRqNMIk7YR6UU7/H3OIA1PFsurk3FXvQsdNwe1RaWS5xMblZ1
FbQz0Bxm6AMbTwMu83amOxOvGufluiIEFgIUdDCXQg0xTOxuFPhR/f3xWttlxIU=
-----END PRIVATE KEY-----
`
	dsaPublic = `-----BEGIN PUBLIC KEY-----
MIIBuDCCASwGByqGSM44BAEwggEfAoGBALjx65iBiFWCvpPNzjeh+O1LTqAoEyBm
lRD1hIIG7yS2QV+Rv/pJ1RK6g2D+dHqg9fIWV5Dx/T1ACwf+vz14xNrqXg7zuLb2
WB07ktafiFim14cdnaFiZ4NvmcqTX633fCIJsoVls1OFCSEYYbQtAFEeTraLbmrP
7IE5BtCxPZ47AhUA1pfsuwxyxe4pTXMX/018XHrJ/KMCgYEAq2miNuuOiLdEnWf9
P1+O7BNSfIt4SGqXlAjz3AN9rZUggVhc49O3fxscM1V+w4K/nDWUHpaYzHYH286B
D+KvLvtuQJzhRqNMIk7YR6UU7/H3OIA1PFsurk3FXvQsdNwe1RaWS5xMblZ1FbQz
0Bxm6AMbTwMu83amOxOvGufluiIDgYUAAoGBAK+aS7xS+/LV+G0OcKdurXRaaOXT
XcjCCX+VqeBEmCROr21Y3YnitXj+V0A6zHbT4ZDLh8h7iV6IMWLV7MRzFRO9Up/5
1mcyviELSZKUQC1VTdnesL2VX5RWkFgY7fKVhnLxR5gUqIGl7fBw4SSgJiOiA2V8
gi+yZASF/hh+WHhD
-----END PUBLIC KEY-----
`
)

// A pair signs and verifies. Merchant and Alipay use the same one in these
// tests, as they always do with MD5.
type pair struct {
	alipay.Signer
	alipay.Verifier
}

// SignType is the same in both.
func (p pair) SignType() string { return p.Signer.SignType() }

func pairOf(t testing.TB, signType string) pair {
	t.Helper()
	var p pair
	var err, otherErr error
	switch signType {
	case "RSA":
		p.Signer, err = alipay.NewRSASigner([]byte(rsaPrivate))
		p.Verifier, otherErr = alipay.NewRSAVerifier([]byte(rsaPublic))
	case "DSA":
		p.Signer, err = alipay.NewDSASigner([]byte(dsaPrivate))
		p.Verifier, otherErr = alipay.NewDSAVerifier([]byte(dsaPublic))
	default:
		var m alipay.MD5
		m, err = alipay.NewMD5(alipay.NewSecret(md5Key))
		p = pair{m, m}
	}
	if err != nil || otherErr != nil {
		t.Fatal(err, otherErr)
	}
	return p
}
