package alipay

import (
	"net/url"
	"slices"
	"strings"
)

// A Param is one parameter of a request or notification. Its value is percent-decoded
// but still in the charset of the sender.
type Param struct{ Name, Value string }

// Params are the parameters of one request or notification.
type Params []Param

// ParseParams splits a url-encoded body or query, in time linear in its length.
// Nothing is trimmed and no charset is assumed. Errors: *MalformedError for an invalid
// escape and for a name that occurs twice.
func ParseParams(body string) (Params, error) {
	ps := make(Params, 0, fewNames)
	var seen nameSet
	for pair := range strings.SplitSeq(body, "&") {
		if pair == "" {
			continue
		}
		p, err := parseParam(pair)
		if err != nil {
			return nil, err
		}
		if !seen.add(p.Name) {
			return nil, &MalformedError{Field: shortName(p.Name), Reason: "stands twice"}
		}
		ps = append(ps, p)
	}
	return ps, nil
}

func parseParam(pair string) (Param, error) {
	rawName, rawValue, _ := strings.Cut(pair, "=")
	name, err := url.QueryUnescape(rawName)
	if err != nil {
		return Param{}, &MalformedError{Reason: "does not decode: " + err.Error()}
	}
	value, err := url.QueryUnescape(rawValue)
	if err != nil {
		return Param{}, &MalformedError{Field: shortName(name), Reason: "does not decode: " + err.Error()}
	}
	return Param{name, value}, nil
}

// fewNames is up to how many names a search one by one is faster than a map. A
// notification has 8, a request 12.
const fewNames = 16

// A nameSet holds the names seen so far.
type nameSet struct {
	few  [fewNames]string
	n    int
	many map[string]bool // beyond few
}

// add adds a name and reports whether it is new.
func (s *nameSet) add(name string) bool {
	if slices.Contains(s.few[:s.n], name) || s.many[name] {
		return false
	}
	switch {
	case s.n < fewNames:
		s.few[s.n] = name
		s.n++
	case s.many == nil:
		s.many = map[string]bool{name: true}
	default:
		s.many[name] = true
	}
	return true
}

// hasValue reports whether an encoded body has a parameter, and whether its value may be
// the given one: an encoded value may be any. It decodes nothing, because a body of
// another interface may not decode.
func hasValue(body, name, value string) (present, may bool) {
	for pair := range strings.SplitSeq(body, "&") {
		n, v, _ := strings.Cut(pair, "=")
		if n == name {
			present = true
			may = may || v == "" || v == value || strings.ContainsAny(v, "%+")
		}
	}
	return present, may
}

// shortName returns the name of a parameter for a message.
func shortName(name string) string {
	if IsNotifyID(name) && len(name) <= 40 {
		return name
	}
	return Quote(name)
}

// Lookup returns the value of a parameter and whether it is present.
func (ps Params) Lookup(name string) (string, bool) {
	for i := range ps {
		if ps[i].Name == name {
			return ps[i].Value, true
		}
	}
	return "", false
}

// Get returns the value of a parameter, empty if it is absent.
func (ps Params) Get(name string) string {
	v, _ := ps.Lookup(name)
	return v
}

// SignText returns the string that is signed (§7.1.2): all parameters except sign,
// sign_type and empty ones, sorted by name, as k=v joined by "&", not encoded.
func (ps Params) SignText() string {
	var room [fewNames]Param // off the heap
	signed := Params(room[:0])
	for _, p := range ps {
		if p.Value != "" && p.Name != "sign" && p.Name != "sign_type" {
			signed = append(signed, p)
		}
	}
	slices.SortFunc(signed, func(a, b Param) int { return strings.Compare(a.Name, b.Name) })
	size := 0
	for _, p := range signed {
		size += len(p.Name) + len(p.Value) + len("=&")
	}
	var b strings.Builder
	b.Grow(size)
	for i, p := range signed {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(p.Name)
		b.WriteByte('=')
		b.WriteString(p.Value)
	}
	return b.String()
}

// Encode returns the parameters as a url-encoded body, in their order.
func (ps Params) Encode() string {
	var b strings.Builder
	for i, p := range ps {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(url.QueryEscape(p.Name))
		b.WriteByte('=')
		b.WriteString(url.QueryEscape(p.Value))
	}
	return b.String()
}

// URL returns the GET form of a request (§4.5): the gateway's address and the
// parameters, in their order.
func (ps Params) URL(gateway string) string {
	separator := "?"
	if strings.Contains(gateway, "?") {
		separator = "&"
	}
	return gateway + separator + ps.Encode()
}
