package main

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"reconcile/cmd/reconcile/internal/exit"
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

// TestAttestedTiesOut has people attest what became of lines, and give money another way: the
// workbooks of the nights after it tie out, the one that shows all and the one that shows
// what is open.
func TestAttestedTiesOut(t *testing.T) {
	skipShort(t)
	dir := t.TempDir()
	if err := copyCase("clean", dir); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	config, err := os.ReadFile("cron.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for path, text := range map[string]string{
		"orders/late.csv": "trade_no,paid_amount,refund_due\n2026010100000001,5.00,2.00\n2026010100000002,5.00,3.00\n2026010100000003,5.00,0.00\n",
		"requests/late.log": "service=refund_fastpay_by_platform_pwd&partner=2088101008267254&_input_charset=utf-8&batch_no=20260102000001&refund_date=2026-01-02+09%3A00%3A00" +
			"&batch_num=2&detail_data=2026010100000001%5E2.00%5Ex%232026010100000002%5E3.00%5Ex&seller_email=Jier1105%40alitest.com&notify_url=http%3A%2F%2Fapi.test.alipay.net%2Fatinterface%2Freceive_notify.htm\n",
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var want expectation
	decodeFile(t, "expected.json", &want)
	runBookNight(t, want.AsOf)
	for _, act := range []string{
		"resolve line 20260102000001 2026010100000001 --succeeded",
		"resolve line 20260102000001 2026010100000002 --failed TRADE_HAS_CLOSED",
		"resolve trade 2026010100000002 --elsewhere 1.50",
	} {
		var out, errs bytes.Buffer
		args := append(strings.Fields(act), "--by", "Li", "--evidence", "case 1")
		if status := run(t.Context(), args, os.Getenv, &out, &errs); status != exit.Done {
			t.Fatalf("%s: %d: %s", act, status, &errs)
		}
	}
	for _, scope := range []string{"all", "open"} {
		if err := os.WriteFile("cron.yaml", config, 0o600); err != nil {
			t.Fatal(err)
		}
		setScope(t, scope)
		rows := runBookNight(t, want.AsOf).sheets["勾稽 Tie-out"]
		attested := 0
		for i := 1; i < len(rows); i++ {
			check := rows.text(t, i, "勾稽 Check")
			if rows.text(t, i, "结论 Result") != "✓" {
				t.Errorf("%s: %s: %s is not %s", scope, check, rows.text(t, i, "左值 Left"), rows.text(t, i, "右值 Right"))
			}
			if strings.Contains(check, "attested") || strings.Contains(check, "elsewhere") {
				attested++
			}
		}
		if attested != 7 {
			t.Errorf("%s: %d rows about what is attested, want 7", scope, attested)
		}
	}
}
