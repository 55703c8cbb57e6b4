package main

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
	"reconcile/words"
)

// newInitCommand writes a commented configuration and the folders it names.
func newInitCommand(p *program) *cobra.Command {
	var sample bool
	cmd := p.command("init", "write a commented cron.yaml and the folders it names, in an empty folder", noArgs,
		func(context.Context, []string) error { return initFolder(p, sample) })
	cmd.Long = "Write a commented cron.yaml and the folders it names, in an empty folder. --sample adds the inputs of\n" +
		"a made-up shop, in which a few things went wrong last week, and a key, so that reconcile run has\n" +
		"something to find. Nothing that stands there is ever replaced."
	bindSample(cmd.Flags(), &sample)
	return cmd
}

func initFolder(p *program, sample bool) error {
	entries, err := os.ReadDir(".")
	if err != nil {
		return err
	}
	if len(entries) > 0 {
		return hint.With(words.Errorf("init: this folder is not empty: it holds %s", entries[0].Name()), "make a new folder and run reconcile init there")
	}
	files, err := starterFiles(p, sample)
	if err != nil {
		return words.Errorf("init: %w", err)
	}
	wrote, err := writeStarter(files)
	if err != nil {
		return words.Errorf("init: %w", err)
	}
	if p.JSON {
		return p.PrintFields("wrote", wrote)
	}
	return printStarter(p, sample, wrote)
}

// starterFiles are the files that init writes, by name.
func starterFiles(p *program, sample bool) (map[string]string, error) {
	files := map[string]string{}
	if sample {
		var err error
		if files, err = sampleInputs(p.Now()); err != nil {
			return nil, err
		}
	}
	schema, err := terminal.JSON(config.Schema(p.Language))
	files[config.DefaultConfig], files[config.SchemaName] = config.Starter(p.Language), string(schema)
	if sample {
		// The week that the sample tells of was submitted as it says.
		files[config.DefaultConfig] = strings.NewReplacer("    # corrections: ", "    corrections:   ",
			"    #   complete_since: 2026-11-01", "      complete_since: "+ledger.DayOf(p.Now()).Add(-sampleDays).String()).Replace(config.Starter(p.Language))
	}
	return files, err
}

// writeStarter makes the folders and the files, and returns their names. No
// file is replaced.
func writeStarter(files map[string]string) (wrote []string, err error) {
	for _, folder := range []string{"notify", "orders", "requests", "out"} {
		err = errors.Join(err, os.Mkdir(folder, 0o750))
		wrote = append(wrote, folder+"/")
	}
	err = errors.Join(err, os.Mkdir("var", 0o700))
	wrote = append(wrote, "var/")
	for _, name := range slices.Sorted(maps.Keys(files)) {
		err = errors.Join(err, writeNew(name, files[name]))
		wrote = append(wrote, name)
	}
	slices.Sort(wrote)
	return wrote, err
}

// writeNew writes a file that is not there yet; a key is for its owner alone.
func writeNew(name, text string) error {
	mode := fs.FileMode(0o640)
	if path.Ext(name) == ".key" {
		mode = 0o600
	}
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}

// printStarter prints what was written and the next step.
func printStarter(p *program, sample bool, wrote []string) error {
	next := words.New("fill in the account in cron.yaml, put the key into md5.key (chmod 600), then reconcile check; without bills: and complete_since nothing is ever issued (reconcile help config)")
	if sample {
		next = words.New("reconcile run; it finds what went wrong in the sample, and so ends with exit status 3")
	}
	p.Printf("wrote %s\nnext: %s\n", strings.Join(wrote, ", "), next)
	return nil
}
