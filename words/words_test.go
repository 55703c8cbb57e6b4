package words_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"reconcile/words"
)

// TestCatalogue asks that the catalogue has the Chinese text of every English one in
// the code and no other, each once.
func TestCatalogue(t *testing.T) {
	catalogue, used := map[string]string{}, map[string]bool{}
	for _, part := range words.Parts() {
		for english, chinese := range part {
			if _, twice := catalogue[english]; twice {
				t.Errorf("twice in the catalogue: %q", english)
			}
			catalogue[english] = chinese
		}
	}
	for _, u := range code(t) {
		if _, ok := catalogue[u.text]; !ok && !used[u.text] {
			t.Errorf("%s: not in the catalogue: %q", u.at, u.text)
		}
		used[u.text] = true
	}
	for _, english := range foreign() {
		used[english] = true
	}
	for _, english := range slices.Sorted(maps.Keys(catalogue)) {
		if !used[english] {
			t.Errorf("in the catalogue, and no text of the code: %q", english)
		}
	}
}

// foreign are texts of the system and of libraries.
func foreign() []string {
	list := []string{
		// said by rules, in SQL
		"it was sent without notify_url, so it will never be answered", "a captured request", "an answer of a query", "a batch file", "the journal",
		"bills over its days show neither its batch nor a trade that it names: it holds nothing",
		"Usage:", "Examples:", "Available Commands:", "Flags:", "Global Flags:", "Additional help topics:",
		`Use "{{.CommandPath}} [command] --help" for more information about a command.`,
	}
	for _, err := range []error{fs.ErrNotExist, fs.ErrExist, context.Canceled, context.DeadlineExceeded, io.ErrUnexpectedEOF} {
		list = append(list, err.Error())
	}
	for _, errno := range []syscall.Errno{
		syscall.ENOENT, syscall.EACCES, syscall.EPERM, syscall.EEXIST, syscall.ENOTDIR, syscall.EISDIR, syscall.ENOSPC,
		syscall.EROFS, syscall.EIO, syscall.EADDRINUSE, syscall.ECONNREFUSED, syscall.ENOTEMPTY, syscall.EFBIG, syscall.EDQUOT,
	} {
		list = append(list, errno.Error())
	}
	return list
}

// TestVerbs asks that a Chinese text has the arguments of the English one, each printed
// in the same way.
func TestVerbs(t *testing.T) {
	for _, part := range words.Parts() {
		for english, chinese := range part {
			want, got := numbered(english), numbered(chinese)
			if !maps.Equal(want, got) {
				t.Errorf("%q has %v, %q has %v", english, want, chinese, got)
			}
		}
	}
}

// numbered are the verbs of a format, by the number of the argument that each prints.
func numbered(format string) map[int]string {
	all, next := map[int]string{}, 1
	for _, verb := range verbs().FindAllString(format, -1) {
		if verb == "%%" {
			continue
		}
		if m := regexp.MustCompile(`\[(\d+)\]`).FindStringSubmatch(verb); m != nil {
			_, _ = fmt.Sscan(m[1], &next)
			verb = strings.Replace(verb, m[0], "", 1)
		}
		all[next] = strings.Replace(verb, "w", "s", 1)
		next++
	}
	return all
}

// TestError asks that an error is the one that fmt.Errorf makes, and that all of it is
// said in Chinese: what it wraps, what was joined, and what the system said.
func TestError(t *testing.T) {
	cause := &fs.PathError{Op: "open", Path: "orders.csv", Err: syscall.ENOENT}
	err := errors.Join(words.Errorf("--job %s: no such job in %s%s; it has %s", "a", "cron.yaml", words.New("; did you mean %s?", "b"), "b"), words.Errorf("init: %w", cause))
	if !errors.Is(err, fs.ErrNotExist) {
		t.Error("what is wrapped is lost")
	}
	if got, want := err.Error(), "--job a: no such job in cron.yaml; did you mean b?; it has b\ninit: open orders.csv: no such file or directory"; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
	if got := words.English.Error(err); got != err.Error() {
		t.Errorf("in English %q, want %q", got, err)
	}
	if got := words.Chinese.Error(err); regexp.MustCompile(`[a-z]{2,} [a-z]{2,}`).MatchString(got) || !strings.Contains(got, "orders.csv：") {
		t.Errorf("in Chinese %q", got)
	}
}

// TestEnvironment asks for the language of the first variable that is set.
func TestEnvironment(t *testing.T) {
	for _, c := range []struct {
		set  map[string]string
		want words.Language
	}{
		{nil, words.English},
		{map[string]string{"LANG": "zh_CN.UTF-8"}, words.Chinese},
		{map[string]string{"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, words.English},
		{map[string]string{"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW"}, words.Chinese},
	} {
		if got := words.Environment(func(name string) string { return c.set[name] }); got != c.want {
			t.Errorf("%v: %s, want %s", c.set, got, c.want)
		}
	}
}
