package alipay

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strconv"
	"strings"
	"time"

	"reconcile/words"
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
var ErrOtherNotification = words.Errorf("a notification of another interface")

// A BadSignatureError is returned by ParseNotification if the signature of a notification
// does not verify, is missing, or is of another type than the account's.
type BadSignatureError struct {
	NotifyID string // unverified; empty if it is not a notify_id
	BatchNo  string // unverified; empty if it is not a batch_no
	Reason   string
	Time     time.Time // notify_time, unverified; zero if it is none
	Digest   Digest    // of the unverified content
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
	return u.accept(v)
}

// ReadNotification is ParseNotification of parameters that are decoded already, as a
// logger has written them: the signature is made of the decoded values (§7.1.2).
func ReadNotification(ps Params, v Verifier) (Notification, error) {
	r := unverifiedReader{decoded: true}
	for _, p := range ps {
		if err := r.addDecoded(p); err != nil {
			return Notification{}, err
		}
	}
	if err := r.signText(); err != nil {
		return Notification{}, err
	}
	return r.accept(v)
}

// accept checks the type, the signature and the values.
func (u *unverified) accept(v Verifier) (Notification, error) {
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

// The parameters of a notification that Alipay signs, which are all but sign and
// sign_type (table 5-1, and unfreezed_details), in the order of the signed string.
const (
	batchNo = iota
	notifyID
	notifyTime
	notifyType
	resultDetails
	successNum
	unfreezedDetails
	ownParams // their number
)

func ownNames() [ownParams]string {
	return [...]string{"batch_no", "notify_id", "notify_time", "notify_type", "result_details", "success_num", "unfreezed_details"}
}

// An unverified is a notification whose signature and values are not checked yet. An
// absent parameter is the same as an empty one (§7.1.2).
type unverified struct {
	own            [ownParams]string // parts of text
	text           string            // that is signed; see Params.SignText
	sign, signType string
	extra          int // parameters that are not the interface's
}

// An unverifiedReader splits a body as ParseParams does, and composes the text that is
// signed of the interface's own values without sorting them.
type unverifiedReader struct {
	unverified
	raw     [ownParams]string   // the own values, as they were added
	decoded bool                // they are not encoded
	seen    [ownParams + 2]bool // own parameters, sign and sign_type
	others  nameSet
}

// After the own parameters, the two that are not signed, and any other one.
const (
	signParam = ownParams + iota
	signTypeParam
	otherParam
)

// ownParam returns the number of a parameter.
func ownParam(name string) int {
	switch name {
	case "batch_no":
		return batchNo
	case "notify_id":
		return notifyID
	case "notify_time":
		return notifyTime
	case "notify_type":
		return notifyType
	case "result_details":
		return resultDetails
	case "success_num":
		return successNum
	case "unfreezed_details":
		return unfreezedDetails
	case "sign":
		return signParam
	case "sign_type":
		return signTypeParam
	}
	return otherParam
}

// readUnverified reads a notification from its body. Errors: those of ParseParams.
func readUnverified(body string) (unverified, error) {
	var r unverifiedReader
	err := r.split(body)
	if err == nil {
		err = r.signText()
	}
	if err != nil {
		// ParseParams returns the fault that comes first.
		_, first := ParseParams(body)
		return unverified{}, cmp.Or(first, err)
	}
	return r.unverified, nil
}

func (r *unverifiedReader) split(body string) error {
	for body != "" {
		pair, next := body, len(body)
		if end := strings.IndexByte(body, '&'); end >= 0 {
			pair, next = body[:end], end+1
		}
		if pair != "" {
			if err := r.add(pair); err != nil {
				return err
			}
		}
		body = body[next:]
	}
	return nil
}

// add adds one parameter. The own values are decoded later.
func (r *unverifiedReader) add(pair string) (err error) {
	name, value := pair, ""
	if equal := strings.IndexByte(pair, '='); equal >= 0 {
		name, value = pair[:equal], pair[equal+1:]
	}
	i := ownParam(name)
	if i == otherParam {
		if name, err = url.QueryUnescape(name); err != nil {
			return err
		}
		i = ownParam(name)
	}
	if !r.isNew(i, name) {
		return &MalformedError{Field: shortName(name), Reason: "stands twice"}
	}
	switch i {
	case signParam:
		r.sign, err = url.QueryUnescape(value)
	case signTypeParam:
		r.signType, err = url.QueryUnescape(value)
	case otherParam:
		_, err = url.QueryUnescape(value) // it must decode as well
	default:
		r.raw[i] = value
	}
	return err
}

// addDecoded adds one parameter whose value is decoded.
func (r *unverifiedReader) addDecoded(p Param) error {
	i := ownParam(p.Name)
	if !r.isNew(i, p.Name) {
		return &MalformedError{Field: shortName(p.Name), Reason: "stands twice"}
	}
	switch i {
	case signParam:
		r.sign = p.Value
	case signTypeParam:
		r.signType = p.Value
	case otherParam:
	default:
		r.raw[i] = p.Value
	}
	return nil
}

// isNew reports whether a parameter occurs for the first time.
func (r *unverifiedReader) isNew(i int, name string) bool {
	if i == otherParam {
		r.extra++
		return r.others.add(name)
	}
	again := r.seen[i]
	r.seen[i] = true
	return !again
}

// signText composes the text that is signed (§7.1.2). The values are parts of it, so that
// there is only one string.
func (r *unverifiedReader) signText() (err error) {
	// Both arrays stay on the stack. A notification of a few items fits.
	var room [1024]byte
	var ends [ownParams]int
	text, names := room[:0], ownNames()
	for i, raw := range r.raw {
		if raw == "" {
			continue
		}
		if len(text) > 0 {
			text = append(text, '&')
		}
		text = append(append(text, names[i]...), '=')
		if r.decoded {
			text = append(text, raw...)
		} else if text, err = appendUnescaped(text, raw); err != nil {
			return err
		}
		ends[i] = len(text)
	}
	r.text = string(text)
	start := 0
	for i, end := range ends {
		if end > 0 {
			r.own[i] = r.text[start+len(names[i])+len("=") : end]
			start = end + len("&")
		}
	}
	return nil
}

// appendUnescaped decodes as url.QueryUnescape does. Errors: url.EscapeError.
func appendUnescaped(b []byte, s string) ([]byte, error) {
	for {
		plain := strings.IndexByte(s, '%')
		if plain < 0 {
			return appendBlanked(b, s), nil
		}
		b = appendBlanked(b, s[:plain])
		escape := s[plain:min(plain+len("%5E"), len(s))]
		var c [1]byte
		if n, err := hex.Decode(c[:], []byte(escape[1:])); n != 1 || err != nil {
			return nil, url.EscapeError(escape)
		}
		b = append(b, c[0])
		s = s[plain+len(escape):]
	}
}

// appendBlanked appends text with a blank for each plus.
func appendBlanked(b []byte, s string) []byte {
	from := len(b)
	b = append(b, s...)
	for {
		plus := bytes.IndexByte(b[from:], '+')
		if plus < 0 {
			return b
		}
		from += plus
		b[from] = ' '
	}
}

// verify checks the signature by the account's sign type and key. Errors:
// *BadSignatureError.
func (u *unverified) verify(v Verifier) error {
	reason := ""
	switch {
	case u.sign == "":
		reason = "not signed"
	case u.signType != v.SignType():
		// Another type is never tried: a forger would choose it.
		reason = "sign_type is " + Quote(u.signType) + ", not the account's " + v.SignType()
	default:
		// '+' in a signature arrives as a blank if a logger decoded it twice.
		if err := v.Verify(u.text, strings.ReplaceAll(u.sign, " ", "+")); err != nil {
			reason = err.Error()
		}
	}
	if reason == "" {
		return nil
	}
	id, batch := u.own[notifyID], u.own[batchNo]
	e := &BadSignatureError{Reason: reason, Digest: NewDigest(id, batch, u.own[successNum], u.own[resultDetails])}
	if IsNotifyID(id) {
		e.NotifyID = id
	}
	if IsBatchNo(batch) {
		e.BatchNo = batch
	}
	if at, err := ParseTime(u.own[notifyTime]); err == nil {
		e.Time = at
	}
	return e
}

// check checks each value against its grammar (§5.2). Errors: *MalformedError.
func (u *unverified) check() error {
	for _, i := range [...]int{notifyTime, notifyType, notifyID, batchNo, successNum} {
		if u.own[i] == "" {
			return &MalformedError{Field: ownNames()[i], Reason: "missing"}
		}
	}
	if !IsNotifyID(u.own[notifyID]) {
		return u.malformed(notifyID, "not 1 to 128 printable characters")
	}
	if !IsBatchNo(u.own[batchNo]) {
		return u.malformed(batchNo, "not 11 to 32 letters and digits")
	}
	if n := u.own[successNum]; !digits(n) || len(n) > 9 {
		return u.malformed(successNum, "not a number")
	}
	return u.checkSeparators()
}

// checkSeparators refuses a value that holds the beginning of another parameter. The
// signed string has no escaping (§7.1.2): "result_details=A&success_num=1" may be one
// value or two, and someone could split it in another way with the same signature.
func (u *unverified) checkSeparators() error {
	for i, value := range u.own {
		if !strings.Contains(value, "&") {
			continue
		}
		for _, name := range ownNames() {
			if strings.Contains(value, "&"+name+"=") {
				return u.malformed(i, "holds another parameter, "+name)
			}
		}
	}
	return nil
}

func (u *unverified) malformed(i int, reason string) error {
	return &MalformedError{Field: ownNames()[i], Reason: reason + ": " + Quote(u.own[i])}
}
