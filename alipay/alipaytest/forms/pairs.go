package forms

import (
	"slices"
	"strings"

	"reconcile/alipay"
)

// pairs are the forms of decoded names and values with nothing escaped.
func pairs() []Form {
	equals := func(name, value string) string { return name + "=" + value }
	return []Form{
		{Name: "pairs", By: "createLinkstring of Alipay's PHP demo", print: each(func(c capture) string {
			return "responseTxt=true\n notify_url_log:isSign=true," + joined(c.ps, "", "&", "", equals)
		})},
		{Name: "pairs-sorted", By: "createLinkstring of Alipay's demos over argSort", print: each(func(c capture) string {
			return c.at() + " [pay] " + joined(sorted(c.ps), "", "&", "", equals)
		})},
		{Name: "pairs-trailing", By: "Tolog of ASP.NET shops, in GBK", print: each(func(c capture) string {
			head, err := alipay.GBK.Encode("退款通知参数:")
			if err != nil {
				panic(err) // GBK has these
			}
			return strings.ReplaceAll(c.at(), "-", "/") + head + joined(c.ps, "", "&", "&", equals)
		})},
		{Name: "pairs-quoted", By: "Log4net", print: each(func(c capture) string {
			return c.at() + ` [7] INFO Pay - Form="` + joined(c.ps, "", "&", "", equals) + `" from 110.75.143.1`
		})},
		{Name: "pairs-java-map", By: "Map.toString of Java", print: each(func(c capture) string {
			return c.at() + ",123 INFO  [exec-3] RefundController - params=" + joined(c.ps, "{", ", ", "}", equals)
		})},
		{Name: "pairs-java-hash", By: "HashMap.toString of Java, and more behind it", print: each(func(c capture) string {
			return c.at() + ",123 INFO  notify " + joined(shuffled(c.ps), "{", ", ", "}", equals) + ", verified=true, cost=12ms"
		})},
		{Name: "pairs-multivalue", By: "LinkedMultiValueMap.toString of Spring", print: each(func(c capture) string {
			return c.at() + " notify form: " + joined(c.ps, "{", ", ", "}", func(name, value string) string { return name + "=[" + value + "]" })
		})},
		{Name: "pairs-semicolon", By: "string.Join(\";\", …) of .NET", print: each(func(c capture) string {
			return c.at() + " params: " + joined(c.ps, "", ";", ";", equals)
		})},
		{Name: "pairs-comma", By: "a stream joined by Java", print: each(func(c capture) string {
			return c.at() + " params: " + joined(c.ps, "", ",", "", equals)
		})},
		{Name: "pairs-lines", By: "foreach ($_POST as $k => $v)", Lines: true, print: each(func(c capture) string {
			return c.at() + " notify\n" + joined(c.ps, "", "\n", "\n", equals)
		})},
		{Name: "pairs-colon", By: "foreach over Request.Form of .NET", Lines: true, print: each(func(c capture) string {
			return "==== " + c.at() + "\n" + joined(c.ps, "", "\n", "\n====", func(name, value string) string { return name + ": " + value })
		})},
		{Name: "pairs-tabs", By: "a page copied from a browser's tools", Lines: true, print: each(func(c capture) string {
			return joined(c.ps, "", "\n", "\n", func(name, value string) string { return name + "\t" + value })
		})},
		{Name: "pairs-tomcat", By: "RequestDumperFilter of Tomcat", Lines: true, print: each(tomcat)},
	}
}

// tomcat is what RequestDumperFilter logs of a request, under the heads of
// java.util.logging.
func tomcat(c capture) string {
	head := "10-Mar-2026 13:45:09.123 INFO [http-nio-8080-exec-1] org.apache.catalina.filters.RequestDumperFilter.doLog http-nio-8080-exec-1 "
	lines := []string{
		head + "START TIME        =10-Mar-2026 13:45:09", head + "        requestURI=/alipay/notify", head + "          authType=null",
		head + "            method=POST",
	}
	for _, p := range c.ps {
		lines = append(lines, head+"         parameter="+p.Name+"="+p.Value)
	}
	return strings.Join(append(lines, head+"          protocol=HTTP/1.1", head+"END TIME          =10-Mar-2026 13:45:09",
		head+"==============================================================="), "\n")
}

// sorted returns parameters by name.
func sorted(ps alipay.Params) alipay.Params {
	ps = slices.Clone(ps)
	slices.SortStableFunc(ps, func(a, b alipay.Param) int { return strings.Compare(a.Name, b.Name) })
	return ps
}

// shuffled returns parameters as a table of hashes might, in an order of its own.
func shuffled(ps alipay.Params) alipay.Params {
	out := make(alipay.Params, 0, len(ps))
	for i := range ps {
		if i%2 == 1 {
			out = append(out, ps[i])
		} else {
			out = append(alipay.Params{ps[i]}, out...)
		}
	}
	return out
}
