package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mayImport is the house: which of our packages each folder may import. Tests
// may import the package that they test and its rooms, alipaytest and ledgertest. All
// may import words.
func mayImport() map[string][]string {
	return map[string][]string{
		"alipay":                  {},
		"alipay/alipaytest":       {"alipay"},
		"alipay/alipaytest/forms": {"alipay"},
		"cmd/reconcile": {
			"cmd/reconcile/internal/announce", "cmd/reconcile/internal/build", "cmd/reconcile/internal/capture",
			"cmd/reconcile/internal/config", "cmd/reconcile/internal/cronline", "cmd/reconcile/internal/disk",
			"cmd/reconcile/internal/exit", "cmd/reconcile/internal/hint", "cmd/reconcile/internal/runner",
			"cmd/reconcile/internal/schedule", "cmd/reconcile/internal/terminal", "cmd/reconcile/internal/workbookdiff",
			"importers", "importers/files", "importers/logs", "importers/xlsx", "ledger", "reports", "alipay",
		},
		"cmd/reconcile/internal/announce": {
			"cmd/reconcile/internal/build", "cmd/reconcile/internal/disk", "cmd/reconcile/internal/exit",
			"cmd/reconcile/internal/terminal", "ledger", "reports", "alipay",
		},
		"cmd/reconcile/internal/capture": {
			"cmd/reconcile/internal/disk", "cmd/reconcile/internal/exit", "cmd/reconcile/internal/hint",
			"cmd/reconcile/internal/terminal", "alipay",
		},
		"cmd/reconcile/internal/config": {
			"cmd/reconcile/internal/announce", "cmd/reconcile/internal/cronline", "cmd/reconcile/internal/disk",
			"cmd/reconcile/internal/hint", "cmd/reconcile/internal/terminal", "importers", "importers/files", "ledger", "alipay",
		},
		"cmd/reconcile/internal/runner": {
			"cmd/reconcile/internal/announce", "cmd/reconcile/internal/build", "cmd/reconcile/internal/config",
			"cmd/reconcile/internal/disk", "cmd/reconcile/internal/exit", "cmd/reconcile/internal/hint",
			"cmd/reconcile/internal/terminal", "importers", "ledger", "reports", "alipay",
		},
		"cmd/reconcile/internal/schedule": {
			"cmd/reconcile/internal/config", "cmd/reconcile/internal/cronline", "cmd/reconcile/internal/disk",
			"cmd/reconcile/internal/exit", "cmd/reconcile/internal/runner", "cmd/reconcile/internal/terminal",
			"ledger", "alipay",
		},
		"cmd/reconcile/internal/workbookdiff": {"importers/xlsx", "ledger", "reports"},
		"cmd/reconcile/internal/build":        {},
		"cmd/reconcile/internal/cronline":     {"alipay"},
		"cmd/reconcile/internal/disk":         {},
		"cmd/reconcile/internal/exit":         {},
		"cmd/reconcile/internal/hint":         {},
		"cmd/reconcile/internal/terminal":     {"cmd/reconcile/internal/exit", "cmd/reconcile/internal/hint", "alipay"},
		"importers": {
			"importers/xlsx", "ledger", "alipay", "importers/files", "importers/logs", "importers/tables",
			"importers/orders", "importers/bills", "importers/answers",
		},
		"importers/answers":  {"importers/files", "ledger", "alipay"},
		"importers/bills":    {"importers/files", "importers/tables", "ledger", "alipay"},
		"importers/files":    {"importers/xlsx", "alipay"},
		"importers/logs":     {"importers/files", "importers/pairs", "importers/pipeline", "ledger", "alipay"},
		"importers/orders":   {"importers/files", "importers/tables", "importers/xlsx", "ledger", "alipay"},
		"importers/pairs":    {},
		"importers/pipeline": {},
		"importers/tables":   {"importers/files", "importers/pipeline", "importers/xlsx", "alipay"},
		"importers/xlsx":     {},
		"ledger": {
			"alipay", "ledger/internal/digest", "ledger/internal/filelock", "ledger/internal/sqlite", "ledger/internal/postgres", "ledger/internal/extsort", "ledger/internal/store",
			"ledger/rules", "ledger/query", "ledger/schema",
		},
		"ledger/ledgertest":        {"ledger", "alipay"},
		"ledger/internal/digest":   {"ledger/internal/store", "ledger/query", "ledger/schema"},
		"ledger/internal/extsort":  {},
		"ledger/internal/filelock": {},
		"ledger/internal/postgres": {"ledger/internal/store", "ledger/schema"},
		"ledger/internal/sqlite":   {"ledger/internal/filelock", "ledger/internal/store", "ledger/query", "ledger/schema"},
		"ledger/internal/store":    {"ledger/query"},
		"ledger/query":             {},
		"ledger/rules":             {"alipay"},
		"ledger/schema":            {},
		"reports": {
			"reports/internal/workbook", "reports/internal/batch", "reports/internal/jsonfiles",
			"reports/internal/xlsx", "reports/internal/report", "ledger", "alipay",
		},
		"reports/internal/batch":     {"reports/internal/report", "ledger", "alipay"},
		"reports/internal/jsonfiles": {"reports/internal/batch", "reports/internal/report", "ledger", "alipay"},
		"reports/internal/report":    {"ledger", "alipay"},
		"reports/internal/workbook": {
			"reports/internal/xlsx", "reports/internal/batch", "reports/internal/jsonfiles",
			"reports/internal/report", "ledger", "alipay",
		},
		"reports/internal/xlsx": {"alipay"},
		"words":                 {},
	}
}

