package answers

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"reconcile/alipay"
	"reconcile/importers/files"
	"reconcile/ledger"
)

// A findings is what was found in the text of one record.
type findings struct {
	answers []ledger.Answer
	faults  []string
	silent  bool // an answer that tells of no refund
}

// read reads the text of one record.
func read(text string) Line {
	var f findings
	f.text(text, 0)
	switch {
	case len(f.faults) > 0:
		return Line{Verdict: files.Unread, Reason: "an answer of a query that does not read: " + strings.Join(f.faults, "; "), Trades: alipay.TradeNumbersIn(text)}
	case len(f.answers) > 0:
		return Line{Verdict: files.Read, Answers: f.answers}
	case hasTrace(text) && !f.silent:
		return Line{Verdict: files.Unread, Trades: alipay.TradeNumbersIn(text),
			Reason: "has a trace of an answer of a query and does not read: save the body of the answer as Alipay sent it, one a line"}
	}
	return Line{}
}

// traces are what only an answer about a refund holds.
var traces = regexp.MustCompile(`(?i)result_?details\W{1,16}[0-9a-z]{8,32}(\^|%(25)*5e)|fastpay_?refund_?query_?response\W{1,16}(code|msg|trade_?no|out_)|out_?request_?no(?s:.*)refund_success|refund_success(?s:.*)out_?request_?no`)

// hasTrace reports whether a text seems to hold an answer.
func hasTrace(text string) bool { return traces.MatchString(text) }

// maxNested is how deep answers may stand in strings of JSON.
const maxNested = 4

// text looks for answers in a text: objects of JSON, and what stands between them.
func (f *findings) text(text string, nested int) {
	for nested <= maxNested {
		begin := objectBegin(text)
		if begin < 0 {
			break
		}
		d := json.NewDecoder(strings.NewReader(text[begin:]))
		d.UseNumber()
		var v map[string]any
		if err := d.Decode(&v); err != nil {
			break
		}
		f.plain(text[:begin])
		f.object(v, nested)
		text = text[begin+int(d.InputOffset()):]
	}
	f.plain(text)
}

// plain looks for answers of refund_fastpay_query in a text that is not JSON.
func (f *findings) plain(text string) {
	for {
		begin := strings.Index(text, "<alipay>")
		end := strings.Index(text, "</alipay>")
		if begin < 0 || end < begin {
			break
		}
		f.forms(text[:begin])
		f.xml(text[begin : end+len("</alipay>")])
		text = text[end+len("</alipay>"):]
	}
	f.forms(text)
}

// xml reads <alipay>…</alipay>.
func (f *findings) xml(text string) {
	d := xml.NewDecoder(strings.NewReader(text))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is UTF-8 by now
	values, name := map[string]string{}, ""
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			f.faults = append(f.faults, "XML that is not well-formed: "+err.Error())
			return
		}
		switch t := token.(type) {
		case xml.StartElement:
			name = t.Name.Local
		case xml.EndElement:
			name = ""
		case xml.CharData:
			if name != "" {
				values[name] += strings.TrimSpace(string(t))
			}
		}
	}
	f.legacy(values)
}

// forms reads every k=v&k=v of a text that may be an answer.
func (f *findings) forms(text string) {
	for word := range strings.FieldsFuncSeq(text, func(c rune) bool { return c == '"' || c == '\'' || c <= ' ' }) {
		word = strings.TrimRight(word, "])},;")
		if !strings.Contains(word, "result_details=") && !strings.Contains(word, "is_success=") {
			continue
		}
		values := map[string]string{}
		for pair := range strings.SplitSeq(word, "&") {
			name, value, _ := strings.Cut(pair, "=")
			if name = name[strings.LastIndexAny(name, "?[({,;")+1:]; name == "" {
				continue
			}
			if decoded, err := url.QueryUnescape(value); err == nil && strings.Contains(value, "%") {
				value = decoded
			}
			values[name] = value
		}
		f.legacy(values)
	}
}

// legacy reads the parameters of an answer of refund_fastpay_query.
func (f *findings) legacy(values map[string]string) {
	details, has := values["result_details"]
	switch {
	case values["notify_id"] != "" || values["notify_type"] != "":
		f.faults = append(f.faults, "a notification, no answer: list the file under notify")
	case !has || details == "":
		f.silent = true
	case values["is_success"] != "" && values["is_success"] != "T":
		f.faults = append(f.faults, "is_success is "+alipay.Quote(values["is_success"])+", and there are result_details all the same")
	default:
		items, bad := alipay.ParseAnswerDetails(details)
		for _, b := range bad {
			f.faults = append(f.faults, "result_details: "+b.Error())
		}
		for _, a := range items {
			f.answers = append(f.answers, ledger.Answer{BatchNo: a.BatchNo, Result: a.Result})
		}
		f.silent = f.silent || len(items) == 0
	}
}

// object looks for answers in an object of JSON, in the order of its names.
func (f *findings) object(v map[string]any, nested int) {
	switch {
	case isResponse(v):
		f.response(v)
		return
	case isString(v["result_details"]):
		f.legacy(stringsOf(v))
		return
	}
	for _, name := range slices.Sorted(maps.Keys(v)) {
		if inner, ok := v[name].(map[string]any); ok && name == responseName {
			f.response(inner)
			continue
		}
		f.value(v[name], nested)
	}
}

func (f *findings) value(v any, nested int) {
	switch v := v.(type) {
	case map[string]any:
		f.object(v, nested)
	case []any:
		for _, inner := range v {
			f.value(inner, nested)
		}
	case string:
		f.text(v, nested+1)
	}
}

func isString(v any) bool {
	_, ok := v.(string)
	return ok
}

// stringsOf returns the values of an object that are strings or numbers.
func stringsOf(v map[string]any) map[string]string {
	all := map[string]string{}
	for name, value := range v {
		switch value := value.(type) {
		case string:
			all[name] = value
		case json.Number:
			all[name] = value.String()
		case bool:
			all[name] = map[bool]string{true: "true", false: "false"}[value]
		}
	}
	return all
}
