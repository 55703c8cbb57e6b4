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
	"sync"
	"syscall"
	"unsafe"
)

// A fault is one system call of a program that fails, or at which it is killed. The calls
// are counted over all of its threads: those that change, make or open a folder or a file
// below it.
type fault struct {
	dir    string                 // that they are counted below
	at     int                    // which call, from 1; 0 for none
	among  func(call string) bool // the calls that at and onward are of; all where it is nil
	errn   syscall.Errno          // that it fails with; 0 to kill the program before it
	torn   bool                   // of a write half is done, of another call the whole; then the program is killed
	onward bool                   // every later call fails, too; with EINTR every other one, since it is tried again

	did func(diskCall) // is told of every call that did something

	calls   []string // so far, each with its file, as "fsync of out/issued.journal"
	counted int      // of them, those that at is of
	hit     string   // the call that was at, empty where the program made fewer
	threads map[int]*tracedThread
}

// A tracedThread is a thread of the program.
type tracedThread struct {
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

func init() {
	programs["reconcile-traced"] = mainTraced
	beforeTests = append(beforeTests, startTracers)
}

// tracers run what they are handed on threads that start no other programs: a thread that
// waits for any of its children waits for all that were started on it, whichever test they are of.
var tracers = make(chan func())

// startTracers starts them, before any test starts a program.
func startTracers() {
	var locked sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		locked.Add(1)
		go func() {
			runtime.LockOSThread()
			locked.Done()
			for trace := range tracers {
				trace()
			}
		}()
	}
	locked.Wait()
}

// mainTraced is the program at a moment whose calls of these kinds stop for a tracer, and no
// others: there are ten times as many.
func mainTraced() {
	filter := []syscall.SockFilter{{Code: syscall.BPF_LD | syscall.BPF_W | syscall.BPF_ABS}} // the number of the call
	for number := range changing {
		filter = append(filter,
			syscall.SockFilter{Code: syscall.BPF_JMP | syscall.BPF_JEQ | syscall.BPF_K, K: uint32(number), Jf: 1},
			syscall.SockFilter{Code: syscall.BPF_RET | syscall.BPF_K, K: seccompTrace})
	}
	filter = append(filter, syscall.SockFilter{Code: syscall.BPF_RET | syscall.BPF_K, K: seccompAllow})
	program := syscall.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	runtime.LockOSThread() // what the one call gives to this thread, the other one gives to all
	if _, _, err := syscall.RawSyscall(syscall.SYS_PRCTL, noNewPrivileges, 1, 0); err != 0 {
		panic(err)
	}
	if _, _, err := syscall.Syscall(seccomp, setFilter, allThreads, uintptr(unsafe.Pointer(&program))); err != 0 {
		panic(err)
	}
	runtime.UnlockOSThread()
	mainAt()
}

// Of seccomp(2), prctl(2) and ptrace(2), which package syscall lacks.
const (
	seccomp         = 317
	setFilter       = 1
	allThreads      = 1
	seccompTrace    = 0x7ff00000
	seccompAllow    = 0x7fff0000
	noNewPrivileges = 38
	traceSeccomp    = 1 << 7 // an option
	seccompStop     = 7      // the event
	killWithTracer  = 1 << 20
)

// run runs a program to its end and returns its exit status, 137 where it was killed. What
// it says goes to files: there is nobody to read it meanwhile.
func (f *fault) run(cmd *exec.Cmd) (status int, err error) {
	done := make(chan struct{})
	tracers <- func() {
		defer close(done)
		status, err = f.trace(cmd)
	}
	<-done
	return status, err
}

// trace is run on the thread that is the tracer.
func (f *fault) trace(cmd *exec.Cmd) (status int, err error) {
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
	err = syscall.PtraceSetOptions(pid, killWithTracer|syscall.PTRACE_O_TRACECLONE|syscall.PTRACE_O_TRACEFORK|
		syscall.PTRACE_O_TRACEVFORK|syscall.PTRACE_O_TRACEEXEC|syscall.PTRACE_O_TRACESYSGOOD|traceSeccomp)
	if err = errors.Join(err, syscall.PtraceCont(pid, 0)); err != nil {
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
	case s.TrapCause() == seccompStop:
		f.begins(pid, tid, t)
		if t.failed || t.torn || t.does != nil {
			_ = syscall.PtraceSyscall(tid, 0) // up to its end
			return
		}
		signal = 0
	case signal == int(syscall.SIGTRAP)|0x80:
		f.ends(pid, tid, t)
		signal = 0
	case signal == int(syscall.SIGTRAP): // a new thread or program
		signal = 0
	case signal == int(syscall.SIGSTOP) && !known: // the new one itself
		signal = 0
	}
	_ = syscall.PtraceCont(tid, signal)
}

// ends handles the end of a call that fails, ends the program, or is told of.
func (f *fault) ends(pid, tid int, t *tracedThread) {
	var r syscall.PtraceRegs
	if syscall.PtraceGetRegs(tid, &r) != nil {
		return
	}
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
}

// begins handles the beginning of a call.
func (f *fault) begins(pid, tid int, t *tracedThread) {
	var r syscall.PtraceRegs
	if syscall.PtraceGetRegs(tid, &r) != nil {
		return
	}
	path, counts := f.about(tid, &r)
	if !counts {
		return
	}
	call := changing[r.Orig_rax].name + " of " + strings.TrimPrefix(path, f.dir+"/")
	f.calls = append(f.calls, call)
	if f.did != nil {
		t.does = f.does(tid, path, &r)
	}
	if f.among != nil && !f.among(call) {
		return
	}
	f.counted++
	if f.counted == f.at {
		f.hit = fmt.Sprintf("call %d, %s", len(f.calls), call)
	}
	if f.fails(f.counted) {
		f.inject(pid, tid, t, &r)
	}
}

// fails reports whether the n-th call is one that fails.
func (f *fault) fails(n int) bool {
	return f.at > 0 && (n == f.at || f.onward && n > f.at && (f.errn != syscall.EINTR || (n-f.at)%2 == 0))
}

// since counts the calls from the first one on that begins so. How many come before it depends
// on when the engine finds time to copy its log into the ledger.
func since(prefix string) func(call string) bool {
	began := false
	return func(call string) bool {
		began = began || strings.HasPrefix(call, prefix)
		return began
	}
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
