package alipay

import (
	"bytes"
	"encoding/hex"
	"net/url"
	"strings"
)

// A stretch is where a value stands in a text.
type stretch struct{ from, to int }

// A claimReader splits a body as ParseParams does, and puts the text that is
// signed together from the interface's own values without sorting them.
type claimReader struct {
	claim
	at     [ownParams]stretch  // of the own values, decoded, in the order of the body
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
	// The room is kept apart from the reader, so that both stay off the heap. A
	// notification of a few items fits.
	var space [1024]byte
	room := space[:0]
	var r claimReader
	for rest, more := body, true; more; {
		var pair string
		if pair, rest, more = strings.Cut(rest, "&"); pair == "" {
			continue
		}
		var err error
		if room, err = r.take(room, pair); err != nil {
			return claim{}, err
		}
	}
	r.sew(room)
	return r.claim, nil
}

// take takes one parameter over, and adds its value to the room.
func (r *claimReader) take(room []byte, pair string) ([]byte, error) {
	name, value, _ := strings.Cut(pair, "=")
	i := ownParam(name)
	if i == otherParam {
		var err error
		if name, err = url.QueryUnescape(name); err != nil {
			return nil, &MalformedError{Reason: "does not decode: " + err.Error()}
		}
		i = ownParam(name)
	}
	room, err := r.keep(room, i, value)
	if err != nil {
		return nil, &MalformedError{Field: shortName(name), Reason: "does not decode: " + err.Error()}
	}
	if !r.first(i, name) {
		return nil, &MalformedError{Field: shortName(name), Reason: "stands twice"}
	}
	return room, nil
}

// first tells whether a parameter did not stand before.
func (r *claimReader) first(i int, name string) bool {
	if i == otherParam {
		r.extra++
		return r.others.add(name)
	}
	again := r.seen[i]
	r.seen[i] = true
	return !again
}

// keep decodes a value. One that is not the interface's must decode as well.
func (r *claimReader) keep(room []byte, i int, value string) (_ []byte, err error) {
	switch i {
	case signParam:
		r.sign, err = url.QueryUnescape(value)
	case signTypeParam:
		r.signType, err = url.QueryUnescape(value)
	case otherParam:
		_, err = url.QueryUnescape(value)
	default:
		from := len(room)
		room, err = appendUnescaped(room, value)
		r.at[i] = stretch{from, len(room)}
	}
	return room, err
}

// sew makes the text that is signed (§7.1.2), and the values parts of it, so that
// the whole is one string.
func (r *claimReader) sew(room []byte) {
	names, size := ownNames(), len(room)
	for i := range names {
		size += len(names[i]) + len("=&")
	}
	var text strings.Builder
	text.Grow(size)
	for i, at := range r.at {
		if at.from == at.to {
			continue
		}
		if text.Len() > 0 {
			text.WriteByte('&')
		}
		text.WriteString(names[i])
		text.WriteByte('=')
		from := text.Len()
		text.Write(room[at.from:at.to])
		r.at[i] = stretch{from, text.Len()}
	}
	r.text = text.String()
	for i, at := range r.at {
		if at.from < at.to {
			r.own[i] = r.text[at.from:at.to]
		}
	}
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
