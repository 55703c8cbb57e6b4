package config

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/announce"
	"reconcile/cmd/reconcile/internal/cronline"
	"reconcile/ledger"
	"reconcile/words"
)

var update = flag.Bool("update-config", false, "rewrite testdata/config and docs/configuration.md")

// TestConfigText compares what the table of keys makes for people with files,
// which -update rewrites.
func TestConfigText(t *testing.T) {
	for name, got := range map[string]string{
		"help.txt": Help(HelpWidth, words.English), "init.yaml": Starter(words.English),
		"help.zh.txt": Help(HelpWidth, words.Chinese), "init.zh.yaml": Starter(words.Chinese),
	} {
		file := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if want, err := os.ReadFile(file); err != nil || got != string(want) {
			t.Errorf("%s is not what the keys say (-update rewrites it): %v\n%s", file, err, got)
		}
	}
}

// TestConfigReference asks that docs/configuration.md is what the help says, which -update-config
// rewrites.
func TestConfigReference(t *testing.T) {
	const name = "../../../../docs/configuration.md"
	head, text, _ := strings.Cut(Help(HelpWidth, words.English), "\n\n")
	want := "# Configuration\n\n" + head + "\n\n```yaml\n" + strings.TrimSuffix(text, "\n") + "\n```\n"
	if *update {
		if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(name); err != nil || string(got) != want {
		t.Errorf("docs/configuration.md is another text than reconcile help config (-update-config rewrites it): %v", err)
	}
}

// TestConfigHelpIsAConfiguration reads the reference as cron.yaml: its keys are
// where it says, and its examples are right.
func TestConfigHelpIsAConfiguration(t *testing.T) {
	t.Chdir(t.TempDir())
	_, text, _ := strings.Cut(Help(HelpWidth, words.English), "\n\n")
	if got := readAs(t, text).Jobs[0]; got.WaitFor == nil || len(got.Targets) != 4 || len(got.Sources) != 5 || got.Columns["trade_no"] != "支付宝交易号" {
		t.Errorf("the reference is read as %+v", got)
	}
}

// TestStarterIsAConfiguration reads what init writes, as it is and with all its
// comments made keys.
func TestStarterIsAConfiguration(t *testing.T) {
	t.Chdir(t.TempDir())
	if got := readAs(t, Starter(words.English)).Jobs[0]; got.WaitFor != nil || len(got.Targets) != 0 || len(got.Sources) != 3 {
		t.Errorf("as it is, it is read as %+v", got)
	}
	keys := regexp.MustCompile(`(?m)^( *)# `).ReplaceAllString(strings.TrimPrefix(Starter(words.English), "# yaml-language-server: $schema="+SchemaName+"\n"+starterHead), "$1")
	if got := readAs(t, keys).Jobs[0]; got.WaitFor == nil || len(got.Targets) != 4 || len(got.Sources) != 5 {
		t.Errorf("with all keys it is read as %+v", got)
	}
}

// TestConfigDefaults reads a configuration of what is needed.
func TestConfigDefaults(t *testing.T) {
	t.Chdir(t.TempDir())
	c := readAs(t, `
ledger: l.db
accounts:
  a: { partner: "2088101008267254", seller_user_id: "2088101008267254", charset: GBK, sign_type: MD5, md5_key: { file: md5.key } }
jobs:
  j:
    { account: a, notify: [n], orders: [o], output: out, mail: { host: h, from: a@b, to: [c@d] }, webhooks: [{ url: { env: X } }] }
`)
	j, a := c.Jobs[0], c.Accounts["a"]
	for _, d := range []struct {
		key       string
		got, want any
	}{
		{"memory", c.Memory, int64(256 << 20)},
		{"verify", a.Verify, true},
		{"gateway", a.Gateway, "https://mapi.alipay.com/gateway.do"},
		{"result_grace", a.ResultGrace, 26 * time.Hour},
		{"attempt_warning", a.AttemptWarning, 90},
		{"corrections", a.Corrections, corrections{Reason: "协商退款", MaxLines: 1000, BatchPrefix: "9"}},
		{"error_codes", a.Codes, alipay.ErrorCodes()},
		{"schedule", j.Schedule, (*cronline.Schedule)(nil)},
		{"timeout", j.Timeout, 2 * time.Hour},
		{"catch_up", j.CatchUp, 7},
		{"wait_for", j.WaitFor, (*waitFor)(nil)},
		{"language", j.Language, "en"},
		{"report.scope", j.Scope, ledger.ScopeChanged},
		{"columns", j.Columns, map[string]string{}},
		{"notify_on", j.NotifyOn, announce.OnFindings},
		{"mail.port", j.Targets[0].(announce.Mailbox).Port, 587},
		{"mail.tls", j.Targets[0].(announce.Mailbox).Security, announce.StartTLS},
		{"mail.attach", j.Targets[0].(announce.Mailbox).Attach, int64(10 << 20)},
		{"webhooks.format", j.Targets[1].(announce.Webhook).Format, "json"},
	} {
		if !reflect.DeepEqual(d.got, d.want) {
			t.Errorf("%s is %v where it is left out, want %v", d.key, d.got, d.want)
		}
	}
}

// TestKeysAreComplete asks that each key is described, that it has an example, and
// that the schema takes it.
func TestKeysAreComplete(t *testing.T) {
	var check func(path string, keys []key)
	check = func(path string, keys []key) {
		for _, k := range keys {
			at := path + k.name
			check(at+".", k.form.keys)
			if k.doc == "" || !strings.HasSuffix(k.doc, ".") {
				t.Errorf("%s is described by %q", at, k.doc)
			}
			if k.form.keys != nil {
				continue
			}
			_, example, _ := strings.Cut(k.line(), ": ")
			if text, err := strconv.Unquote(example); err == nil {
				example = text
			}
			options, _ := k.form.schema["enum"].([]string)
			pattern, _ := k.form.schema["pattern"].(string)
			if example == "" || options != nil && !slices.Contains(options, example) || !regexp.MustCompile(pattern).MatchString(example) {
				t.Errorf("%s has the example %q, its schema is %v", at, example, k.form.schema)
			}
		}
	}
	check("", allKeys(words.English))
}

// readAs reads a text as cron.yaml, beside a key and in an environment in which
// every variable is an address.
func readAs(t *testing.T, text string) *Config {
	t.Helper()
	for name, content := range map[string]string{"cron.yaml": text, "md5.key": "0123456789abcdefghijklmnopqrstuv"} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c, err := Load("cron.yaml", func(string) string { return "https://example.com/x" }, words.English)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return c
}

// TestSchemaIsStrict asks that the schema refuses keys that the table lacks,
// says which are needed, and describes each where it is.
func TestSchemaIsStrict(t *testing.T) {
	text, err := json.Marshal(Schema(words.English))
	if err != nil {
		t.Fatal(err)
	}
	var s struct {
		Schema     string `json:"$schema"`
		Additional *bool  `json:"additionalProperties"`
		Required   []string
		Properties map[string]struct {
			Additional struct {
				Properties map[string]struct{ Description string }
			} `json:"additionalProperties"`
		}
	}
	if err := json.Unmarshal(text, &s); err != nil {
		t.Fatal(err)
	}
	if s.Schema != "https://json-schema.org/draft/2020-12/schema" || s.Additional == nil || *s.Additional {
		t.Errorf("the schema is not strict, or of another draft: %.200s", text)
	}
	if want := []string{"ledger", "accounts", "jobs"}; !slices.Equal(s.Required, want) {
		t.Errorf("needed are %v, want %v", s.Required, want)
	}
	if d := s.Properties["accounts"].Additional.Properties["partner"].Description; !strings.Contains(d, "16 digits from 2088") {
		t.Errorf("accounts.*.partner is described as %q", d)
	}
}
