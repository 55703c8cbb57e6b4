package alipay

import (
	"net/url"
	"sort"
	"strings"
)

// A Param is one parameter of a request or notification. Its value is the
// percent-decoded bytes as received, in whatever charset they are.
type Param struct{ Name, Value string }

// Params are the parameters of one request or notification.
type Params []Param

// ParseParams splits a url-encoded body or query. Nothing is trimmed and no
// charset is assumed. An escape that decodes to nothing and a name that stands
// twice are a *MalformedError.
func ParseParams(body string) (Params, error) {
	ps := make(Params, 0, strings.Count(body, "&")+1)
	for pair := range strings.SplitSeq(body, "&") {
		if pair == "" {
			continue
		}
		rawName, rawValue, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(rawName)
		if err != nil {
			return nil, &MalformedError{Reason: "does not decode: " + err.Error()}
		}
		value, err := url.QueryUnescape(rawValue)
		if err != nil {
			return nil, &MalformedError{Field: shortName(name), Reason: "does not decode: " + err.Error()}
		}
		if _, twice := ps.Lookup(name); twice {
			return nil, &MalformedError{Field: shortName(name), Reason: "stands twice"}
		}
		ps = append(ps, Param{name, value})
	}
	return ps, nil
}

// shortName keeps a name from outside fit for a message.
func shortName(name string) string {
	if IsNotifyID(name) && len(name) <= 40 {
		return name
	}
	return Quote(name)
}

// Lookup returns the value of a parameter and whether it stands there.
func (ps Params) Lookup(name string) (string, bool) {
	for i := range ps {
		if ps[i].Name == name {
			return ps[i].Value, true
		}
	}
	return "", false
}

// Get returns the value of a parameter, empty where it is absent.
func (ps Params) Get(name string) string {
	v, _ := ps.Lookup(name)
	return v
}

// SignText is the string that is signed (§7.1.2): the parameters but sign and
// sign_type, empty ones left out, sorted by name, k=v joined by "&", raw.
func (ps Params) SignText() string {
	signed := make(Params, 0, len(ps))
	for _, p := range ps {
		if p.Value != "" && p.Name != "sign" && p.Name != "sign_type" {
			signed = append(signed, p)
		}
	}
	sort.Slice(signed, func(i, j int) bool { return signed[i].Name < signed[j].Name })
	var b strings.Builder
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

// Encode prints the parameters as a url-encoded body, in their order.
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
