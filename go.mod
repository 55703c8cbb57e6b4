module reconcile

go 1.26.0

require (
	github.com/cheggaaa/pb/v3 v3.3.0 // the line on a terminal that shows how far a run is
	github.com/chromedp/cdproto v0.159.0 // tests: the words that chromedp speaks to a browser
	github.com/chromedp/chromedp v0.23.0 // tests: drives the hand-over page in a real browser
	github.com/gofrs/flock v0.13.1 // one run at a time: a lock that the system drops when the program dies
	github.com/jackc/pgx/v5 v5.13.0 // the ledger in PostgreSQL: COPY, statements that are kept prepared, PGPASSFILE and service files
	github.com/klauspost/compress v1.20.3 // the workbook: deflate, at less than half the time of the standard library's
	github.com/mattn/go-runewidth v0.0.31 // columns on a terminal: Chinese characters are two cells wide
	github.com/mattn/go-sqlite3 v1.14.53 // the ledger: SQLite itself, 3.51.3 or later, compiled in
	github.com/robfig/cron/v3 v3.0.1 // reconcile schedule: cron lines, zones and ticks
	github.com/rogpeppe/go-internal v1.16.0 // tests: testscript runs what users are promised
	github.com/shopspring/decimal v1.6.0 // money: exact decimals
	github.com/spf13/cobra v1.10.2 // commands, help, completion and man pages
	github.com/spf13/pflag v1.0.9 // the flags of cobra, bound in one file
	github.com/wneessen/go-mail v0.8.1 // mail: messages, TLS and logins
	github.com/xuri/excelize/v2 v2.11.1 // the workbook, written as a stream
	go.yaml.in/yaml/v4 v4.0.0 // cron.yaml, with the line and column of every value
	golang.org/x/net v0.62.0 // announce: the proxies of the environment; tests: reads the hand-over page as a browser does
	golang.org/x/sync v0.24.0 // errgroup: what runs side by side, its first error, its end
	golang.org/x/term v0.47.0 // tells a terminal from a file
	golang.org/x/text v0.43.0 // GBK, GB18030 and UTF-16
	pgregory.net/rapid v1.3.0 // tests: properties over random histories
)

require (
	github.com/BurntSushi/toml v1.4.1-0.20240526193622-a339e1f7089c // indirect
	github.com/VividCortex/ewma v1.2.0 // indirect
	github.com/clipperhouse/uax29/v2 v2.2.0 // indirect
	github.com/cpuguy83/go-md2man/v2 v2.0.6 // indirect
	github.com/fatih/color v1.19.0 // indirect
	github.com/go-json-experiment/json v0.0.0-20260213210345-44df1a37e875 // indirect
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	github.com/jackc/pgpassfile v1.0.0 // indirect
	github.com/jackc/pgservicefile v0.0.0-20240606120523-5a60cdf6a761 // indirect
	github.com/jackc/puddle/v2 v2.2.3 // indirect
	github.com/mattn/go-colorable v0.1.16 // indirect
	github.com/mattn/go-isatty v0.0.24 // indirect
	github.com/richardlehane/mscfb v1.0.9 // indirect
	github.com/richardlehane/msoleps v1.0.6 // indirect
	github.com/russross/blackfriday/v2 v2.1.0 // indirect
	github.com/tiendc/go-deepcopy v1.7.2 // indirect
	github.com/xuri/efp v0.0.3-0.20260924042702-217b81952dec // indirect
	github.com/xuri/nfp v0.0.2-0.20250530014748-2ddeb826f9a9 // indirect
	go.yaml.in/yaml/v3 v3.0.5 // indirect
	golang.org/x/crypto v0.58.0 // indirect
	golang.org/x/exp/typeparams v0.0.0-20231108232855-2478ac86f678 // indirect
	golang.org/x/mod v0.42.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/telemetry v0.0.0-20261010193011-f71dc92da45e // indirect
	golang.org/x/tools v0.52.0 // indirect
	golang.org/x/vuln v1.9.0 // indirect
	honnef.co/go/tools v0.8.2 // indirect
)

// for .ci/run alone; their modules are the indirect ones of x/tools, x/telemetry and toml
tool (
	golang.org/x/vuln/cmd/govulncheck // known faults that the program reaches
	honnef.co/go/tools/cmd/staticcheck
)
