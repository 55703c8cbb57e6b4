package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// does says what a call that a thread begins is going to change. A call that it does not
// know changes nothing that a power cut could take.
func (f *fault) does(tid int, path string, r *syscall.PtraceRegs) *diskCall {
	d := &diskCall{name: strings.TrimSuffix(changing[r.Orig_rax].name, "at"), path: path}
	switch r.Orig_rax {
	case syscall.SYS_WRITE:
		d.name, d.offset, d.data = "write", f.position(tid, int32(r.Rdi), path), readBytes(tid, r.Rsi, r.Rdx)
	case syscall.SYS_PWRITE64:
		d.name, d.offset, d.data = "write", int64(r.R10), readBytes(tid, r.Rsi, r.Rdx)
	case syscall.SYS_FTRUNCATE:
		d.offset = int64(r.Rsi)
	case syscall.SYS_FDATASYNC:
		d.name = "fsync"
	case syscall.SYS_OPEN, syscall.SYS_OPENAT:
		flags := r.Rsi
		if r.Orig_rax == syscall.SYS_OPENAT {
			flags = r.Rdx
		}
		_, err := os.Lstat(path)
		d.cut = err == nil && flags&syscall.O_TRUNC != 0
		if flags&syscall.O_CREAT == 0 || err == nil && !d.cut {
			return nil
		}
	case syscall.SYS_RENAME, syscall.SYS_LINK:
		d.to = f.join(tid, -100, readText(tid, r.Rsi))
	case syscall.SYS_RENAMEAT, syscall.SYS_LINKAT, 316:
		d.name, d.to = strings.TrimSuffix(d.name, "at2"), f.join(tid, int32(r.Rdx), readText(tid, r.R10))
	case syscall.SYS_SYMLINKAT:
		d.to = readText(tid, r.Rdi)
	}
	return d
}

// position is where the next write to a file goes.
func (f *fault) position(tid int, file int32, path string) int64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/fdinfo/%d", tid, file))
	if err != nil {
		return 0
	}
	var at int64
	for line := range strings.Lines(string(text)) {
		switch name, value, _ := strings.Cut(strings.TrimSpace(line), ":"); name {
		case "pos":
			at, _ = strconv.ParseInt(strings.TrimSpace(value), 10, 64)
		case "flags":
			flags, _ := strconv.ParseInt(strings.TrimSpace(value), 8, 64)
			if info, err := os.Stat(path); err == nil && flags&syscall.O_APPEND != 0 {
				at = info.Size()
			}
		}
	}
	return at
}

// readBytes reads memory of a thread.
func readBytes(tid int, at, length uint64) []byte {
	memory, err := os.Open(fmt.Sprintf("/proc/%d/mem", tid))
	if err != nil {
		return nil
	}
	defer memory.Close()
	data := make([]byte, length)
	n, _ := memory.ReadAt(data, int64(at))
	return data[:n]
}
