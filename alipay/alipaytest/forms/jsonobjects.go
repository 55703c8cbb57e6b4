package forms

import (
	"strings"

	"reconcile/alipay"
)

// jsonObjects are the forms of JSON that hold the parameters themselves.
func jsonObjects() []Form {
	return []Form{
		{Name: "json-php", By: "json_encode($_POST)", print: each(func(c capture) string {
			return "[" + c.at() + "] refund notify: " + phpJSON.object(c.ps, "", "")
		})},
		{Name: "json-php-unescaped", By: "json_encode($_POST, JSON_UNESCAPED_UNICODE)", print: each(func(c capture) string {
			return c.at() + "\t" + jsonStyle{slash: true}.object(c.ps, "", "")
		})},
		{Name: "json-php-twice", By: "json_encode(['post' => json_encode($_POST)])", print: each(func(c capture) string {
			return `{"time":` + phpJSON.quote(c.at()) + `,"post":` + phpJSON.quote(phpJSON.object(c.ps, "", "")) + `}`
		})},
		{Name: "json-pretty", By: "json_encode($_POST, JSON_PRETTY_PRINT)", Lines: true, print: each(func(c capture) string {
			return joined(c.ps, "{\n", ",\n", "\n}", func(name, value string) string { return "    " + phpJSON.quote(name) + ": " + phpJSON.quote(value) })
		})},
		{Name: "json-fastjson", By: "JSON.toJSONString(request.getParameterMap())", print: each(func(c capture) string {
			return c.at() + " INFO params=" + jsonLists(c.ps, plainJSON)
		})},
		{Name: "json-array", By: "a table exported as JSON", Together: true, print: within("[", ",", "]", func(c capture) string {
			return plainJSON.object(append(alipay.Params{{Name: "id", Value: "7"}}, c.ps...), "", "")
		})},
		{Name: "json-dotnet", By: "System.Text.Json", print: each(func(c capture) string {
			return "info: Pay.NotifyController[0] Notify " + dotnetJSON.object(c.ps, "", "")
		})},
		{Name: "json-zap", By: "zap", print: each(func(c capture) string {
			return `{"level":"info","ts":1773121509.1234567,"caller":"pay/notify.go:31","msg":"refund notify","params":` + plainJSON.object(c.ps, "", "") + `}`
		})},
		{Name: "json-logrus", By: "logrus", print: each(func(c capture) string {
			fields := append(alipay.Params{{Name: "level", Value: "info"}, {Name: "msg", Value: "refund notify"}, {Name: "time", Value: c.iso()}}, c.ps...)
			return goJSON.object(sorted(fields), "", "")
		})},
		{Name: "json-monolog", By: "Monolog, Laravel", print: each(func(c capture) string {
			return "[" + c.at() + "] production.INFO: refund notify " + plainJSON.object(c.ps, "", "") + " []"
		})},
		{Name: "json-structlog", By: "structlog", print: each(func(c capture) string {
			return `{"params": ` + pythonJSON.object(c.ps, " ", " ") + `, "event": "refund notify", "level": "info", "timestamp": "` + c.iso() + `"}`
		})},
		{Name: "json-nginx", By: "nginx: $request_body of JSON, escape=default", print: each(func(c capture) string {
			return `10.0.0.7 - - [10/Mar/2026:13:45:09 +0800] "POST /internal/notify HTTP/1.1" 200 7 "` + nginxEscape(plainJSON.object(c.ps, "", "")) + `"`
		})},
		{Name: "json-nginx-json", By: "nginx: $request_body of JSON, escape=json", print: each(func(c capture) string {
			return `{"time":"` + c.iso() + `","request_body":` + plainJSON.quote(phpJSON.object(c.ps, "", "")) + `}`
		})},
		{Name: "json-har-decoded", By: "Firefox: Save All As HAR", Together: true, print: within(`{"log":{"entries":[`, ",", `]}}`, func(c capture) string {
			return `{"request":{"method":"POST","postData":{"params":` + joined(c.ps, "[", ",", "]", func(name, value string) string {
				return `{"name":` + plainJSON.quote(name) + `,"value":` + plainJSON.quote(value) + `}`
			}) + `}}}`
		})},
	}
}

// jsonLists is an object whose values are lists of one.
func jsonLists(ps alipay.Params, s jsonStyle) string {
	return joined(ps, "{", ",", "}", func(name, value string) string { return s.quote(name) + ":[" + s.quote(value) + "]" })
}

// nginxEscape escapes as nginx does by default: the quote, the backslash, and bytes that
// are no printable ASCII.
func nginxEscape(text string) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for _, c := range []byte(text) {
		if c == '"' || c == '\\' || c < ' ' || c > '~' {
			b.WriteString(`\x` + string(digits[c>>4]) + string(digits[c&15]))
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}
