package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

// listen starts a web server on loopback that answers with a status, and puts
// its address under a secret path into the environment. What it is told it
// appends to NAME.told: the path and the body.
//
//	listen HOOK 200
func listen(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: listen NAME STATUS")
	}
	status, err := strconv.Atoi(args[1])
	ts.Check(err)
	file := ts.MkAbs(args[0] + ".told")
	var one sync.Mutex
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		one.Lock()
		defer one.Unlock()
		if f, openErr := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600); err == nil && openErr == nil {
			fmt.Fprintf(f, "%s %s %s\n%s\n", r.Method, r.URL.Path, r.Header.Get("Content-Type"), body)
			f.Close()
		}
		w.WriteHeader(status)
		fmt.Fprint(w, `{"errcode":0,"errmsg":"ok"}`)
	}))
	ts.Defer(server.Close)
	ts.Setenv(args[0], server.URL+"/token5canary5token")
}
