package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A canary is a secret that must be found nowhere but where it was put: the
// bytes that would give it away.
type canary struct {
	name   string
	secret []byte
}

// A needle is a form in which a secret might escape.
type needle struct {
	form  string
	bytes []byte
}

// needles are the forms of a secret, each whole and in halves.
func (c canary) needles() []needle {
	var list []needle
	half := len(c.secret) / 2
	for i, secret := range [][]byte{c.secret, c.secret[:half], c.secret[half:]} {
		part := []string{"", "first half of ", "second half of "}[i] + "the " + c.name
		list = append(list,
			needle{part + " as it is", secret},
			needle{part + " in hex", []byte(hex.EncodeToString(secret))},
			needle{part + " in HEX", []byte(strings.ToUpper(hex.EncodeToString(secret)))},
			needle{part + " percent-encoded", []byte(url.QueryEscape(string(secret)))},
			needle{part + " percent-encoded as a path", []byte(url.PathEscape(string(secret)))},
			needle{part + " as a Go string", []byte(strings.Trim(fmt.Sprintf("%q", secret), `"`))})
		for shift := range 3 {
			list = append(list,
				needle{fmt.Sprintf("%s in base64 at %d", part, shift), shifted(base64.StdEncoding, secret, shift)},
				needle{fmt.Sprintf("%s in base64url at %d", part, shift), shifted(base64.URLEncoding, secret, shift)})
		}
	}
	return list
}

// shifted is what of a secret's base64 does not depend on its neighbours, where
// shift bytes are before it.
func shifted(e *base64.Encoding, secret []byte, shift int) []byte {
	text := e.EncodeToString(append(make([]byte, shift), secret...))
	from := (shift*8 + 5) / 6
	to := (shift + len(secret)) * 8 / 6
	return []byte(text[from:to])
}

// window is the length in bytes of what is looked for: a form is found by its
// beginning.
const window = 10

// A search looks for canaries in texts and counts what it has read.
type search struct {
	t       *testing.T
	needles map[[window]byte]string
	read    map[string]int // bytes, by the ending of the name
	hits    int
}

func newSearch(t *testing.T, canaries []canary) *search {
	s := &search{t: t, needles: map[[window]byte]string{}, read: map[string]int{}}
	for _, c := range canaries {
		for _, n := range c.needles() {
			if len(n.bytes) < window {
				t.Fatalf("%s is too short to be searched for", n.form)
			}
			if _, ok := s.needles[[window]byte(n.bytes)]; !ok {
				s.needles[[window]byte(n.bytes)] = n.form
			}
		}
	}
	return s
}

// look searches one text.
func (s *search) look(where string, text []byte) {
	s.read[filepath.Ext(where)] += len(text)
	for i := range max(0, len(text)-window+1) {
		if name, ok := s.needles[[window]byte(text[i:])]; ok {
			s.hits++
			s.t.Errorf("%s: holds at byte %d %s", where, i, name)
		}
	}
}

// walk searches every file below a folder, its name, and the parts of archives.
// What is in the folder keys is what is searched for.
func (s *search) walk(dir string) {
	s.t.Helper()
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && e.Name() == "keys" {
			return fs.SkipDir
		}
		s.look("the name of a file", []byte(path))
		if !e.Type().IsRegular() {
			return nil
		}
		text, err := os.ReadFile(path)
		if err == nil {
			s.look(path, text)
			if bytes.HasPrefix(text, []byte("PK")) {
				s.look(path+".parts", unzip(s.t, path, text))
			}
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// TestCanarySearch asks that the search finds a secret in each of its forms,
// and none in what only resembles it.
func TestCanarySearch(t *testing.T) {
	secret := []byte("c4n4ry/of+the search=0123456789\n~")
	for i, form := range []string{
		"a " + string(secret) + " b", "x" + string(secret[:16]), string(secret[16:]) + "x", hex.EncodeToString(secret), strings.ToUpper(hex.EncodeToString(secret[16:])),
		base64.StdEncoding.EncodeToString(secret), base64.StdEncoding.EncodeToString([]byte("1" + string(secret) + "2")), base64.StdEncoding.EncodeToString([]byte("12" + string(secret) + "345")),
		base64.URLEncoding.EncodeToString([]byte("123456" + string(secret[16:]))), url.QueryEscape(string(secret)), url.PathEscape(string(secret)), fmt.Sprintf("%q", secret),
	} {
		silent := newSearch(new(testing.T), []canary{{"canary", secret}})
		if silent.look("form", []byte(form)); silent.hits == 0 {
			t.Errorf("form %d is not found: %q", i, form)
		}
	}
	newSearch(t, []canary{{"canary", secret}}).look("nothing", []byte("c4n4ry/of 4n4ry/of+the search=12345678 YzRuN"))
}
