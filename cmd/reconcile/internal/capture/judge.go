package capture

import (
	"errors"

	"reconcile/alipay"
)

// A Verdict is what the signature of a notification was found to be when it came. It is
// written beside the notification and refuses none. It proves nothing: who can write to
// the log can write a verdict, and a run verifies every signature itself.
type Verdict string

// The verdicts.
const (
	Unjudged Verdict = ""        // nobody was asked: the receiver has no account
	Good     Verdict = "good"    // it verifies
	Bad      Verdict = "bad"     // it does not, is missing, or is of another type than the account's
	Unknown  Verdict = "unknown" // there is no key, or it is no notification of this interface that reads
)

// A Judge verifies signatures for one account. A nil Judge leaves everything Unjudged.
type Judge struct {
	Verifier alipay.Verifier // nil: verify is off
}

// verdict judges the text of a notification (§7.2).
func (j *Judge) verdict(text string) Verdict {
	if j == nil {
		return Unjudged
	}
	if j.Verifier == nil {
		return Unknown
	}
	_, err := alipay.ParseNotification(text, j.Verifier)
	var bad *alipay.BadSignatureError
	switch {
	case err == nil:
		return Good
	case errors.As(err, &bad):
		return Bad
	}
	return Unknown
}
