package main

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// TestActsShowSettings changes the configuration between two nights: the sheet of acts says
// what of it changed, from what to what. That the second night is too late to issue is no
// change of its configuration.
func TestActsShowSettings(t *testing.T) {
	skipShort(t)
	dir := t.TempDir()
	if err := copyCase("clean", dir); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	var want expectation
	decodeFile(t, "expected.json", &want)
	first := runBookNight(t, want.AsOf)
	if rows := first.sheets["操作 Acts"]; len(rows) != 1 {
		t.Errorf("the first night has %d acts, want none", len(rows)-1)
	}
	setScope(t, "all")
	text, err := os.ReadFile("cron.yaml")
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(text), "    partner:", "    result_grace: 30h\n    partner:", 1)
	if err := os.WriteFile("cron.yaml", []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	key, err := os.ReadFile("md5.key")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("md5.key", append([]byte("0123456789abcdef0123456789abcdef\n"), key...), 0o600); err != nil {
		t.Fatal(err)
	}
	rows := runBookNight(t, want.AsOf[:len("2006-01-02 ")]+"23:45:00").sheets["操作 Acts"]
	var got []string
	for i := 1; i < len(rows); i++ {
		got = append(got, rows.text(t, i, "操作 Act")+" | "+rows.text(t, i, "依据 Evidence"))
	}
	wanted := []string{
		"密钥 key | keys that verify: MD5 → MD5, MD5 (since run 1)",
		"密钥 key | keys that sign: MD5 → MD5, MD5 (since run 1)",
		"配置 setting | result_grace: 26h → 30h (since run 1)",
		"配置 setting | job.report.scope: changed → all (since run 1)",
	}
	if !slices.Equal(got, wanted) {
		t.Errorf("the sheet of acts holds\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(wanted, "\n"))
	}
}
