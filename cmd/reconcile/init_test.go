package main

import (
	"os"
	"path/filepath"
	"testing"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/words"
)

// TestInitReplacesNothing asks that a file which appeared meanwhile stays.
func TestInitReplacesNothing(t *testing.T) {
	name := filepath.Join(t.TempDir(), "cron.yaml")
	if err := os.WriteFile(name, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := writeNew(name, config.Starter(words.English)); !os.IsExist(err) {
		t.Errorf("writeNew over a file gives %v, want that it exists", err)
	}
	if text, err := os.ReadFile(name); err != nil || string(text) != "mine" {
		t.Errorf("the file holds %q, %v", text, err)
	}
}
