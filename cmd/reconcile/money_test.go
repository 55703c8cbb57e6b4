package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"path/filepath"
	"testing"

	"reconcile/ledger"
	"reconcile/ledger/ledgertest"
)

// checkMoney compares where summary.json says that the money stands with what the raw rows
// of the ledger yield. The run must be the newest of its account.
func checkMoney(t *testing.T, dir string) {
	t.Helper()
	checkMoneyOf(t, dir, "nightly")
}

// checkMoneyOf is checkMoney of another job.
func checkMoneyOf(t *testing.T, dir, job string) {
	t.Helper()
	var said struct {
		Run   int64           `json:"run"`
		Money json.RawMessage `json:"money"`
	}
	decodeFile(t, filepath.Join(dir, "out", job, "latest/summary.json"), &said)
	want, err := rawStanding(dir, said.Run)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := json.Compact(&got, said.Money); err != nil || got.String() != string(text) {
		t.Errorf("summary.json of run %d has money %s (%v), want %s", said.Run, &got, err, text)
	}
}

// compareMoney compares the standing of a run with the raw rows of the ledger.
func compareMoney(dir string, run ledger.Run) error {
	want, err := rawStanding(dir, run.ID)
	if got := fmt.Sprint(*run.Standing); err == nil && got != fmt.Sprint(want) {
		err = fmt.Errorf("run %d: the money stands at %s, want %v", run.ID, got, want)
	}
	return err
}

// rawStanding is what the raw rows of the ledger in a folder yield.
func rawStanding(dir string, run int64) (ledger.Standing, error) {
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(dir, "var/ledger.db")+"?mode=ro")
	if err != nil {
		return ledger.Standing{}, err
	}
	defer db.Close()
	s, _, err := ledgertest.Standing(db, run)
	return s, err
}
