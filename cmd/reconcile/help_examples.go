package main

// manuals are the examples and exit statuses of every command, by its path. The
// help, the man pages and a test read them.
func manuals() map[string]manual {
	read := []string{"0 printed", "1 no run yet, nothing of that name, or the ledger cannot be read", "2"}
	person := []string{"0 recorded", "1 refused; the message says why, and what can be done", "2", "5"}
	printed := []string{"0 printed", "2"}
	return map[string]manual{
		"reconcile": {[]string{
			"reconcile init --sample            # a shop to try it on, in an empty folder",
			"reconcile check                    # what is still missing",
			"reconcile run                      # one night",
		}, []string{"0", "1", "2", "3", "4", "5", "130", "143"}},
		"reconcile run": {[]string{
			"reconcile run",
			"reconcile run -q --job nightly     # from cron: prints nothing on a clean night",
			"reconcile run --dry-run --as-of \"2026-11-15 02:30:00\"",
			"reconcile run --json --fail-on critical",
		}, []string{"0", "1", "2", "3", "4", "5", "130", "143"}},
		"reconcile ingest": {[]string{
			"reconcile ingest --job nightly     # on each host that has logs; a run decides afterwards",
			"reconcile ingest --job nightly captured/web1-2026-11-14.jsonl",
		}, []string{"0 read", "1", "2", "4 a file was refused or not read whole, or a pattern matches none", "5", "130", "143"}},
		"reconcile schedule": {[]string{
			"reconcile schedule",
			"reconcile schedule --check         # the next five times of each job",
			"reconcile schedule --print systemd --job nightly",
		}, []string{"0 printed, with --check or --print", "1", "2", "130 stopped by SIGINT", "143 stopped by SIGTERM"}},
		"reconcile capture": {[]string{
			"reconcile capture",
			"reconcile capture --listen 127.0.0.1:8480 --path /notify --dir captured",
		}, []string{"1 the address is taken, or the disk fails", "2", "5 another capture writes the folder", "130 stopped by SIGINT", "143 stopped by SIGTERM"}},
		"reconcile check": {[]string{
			"reconcile check",
			"reconcile check --job nightly export.csv   # what a file is taken for",
		}, []string{"0 all is well", "1 the ledger or the output cannot be used", "2", "4 input is missing or cannot be read"}},
		"reconcile init": {[]string{
			"reconcile init",
			"reconcile init --sample            # with made-up inputs and a key, ready to run",
		}, []string{"0 written", "1 the folder is not empty, or cannot be written", "2"}},
		"reconcile status": {[]string{"reconcile status", "reconcile status --job nightly --json"}, []string{"0 printed, whatever stands there", "1 the ledger cannot be read", "2"}},
		"reconcile findings": {[]string{
			"reconcile findings",
			"reconcile findings --new --severity critical",
			"reconcile findings --code OVER_REFUND,UNDER_REFUND",
			"reconcile findings --trade 2026102822001874502037500201",
			"reconcile findings --all --json    # closed ones too",
		}, read},
		"reconcile explain": {[]string{
			"reconcile explain 2026102822001874502037500201",
			"reconcile explain 20261115900001   # a batch; so for an order number or a notify_id",
			"reconcile explain 3f09             # a finding, by how its id begins",
			"reconcile explain testdata/notify/notify-20261114.log:3",
			"reconcile explain --json 2026102822001874502037500201",
		}, read},
		"reconcile batch": {[]string{
			"reconcile batch list",
			"reconcile batch show 20261115900001",
		}, []string{"0 printed", "2"}},
		"reconcile batch list": {[]string{
			"reconcile batch list",
			"reconcile batch list --open        # emitted, overdue and proposed ones",
			"reconcile batch list --job nightly --json",
		}, read},
		"reconcile batch show": {[]string{"reconcile batch show 20261115900001", "reconcile batch show P7-1"}, read},
		"reconcile acts":       {[]string{"reconcile acts", "reconcile acts --job nightly --json"}, read},
		"reconcile batch url":  {[]string{"reconcile batch url 20261115900001"}, []string{"0 printed", "1 it cannot be submitted; the message says why", "2"}},
		"reconcile batch approve": {[]string{
			"reconcile batch approve P7-1 --digest d995d2deb022 --by \"Li Na\"",
		}, person},
		"reconcile batch release": {[]string{"reconcile batch release P7-1 --by \"Wang Wei\""}, person},
		"reconcile batch void": {[]string{
			"reconcile batch void 20261112164000 --by \"Li Na\" --evidence \"Alipay's service desk: refused as a whole\"",
		}, person},
		"reconcile batch submitted": {[]string{
			"reconcile batch submitted 20261115900001 --by \"Li Na\" --evidence \"submitted at 09:12\"",
			"reconcile batch submitted 20261115900001 --answer ILLEGAL_SIGN --by \"Li Na\" --evidence \"the page\" --file page.png",
		}, person},
		"reconcile resolve": {[]string{
			"reconcile resolve line 20261112164000 2026102822001874502037500201 --succeeded --by \"Li Na\" --evidence \"case 4711\"",
			"reconcile resolve trade 2026102822001874502037500201 --elsewhere 5.00 --by \"Li Na\" --evidence \"bank slip 77\"",
		}, printed},
		"reconcile resolve line": {[]string{
			"reconcile resolve line 20261112164000 2026102822001874502037500201 --succeeded --by \"Li Na\" --evidence \"case 4711\"",
			"reconcile resolve line 20261112164000 2026102822001874502037500201 --failed TRADE_STATUS_ERROR --by \"Li Na\" --evidence \"case 4711\"",
		}, person},
		"reconcile resolve trade": {[]string{
			"reconcile resolve trade 2026102822001874502037500201 --elsewhere 5.00 --by \"Li Na\" --evidence \"bank slip 77\" --file slip.pdf",
			"reconcile resolve trade 2026102822001874502037500201 --paid 79.90 --by \"Li Na\" --evidence \"the shop's receipt\"",
			"reconcile resolve trade 2026102822001874502037500201 --unrefunded --by \"Li Na\" --evidence \"Alipay's list of the trade\"",
			"reconcile resolve trade 2026102822001874502037500201 --allow 5.00 --by \"Li Na\" --evidence \"case 4711: it never ran\"",
		}, person},
		"reconcile dismiss": {[]string{"reconcile dismiss 3f09 --by \"Li Na\" --evidence \"a test of the pay team, case 12\""}, person},
		"reconcile undo":    {[]string{"reconcile undo A12 --by \"Li Na\" --evidence \"the wrong trade\""}, person},
		"reconcile review":  {[]string{"reconcile review import reconcile-nightly-2026-11-15.xlsx --by \"Li Na\""}, printed},
		"reconcile review import": {[]string{"reconcile review import reconcile-nightly-2026-11-15.xlsx --by \"Li Na\""},
			[]string{"0 recorded", "1 the workbook cannot be taken in; the message says why", "2", "4 some rows were refused; each says why", "5"}},
		"reconcile verify": {[]string{
			"reconcile verify                   # the books, recomputed from the evidence",
			"reconcile verify reconcile-nightly-2026-11-15.xlsx",
			"reconcile verify out/nightly/latest/batches/20261115900001.html",
		}, []string{"0 proven", "1 it cannot be read", "2", "3 not proven; what differs is listed"}},
		"reconcile backup": {[]string{"reconcile backup /backup/ledger-2026-11-15.db"},
			[]string{"0 the copy is written and whole", "1 none is written", "2"}},
		"reconcile ledger": {[]string{"reconcile ledger check"}, printed},
		"reconcile ledger init": {[]string{
			"reconcile ledger init              # where ledger: names postgres://user@host/database",
			"reconcile ledger init --layout hash:16",
		}, []string{"0 made", "1 there is one already, or the server cannot be used", "2"}},
		"reconcile ledger check": {[]string{"reconcile ledger check"}, []string{"0 all is as it must be", "1 it is not, or the server cannot be used", "2"}},
		"reconcile ledger copy": {[]string{
			"reconcile ledger copy postgres://reconcile@db.internal/reconcile",
			"reconcile ledger copy var/ledger.db   # back into a file",
		}, []string{"0 copied", "1 it is not; the other one holds something, or cannot be used", "2", "5"}},
		"reconcile runs":  {[]string{"reconcile runs", "reconcile runs --job nightly --json"}, read},
		"reconcile rules": {[]string{"reconcile rules", "reconcile rules --json"}, printed},
		"reconcile codes": {[]string{
			"reconcile codes",
			"reconcile codes SELLER_BALANCE_NOT_ENOUGH",
		}, []string{"0 printed", "1 not in the table", "2"}},
		"reconcile version": {[]string{"reconcile version", "reconcile version --json"}, printed},
		"reconcile man": {[]string{
			"reconcile man man1                 # then: man man1/reconcile-run.1",
			"reconcile man /usr/local/share/man/man1",
		}, []string{"0 written", "1 the folder cannot be written", "2"}},
		"reconcile help": {[]string{
			"reconcile help run",
			"reconcile help rules               # each in full, in English and Chinese",
			"reconcile help config              # every key of cron.yaml",
			"reconcile help config --schema     # the same for editors",
		}, printed},
		"reconcile completion":            {[]string{"reconcile completion bash"}, printed},
		"reconcile completion bash":       {[]string{"reconcile completion bash > /etc/bash_completion.d/reconcile"}, printed},
		"reconcile completion zsh":        {[]string{"reconcile completion zsh > /usr/local/share/zsh/site-functions/_reconcile"}, printed},
		"reconcile completion fish":       {[]string{"reconcile completion fish > ~/.config/fish/completions/reconcile.fish"}, printed},
		"reconcile completion powershell": {[]string{"reconcile completion powershell"}, printed},
	}
}
