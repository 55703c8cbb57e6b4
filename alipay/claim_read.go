package alipay

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"net/url"
	"strings"
)

// A claimReader splits a body as ParseParams does, and puts the text that is
// signed together from the interface's own values without sorting them.
type claimReader struct {
	claim
	raw    [ownParams]string   // the own values, as they stand in the body
	seen   [ownParams + 2]bool // the own parameters, sign and sign_type
	others nameSet
}

// Behind the own parameters come the two that are not signed.
const (
	signParam = ownParams + iota
	signTypeParam
	otherParam
)

// ownParam is the number of a parameter.
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

// readClaim reads what a body says of itself. Errors: those of ParseParams.
func readClaim(body string) (claim, error) {
	var r claimReader
	err := r.split(body)
	if err == nil {
		err = r.sew()
	}
	if err != nil {
		// ParseParams tells which fault stands first.
		_, first := ParseParams(body)
		return claim{}, cmp.Or(first, err)
	}
	return r.claim, nil
}

func (r *claimReader) split(body string) error {
	for body != "" {
		pair, next := body, len(body)
		if end := strings.IndexByte(body, '&'); end >= 0 {
			pair, next = body[:end], end+1
		}
		if pair != "" {
			if err := r.take(pair); err != nil {
				return err
			}
		}
		body = body[next:]
	}
	return nil
}

// take takes one parameter over. The own values are decoded later.
func (r *claimReader) take(pair string) (err error) {
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
	if !r.first(i, name) {
		return &MalformedError{Field: shortName(name), Reason: "stands twice"}
	}
	switch i {
	case signParam:
		r.sign, err = url.QueryUnescape(value)
	case signTypeParam:
		r.signType, err = url.QueryUnescape(value)
	case otherParam:
		_, err = url.QueryUnescape(value) // which must decode as well
	default:
		r.raw[i] = value
	}
	return err
}

// first reports whether a parameter did not stand before.
func (r *claimReader) first(i int, name string) bool {
	if i == otherParam {
		r.extra++
		return r.others.add(name)
	}
	again := r.seen[i]
	r.seen[i] = true
	return !again
}

// sew makes the text that is signed (§7.1.2), and the values parts of it, so that
// the whole is one string.
func (r *claimReader) sew() (err error) {
	// Both arrays stay off the heap. A notification of a few items fits.
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

// appendBlanked adds text with a blank for each plus.
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
