package ledger_test

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"reconcile/ledger"
)

// journalOf is a journal of lines with these bodies, each with its length and checksum.
func journalOf(t *testing.T, bodies ...string) *ledger.Journal {
	t.Helper()
	j := newJournal(t)
	if err := j.Probe(); err != nil {
		t.Fatal(err)
	}
	rewrite(t, j, bodies...)
	return j
}

// rewrite puts lines with these bodies in place of those of a journal.
func rewrite(t *testing.T, j *ledger.Journal, bodies ...string) {
	t.Helper()
	text := "reconcile issued journal 1\n"
	for _, body := range bodies {
		text += fmt.Sprintf("%d %x %s\n", len(body), sha256.Sum256([]byte(body)), body)
	}
	if err := os.WriteFile(j.Path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func bodyOf(t *testing.T, e ledger.Entry) string {
	t.Helper()
	body, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func textOf(t *testing.T, j *ledger.Journal) string {
	t.Helper()
	text, err := os.ReadFile(j.Path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The lines of a batch are read where the books lack it, and no others: what the books
// know need not be read again every night, and what they lack is never passed over.
func TestJournalReadsWhatIsLacking(t *testing.T) {
	w := newWorld(t)
	j := newJournal(t)
	known, other, lacking := entry(t, partner, "20260307900001"), entry(t, partner, "20260307900002"), entry(t, partner, "20260307900003")
	other.Lines[0].Amount = "2.00"
	other = again(t, other)
	if err := j.Append(partner, []ledger.Entry{known, other, lacking}); err != nil {
		t.Fatal(err)
	}
	if err := j.Read(); err != nil {
		t.Fatal(err)
	}
	for _, e := range j.Entries() {
		if e.Lines != nil {
			t.Errorf("the lines of %s are read before anybody asks", e.BatchNo)
		}
	}
	moved := newJournal(t)
	if err := moved.Append(partner, j.Entries()); err != nil || textOf(t, moved) != textOf(t, j) {
		t.Errorf("written elsewhere they are others: %v", err)
	}
	inBooks := []ledger.Entry{j.Entries()[0], entry(t, partner, other.BatchNo)}
	if err := w.l.TakeIn(t.Context(), w.run.ID, w.account, ledger.FromJournal, inBooks); err != nil {
		t.Fatal(err)
	}
	if b, ok, err := w.l.Batch(t.Context(), w.account, known.BatchNo); err != nil || !ok || len(b.Lines) != 1 || b.Total.String() != "1.00" {
		t.Errorf("taken in from what Entries returns: %+v, %v", b, err)
	}
	found, err := w.l.Compare(t.Context(), w.account, partner, j.Entries())
	if err != nil || len(found.Missing) != 1 || len(found.Other) != 1 {
		t.Fatal(found, err)
	}
	if !slices.Equal(found.Missing[0].Lines, lacking.Lines) || !slices.Equal(found.Other[0].Lines, other.Lines) {
		t.Errorf("their lines are %v and %v", found.Missing[0].Lines, found.Other[0].Lines)
	}
}

// A batch that the books lack is taken in as it was when the journal was read, with lines
// that agree with it, or not at all.
func TestJournalIsAnotherThanItSays(t *testing.T) {
	w := newWorld(t)
	e := entry(t, partner, "20260307900001")
	body := bodyOf(t, e)
	forged := journalOf(t, strings.Replace(body, `"1.00"`, `"9.00"`, 1))
	if err := forged.Read(); err != nil {
		t.Fatal(err)
	}
	after := map[string]func(j *ledger.Journal){
		"another batch": func(j *ledger.Journal) { rewrite(t, j, bodyOf(t, entry(t, partner, "20260307900002"))) },
		"another run":   func(j *ledger.Journal) { rewrite(t, j, strings.Replace(body, `"run":1`, `"run":2`, 1)) },
		"cut": func(j *ledger.Journal) {
			if err := os.Truncate(j.Path, 100); err != nil {
				t.Fatal(err)
			}
		},
		"gone": func(j *ledger.Journal) {
			if err := os.Remove(j.Path); err != nil {
				t.Fatal(err)
			}
		},
	}
	journals := map[string]*ledger.Journal{"lines that do not agree": forged}
	for name, change := range after {
		j := journalOf(t, body)
		if err := j.Read(); err != nil {
			t.Fatal(err)
		}
		change(j)
		journals[name] = j
	}
	for name, j := range journals {
		if found, err := w.l.Compare(t.Context(), w.account, partner, j.Entries()); !errors.Is(err, ledger.ErrJournal) {
			t.Errorf("%s: compared: %v, %v", name, found, err)
		}
		if err := w.l.TakeIn(t.Context(), w.run.ID, w.account, ledger.FromJournal, j.Entries()); !errors.Is(err, ledger.ErrJournal) {
			t.Errorf("%s: taken in: %v", name, err)
		}
	}
	if _, known, err := w.l.Batch(t.Context(), w.account, e.BatchNo); known || err != nil {
		t.Errorf("it is in the books: %v", err)
	}
}

// A line that this program would have written otherwise says what JSON says, or is an
// error: what stands behind the lines counts as what stands before.
func TestJournalOfAnotherHand(t *testing.T) {
	body := bodyOf(t, entry(t, partner, "20260307900001"))
	const no, lines = `"batch_no":"20260307900001"`, `"lines":[{"trade_no":"2026020100000001","amount":"1.00"}]`
	for name, text := range map[string]string{
		"as written":            body,
		"blanks":                strings.ReplaceAll(body, ",", ", "),
		"number again behind":   strings.Replace(body, `],"digest"`, `],"batch_no":"20260307900002","digest"`, 1),
		"number again, a blank": strings.Replace(body, lines+`,"digest"`, lines+` ,"batch_no":"20260307900002",`+lines+`,"digest"`, 1),
		"number behind all":     strings.TrimSuffix(body, "}") + `,"batch_no":"20260307900002"}`,
		"number again before":   strings.Replace(body, no, no+`,"batch_no":"20260307900003"`, 1),
		"another order":         `{"job":"x",` + strings.TrimPrefix(body, "{"),
		"lines twice":           strings.Replace(body, lines, lines+","+lines, 1),
		"lines by a capital":    strings.Replace(body, no, no+`,"Lines":[{"trade_no":"1","amount":"1.00"}]`, 1),
		"no lines":              strings.Replace(body, lines, `"lines":[]`, 1),
		"no batch number":       strings.Replace(body, no, `"batch_no":"1"`, 1),
		"no digest":             strings.Replace(body, `"digest":"`, `"digest":"x`, 1),
		"capital digest":        body[:strings.Index(body, `"digest"`)] + strings.ToUpper(body[strings.Index(body, `"digest"`):]),
		"no JSON before":        strings.Replace(body, `"run":1`, `"run":x`, 1),
		"more behind":           body + " {}",
	} {
		var want ledger.Entry
		bad := json.Unmarshal([]byte(text), &want) != nil || want.BatchNo == "1" || len(want.Lines) == 0 || want.Digest != entry(t, partner, "20260307900001").Digest
		j := journalOf(t, text)
		err := j.Read()
		switch {
		case bad != errors.Is(err, ledger.ErrJournal):
			t.Errorf("%s: %v; it does not read: %t", name, err, bad)
		case !bad && (j.Entries()[0].BatchNo != want.BatchNo || j.Entries()[0].Partner != want.Partner || j.Entries()[0].Job != want.Job):
			t.Errorf("%s: %+v; want %+v", name, j.Entries()[0], want)
		case !bad:
			if whole, err := j.Entries()[0].Whole(); err != nil || !slices.Equal(whole.Lines, want.Lines) {
				t.Errorf("%s: its lines are %v, %v; want %v", name, whole.Lines, err, want.Lines)
			}
		}
	}
}
