package forms

import (
	"fmt"
	"strconv"
	"strings"

	"reconcile/alipay"
)

// php are the dumps of PHP.
func php() []Form {
	return []Form{
		{Name: "print_r", By: "print_r($_POST, true)", Lines: true, print: each(func(c capture) string {
			return "[" + c.at() + "] " + printR(c.ps)
		})},
		{Name: "print_r-folded", By: "str_replace(PHP_EOL, '', print_r($_POST, true))", print: each(func(c capture) string {
			return c.at() + " POST: " + strings.ReplaceAll(printR(c.ps), "\n", "") + " END"
		})},
		{Name: "print_r-spaced", By: "preg_replace('/\\s+/', ' ', print_r($_POST, true))", print: each(func(c capture) string {
			return c.at() + " " + strings.Join(strings.FieldsFunc(printR(c.ps), func(r rune) bool { return r == '\n' }), " ")
		})},
		{Name: "print_r-nested", By: "print_r of a request with its $_POST", Lines: true, print: each(func(c capture) string {
			inner := strings.ReplaceAll(strings.TrimSuffix(printR(c.ps), "\n"), "\n", "\n        ")
			return "Array\n(\n    [ip] => 110.75.143.1\n    [post] => " + inner + "\n\n)\n"
		})},
		{Name: "var_export", By: "var_export($_POST, true)", Lines: true, print: each(func(c capture) string {
			return c.at() + " notify " + varExport(c.ps)
		})},
		{Name: "var_export-folded", By: "var_export in one line", print: each(func(c capture) string {
			return c.at() + " notify " + strings.ReplaceAll(varExport(c.ps), "\n", "")
		})},
		{Name: "var_dump", By: "var_dump($_POST)", Lines: true, print: each(func(c capture) string { return varDump(c.ps) })},
		{Name: "serialize", By: "serialize($_POST)", print: each(func(c capture) string { return c.at() + " " + serialized(c.ps) })},
		{Name: "thinkphp", By: "ThinkPHP 5", Lines: true, print: each(func(c capture) string {
			return "---------------------------------------------------------------\n[ " + c.iso() + " ] 110.75.143.1 POST shop.example/alipay/notify\n" +
				"[ info ] [ ROUTE ] array (\n  'type' => 'module',\n)\n[ info ] [ PARAM ] " + varExport(c.ps) + "\n[ info ] [ RUN ] app\\Notify"
		})},
		{Name: "yii", By: "Yii 2", Lines: true, print: each(func(c capture) string {
			return c.at() + " [110.75.143.1][-][-][info][application] $_POST = " + joined(c.ps, "[\n", "\n", "\n]\n", func(name, value string) string {
				return "    '" + name + "' => '" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(value) + "'"
			})
		})},
		{Name: "php-short", By: "dump of Symfony", Lines: true, print: each(func(c capture) string {
			return joined(c.ps, fmt.Sprintf("array:%d [\n", len(c.ps)), "\n", "\n]", func(name, value string) string {
				return `  "` + name + `" => "` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
			})
		})},
	}
}

func printR(ps alipay.Params) string {
	return joined(ps, "Array\n(\n", "\n", "\n)\n", func(name, value string) string { return "    [" + name + "] => " + value })
}

func varExport(ps alipay.Params) string {
	return joined(ps, "array (\n", "\n", "\n)", func(name, value string) string {
		return "  '" + name + "' => '" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(value) + "',"
	})
}

func varDump(ps alipay.Params) string {
	return joined(ps, fmt.Sprintf("array(%d) {\n", len(ps)), "\n", "\n}", func(name, value string) string {
		return `  ["` + name + "\"]=>\n  string(" + strconv.Itoa(len(value)) + `) "` + value + `"`
	})
}

func serialized(ps alipay.Params) string {
	text := func(s string) string { return fmt.Sprintf(`s:%d:"%s";`, len(s), s) }
	return joined(ps, fmt.Sprintf("a:%d:{", len(ps)), "", "}", func(name, value string) string { return text(name) + text(value) })
}
