package importers_test

import (
	"testing"

	"reconcile/ledger"
)

// What Finder and Explorer put into an archive is no member of it, whatever its kind; a
// log whose name begins like it is.
func TestImportSkipsLitter(t *testing.T) {
	b := newBooks(t)
	one, two := signedNotice(t, "n1"), signedNotice(t, "n2")
	litter := []string{
		"logs/", "", "logs/.DS_Store", "\x00\x00\x00\x01Bud1", "__MACOSX/", "", "__MACOSX/logs/._a.log", "\x00\x05\x16\x07 Mac OS X",
		"__MACOSX/._logs", "", "logs/Thumbs.db", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", `logs\desktop.ini`, "[.ShellClassInfo]", "logs/._b.log", "\x00\x05\x16\x07",
	}
	b.write("mac.zip", Zip(t, append(litter, "logs/a.log", one+"\n")...))
	b.want(ledger.Notify, "mac.zip", false, ledger.Counts{Lines: 1, Accepted: 1})
	b.write("named.zip", Zip(t, "._a.log", two+"\n", `folder\`, ""))
	b.want(ledger.Notify, "named.zip", false, ledger.Counts{Lines: 1, Accepted: 1})
	b.write("orders.zip", Zip(t, append(litter, "orders/a.csv", orderHead+"2011011201037066,M1,5.00,,\n")...))
	b.want(ledger.Orders, "orders.zip", false, ledger.Counts{Lines: 1, Accepted: 1})
	b.write("litter.zip", Zip(t, litter...))
	b.refuses(ledger.Notify, "litter.zip", "an empty archive: there is no file in it")
}
