package main

import (
	"strings"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/ledger"
	"reconcile/words"
)

// personName is the name of a person as the books keep it, blanks made one.
// Names are compared with each other, so no character may hide in them.
func personName(command, by string) (string, error) {
	name := strings.Join(strings.Fields(by), " ")
	switch {
	case name == "":
		return "", &hint.UsageError{Err: words.Errorf("%s needs --by NAME: the books keep who did it", command)}
	case !config.IsName(name):
		return "", &hint.UsageError{Err: words.Errorf("--by %s: want a name of at most 64 bytes that can be seen", alipay.Quote(by))}
	}
	return name, nil
}

// mayAct asks that the configuration lets a person act. Where it names people, by has to be
// one of them as it was typed.
func mayAct(c *config.Config, by string) error {
	name := by
	if len(c.People) == 0 {
		name = strings.Join(strings.Fields(by), " ")
	}
	if err := ledger.CheckPerson(c.People, name); err != nil {
		return hint.With(&hint.UsageError{Err: words.Errorf("--by: %w", err)}, "people: in %s lists who may act, and how each name is written", c.File)
	}
	return nil
}
