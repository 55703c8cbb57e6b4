package main

import (
	"reconcile/alipay"
	"reconcile/importers"
	"reconcile/ledger"
)

// A configKey is one key of cron.yaml. In its path "*" is a name that the user
// gives, and "[]" an item of a list.
type configKey struct {
	path      string
	form      form
	otherwise string // the default as it would be written, or needed, or "" for none
	example   string // as it is written; the name, where the path ends with "*"
	text      string
}

// needed stands in place of a default.
const needed = "(needed)"

// configKeys are the keys of cron.yaml in the order of the reference. The help,
// the schema and a test are made from them; the test compares them with what
// the configuration is read by.
func configKeys() []configKey {
	keys := []configKey{
		{"timezone", choiceForm("Asia/Shanghai"), "Asia/Shanghai", "Asia/Shanghai", "The zone of every time in the configuration and the reports. Alipay's times are in it."},
		{"ledger", textForm(), needed, "var/ledger.db", "The books: what earlier nights have seen and issued. Back it up."},
		{"memory", patternForm("a size of at least 64MiB, such as 256MiB or 2GiB", "^[0-9]{1,5}(MiB|GiB)$"), "256MiB", "256MiB", "What the caches of the ledger and the rest of the program share. More makes big nights faster."},
		{"accounts", group(), needed, "", "The Alipay accounts, by a name of your own."},
		{"accounts.*", group(), "", "demo", "One Alipay partner."},
	}
	keys = append(keys, accountKeys()...)
	keys = append(keys, correctionKeys()...)
	keys = append(keys,
		configKey{"accounts.*.error_codes", group(), "", "", "Another class for an error code, or one for a code that the table lacks."},
		configKey{"accounts.*.error_codes.*", choiceForm(classes()...), "", "SELLER_BALANCE_NOT_ENOUGH: fix_first", "What a failure with this code allows. reconcile codes lists the classes."},
		configKey{"jobs", group(), needed, "", "What is done every night, by a name of your own; it is the name of a folder under output."},
		configKey{"jobs.*", group(), "", "nightly", "One job."},
	)
	keys = append(keys, jobKeys()...)
	keys = append(keys, announcementKeys()...)
	keys = append(keys, configKey{"jobs.*.columns", group(), "", "", "The headers of an export where they are not recognised."})
	for _, field := range importers.Fields() {
		example, text := columnText(field)
		keys = append(keys, configKey{"jobs.*.columns." + field, textForm(), "", example, text})
	}
	return keys
}

// accountKeys are the keys of an account.
func accountKeys() []configKey {
	const in = "accounts.*."
	return []configKey{
		{in + "partner", digitsForm("16 digits from 2088, in quotes", "^2088[0-9]{12}$"), needed, `"2088101008267254"`, "The number of the contract."},
		{in + "seller_email", textForm(), "", "refunds@example.com", "The seller of the requests: this or seller_user_id is needed."},
		{in + "seller_user_id", digitsForm("16 digits from 2088, in quotes", "^2088[0-9]{12}$"), "", `"2088101008267254"`, "The seller by number."},
		{in + "charset", choiceForm("utf-8", "GBK", "gb2312"), needed, "GBK", "The charset of the requests, and so of the signature."},
		{in + "sign_type", choiceForm("MD5", "RSA", "DSA"), needed, "MD5", "How notifications are verified and batches signed. A notification of another type is a bad signature."},
		{in + "md5_key", secretForm(), "", "{ file: md5.key }", "MD5: the key of both directions. Needed unless verify is off."},
		{in + "alipay_public_key", secretForm(), "", "{ file: alipay.pem }", "RSA, DSA: Alipay's key, which verifies notifications. Needed unless verify is off."},
		{in + "private_key", secretForm(), "", "{ file: private.pem }", "RSA, DSA: the key that signs batches. Without it a run proposes them."},
		{in + "notify_url", patternForm("an address", "^https?://"), "", "https://pay.example.com/refunds", "Where Alipay reports the results of the batches."},
		{in + "verify", switchForm(), "on", "on", "With off unsigned notifications count, and every report says so."},
		{in + "gateway", patternForm("an https address", "^https?://[^?#]+$"), defaultGateway, defaultGateway, "Where batches are posted to."},
		{in + "result_grace", lengthForm(), "26h", "26h", "A request line without a result is a finding after this."},
		{in + "attempt_warning", numberForm("a whole number from 1 to 99", 1, alipay.MaxAttempts), "90", "90", "So many of the 99 refunds that one trade may have are a warning."},
	}
}

