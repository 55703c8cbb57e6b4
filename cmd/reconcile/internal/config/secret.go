package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/disk"
	"reconcile/words"
)

// maxKey is the size in bytes above which a file is no key.
const maxKey = 64 << 10

// keys are what an account verifies and signs with.
type keys struct {
	Verifier alipay.Verifier // nil: verify is off
	Signer   alipay.Signer   // nil: corrections are proposed, not issued
	Own      alipay.Verifier // of the account's own signatures, of requests; nil: no key is there
	Unsigned string          // why signer is nil
	Sources  []KeySource     // where the keys came from, for people
}

// A KeySource is where a key came from.
type KeySource struct{ From, Doubt string }

// md5KeyLength is the length in characters of the keys that Alipay gives.
const md5KeyLength = 32

// doubtMD5 is what is odd about an MD5 key, "" for nothing. One of another length may be
// right all the same.
func doubtMD5(key string) string {
	if n := utf8.RuneCountInString(strings.TrimSpace(key)); n != md5KeyLength {
		return fmt.Sprintf("%d characters, Alipay's MD5 keys have %d", n, md5KeyLength)
	}
	return ""
}

// readKeys takes the keys of an account. Without getenv only their places are
// checked.
func (r reader) readKeys(a *Account, at keyPlaces) keys {
	k := keys{Unsigned: "accounts." + a.Name + " has no key to sign with"}
	doubt := ""
	read := func(v value, use func(key string) error) {
		if from := r.secret(v, use); from != "" {
			k.Sources = append(k.Sources, KeySource{from, doubt})
		}
	}
	switch a.signType {
	case "MD5":
		unused(a.signType, at.public, at.private)
		if a.Verify && !at.md5.present() {
			at.md5.fail("missing: the key that verifies notifications, as { file: PATH } or { env: NAME }")
		}
		read(at.md5, func(text string) error {
			var all []alipay.Verifier
			use := func(key string) error {
				both, err := alipay.NewMD5(alipay.NewSecret(key))
				if err == nil {
					all = append(all, both)
				}
				return err
			}
			keys, err := alipay.SplitKeys(text, use)
			if err != nil {
				return err
			}
			doubt = doubtMD5(keys[0])
			first, err := alipay.NewMD5(alipay.NewSecret(keys[0]))
			k.Verifier, k.Signer, k.Unsigned = alipay.AnyOf(all...), first, ""
			k.Own = k.Verifier
			return err
		})
	case "RSA", "DSA":
		unused(a.signType, at.md5)
		if a.Verify && !at.public.present() {
			at.public.fail("missing: the key that verifies notifications, as { file: PATH }")
		}
		read(at.public, func(text string) error {
			var all []alipay.Verifier
			_, err := alipay.SplitKeys(text, func(key string) error {
				verifier, err := newVerifier(a.signType, key)
				if err == nil {
					all = append(all, verifier)
				}
				return err
			})
			if err == nil {
				k.Verifier = alipay.AnyOf(all...)
			}
			return err
		})
		read(at.private, func(text string) error {
			k.Unsigned, k.Signer = "", nil
			var all []alipay.Verifier
			_, err := alipay.SplitKeys(text, func(key string) error {
				signer, err := newSigner(a.signType, key)
				if err == nil && k.Signer == nil {
					k.Signer = signer // the first signs
				}
				if err == nil {
					all = append(all, alipay.VerifierOf(signer))
				}
				return err
			})
			if err == nil {
				k.Own = alipay.AnyOf(all...)
			}
			return err
		})
	}
	if !a.Verify {
		k.Verifier = nil
	}
	return k
}

// newVerifier makes the verifier of a public key.
func newVerifier(signType, key string) (alipay.Verifier, error) {
	if signType == "RSA" {
		return alipay.NewRSAVerifier([]byte(key))
	}
	return alipay.NewDSAVerifier([]byte(key))
}

// newSigner makes the signer of a private key.
func newSigner(signType, key string) (alipay.Signer, error) {
	if signType == "RSA" {
		return alipay.NewRSASigner([]byte(key))
	}
	return alipay.NewDSASigner([]byte(key))
}

