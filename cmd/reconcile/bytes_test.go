package main

import (
	"os"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"reconcile/alipay"
)

// Commands of the scripts for input that no text file can hold as it is.
// Their text is in Go's escapes, such as \x00.

// raw appends bytes to a file, COUNT times.
//
//	raw orders/a.csv 'a,\xff\r\n' 1
func rawBytes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: raw FILE TEXT COUNT")
	}
	count, err := strconv.Atoi(args[2])
	ts.Check(err)
	appendTo(ts, args[0], strings.Repeat(unescape(ts, args[1]), count))
}

// notice appends a line with a notification that the key of the cases signed,
// and what follows it on that line.
//
//	notice notify/a.log n1 '2026010100000000^1.00^SUCCESS' '&batch_no=1'
func signedNotice(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 4 {
		ts.Fatalf("usage: notice FILE NOTIFY_ID RESULT_DETAILS SUFFIX")
	}
	text, err := os.ReadFile(ts.MkAbs("md5.key"))
	ts.Check(err)
	key, err := alipay.NewMD5(alipay.NewSecret(string(text)))
	ts.Check(err)
	details := unescape(ts, args[2])
	signed, err := alipay.Sign(alipay.Params{
		{Name: "notify_time", Value: "2026-03-06 10:00:00"},
		{Name: "notify_type", Value: alipay.NotifyType},
		{Name: "notify_id", Value: args[1]},
		{Name: "batch_no", Value: "20260306000099"},
		{Name: "success_num", Value: strconv.Itoa(strings.Count(details, alipay.Success))},
		{Name: "result_details", Value: details},
	}, key)
	ts.Check(err)
	appendTo(ts, args[0], signed.Encode()+unescape(ts, args[3])+"\n")
}

func unescape(ts *testscript.TestScript, s string) string {
	text, err := strconv.Unquote(`"` + strings.ReplaceAll(s, `"`, `\"`) + `"`)
	ts.Check(err)
	return text
}

func appendTo(ts *testscript.TestScript, name, text string) {
	f, err := os.OpenFile(ts.MkAbs(name), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	ts.Check(err)
	_, err = f.WriteString(text)
	ts.Check(err)
	ts.Check(f.Close())
}
