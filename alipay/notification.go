package alipay

import (
	"crypto/sha256"
	"errors"
	"strconv"
	"time"
)

// A Notification is one batch_refund_notify callback (§5.2) whose signature is
// good.
type Notification struct {
	NotifyTime    time.Time // of this delivery: a re-delivery has its own (§6.1)
	NotifyID      string    // the same in every re-delivery (§6.1)
	BatchNo       string
	SuccessNum    int    // trades that Alipay says were refunded
	ResultDetails string // raw; may be empty
	Extra         int    // parameters that are not the interface's, unsigned
	Digest        Digest // of the content: a re-delivery has the same
}

// Digest identifies the content of a notification or of a request.
type Digest [16]byte

// NewDigest digests fields that may hold any byte: each is preceded by its
// length, so that no two lists of fields have one digest.
func NewDigest(fields ...string) Digest {
	b := make([]byte, 0, 512) // a notification of a few items stays off the heap
	for _, f := range fields {
		b = strconv.AppendInt(b, int64(len(f)), 10)
		b = append(b, ':')
		b = append(b, f...)
	}
	sum := sha256.Sum256(b)
	return Digest(sum[:16])
}

// ErrOtherNotification is returned by ParseNotification for a notification of
// another interface: payment notifications often share the log.
var ErrOtherNotification = errors.New("a notification of another interface")

// A BadSignatureError says that a notification's signature does not verify, is
// missing, or is of another type than the account's.
type BadSignatureError struct {
	NotifyID string // as it claims; empty where the claim is no notify_id
	BatchNo  string // as it claims; empty where the claim is no batch_no
	Reason   string
	Digest   Digest // of the claimed content
}

func (e *BadSignatureError) Error() string { return e.Reason }

// A Verifier checks signatures of one sign type with one key.
type Verifier interface {
	SignType() string
	// Verify returns an error that says why sign does not sign text.
	Verify(text, sign string) error
}

// ParseNotification reads a notification from its url-encoded body or query and
// checks, in this order: that it decodes and holds no parameter twice, its
// signature, its required parameters and the grammar of each value. With a nil
// verifier no signature is asked for.
//
// Errors: ErrOtherNotification, *BadSignatureError, *MalformedError.
//
// Only the interface's own parameters are signed and read; others, which a
// merchant adds to its notify_url, are counted (§5.2, §7.1).
func ParseNotification(body string, v Verifier) (Notification, error) {
	c, err := readClaim(body)
	if err != nil {
		if present, ours := claims(body, "notify_type", NotifyType); present && !ours {
			err = ErrOtherNotification
		}
		return Notification{}, err
	}
	if t := c.own[notifyType]; t != "" && t != NotifyType {
		return Notification{}, ErrOtherNotification
	}
	if v != nil {
		if err := c.verify(v); err != nil {
			return Notification{}, err
		}
	}
	return c.read()
}

// read takes the values over, each by its grammar.
func (c *claim) read() (Notification, error) {
	if err := c.check(); err != nil {
		return Notification{}, err
	}
	at, err := ParseTime(c.own[notifyTime])
	if err != nil {
		return Notification{}, c.malformed(notifyTime, "not yyyy-MM-dd HH:mm:ss")
	}
	stated := c.own[successNum]
	num, err := strconv.Atoi(stated)
	if err != nil {
		return Notification{}, c.malformed(successNum, "not a number")
	}
	batch, details := c.own[batchNo], c.own[resultDetails]
	return Notification{
		NotifyTime: at, NotifyID: c.own[notifyID], BatchNo: batch,
		SuccessNum: num, ResultDetails: details, Extra: c.extra,
		Digest: NewDigest(batch, stated, details),
	}, nil
}
