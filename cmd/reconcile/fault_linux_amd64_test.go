package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
)

// A fault is one system call of a program that fails, or at which it is killed. The calls
// are counted over all of its threads: those that change, make or open a folder or a file
// below it.
type fault struct {
	dir    string        // that they are counted below
	at     int           // which call, from 1; 0 for none
	errn   syscall.Errno // that it fails with; 0 to kill the program before it
	torn   bool          // of a write half is done, of another call the whole; then the program is killed
	onward bool          // every later call fails, too; with EINTR every other one, since it is tried again

	did func(diskCall) // is told of every call that did something

	calls   []string // so far, each with its file, as "fsync of out/issued.journal"
	hit     string   // the call that was at, empty where the program made fewer
	threads map[int]*tracedThread
}

// A tracedThread is a thread of the program.
type tracedThread struct {
	inside bool      // a system call
	failed bool      // the call that it is inside
	torn   bool      // it ends the program
	does   *diskCall // the call that it is inside, where somebody is told
}

// A diskCall is a system call that has changed what a disk holds.
type diskCall struct {
	name, path string
	to         string // of a renaming and a link the new path, of a symbolic link where it leads
	offset     int64  // where a write begins, and how long a file that is cut is then
	data       []byte // that was written
	cut        bool   // of opening: the file was emptied
}

// How a path or a file stands in the arguments of a call.
const (
	byFile   = iota // a file descriptor first
	byPath          // a path first
	byFolder        // a folder's file descriptor and a path
	toFolder        // of a symbolic link: where it leads, then a folder and a path
)

// changing are the calls that are counted.
var changing = map[uint64]struct {
	name string
	how  int
}{
	syscall.SYS_WRITE: {"write", byFile}, syscall.SYS_PWRITE64: {"pwrite", byFile}, syscall.SYS_WRITEV: {"writev", byFile},
	syscall.SYS_FTRUNCATE: {"ftruncate", byFile}, syscall.SYS_FALLOCATE: {"fallocate", byFile},
	syscall.SYS_FSYNC: {"fsync", byFile}, syscall.SYS_FDATASYNC: {"fdatasync", byFile}, syscall.SYS_FCHMOD: {"fchmod", byFile},
	syscall.SYS_OPEN: {"open", byPath}, syscall.SYS_RENAME: {"rename", byPath}, syscall.SYS_UNLINK: {"unlink", byPath},
	syscall.SYS_MKDIR: {"mkdir", byPath}, syscall.SYS_RMDIR: {"rmdir", byPath}, syscall.SYS_LINK: {"link", byPath},
	syscall.SYS_OPENAT: {"openat", byFolder}, syscall.SYS_RENAMEAT: {"renameat", byFolder}, syscall.SYS_UNLINKAT: {"unlinkat", byFolder},
	syscall.SYS_MKDIRAT: {"mkdirat", byFolder}, syscall.SYS_LINKAT: {"linkat", byFolder}, syscall.SYS_FCHMODAT: {"fchmodat", byFolder},
	syscall.SYS_SYMLINKAT: {"symlinkat", toFolder}, 316: {"renameat2", byFolder},
}

// run runs a program to its end and returns its exit status, 137 where it was killed. What
// it says goes to files: there is nobody to read it meanwhile.
func (f *fault) run(cmd *exec.Cmd) (status int, err error) {
	runtime.LockOSThread() // one thread is the tracer
	defer runtime.UnlockOSThread()
	cmd.SysProcAttr = &syscall.SysProcAttr{Ptrace: true}
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	defer cmd.Process.Release()
	pid := cmd.Process.Pid
	var ended syscall.WaitStatus
	if _, err := syscall.Wait4(pid, &ended, syscall.WALL, nil); err != nil {
		return 0, err
	}
	const killWithTracer = 1 << 20
	err = syscall.PtraceSetOptions(pid, killWithTracer|syscall.PTRACE_O_TRACECLONE|syscall.PTRACE_O_TRACEFORK|
		syscall.PTRACE_O_TRACEVFORK|syscall.PTRACE_O_TRACEEXEC|syscall.PTRACE_O_TRACESYSGOOD)
	if err = errors.Join(err, syscall.PtraceSyscall(pid, 0)); err != nil {
		return 0, errors.Join(err, cmd.Process.Kill())
	}
	f.threads = map[int]*tracedThread{pid: {}}
	for {
		const ours = 0x20000000 // children of this thread, not those of other tests
		tid, err := syscall.Wait4(-1, &ended, syscall.WALL|ours, nil)
		switch {
		case err == syscall.EINTR:
		case err != nil:
			return 0, err
		case tid == pid && ended.Exited():
			return ended.ExitStatus(), nil
		case tid == pid && ended.Signaled():
			return 128 + int(ended.Signal()), nil
		case ended.Stopped():
			f.stopped(pid, tid, ended)
		}
	}
}

