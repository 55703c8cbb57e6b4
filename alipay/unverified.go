package alipay

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"net/url"
	"strings"
)

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
	raw    [ownParams]string   // the own values, still encoded
	seen   [ownParams + 2]bool // own parameters, sign and sign_type
	others nameSet
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
		if text, err = appendUnescaped(text, raw); err != nil {
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
