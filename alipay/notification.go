package alipay

import (
	"crypto/sha256"
	"errors"
	"strconv"
	"time"
)

// A Notification is one batch_refund_notify callback (§5.2). Its signature has been
// verified, unless ParseNotification was called without a verifier.
type Notification struct {
	NotifyTime    time.Time // of this delivery; a re-delivery has another one (§6.1)
	NotifyID      string    // the same in every re-delivery (§6.1)
	BatchNo       string
	SuccessNum    int    // trades that were refunded, as Alipay states it
	ResultDetails string // raw; may be empty
	Extra         int    // parameters that are not the interface's, unsigned
	Digest        Digest // of the content: a re-delivery has the same
}

// Digest identifies the content of a notification or of a request.
type Digest [16]byte

// NewDigest returns the digest of fields, which may hold any byte: each is preceded by
// its length, so that different lists of fields have different digests.
func NewDigest(fields ...string) Digest {
	b := make([]byte, 0, 512) // on the stack for a notification of a few items
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

// A BadSignatureError is returned by ParseNotification if the signature of a notification
// does not verify, is missing, or is of another type than the account's.
type BadSignatureError struct {
	NotifyID string // unverified; empty if it is not a notify_id
	BatchNo  string // unverified; empty if it is not a batch_no
	Reason   string
	Digest   Digest // of the unverified content
}

func (e *BadSignatureError) Error() string { return e.Reason }

// ParseNotification parses a notification from its url-encoded body or query and
// checks, in this order: that it decodes and has no parameter twice, its signature,
// its required parameters and the grammar of each value. With a nil verifier the
// signature is not checked.
//
// Errors: ErrOtherNotification, *BadSignatureError, *MalformedError.
//
// Only the interface's own parameters are signed and read; others, which a
// merchant adds to its notify_url, are counted (§5.2, §7.1).
func ParseNotification(body string, v Verifier) (Notification, error) {
	u, err := readUnverified(body)
	if err != nil {
		if present, ours := hasValue(body, "notify_type", NotifyType); present && !ours {
			err = ErrOtherNotification
		}
		return Notification{}, err
	}
	if t := u.own[notifyType]; t != "" && t != NotifyType {
		return Notification{}, ErrOtherNotification
	}
	if v != nil {
		if err := u.verify(v); err != nil {
			return Notification{}, err
		}
	}
	return u.read()
}

// read parses the values, each by its grammar. Errors: *MalformedError.
func (u *unverified) read() (Notification, error) {
	if err := u.check(); err != nil {
		return Notification{}, err
	}
	at, err := ParseTime(u.own[notifyTime])
	if err != nil {
		return Notification{}, u.malformed(notifyTime, "not yyyy-MM-dd HH:mm:ss")
	}
	stated := u.own[successNum]
	num, err := strconv.Atoi(stated)
	if err != nil {
		return Notification{}, u.malformed(successNum, "not a number")
	}
	batch, details := u.own[batchNo], u.own[resultDetails]
	return Notification{
		NotifyTime: at, NotifyID: u.own[notifyID], BatchNo: batch,
		SuccessNum: num, ResultDetails: details, Extra: u.extra,
		Digest: NewDigest(batch, stated, details),
	}, nil
}