// stopped handles one stop of a thread and lets it go on. What fails there fails because
// the thread is gone, which Wait4 tells.
func (f *fault) stopped(pid, tid int, s syscall.WaitStatus) {
	t, known := f.threads[tid]
	if !known {
		t = &tracedThread{}
		f.threads[tid] = t
	}
	signal := int(s.StopSignal())
	switch {
	case signal == int(syscall.SIGTRAP)|0x80:
		t.inside = !t.inside
		f.call(pid, tid, t)
		signal = 0
	case signal == int(syscall.SIGTRAP): // a new thread or program
		signal = 0
	case signal == int(syscall.SIGSTOP) && !known: // the new one itself
		signal = 0
	}
	_ = syscall.PtraceSyscall(tid, signal)
}

// call handles the beginning or the end of a system call.
func (f *fault) call(pid, tid int, t *tracedThread) {
	var r syscall.PtraceRegs
	if syscall.PtraceGetRegs(tid, &r) != nil {
		return
	}
	if !t.inside {
		if t.failed {
			t.failed = false
			r.Rax = uint64(-int64(f.errn))
			_ = syscall.PtraceSetRegs(tid, &r)
		}
		if t.does != nil && int64(r.Rax) >= 0 {
			t.does.data = t.does.data[:min(len(t.does.data), int(r.Rax))]
			f.did(*t.does)
		}
		t.does = nil
		if t.torn {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
		return
	}
	path, counts := f.about(tid, &r)
	if !counts {
		return
	}
	f.calls = append(f.calls, changing[r.Orig_rax].name+" of "+strings.TrimPrefix(path, f.dir+"/"))
	if f.did != nil {
		t.does = f.does(tid, path, &r)
	}
	if len(f.calls) == f.at {
		f.hit = fmt.Sprintf("call %d, %s", f.at, f.calls[f.at-1])
	}
	if f.fails(len(f.calls)) {
		f.inject(pid, tid, t, &r)
	}
}

// fails reports whether the n-th call is one that fails.
func (f *fault) fails(n int) bool {
	return f.at > 0 && (n == f.at || f.onward && n > f.at && (f.errn != syscall.EINTR || (n-f.at)%2 == 0))
}

// inject makes the call fail that a thread begins.
func (f *fault) inject(pid, tid int, t *tracedThread, r *syscall.PtraceRegs) {
	switch {
	case f.torn:
		t.torn = true
		if r.Orig_rax == syscall.SYS_WRITE || r.Orig_rax == syscall.SYS_PWRITE64 {
			r.Rdx /= 2
		}
	case f.errn == 0:
		_ = syscall.Kill(pid, syscall.SIGKILL)
		return
	default:
		t.failed = true
		r.Orig_rax = ^uint64(0) // no such call
	}
	_ = syscall.PtraceSetRegs(tid, r)
}

// about returns the file that a call is about, and whether it counts.
func (f *fault) about(tid int, r *syscall.PtraceRegs) (path string, counts bool) {
	c, ok := changing[r.Orig_rax]
	if !ok {
		return "", false
	}
	switch c.how {
	case byFile:
		path = linkOf(tid, fmt.Sprintf("fd/%d", int32(r.Rdi)))
	case byPath:
		path = f.join(tid, -100, readText(tid, r.Rdi))
	case byFolder:
		path = f.join(tid, int32(r.Rdi), readText(tid, r.Rsi))
	case toFolder:
		path = f.join(tid, int32(r.Rsi), readText(tid, r.Rdx))
	}
	// What the engine shares between processes is made anew by whoever opens the ledger.
	return path, strings.HasPrefix(path+"/", f.dir+"/") && !strings.HasSuffix(path, "-shm")
}

// join is a path as a thread sees it from a folder, -100 for its own.
func (f *fault) join(tid int, folder int32, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	from := "cwd"
	if folder != -100 {
		from = fmt.Sprintf("fd/%d", folder)
	}
	return filepath.Join(linkOf(tid, from), path)
}

func linkOf(tid int, name string) string {
	to, err := os.Readlink(fmt.Sprintf("/proc/%d/%s", tid, name))
	if err != nil {
		return ""
	}
	return to
}

// readText reads a text of a thread up to its zero byte.
func readText(tid int, at uint64) string {
	var text []byte
	for len(text) < 4096 {
		word := make([]byte, 8)
		if n, err := syscall.PtracePeekData(tid, uintptr(at)+uintptr(len(text)), word); err != nil || n == 0 {
			return ""
		}
		if end := slices.Index(word, 0); end >= 0 {
			return string(append(text, word[:end]...))
		}
		text = append(text, word...)
	}
	return ""
}
