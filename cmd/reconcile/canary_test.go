package main

import (
	"bytes"
	"context"
	"crypto/dsa" //lint:ignore SA1019 the interface names DSA (§7.2.2)
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
)

// A coop is a merchant with a key of each kind, all of them canaries.
type coop struct {
	t        *testing.T
	dir      string
	env      map[string]string
	canaries []canary
	said     bytes.Buffer // on standard output and standard error
	columns  int          // of the terminal, 0 for none
	now      time.Time
}

// keep takes a secret that is searched for, as text or as bytes.
func (c *coop) keep(name string, secret []byte) {
	c.canaries = append(c.canaries, canary{name, secret})
}

// random is a secret of letters and digits.
func (c *coop) random(name string) string {
	text := strings.ToLower(rand.Text() + rand.Text())[:32]
	c.keep(name, []byte(text))
	return text
}

// keepKey takes a private key: its bytes and the lines of its text.
func (c *coop) keepKey(name, kind string, der []byte, numbers ...*big.Int) (armored, line string) {
	c.keep(name+" (bytes)", der)
	for i, n := range numbers {
		c.keep(fmt.Sprintf("%s (number %d)", name, i), n.Bytes())
		c.keep(fmt.Sprintf("%s (number %d in decimal)", name, i), []byte(n.String()))
	}
	armored = string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
	lines := strings.Split(strings.TrimSpace(armored), "\n")
	for i, l := range lines[1 : len(lines)-1] {
		c.keep(fmt.Sprintf("%s (line %d)", name, i), []byte(l))
	}
	return armored, base64.StdEncoding.EncodeToString(der)
}

// rsaKey makes an RSA key and puts it and its public half under keys.
func (c *coop) rsaKey(name string, oneLine bool) alipay.Signer {
	c.t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	c.must(err)
	der, err := x509.MarshalPKCS8PrivateKey(key)
	c.must(err)
	text, line := c.keepKey(name, "PRIVATE KEY", der, key.D, key.Primes[0], key.Primes[1])
	if oneLine {
		text = line
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	c.must(err)
	c.write("keys/"+name+".pub", string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public})))
	c.write("keys/"+name, text)
	signer, err := alipay.NewRSASigner([]byte(text))
	c.must(err)
	return signer
}

// dsaKey makes a DSA key and puts it into the environment.
func (c *coop) dsaKey() alipay.Signer {
	c.t.Helper()
	var key dsa.PrivateKey
	c.must(dsa.GenerateParameters(&key.Parameters, rand.Reader, dsa.L1024N160))
	c.must(dsa.GenerateKey(&key, rand.Reader))
	der, err := asn1.Marshal(struct {
		Version       int
		P, Q, G, Y, X *big.Int
	}{0, key.P, key.Q, key.G, key.Y, key.X})
	c.must(err)
	text, _ := c.keepKey("DSA key", "DSA PRIVATE KEY", der, key.X)
	c.env["DSA_KEY"] = text
	signer, err := alipay.NewDSASigner([]byte(text))
	c.must(err)
	return signer
}

// shop writes the inputs of a job, signed by its key.
func (c *coop) shop(job, partner string, signer alipay.Signer) {
	c.t.Helper()
	files, err := (&sampleShop{signer: signer, partner: partner, now: c.now}).files()
	c.must(err)
	for name, text := range files {
		c.write(job+"/"+name, text)
	}
}

// call runs one command and keeps what it says.
func (c *coop) call(args ...string) int {
	args = c.configured(args)
	p := newProgram(func(name string) string { return c.env[name] }, &c.said, &c.said)
	p.Now = func() time.Time { return c.now }
	p.FoldAt(c.columns)
	fmt.Fprintf(&c.said, "\n$ reconcile %s\n", strings.Join(args, " "))
	return p.run(c.t.Context(), args)
}

// configured are arguments with the coop's configuration, unless they name another. What is
// to be completed has its own.
func (c *coop) configured(args []string) []string {
	return slices.Insert(slices.Clone(args), slices.Index(args, "__complete")+1, "--config", c.path("cron.yaml"))
}

// watch runs the scheduler until it has begun.
func (c *coop) watch(args ...string) {
	ctx, cancel := context.WithTimeout(c.t.Context(), 200*time.Millisecond)
	defer cancel()
	p := newProgram(func(name string) string { return c.env[name] }, &c.said, &c.said)
	p.Now = func() time.Time { return c.now }
	p.run(ctx, append(c.configured(args), "schedule"))
}

func (c *coop) write(name, text string) {
	c.t.Helper()
	c.must(os.MkdirAll(filepath.Dir(c.path(name)), 0o700))
	c.must(os.WriteFile(c.path(name), []byte(text), 0o600))
}

// path is where a file of the coop is.
func (c *coop) path(name string) string { return filepath.Join(c.dir, name) }

func (c *coop) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}
