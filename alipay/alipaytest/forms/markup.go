package forms

import (
	"strings"

	"reconcile/alipay"
)

// markup are the forms of XML elements.
func markup() []Form {
	element := func(name, value string) string { return "<" + name + ">" + xmlEscape(value) + "</" + name + ">" }
	return []Form{
		{Name: "xml", By: "a message bus", print: each(func(c capture) string {
			return c.at() + ` <?xml version="1.0" encoding="UTF-8"?>` + joined(c.ps, "<notify>", "", "</notify>", element)
		})},
		{Name: "xml-lines", By: "a message bus, indented", Lines: true, print: each(func(c capture) string {
			return joined(c.ps, "<notify>\n  ", "\n  ", "\n</notify>", element)
		})},
		{Name: "xml-cdata", By: "a message bus with CDATA", print: each(func(c capture) string {
			return joined(c.ps, "<xml>", "", "</xml>", func(name, value string) string { return "<" + name + "><![CDATA[" + value + "]]></" + name + ">" })
		})},
	}
}

func xmlEscape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;").Replace(s)
}

// gateway is where the pages of Alipay's demos post to.
const gateway = "https://mapi.alipay.com/gateway.do?"

// submissions are the forms of requests alone: pages that a browser posts, addresses, and
// commands.
func submissions() []Form {
	body := func(c capture) string { return c.raw.Encode() }
	return []Form{
		{Name: "request-url", By: "chloerei/alipay", Request: true, print: each(func(c capture) string { return c.at() + " redirect to " + gateway + body(c) })},
		{Name: "request-curl", By: "curl", Request: true, print: each(func(c capture) string { return "+ curl -s -d '" + body(c) + "' https://mapi.alipay.com/gateway.do" })},
		{Name: "request-curl-charset", By: "curl, with the charset in the address too", Request: true, print: each(func(c capture) string {
			return "+ curl -s -d '" + body(c) + "' '" + gateway + "_input_charset=" + c.ps.Get("_input_charset") + "'"
		})},
		{Name: "request-form-php", By: "AlipaySubmit of Alipay's PHP demo", Request: true, print: each(func(c capture) string {
			return c.at() + " " + page(c.ps, "'", "", nameFirst)
		})},
		{Name: "request-form-java", By: "AlipaySubmit of Alipay's Java demo", Request: true, print: each(func(c capture) string {
			return c.at() + ",511 INFO RefundAction - {data=" + page(c.ps, `"`, "", nameFirst) + ", Msg=, code=30010}"
		})},
		{Name: "request-form-lines", By: "a page of a shop, saved", Request: true, Lines: true, print: each(func(c capture) string {
			return "<html><body>\n" + page(c.ps, `"`, "\n", nameFirst) + "\n</body></html>"
		})},
		{Name: "request-form-value-first", By: "a template of a shop", Request: true, print: each(func(c capture) string {
			return page(c.ps, `"`, "", func(name, value, q string) string {
				return "<input value=" + q + value + q + " type=" + q + "hidden" + q + " name=" + q + name + q + ">"
			})
		})},
		{Name: "request-form-json", By: "a page in JSON", Request: true, print: each(func(c capture) string {
			return `{"code":0,"html":` + phpJSON.quote(page(c.ps, "'", "", nameFirst)) + `}`
		})},
	}
}

func nameFirst(name, value, q string) string {
	return "<input type=" + q + "hidden" + q + " name=" + q + name + q + " value=" + q + value + q + "/>"
}

// page is the form that Alipay's demos build. The charset stands in the address too.
func page(ps alipay.Params, quote, between string, input func(name, value, quote string) string) string {
	escape := strings.NewReplacer("&", "&amp;", `"`, "&quot;", "<", "&lt;")
	if quote == "'" {
		escape = strings.NewReplacer("'", "&apos;")
	}
	open := "<form id='alipaysubmit' name='alipaysubmit' action='" + gateway + "_input_charset=" + ps.Get("_input_charset") + "' method='POST'>"
	shut := "<input type='submit' value='确认'></form><script>document.forms['alipaysubmit'].submit();</script>"
	return joined(ps, strings.ReplaceAll(open, "'", quote)+between, between, between+strings.ReplaceAll(shut, "'", quote), func(name, value string) string {
		return input(name, escape.Replace(value), quote)
	})
}
