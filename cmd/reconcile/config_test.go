package main

import (
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestConfigKeysAreThoseThatAreRead compares the table of keys with what the
// sources read: every mapping that a call of fields takes must be one of the
// table, with the same keys, and the other way round.
func TestConfigKeysAreThoseThatAreRead(t *testing.T) {
	read, told := mappingsRead(t), mappingsTold()
	for keys, where := range read {
		if told[keys] == "" {
			t.Errorf("%s reads a mapping of %s, which key.go does not describe so", where, keys)
		}
	}
	for keys, path := range told {
		if read[keys] == "" {
			t.Errorf("key.go says that %s has %s, which no source reads so", path, keys)
		}
	}
}

// mappingsTold are the mappings of the table with their paths, by their keys.
func mappingsTold() map[string]string {
	told := map[string]string{}
	note := func(keys []string, path string) {
		if len(keys) > 0 && keys[0] != "*" && keys[0] != "[]" {
			slices.Sort(keys)
			told[strings.Join(keys, " ")] = path
		}
	}
	all := configKeys()
	for _, path := range append([]configKey{{}}, all...) {
		var keys []string
		for _, k := range childrenOf(all, path.path) {
			keys = append(keys, k.path[strings.LastIndex(k.path, ".")+1:])
		}
		note(keys, path.path+".")
		note(slices.Clone(path.form.keys), path.path)
	}
	return told
}

// TestConfigHelpIsAConfiguration reads the reference as cron.yaml: its keys
// stand where it says, and its examples are right.
func TestConfigHelpIsAConfiguration(t *testing.T) {
	t.Chdir(t.TempDir())
	_, text, _ := strings.Cut(configHelp(), "\n\n")
	if got := readAs(t, text).jobs[0]; got.waitFor == nil || len(got.targets) != 4 || len(got.sources) != 5 || got.columns["trade_no"] != "支付宝交易号" || !got.account.corrections.manual {
		t.Errorf("the reference is read as %+v", got)
	}
}

// TestConfigDefaults writes each default beside what is needed: it must say the
// same as without.
func TestConfigDefaults(t *testing.T) {
	t.Chdir(t.TempDir())
	tried := 0
	for _, k := range configKeys() {
		if k.otherwise == "" || k.otherwise == needed {
			continue
		}
		tried++
		without, with := readNeeded(t, k, false), readNeeded(t, k, true)
		if !reflect.DeepEqual(with, without) {
			t.Errorf("%s: %s is not what is taken without it:\n%+v\n%+v", k.path, k.otherwise, with, without)
		}
	}
	if tried < 15 {
		t.Errorf("%d keys have a default, want 15 at least", tried)
	}
}

// readNeeded reads a configuration of what is needed where the key stands, with
// the key as its default or without it, and returns its job and account.
func readNeeded(t *testing.T, key configKey, with bool) [2]any {
	t.Helper()
	var b strings.Builder
	for _, k := range configKeys() {
		above := strings.HasPrefix(key.path, k.path+".")
		switch {
		case k.path == key.path && with:
			k.example = strconv.Quote(k.otherwise)
		case above && !with && !hasNeeded(k) || !above && !isNeeded(k, key):
			continue
		}
		b.WriteString(k.margin() + k.written() + "\n")
	}
	c := readAs(t, b.String())
	j := *c.jobs[0]
	for i := range j.sources {
		j.sources[i].at = value{}
	}
	return [2]any{j, *j.account}
}

// isNeeded tells whether a configuration with a key has to have another one.
func isNeeded(k, key configKey) bool {
	needs := k.otherwise == needed || slices.Contains([]string{"accounts.*", "jobs.*", "accounts.*.seller_email", "accounts.*.md5_key"}, k.path)
	for _, g := range configKeys() {
		optional := g.form.isGroup() && g.otherwise != needed && !strings.HasSuffix(g.path, "*")
		if optional && strings.HasPrefix(k.path, g.path+".") && !strings.HasPrefix(key.path, g.path+".") {
			return false
		}
	}
	return needs
}

// hasNeeded tells whether something below a group is needed.
func hasNeeded(group configKey) bool {
	return slices.ContainsFunc(configKeys(), func(k configKey) bool {
		return strings.HasPrefix(k.path, group.path+".") && k.otherwise == needed
	})
}

// readAs reads a text as cron.yaml, beside a key and in an environment in which
// every variable is an address.
func readAs(t *testing.T, text string) *config {
	t.Helper()
	for name, content := range map[string]string{defaultConfig: text, "md5.key": sampleKey} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c, err := loadConfig(defaultConfig, func(string) string { return "https://example.com/x" })
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return c
}

// TestSchemaIsStrict asks that the schema refuses keys that the table lacks,
// says which are needed, and describes each where it stands.
func TestSchemaIsStrict(t *testing.T) {
	text, err := json.Marshal(configSchema())
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
