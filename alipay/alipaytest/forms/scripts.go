package forms

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"reconcile/alipay"
)

// scripts are what Ruby, Python, Go and Node print of a map.
func scripts() []Form {
	return []Form{
		{Name: "rails", By: "Rails on Ruby up to 3.3", print: each(func(c capture) string {
			return "Started POST \"/alipay/notify\" for 110.75.143.1 at " + c.at() + " +0800\nProcessing by NotifyController#create as */*\n  Parameters: " + rubyHash(c.ps, "=>")
		})},
		{Name: "rails-3.4", By: "Rails on Ruby 3.4", print: each(func(c capture) string {
			return "I, [" + c.at() + " #811]  INFO -- :   Parameters: " + rubyHash(c.ps, " => ")
		})},
		{Name: "python-dict", By: "repr of a dict", print: each(func(c capture) string {
			return c.at() + ",123 INFO notify " + joined(c.ps, "{", ", ", "}", func(name, value string) string { return pythonRepr(name) + ": " + pythonRepr(value) })
		})},
		{Name: "python2-dict", By: "repr of a dict of Python 2", print: each(func(c capture) string {
			return c.at() + ",123 INFO notify " + joined(c.ps, "{", ", ", "}", func(name, value string) string {
				return "u" + pythonRepr(name) + ": u" + pythonRepr(value)
			})
		})},
		{Name: "python-ordered", By: "repr of an OrderedDict up to Python 3.11", print: each(func(c capture) string {
			return c.at() + " " + pythonTuples("OrderedDict", c.ps)
		})},
		{Name: "flask", By: "repr of request.form of Flask", print: each(func(c capture) string {
			return "[" + c.at() + ",123] INFO in notify: " + pythonTuples("ImmutableMultiDict", c.ps)
		})},
		{Name: "django", By: "repr of request.POST of Django", print: each(func(c capture) string {
			return "INFO " + c.at() + " views <QueryDict: " + joined(c.ps, "{", ", ", "}", func(name, value string) string {
				return pythonRepr(name) + ": [" + pythonRepr(value) + "]"
			}) + ">"
		})},
		{Name: "go-values", By: "%v of url.Values of Go", print: each(func(c capture) string {
			return strings.ReplaceAll(c.at(), "-", "/") + " notify: " + fmt.Sprintf("%v", values(c.ps))
		})},
		{Name: "go-values-quoted", By: "%q of url.Values of Go", print: each(func(c capture) string {
			return strings.ReplaceAll(c.at(), "-", "/") + " notify: " + fmt.Sprintf("%q", values(c.ps))
		})},
		{Name: "go-values-sharp", By: "%#v of url.Values of Go", print: each(func(c capture) string {
			return strings.ReplaceAll(c.at(), "-", "/") + " notify: " + fmt.Sprintf("%#v", values(c.ps))
		})},
		{Name: "go-map", By: "%v of a map of strings of Go", print: each(func(c capture) string {
			m := map[string]string{}
			for _, p := range c.ps {
				m[p.Name] = p.Value
			}
			return strings.ReplaceAll(c.at(), "-", "/") + " notify: " + fmt.Sprintf("%v", m)
		})},
		{Name: "node", By: "console.log(req.body) of Node", Lines: true, print: each(func(c capture) string { return nodeInspect(c.ps, "", "{\n  ", ",\n  ", "\n}") })},
		{Name: "node-null", By: "console.log(querystring.parse(body)) of Node", Lines: true, print: each(func(c capture) string {
			return "notify " + nodeInspect(c.ps, "[Object: null prototype] ", "{\n  ", ",\n  ", "\n}")
		})},
		{Name: "node-line", By: "util.inspect with breakLength: Infinity", print: each(func(c capture) string {
			return c.iso() + " notify " + nodeInspect(c.ps, "", "{ ", ", ", " }")
		})},
	}
}

func values(ps alipay.Params) url.Values {
	v := url.Values{}
	for _, p := range ps {
		v.Add(p.Name, p.Value)
	}
	return v
}

func rubyHash(ps alipay.Params, arrow string) string {
	inspect := func(s string) string {
		s = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "#{", `\#{`, "#$", `\#$`, "#@", `\#@`).Replace(s)
		return `"` + s + `"`
	}
	return joined(ps, "{", ", ", "}", func(name, value string) string { return inspect(name) + arrow + inspect(value) })
}

func pythonRepr(s string) string {
	quote := "'"
	if strings.Contains(s, "'") && !strings.Contains(s, `"`) {
		quote = `"`
	}
	s = strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\t", `\t`, "\r", `\r`).Replace(s)
	if quote == "'" {
		s = strings.ReplaceAll(s, "'", `\'`)
	}
	return quote + s + quote
}

func pythonTuples(name string, ps alipay.Params) string {
	return joined(ps, name+"([", ", ", "])", func(name, value string) string { return "(" + pythonRepr(name) + ", " + pythonRepr(value) + ")" })
}

// nodeInspect quotes as util.inspect does: by the first of the single quote, the double
// one and the backquote that the text does not hold.
func nodeInspect(ps alipay.Params, class, open, between, shut string) string {
	quote := func(s string) string {
		mark := "'"
		for _, m := range []string{"'", `"`, "`"} {
			if !strings.Contains(s, m) && (m != "`" || !strings.Contains(s, "${")) {
				mark = m
				break
			}
		}
		s = strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\t", `\t`, "\r", `\r`).Replace(s)
		if mark == "'" {
			s = strings.ReplaceAll(s, "'", `\'`)
		}
		return mark + s + mark
	}
	return class + joined(ps, open, between, shut, func(name, value string) string {
		if strconv.Quote(name) != `"`+name+`"` || strings.ContainsAny(name, "-. ") {
			name = quote(name)
		}
		return name + ": " + quote(value)
	})
}
