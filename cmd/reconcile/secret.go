package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"strings"

	"reconcile/alipay"
)

// maxKey is the size in bytes above which a file is no key.
const maxKey = 64 << 10

// keys are what an account verifies and signs with.
type keys struct {
	verifier alipay.Verifier // nil: verify is off
	signer   alipay.Signer   // nil: corrections are proposed, not issued
	unsigned string          // why signer is nil
	sources  []string        // where the keys came from, for people
}

// readKeys takes the keys of an account. Without getenv only their places are
// checked.
func (c *config) readKeys(f fields, a *account, getenv func(string) string) keys {
	k := keys{unsigned: "accounts." + a.name + " has no key to sign with"}
	md5, public, private := f.get("md5_key"), f.get("alipay_public_key"), f.get("private_key")
	switch a.signType {
	case "MD5":
		unused(a.signType, public, private)
		if a.verify {
			md5 = f.need("md5_key", "the key that verifies notifications, as { file: PATH } or { env: NAME }")
		}
		c.secret(md5, getenv, &k, func(text string) error {
			both, err := alipay.NewMD5(alipay.NewSecret(text))
			k.verifier, k.signer, k.unsigned = both, both, ""
			return err
		})
	case "RSA", "DSA":
		unused(a.signType, md5)
		c.pair(f, a, public, private, getenv, &k)
	}
	if !a.verify {
		k.verifier = nil
	}
	return k
}

// pair takes Alipay's public key and the account's private one.
func (c *config) pair(f fields, a *account, public, private value, getenv func(string) string, k *keys) {
	if a.verify {
		public = f.need("alipay_public_key", "the key that verifies notifications, as { file: PATH }")
	}
	c.secret(public, getenv, k, func(text string) (err error) {
		if a.signType == "RSA" {
			k.verifier, err = alipay.NewRSAVerifier([]byte(text))
		} else {
			k.verifier, err = alipay.NewDSAVerifier([]byte(text))
		}
		return err
	})
	c.secret(private, getenv, k, func(text string) (err error) {
		k.unsigned = ""
		if a.signType == "RSA" {
			k.signer, err = alipay.NewRSASigner([]byte(text))
		} else {
			k.signer, err = alipay.NewDSASigner([]byte(text))
		}
		return err
	})
}

// unused warns of keys that the sign type has no use for.
func unused(signType string, keys ...value) {
	for _, k := range keys {
		if k.present() {
			k.warn("not used with sign_type %s", signType)
		}
	}
}

// secret reads { file: PATH } or { env: NAME } and hands its text to use. No
// message shows the text, nor a value that stands where none may stand.
func (c *config) secret(v value, getenv func(string) string, k *keys, use func(text string) error) {
	if !v.present() {
		return
	}
	if len(v.node.Content) == 0 {
		v.fail("a secret never stands in the configuration: want { file: PATH } or { env: NAME }")
		return
	}
	f := v.fields("file", "env")
	file, env := f.get("file"), f.get("env")
	if file.present() && env.present() {
		v.fail("want one of { file: PATH } and { env: NAME }, not both")
	}
	if file.present() == env.present() || getenv == nil {
		return // neither: what stands there instead has been reported
	}
	at, text, ok := env, "", false
	if file.present() {
		at = file
		text, ok = c.keyFile(file)
	} else {
		text, ok = keyVariable(env, getenv)
	}
	if !ok {
		return
	}
	if err := use(text); err != nil {
		at.fail("%v", err)
		return
	}
	k.sources = append(k.sources, v.path+" from "+at.node.Value)
}

// keyVariable reads a key from the environment.
func keyVariable(v value, getenv func(string) string) (string, bool) {
	name := v.text()
	if name == "" {
		return "", false
	}
	text := getenv(name)
	switch {
	case text != "":
	case regexp.MustCompile(`^[A-Z_][A-Z0-9_]*$`).MatchString(name):
		v.fail("the environment variable %s is not set: export it, or use { file: PATH }", alipay.Quote(name))
	default: // a key that was put here by mistake must not come back in a message
		v.fail("there is no environment variable of this name: a key never stands here, but the name of a variable that holds it, such as ALIPAY_MD5_KEY")
	}
	return text, text != ""
}

// keyFile reads a key from a file that only its owner may write.
func (c *config) keyFile(v value) (string, bool) {
	path := c.at(v.text())
	if path == "" {
		return "", false
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		v.fail("%s: no such file; fix: put the key there, then chmod 600 %s", path, path)
		return "", false
	case err != nil:
		v.fail("%s: %s; fix: this user must be able to read it", path, cause(err))
		return "", false
	case !info.Mode().IsRegular():
		v.fail("%s: not a regular file", path)
		return "", false
	case othersMayWrite(info):
		v.fail("%s: others may write it (mode %04o), so it proves nothing; fix: chmod go-w %s", path, info.Mode().Perm(), path)
		return "", false
	case info.Mode().Perm()&0o044 != 0:
		v.warn("%s: others may read it (mode %04o); fix: chmod 600 %s", path, info.Mode().Perm(), path)
	}
	text, err := readKey(path)
	if err != nil {
		v.fail("%s: %s; fix: it must hold the key, and this user must be able to read it", path, cause(err))
		return "", false
	}
	return text, true
}

// othersMayWrite tells whether somebody beside the owner may change a file.
// Where every user has a group of their own, a checkout is writable by that
// group, and that is nobody else.
func othersMayWrite(info fs.FileInfo) bool {
	mode := info.Mode().Perm()
	return mode&0o002 != 0 || mode&0o020 != 0 && !inOwnGroup(info)
}

// readKey returns the text of a key file.
func readKey(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxKey+1))
	switch {
	case err != nil:
		return "", err
	case len(text) > maxKey:
		return "", fmt.Errorf("over %d bytes: not a key", maxKey)
	case strings.TrimSpace(string(text)) == "":
		return "", errors.New("empty")
	}
	return string(text), nil
}
