package ledger

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"reconcile/alipay"
	"reconcile/words"
)

// A Statement is what a person asks the books to take as said (contract 4.4). Fields that
// its kind does not ask for are empty.
type Statement struct {
	Kind       ActKind
	BatchNo    string       // void, submitted, succeeded, failed
	TradeNo    string       // succeeded, failed, elsewhere, paid, unrefunded, allow
	Amount     alipay.Money // elsewhere, paid, allow
	Code       string       // of a failed line; of the page that refused a submitted batch whole, else empty
	Finding    Finding      // that is dismissed, as Findings yields it
	Act        int64        // that is undone
	Person     string
	Evidence   string
	File       string // the name of a document; empty where none
	FileSHA256 string // hex, of its content
}

// Errors of what people say.
var (
	ErrSaid    = words.Errorf("the same person has said it already")
	ErrNoAct   = words.Errorf("no such act")
	ErrNoTrade = words.Errorf("the books know of no such trade")
	ErrTooMuch = words.Errorf("more than is open")
)

// maxEvidence is the longest evidence, in characters.
const maxEvidence = 2000

// actCode is the form of an error code, those of the interface's section 9 and others.
var actCode = regexp.MustCompile(`^[A-Z][A-Z0-9_.]{0,63}$`)

// check refuses what no books need to be asked about.
func (s Statement) check(p Policy) error {
	if err := CheckPerson(p.People, s.Person); err != nil {
		return err
	}
	switch {
	case strings.TrimSpace(s.Evidence) == "":
		return words.Errorf("%w without evidence: say what was looked at", ErrNotNow)
	case !utf8.ValidString(s.Evidence) || utf8.RuneCountInString(s.Evidence) > maxEvidence:
		return words.Errorf("%w: the evidence is not UTF-8, or longer than %d characters", ErrNotNow, maxEvidence)
	case s.Kind == ActFailed && s.Code == "":
		return words.Errorf("%w: a line that failed has an error code", ErrNotNow)
	case s.Code != "" && (!actCode.MatchString(s.Code) || s.Code == alipay.Success):
		return words.Errorf("%w: %q is no error code of the interface", ErrNotNow, s.Code)
	case (s.Kind == ActElsewhere || s.Kind == ActAllow) && s.Amount.Fen() <= 0:
		return words.Errorf("%w: the amount is not above zero", ErrNotNow)
	}
	return nil
}

// ActID prints the number of an act for people, as in A12.
func ActID(no int64) string { return "A" + strconv.FormatInt(no, 10) }

// ParseActID reads what ActID prints. ok is false for anything else.
func ParseActID(text string) (no int64, ok bool) {
	digits, found := strings.CutPrefix(strings.ToUpper(text), "A")
	no, err := strconv.ParseInt(digits, 10, 64)
	return no, found && err == nil && no > 0 && ActID(no) == strings.ToUpper(text)
}

// actPrefix begins the notify_id of what no notification tells but a person attests.
const actPrefix = "act:"

// ActOf returns the number of the act whose claim has a notify_id; ok is false for the id
// of a notification or of an answer.
func ActOf(notifyID string) (no int64, ok bool) {
	digits, found := strings.CutPrefix(notifyID, actPrefix)
	if !found { // as of nearly every result of the books
		return 0, false
	}
	no, err := strconv.ParseInt(digits, 10, 64)
	return no, err == nil
}
