package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

// starter is the configuration that init writes.
//
//go:embed init.yaml
var starter []byte

// initCommand writes a commented configuration and the folders it names.
func (p *program) initCommand() *cobra.Command {
	return p.command("init", "write a commented cron.yaml and the folders it names, in an empty folder", noArgs,
		func(context.Context, []string) error { return p.init() })
}

func (p *program) init() error {
	entries, err := os.ReadDir(".")
	if err != nil {
		return err
	}
	if len(entries) > 0 {
		return withHint(fmt.Errorf("init: this folder is not empty: it holds %s", entries[0].Name()), "make a new folder and run reconcile init there")
	}
	for _, folder := range []string{"notify", "orders", "requests", "out"} {
		err = errors.Join(err, os.Mkdir(folder, 0o750))
	}
	err = errors.Join(err, os.Mkdir("var", 0o700), os.WriteFile(defaultConfig, starter, 0o640))
	if err != nil {
		return fmt.Errorf("init: %w", err)
	}
	if p.json {
		return p.printJSON(struct {
			Schema int      `json:"schema"`
			Wrote  []string `json:"wrote"`
		}{schema, []string{defaultConfig, "notify", "orders", "requests", "out", "var"}})
	}
	fmt.Fprintln(p.stdout, "wrote cron.yaml, notify/, orders/, requests/, out/ and var/")
	fmt.Fprintln(p.stdout, "next: fill in the account in cron.yaml, put the key into md5.key (chmod 600), then reconcile check")
	return nil
}
