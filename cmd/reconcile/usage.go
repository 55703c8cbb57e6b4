package main

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/words"
)

// The ways to call the program wrongly. Where a word is almost one that exists,
// the message proposes that one.

// noArgs refuses arguments. To a group of commands an argument is a command
// that it does not have.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if cmd.HasSubCommands() {
		return unknownCommand(cmd, args[0])
	}
	return words.Errorf("%s takes no argument, got %q", commandName(cmd), args[0])
}

// oneArg asks for exactly the argument that the command's use names.
func oneArg(cmd *cobra.Command, args []string) error {
	if len(args) == 1 {
		return nil
	}
	_, name, _ := strings.Cut(cmd.Use, " ")
	return words.Errorf("%s takes one argument, %s, got %d", commandName(cmd), name, len(args))
}

// twoArgs asks for exactly the two arguments that the command's use names.
func twoArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 2 {
		return nil
	}
	_, names, _ := strings.Cut(cmd.Use, " ")
	return words.Errorf("%s takes two arguments, %s, got %d", commandName(cmd), names, len(args))
}

// commandName is what follows the program's name to call a command.
func commandName(cmd *cobra.Command) string {
	return strings.TrimPrefix(cmd.CommandPath(), cmd.Root().Name()+" ")
}

// unknownCommand is the error of a group that has no such command.
func unknownCommand(group *cobra.Command, name string) error {
	var known []string
	for _, c := range group.Commands() {
		known = append(known, c.Name())
	}
	return words.Errorf("unknown command %q for %q%s", name, group.CommandPath(), hint.Suggest(name, known))
}

// flagError says what is wrong with a flag.
func flagError(cmd *cobra.Command, err error) error {
	var missing *pflag.NotExistError
	var empty *pflag.ValueRequiredError
	var wrong *pflag.InvalidValueError
	switch {
	case errors.As(err, &missing) && missing.GetSpecifiedShortnames() != "":
		return words.Errorf("unknown shorthand flag: %q in -%s", missing.GetSpecifiedName(), missing.GetSpecifiedShortnames())
	case errors.As(err, &missing):
		var known []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
		near := hint.Nearest(missing.GetSpecifiedName(), known)
		if near == "" {
			return words.Errorf("unknown flag: --%s", missing.GetSpecifiedName())
		}
		return words.Errorf("unknown flag: --%s; did you mean --%s?", missing.GetSpecifiedName(), near)
	case errors.As(err, &empty):
		return words.Errorf("flag needs an argument: --%s", empty.GetSpecifiedName())
	case errors.As(err, &wrong):
		return words.Errorf("invalid argument %q for %q flag: %w", wrong.GetValue(), "--"+wrong.GetFlag().Name, wrong.Unwrap())
	}
	return err
}

// completionCommand takes in the library's own commands, so that they are
// completed and described like the others, and mends the group that would take
// a shell that it does not know for a call for help. A script is not folded.
func completionCommand(p *program, root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.SetOut(p.Raw)
	root.CompletionOptions.DisableNoDescFlag = true
	root.InitDefaultCompletionCmd()
	root.SetOut(p.Stdout)
	for _, c := range root.Commands() {
		if c.Name() == "completion" {
			c.Args, c.RunE = noArgs, func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
			c.Short = "print the completion script of a shell"
			c.Long = "Print the script with which a shell completes commands, flags, jobs, batches and findings."
			for _, shell := range c.Commands() {
				shell.Short = "print the script for this shell"
				shell.Long = "Print the script for this shell. The example shows where the shell looks for it."
			}
		}
	}
}
