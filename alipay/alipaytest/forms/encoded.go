package forms

import (
	"encoding/base64"
	"net/url"
	"strings"

	"reconcile/alipay"
)

// encoded are the forms whose body is url-encoded, as it arrives or once more.
func encoded() []Form {
	body := func(c capture) string { return c.raw.Encode() }
	return []Form{
		{Name: "url", By: "file_put_contents(…, file_get_contents('php://input'))", print: each(body)},
		{Name: "url-stamped", By: "logback", print: each(func(c capture) string {
			return c.at() + ",123 INFO  [http-8080-exec-3] NotifyController - " + body(c)
		})},
		{Name: "url-quoted", By: "nginx: \"$request_body\"", print: each(func(c capture) string {
			return `110.75.143.1 - - [10/Mar/2026:13:45:09 +0800] "POST /alipay/notify HTTP/1.1" 200 7 "-" "-" "` + body(c) + `"`
		})},
		{Name: "url-get", By: "Apache, nginx: combined", print: each(func(c capture) string {
			return `110.75.143.1 - - [10/Mar/2026:13:45:09 +0800] "GET /alipay/notify?` + body(c) + ` HTTP/1.1" 200 7 "-" "Mozilla/4.0"`
		})},
		{Name: "url-several", By: "a queue that is flushed at once", Together: true, print: within("flush ", " | ", "", body)},
		{Name: "url-lower", By: "HttpUtility.UrlEncode of .NET", print: each(func(c capture) string { return c.at() + " notify: " + lowerURL(c.raw) })},
		{Name: "url-percent20", By: "encodeURIComponent", print: each(func(c capture) string { return "body " + componentURL(c.raw) })},
		{Name: "url-amp", By: "htmlspecialchars", print: each(func(c capture) string {
			return "<td>" + c.at() + "</td><td>" + strings.ReplaceAll(body(c), "&", "&amp;") + "</td>"
		})},
		{Name: "url-x26", By: "escapes of JavaScript", print: each(func(c capture) string {
			return c.at() + ` body='` + strings.NewReplacer("&", `\x26`, "=", `\x3D`).Replace(body(c)) + `'`
		})},
		{Name: "url-twice", By: "a proxy that passes the query on", print: each(func(c capture) string {
			return c.at() + ` GET /forward?from=pay&data=` + url.QueryEscape(body(c)) + `&ok=1 200`
		})},
		{Name: "url-thrice", By: "the access log of what url-twice calls", print: each(func(c capture) string {
			return c.at() + ` GET /log?line=` + url.QueryEscape("data="+url.QueryEscape(body(c))) + ` 200`
		})},
		{Name: "base64", By: "base64_encode(file_get_contents('php://input'))", print: each(func(c capture) string {
			return c.at() + " raw " + base64.StdEncoding.EncodeToString([]byte(body(c)))
		})},
		{Name: "base64-lambda", By: "AWS API Gateway", print: each(func(c capture) string {
			return `{"resource":"/alipay/notify","httpMethod":"POST","headers":{"Content-Type":"application/x-www-form-urlencoded"},"body":"` +
				base64.StdEncoding.EncodeToString([]byte(body(c))) + `","isBase64Encoded":true}`
		})},
		{Name: "dumpio", By: "mod_dumpio of Apache", print: each(func(c capture) string {
			head := "[Tue Mar 10 13:45:09.123456 2026] [dumpio:trace7] [pid 811:tid 140212] mod_dumpio.c(103): [client 110.75.143.1:4431] mod_dumpio:  dumpio_in "
			return head + "[readbytes-blocking] 0 readbytes\n" + head + "(data-HEAP): " + body(c)
		})},
	}
}

// lowerURL encodes as HttpUtility.UrlEncode does: digits of escapes in lower case.
func lowerURL(ps alipay.Params) string {
	return joined(ps, "", "&", "", func(name, value string) string {
		parts := strings.Split(strings.NewReplacer("%21", "!", "%2A", "*", "%28", "(", "%29", ")").Replace(url.QueryEscape(value)), "%")
		for i := 1; i < len(parts); i++ {
			parts[i] = strings.ToLower(parts[i][:2]) + parts[i][2:]
		}
		return name + "=" + strings.Join(parts, "%")
	})
}

// componentURL encodes as encodeURIComponent does.
func componentURL(ps alipay.Params) string {
	marks := strings.NewReplacer("+", "%20", "%21", "!", "%27", "'", "%28", "(", "%29", ")", "%2A", "*")
	return joined(ps, "", "&", "", func(name, value string) string { return name + "=" + marks.Replace(url.QueryEscape(value)) })
}
