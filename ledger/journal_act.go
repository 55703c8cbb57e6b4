package ledger

import (
	"bytes"
	"encoding/json"
	"os"

	"reconcile/alipay"
	"reconcile/words"
)

// A JournalAct is what a person said by which less is owed, as the journal holds it: books
// that were restored would otherwise pay again what a buyer has by another way, or what a
// person has asked Alipay about.
type JournalAct struct {
	Act      ActKind `json:"act"` // elsewhere, succeeded, or dismiss of what a bill shows
	Partner  string  `json:"partner"`
	BatchNo  string  `json:"batch_no,omitempty"`
	TradeNo  string  `json:"trade_no"`
	Amount   string  `json:"amount"` // by which less is owed, in yuan
	Person   string  `json:"person"` // who said it last of as many as it takes
	Evidence string  `json:"evidence"`
	SaidAt   int64   `json:"said_at"` // milliseconds
	Undone   bool    `json:"undone,omitempty"`

	Place Place `json:"-"`
}

type journalActKey struct {
	act                               ActKind
	partner, batchNo, tradeNo, person string
	saidAt                            int64
}

func (a JournalAct) key() journalActKey {
	return journalActKey{a.Act, a.Partner, a.BatchNo, a.TradeNo, a.Person, a.SaidAt}
}

// actBody begins what a line of the journal says that holds no batch.
var actBody = []byte(`{"act":`)

// parseAct reads an act of the journal.
func parseAct(body []byte) (a JournalAct, err error) {
	if err := json.Unmarshal(body, &a); err != nil {
		return a, err
	}
	if _, err := alipay.ParseMoney(a.Amount); err != nil || a.Partner == "" || a.TradeNo == "" {
		return a, words.Errorf("the act %q of trade %s does not read", a.Act, alipay.Quote(a.TradeNo))
	}
	return a, nil
}

// readAct takes a line of the journal that holds an act; ok is false for a batch.
func (j *Journal) readAct(text []byte, line int64) (ok bool, err error) {
	_, rest, _ := bytes.Cut(text, []byte(" "))
	_, body, _ := bytes.Cut(rest, []byte(" "))
	if !bytes.HasPrefix(body, actBody) {
		return false, nil
	}
	if body, err = bodyOf(text); err != nil {
		return true, err
	}
	a, err := parseAct(body)
	if err != nil {
		return true, err
	}
	a.Place = Place{j.Name, line}
	j.acts = append(j.acts, a)
	return true, nil
}

// Acts are what Read has found people to have said of the trades of a partner, oldest
// first, without what they took back.
func (j *Journal) Acts(partner string) (all []JournalAct) {
	undone := map[journalActKey]bool{}
	for _, a := range j.acts {
		if a.Undone {
			undone[a.key()] = true
		}
	}
	for _, a := range j.acts {
		if a.Partner == partner && !undone[a.key()] {
			all = append(all, a)
		}
	}
	return all
}

// AppendAct writes an act behind what the journal holds, and syncs it.
//
// Errors: ErrJournal with the cause.
func (j *Journal) AppendAct(a JournalAct) error {
	if j.ReadOnly {
		return nil
	}
	body, err := json.Marshal(a)
	if err != nil {
		return j.wrong(err)
	}
	return j.locked(func(f *os.File) error {
		if err := j.put(f, body); err != nil {
			return err
		}
		a.Place = Place{j.Name, j.lines() + 2}
		j.acts = append(j.acts, a)
		return nil
	})
}

// lines is how many lines stand behind the head.
func (j *Journal) lines() int64 { return int64(len(j.entries) + len(j.acts)) }