// TestLayers reads the imports of every file of the module.
func TestLayers(t *testing.T) {
	root := "../.."
	seen := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && (e.Name() == "testdata" || strings.HasPrefix(e.Name(), ".") && path != root) {
			return fs.SkipDir
		}
		if filepath.Ext(path) != ".go" {
			return nil
		}
		folder, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		seen[folder] = true
		checkImports(t, filepath.ToSlash(folder), path)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"alipay", "ledger", "importers", "reports", "cmd/reconcile"} {
		if !seen[filepath.FromSlash(folder)] {
			t.Errorf("no Go file in %s", folder)
		}
	}
}

// checkImports asks that a file imports no other package of ours than its
// folder may.
func checkImports(t *testing.T, folder, path string) {
	t.Helper()
	allowed, ok := mayImport()[folder]
	if !ok {
		t.Errorf("%s: a Go file in a folder that the house does not have", path)
		return
	}
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, spec := range file.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		ours, ok := strings.CutPrefix(name, "reconcile/")
		test := strings.HasSuffix(path, "_test.go") &&
			(ours == folder || ours == "alipay/alipaytest" || ours == "alipay/alipaytest/forms" || ours == "ledger/ledgertest" || strings.HasPrefix(ours, folder+"/internal/"))
		if ok && !test && ours != "words" && !slices.Contains(allowed, ours) {
			t.Errorf("%s: imports %s", path, name)
		}
	}
}

// TestSettingsMeetInOneFile asks that no package reads the environment on its own:
// main hands it in.
func TestSettingsMeetInOneFile(t *testing.T) {
	for folder := range mayImport() {
		files, err := filepath.Glob(filepath.Join("../..", folder, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", folder, len(files), err)
		}
		for _, path := range files {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(path, "_test.go") || path == "../../cmd/reconcile/main.go" || folder == "ledger/ledgertest" { // which tests alone import
				continue
			}
			for _, call := range []string{"os.Getenv", "os.LookupEnv", "os.Environ", "os.ExpandEnv", "flag.Parse"} {
				if strings.Contains(string(text), call) {
					t.Errorf("%s: reads settings by %s", path, call)
				}
			}
		}
	}
}
