package words

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// An errorText is an error that can be said in a language. Error is its English.
type errorText struct {
	Text
	err error // what fmt.Errorf makes of the same
}

// Errorf is fmt.Errorf, of an error that Language.Error can say in Chinese, with the
// errors and texts that it was made of.
func Errorf(format string, args ...any) error {
	return &errorText{Text{format, args}, fmt.Errorf(format, args...)}
}

func (e *errorText) Error() string { return e.err.Error() }

func (e *errorText) Unwrap() error { return e.err }

// Error is what an error says in the language. What the system or a library says
// stays as it is where the catalogue does not have it.
func (l Language) Error(err error) string {
	if l != Chinese {
		return err.Error()
	}
	switch e := err.(type) {
	case sayer:
		return e.In(l)
	case interface{ Unwrap() []error }:
		return l.joined(err, e.Unwrap())
	case *fs.PathError:
		return e.Path + "：" + l.Error(e.Err)
	}
	if inner := errors.Unwrap(err); inner != nil && inner.Error() == err.Error() {
		return l.Error(inner)
	}
	return l.Read(err.Error())
}

// joined is what errors.Join made of several errors; another error of several stays
// as it is.
func (l Language) joined(all error, parts []error) string {
	if all.Error() != errors.Join(parts...).Error() {
		return all.Error()
	}
	lines := make([]string, len(parts))
	for i, part := range parts {
		lines[i] = l.Error(part)
	}
	return strings.Join(lines, "\n")
}