// correctionKeys are the keys about the batches of an account.
func correctionKeys() []configKey {
	const in = "accounts.*.corrections."
	return []configKey{
		{"accounts.*.corrections", group(), "", "", "The batches that a run issues or proposes."},
		{in + "release", choiceForm("auto", "manual"), "auto", "manual", "With manual a run proposes, and people release with reconcile batch release."},
		{in + "approvals", numberForm("0, 1 or 2", 0, 2), "0", "2", "With manual: so many people must have approved the same lines first."},
		{in + "reason", textForm(), defaultReason, defaultReason, "The reason of each line, at most 256 bytes in the charset, without ^ | $ #."},
		{in + "max_lines", numberForm("a whole number from 1 to 1000", 1, alipay.MaxLines), "1000", "500", "The lines of a batch at most."},
		{in + "line_cap", amountForm(), "", "2000.00", "A line above this is held."},
		{in + "run_cap", amountForm(), "", "20000.00", "What is above this in one run is held."},
		{in + "batch_prefix", digitsForm("1 to 12 digits, in quotes", "^[0-9]{1,12}$"), defaultBatchPrefix, `"9"`, "The serial of a batch number begins with it, so that it meets no other system's."},
	}
}

// jobKeys are the keys of a job.
func jobKeys() []configKey {
	const in = "jobs.*."
	return []configKey{
		{in + "schedule", textForm(), "", `"30 2 * * *"`, "When reconcile schedule runs the job: minute, hour, day, month, weekday. Without it only reconcile run does."},
		{in + "timeout", lengthForm(), "2h", "2h", "A scheduled run is stopped after this."},
		{in + "catch_up", numberForm("a whole number from 0 to 366", 0, 366), "7", "7", "So many missed nights are made up for at most, oldest first."},
		{in + "account", textForm(), needed, "demo", "The account that the job is for."},
		{in + "notify", listForm("a list of patterns"), needed, "[notify/*.log, notify/*.gz]", "Logs with Alipay's notifications, as text or JSON lines; plain, .gz or .zip."},
		{in + "orders", listForm("a list of patterns"), needed, "[orders/*.csv]", "The merchant's exports of paid orders: CSV, TSV or XLSX. A later one wins."},
		{in + "requests", listForm("a list of patterns"), "", "[requests/*.log]", "Captured submissions of the interface."},
		{in + "bills", listForm("a list of patterns"), "", "[bills/*.zip]", "Alipay's own trade bills, as downloaded."},
		{in + "wait_for", group(), "", "", "Input that may come late: a scheduled run waits until a pattern matches a new file, and is incomplete where none came."},
		{in + "wait_for.pattern", textForm(), needed, "notify/*.log", "One of the patterns of the job, as it stands there."},
		{in + "wait_for.until", patternForm("a time of day, in quotes", "^[0-2][0-9]:[0-5][0-9]$"), needed, `"04:00"`, "The end of waiting, in Asia/Shanghai, at most 12 hours after the run's time."},
		{in + "output", textForm(), needed, "out", "The folder of the reports. output/<job>/latest is the last night."},
		{in + "language", choiceForm("en", "zh"), "en", "en", "The language of the messages in the reports."},
		{in + "report", group(), "", "", "What the workbook holds."},
		{in + "report.scope", choiceForm(scopes()...), string(ledger.ScopeChanged), string(ledger.ScopeAll), "The trades, results and batches in it: those that changed since the job's last run and those that something is open about, all, or only the open ones."},
	}
}
