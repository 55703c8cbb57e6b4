package main

import (
	"os"
	"os/exec"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

// Commands of the scripts for disks that are full, read-only or lost a part.

// canMount tries it.
var canMount = sync.OnceValue(func() bool {
	dir, err := os.MkdirTemp("", "mount-")
	if err != nil {
		return false
	}
	defer os.Remove(dir)
	if exec.Command("mount", "-t", "tmpfs", "tmpfs", dir).Run() != nil {
		return false
	}
	return exec.Command("umount", dir).Run() == nil
})

// mount puts an empty file system on a folder until the script ends.
//
//	mount out size=64k
func mount(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: mount FOLDER OPTION")
	}
	dir := ts.MkAbs(args[0])
	ts.Check(exec.Command("mount", "-t", "tmpfs", "-o", args[1], "tmpfs", dir).Run())
	ts.Defer(func() { _ = exec.Command("umount", dir).Run() }) // it may have been unmounted by the script
}

// resize gives a mounted file system room, or makes it read-only.
//
//	resize out size=64m
func resize(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: resize FOLDER OPTION")
	}
	ts.Check(exec.Command("mount", "-o", "remount,"+args[1], ts.MkAbs(args[0])).Run())
}

// unmount takes it away again.
func unmount(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: unmount FOLDER")
	}
	ts.Check(exec.Command("umount", ts.MkAbs(args[0])).Run())
}

// cut takes away the second half of a file.
//
//	cut var/ledger.db
func cut(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: cut FILE")
	}
	info, err := os.Stat(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), info.Size()/2))
}
