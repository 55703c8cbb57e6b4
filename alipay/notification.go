package alipay

import (
	"crypto/sha256"
	"errors"
	"strconv"
	"strings"
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
	var b []byte
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

// notifyNames is the closed set of parameters that Alipay signs (table 5-1, and
// unfreezed_details), sign and sign_type aside.
var notifyNames = [...]string{"batch_no", "notify_id", "notify_time", "notify_type", "result_details", "success_num", "unfreezed_details"}

// ParseNotification reads a notification from its url-encoded body or query and
// checks, in this order: that it decodes and holds no parameter twice, its
// signature, its required parameters. With a nil verifier no signature is
// asked for.
//
// Errors: ErrOtherNotification, *BadSignatureError, *MalformedError.
//
// Only the interface's own parameters are signed and read; others, which a
// merchant adds to its notify_url, are counted (§5.2, §7.1).
func ParseNotification(body string, v Verifier) (Notification, error) {
	if isOtherType(body) {
		return Notification{}, ErrOtherNotification
	}
	all, err := ParseParams(body)
	if err != nil {
		return Notification{}, err
	}
	own := make(Params, 0, len(notifyNames))
	for _, name := range notifyNames {
		if value, ok := all.Lookup(name); ok {
			own = append(own, Param{name, value})
		}
	}
	if v != nil {
		if err := verify(own, all, v); err != nil {
			return Notification{}, err
		}
	}
	n, err := readNotification(own)
	n.Extra = extras(all)
	return n, err
}

// isOtherType tells whether every notify_type of a body names another
// interface. It reads the raw body, because a payment notification that does
// not decode is still none of ours.
func isOtherType(body string) bool {
	other := false
	for pair := range strings.SplitSeq(body, "&") {
		if t, ok := strings.CutPrefix(pair, "notify_type="); ok {
			if t == "" || t == NotifyType || strings.ContainsAny(t, "%+") {
				return false
			}
			other = true
		}
	}
	return other
}

func verify(own, all Params, v Verifier) error {
	reason := ""
	signType, sign := all.Get("sign_type"), all.Get("sign")
	switch {
	case sign == "":
		reason = "not signed"
	case signType != v.SignType():
		// Never a reason to try another type: who forges would choose it.
		reason = "sign_type is " + Quote(signType) + ", not the account's " + v.SignType()
	default:
		// '+' in a signature arrives as a blank where a logger decoded once too often.
		if err := v.Verify(own.SignText(), strings.ReplaceAll(sign, " ", "+")); err != nil {
			reason = err.Error()
		}
	}
	if reason == "" {
		return nil
	}
	e := &BadSignatureError{Reason: reason, Digest: NewDigest(own.Get("notify_id"), own.Get("batch_no"), own.Get("success_num"), own.Get("result_details"))}
	if id := own.Get("notify_id"); IsNotifyID(id) {
		e.NotifyID = id
	}
	if no := own.Get("batch_no"); IsBatchNo(no) {
		e.BatchNo = no
	}
	return e
}

func readNotification(own Params) (Notification, error) {
	for _, name := range []string{"notify_time", "notify_type", "notify_id", "batch_no", "success_num"} {
		if own.Get(name) == "" {
			return Notification{}, &MalformedError{Field: name, Reason: "missing"}
		}
	}
	n := Notification{NotifyID: own.Get("notify_id"), BatchNo: own.Get("batch_no"), ResultDetails: own.Get("result_details")}
	var err error
	if n.NotifyTime, err = ParseTime(own.Get("notify_time")); err != nil {
		return Notification{}, &MalformedError{Field: "notify_time", Reason: "not yyyy-MM-dd HH:mm:ss: " + Quote(own.Get("notify_time"))}
	}
	if own.Get("notify_type") != NotifyType {
		return Notification{}, &MalformedError{Field: "notify_type", Reason: "not " + NotifyType + ": " + Quote(own.Get("notify_type"))}
	}
	if !IsNotifyID(n.NotifyID) {
		return Notification{}, &MalformedError{Field: "notify_id", Reason: "not 1 to 128 printable characters: " + Quote(n.NotifyID)}
	}
	if !IsBatchNo(n.BatchNo) {
		return Notification{}, &MalformedError{Field: "batch_no", Reason: "not 11 to 32 letters and digits: " + Quote(n.BatchNo)}
	}
	stated := own.Get("success_num")
	if !digits(stated) || len(stated) > 9 {
		return Notification{}, &MalformedError{Field: "success_num", Reason: "not a number: " + Quote(stated)}
	}
	n.SuccessNum, _ = strconv.Atoi(stated)
	n.Digest = NewDigest(n.BatchNo, stated, n.ResultDetails)
	return n, nil
}

func extras(all Params) int {
	n := len(all)
	for _, name := range append([]string{"sign", "sign_type"}, notifyNames[:]...) {
		if _, ok := all.Lookup(name); ok {
			n--
		}
	}
	return n
}
