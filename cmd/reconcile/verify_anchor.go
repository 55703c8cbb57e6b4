package main

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"reconcile/cmd/reconcile/internal/disk"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
	"reconcile/words"
)

// readAnchors reads the heads that the books are held against: each argument is a head in hex,
// a workbook, a summary.json, or a journal.
func readAnchors(args []string) ([]ledger.Anchor, error) {
	var all []ledger.Anchor
	for _, arg := range args {
		found, err := readAnchor(arg)
		if err == nil && len(found) == 0 {
			err = words.Errorf("it holds no head of a ledger")
		}
		if err != nil {
			return nil, hint.With(words.Errorf("%s: %w", arg, err), "name a workbook, a summary.json or a journal of this ledger, or a head as the cover of a workbook has it")
		}
		all = append(all, found...)
	}
	return all, nil
}

func readAnchor(arg string) ([]ledger.Anchor, error) {
	if sum, err := hex.DecodeString(arg); err == nil && len(sum) == 32 {
		return []ledger.Anchor{{Name: "head", Head: arg}}, nil
	}
	if _, err := os.Stat(arg); err != nil {
		return nil, disk.Cause(err)
	}
	switch strings.ToLower(filepath.Ext(arg)) {
	case ".xlsx":
		return anchorOfBook(arg)
	case ".json":
		return anchorOfSummary(arg)
	}
	return ledger.JournalAnchors(arg)
}

// anchorOfBook reads the head on the cover of a workbook.
func anchorOfBook(file string) ([]ledger.Anchor, error) {
	id, err := coverOf(file)
	if err != nil || id.head == "" {
		return nil, err
	}
	run, err := strconv.ParseInt(id.run, 10, 64)
	return []ledger.Anchor{{Name: file, Head: id.head, Run: run, Job: id.job}}, err
}

// anchorOfSummary reads the head in a summary.json.
func anchorOfSummary(file string) ([]ledger.Anchor, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, disk.Cause(err)
	}
	var s struct {
		Run  int64  `json:"run"`
		Job  string `json:"job"`
		Head string `json:"head"`
	}
	if err := json.Unmarshal(text, &s); err != nil || s.Head == "" {
		return nil, err
	}
	return []ledger.Anchor{{Name: file, Head: s.Head, Run: s.Run, Job: s.Job}}, nil
}

// anchored says how many heads the books were held against.
func anchored(heads []ledger.Anchor) words.Text {
	if len(heads) == 0 {
		return words.Text{}
	}
	return words.New(", and holds %s kept elsewhere", terminal.Count(int64(len(heads)), "head"))
}