// unused warns of keys that the sign type has no use for.
func unused(signType string, keys ...value) {
	for _, k := range keys {
		if k.present() {
			k.warn("not used with sign_type %s", signType)
		}
	}
}

// secret reads { file: PATH } or { env: NAME }, hands its text to use, and
// returns where it came from, "" where nothing was read. No message shows the
// text, nor a value where none is allowed.
func (r reader) secret(v value, use func(text string) error) (from string) {
	if !v.present() {
		return ""
	}
	if len(v.node.Content) == 0 {
		v.fail("a secret never stands in the configuration: want { file: PATH } or { env: NAME }")
		return ""
	}
	given := v.fields("file", "env")
	if len(given) == 2 {
		v.fail("want one of { file: PATH } and { env: NAME }, not both")
	}
	if len(given) != 1 || r.getenv == nil {
		return "" // none: what is there instead has been reported
	}
	at, isFile := given["file"]
	read := r.keyFile
	if !isFile {
		at, read = given["env"], r.keyVariable
	}
	named := ""
	if text(&named).read(at); named == "" {
		return ""
	}
	secret, err := read(at, named)
	if err == nil {
		err = use(secret)
	}
	if err != nil {
		at.fail("%v", err)
		return ""
	}
	return v.path + " from " + named
}

// keyVariable reads a key from the environment.
func (r reader) keyVariable(_ value, name string) (string, error) {
	text := r.getenv(name)
	switch {
	case text != "":
		return text, nil
	case regexp.MustCompile(`^[A-Z_][A-Z0-9_]*$`).MatchString(name):
		return "", words.Errorf("the environment variable %s is not set: export it, or use { file: PATH }", alipay.Quote(name))
	}
	// A key that was put here by mistake must not come back in a message.
	return "", words.Errorf("there is no environment variable of this name: a key never stands here, but the name of a variable that holds it, such as ALIPAY_MD5_KEY")
}

// keyFile reads a key from a file that only its owner may write.
func (r reader) keyFile(v value, named string) (string, error) {
	path := r.At(named)
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", words.Errorf("%s: no such file; fix: put the key there, then chmod 600 %s", path, path)
	case err != nil:
		return "", words.Errorf("%s: %s; fix: this user must be able to read it", path, disk.Cause(err))
	case !info.Mode().IsRegular():
		return "", words.Errorf("%s: not a regular file", path)
	case othersMayWrite(info):
		return "", words.Errorf("%s: others may write it (mode %04o), so it proves nothing; fix: chmod go-w %s", path, info.Mode().Perm(), path)
	case anybodyReplaces(filepath.Dir(path)):
		return "", words.Errorf("%s: anybody may put another file in its place, so it proves nothing; fix: chmod o-w %s", path, filepath.Dir(path))
	case info.Mode().Perm()&0o044 != 0:
		v.warn("%s: others may read it (mode %04o); fix: chmod 600 %s", path, info.Mode().Perm(), path)
	}
	if owner, other := otherOwner(info); other {
		v.warn("%s: it belongs to user %d, who may change it; fix: chown it to the user that runs this, or to root", path, owner)
	}
	text, err := readSmall(path, maxKey, words.New("a key"))
	if err == nil && strings.TrimSpace(string(text)) == "" {
		err = words.Errorf("empty")
	}
	if err != nil {
		return "", words.Errorf("%s: %s; fix: it must hold the key, and this user must be able to read it", path, disk.Cause(err))
	}
	return string(text), nil
}

// anybodyReplaces reports whether every user may rename and remove what others have in a
// folder.
func anybodyReplaces(dir string) bool {
	info, err := os.Stat(dir)
	return err == nil && info.Mode().Perm()&0o002 != 0 && info.Mode()&fs.ModeSticky == 0
}

// othersMayWrite reports whether somebody beside the owner may change a file.
// Where every user has a group of their own, a checkout is writable by that
// group, and that is nobody else.
func othersMayWrite(info fs.FileInfo) bool {
	mode := info.Mode().Perm()
	return mode&0o002 != 0 || mode&0o020 != 0 && !inOwnGroup(info)
}
