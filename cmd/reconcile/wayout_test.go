package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"reconcile/alipay"
)

// Commands of the script that closes all that the sample has open.

// useSample copies cron.yaml and the sample into the working folder.
//
//	sample
func useSample(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: sample")
	}
	for _, path := range []string{"bills", "late", "notify", "orders", "requests"} {
		ts.Check(os.CopyFS(ts.MkAbs(filepath.Join("testdata", path)), os.DirFS(filepath.Join(sampleRoot, path))))
	}
	for _, path := range []string{"md5.key", "../cron.yaml"} {
		text, err := os.ReadFile(filepath.Join(sampleRoot, path))
		ts.Check(err)
		ts.Check(os.WriteFile(ts.MkAbs(filepath.Join("testdata", path)), text, 0o600))
	}
}

// tellAnswer appends Alipay's notification of a batch to a log: each line of a batch of ours
// is refunded, or the results are those that are given.
//
//	answer testdata/notify/a.log '2026-11-15 20:00:00' 20261115900001
//	answer testdata/notify/a.log '2026-11-15 20:00:00' 20261114201128 '2026…^10.00^SUCCESS'
func tellAnswer(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 || len(args) > 4 {
		ts.Fatalf("usage: answer FILE TIME BATCH [RESULT_DETAILS]")
	}
	var items []string
	if len(args) == 4 {
		items = strings.Split(args[3], "#")
	} else {
		items = linesOf(ts, args[2])
	}
	text, err := os.ReadFile(ts.MkAbs("testdata/md5.key"))
	ts.Check(err)
	key, err := alipay.NewMD5(alipay.NewSecret(strings.TrimSpace(string(text))))
	ts.Check(err)
	at, err := alipay.ParseTime(args[1])
	ts.Check(err)
	n := notice{fmt.Sprintf("%032s", args[2]), args[2], successes(items), items}
	signed, err := alipay.Sign(n.params(at), key)
	ts.Check(err)
	appendTo(ts, args[0], signed.Encode()+"\n")
}

// linesOf are the results of a batch of ours of which every line is refunded.
func linesOf(ts *testscript.TestScript, batchNo string) (items []string) {
	files, err := filepath.Glob(ts.MkAbs("out/nightly/2*/batches/" + batchNo + ".json"))
	ts.Check(err)
	if len(files) != 1 {
		ts.Fatalf("%d files of batch %s", len(files), batchNo)
	}
	text, err := os.ReadFile(files[0])
	ts.Check(err)
	var batch struct {
		Params map[string]string `json:"params"`
	}
	ts.Check(json.Unmarshal(text, &batch))
	for line := range strings.SplitSeq(batch.Params["detail_data"], "#") {
		fields := strings.Split(line, "^")
		items = append(items, success(refund{trade: fields[0], amount: fields[1]}))
	}
	return items
}
