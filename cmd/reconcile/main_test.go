package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gofrs/flock"
	"github.com/rogpeppe/go-internal/testscript"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/disk"
)

func TestMain(m *testing.M) {
	testscript.Main(withBrowser{m}, programs)
}

// withBrowser are all tests, and the end of the browser that some of them started.
type withBrowser struct{ *testing.M }

// beforeTests are done before the first test.
var beforeTests []func()

// Run runs the tests.
func (m withBrowser) Run() int {
	defer chromium.stop()
	for _, do := range beforeTests {
		do()
	}
	return m.M.Run()
}

// programs are what scripts and tests can execute.
var programs = map[string]func(){"reconcile": main, "reconcile-at": mainAt}

// mainAt is the program at a moment in Shanghai that a script names, since a
// batch is for its day only.
//
//	exec reconcile-at '2026-03-07 09:30:00' batch list
func mainAt() {
	now, err := alipay.ParseTime(os.Args[1])
	if err != nil {
		panic(err)
	}
	p := newProgram(os.Getenv, os.Stdout, os.Stderr)
	p.Now = func() time.Time { return now }
	os.Exit(p.run(context.Background(), os.Args[2:]))
}

// skipShort leaves a test out where -short asks for the quick ones: the race
// detector makes those slow that run the program many times one after the other.
func skipShort(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("takes its time")
	}
}

// TestScripts runs what users are promised: files in, a command, its exit
// status, files out.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireUniqueNames:  true,
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("TMPDIR", filepath.Join(env.WorkDir, ".tmp"))
			return nil
		},
		Condition: condition,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"case": useCase, "exits": exits, "tree": tree, "hold": hold, "poke": poke,
			"mount": mount, "unmount": unmount, "resize": resize, "cut": cut, "raw": rawBytes, "fill": fill, "notice": signedNotice, "listen": listen,
			"sample": useSample, "answer": tellAnswer,
		},
	})
}

// condition knows [root], and [mount]: the right to mount a file system.
func condition(name string) (bool, error) {
	switch name {
	case "root":
		return os.Geteuid() == 0, nil
	case "mount":
		return canMount(), nil
	}
	return false, fmt.Errorf("unknown condition %s", name)
}

// useCase copies a case of testdata/cases into the working folder.
//
//	case small
func useCase(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: case NAME")
	}
	ts.Check(copyCase(args[0], ts.MkAbs(".")))
}

// copyCase copies a case, its key readable by its owner alone.
func copyCase(name, to string) error {
	root, err := filepath.Abs("../../testdata/cases")
	if err != nil {
		return err
	}
	if err := os.CopyFS(to, os.DirFS(filepath.Join(root, name))); err != nil {
		return err
	}
	return os.Chmod(filepath.Join(to, "md5.key"), 0o600)
}

// exits runs a command and asks for its exit status.
//
//	exits 4 reconcile run
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS PROGRAM [ARGS...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got, err := 0, ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// tree lists the working folder with modes, times and digests into .tree-NAME,
// and what is left among the temporary files.
//
//	tree before
func tree(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: tree NAME")
	}
	var b strings.Builder
	ts.Check(filepath.WalkDir(ts.MkAbs("."), func(path string, e fs.DirEntry, err error) error {
		if err != nil || strings.HasPrefix(e.Name(), ".tree-") || path == ts.MkAbs(".") {
			return err
		}
		line, err := describeFile(path, e)
		b.WriteString(line)
		return err
	}))
	ts.Check(os.WriteFile(ts.MkAbs(".tree-"+args[0]), []byte(b.String()), 0o600))
}

// describeFile is one line of tree. The time of the folder for temporary files
// is not the program's promise, what stays in it is.
func describeFile(path string, e fs.DirEntry) (string, error) {
	info, err := e.Info()
	if err != nil || e.Name() == ".tmp" {
		return "", err
	}
	digest := ""
	if info.Mode().IsRegular() {
		digest, err = disk.DigestFile(path)
	}
	return fmt.Sprintln(path, info.Mode(), info.ModTime().UnixNano(), digest), err
}

// hold takes a lock until the script ends.
//
//	hold var/ledger.db.lock
func hold(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: hold FILE")
	}
	lock := flock.New(ts.MkAbs(args[0]))
	got, err := lock.TryLock()
	ts.Check(err)
	if !got {
		ts.Fatalf("%s is held already", args[0])
	}
	ts.Defer(func() { ts.Check(lock.Unlock()) })
}

// poke overwrites bytes of a file, given in hex.
//
//	poke var/ledger.db 60 7fffffff
func poke(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: poke FILE OFFSET HEX")
	}
	offset, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	bytes, err := hex.DecodeString(args[2])
	ts.Check(err)
	f, err := os.OpenFile(ts.MkAbs(args[0]), os.O_WRONLY, 0)
	ts.Check(err)
	_, err = f.WriteAt(bytes, offset)
	ts.Check(errors.Join(err, f.Close()))
}
