package forms

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"
)

// tables are the forms of what keeps captures in a database: rows with the body in one
// column, and rows with a column for each parameter.
func tables() []Form {
	body := func(c capture) string { return c.raw.Encode() }
	return []Form{
		{Name: "sql-body", By: "mysqldump --opt", Together: true, print: within("INSERT INTO `pay_notify_log` VALUES ", ",", ";", func(c capture) string {
			return "(" + strconv.Itoa(c.no+1) + ",'alipay','" + c.at() + "'," + mysql(body(c)) + ",NULL)"
		})},
		{Name: "sql-json", By: "mysqldump of json_encode($_POST)", Together: true, print: within("INSERT INTO `log` (`id`, `content`, `add_time`) VALUES ", ",", ";", func(c capture) string {
			return "(" + strconv.Itoa(c.no+1) + "," + mysql(phpJSON.object(c.ps, "", "")) + ",1773121509)"
		})},
		{Name: "sql-serialize", By: "mysqldump of serialize($_POST)", Together: true, print: within("INSERT INTO `ecm_log` VALUES ", ",", ";", func(c capture) string {
			return "(" + strconv.Itoa(c.no+1) + "," + mysql(serialized(c.ps)) + ")"
		})},
		{Name: "sql-columns", By: "mysqldump --complete-insert", Together: true, Table: true, print: sqlColumns(mysql)},
		{Name: "sql-columns-lines", By: "phpMyAdmin", Lines: true, Table: true, print: func(all []capture) string {
			return strings.NewReplacer("),(", "),\n(", "VALUES (", "VALUES\n(").Replace(sqlColumns(mysql)(all))
		}},
		{Name: "sql-sqlite", By: ".dump of SQLite, an insert a row", print: each(func(c capture) string {
			return "INSERT INTO notify VALUES(" + strconv.Itoa(c.no+1) + "," + standardSQL(c.at()) + "," + standardSQL(body(c)) + ");"
		})},
		{Name: "sql-standard-columns", By: "pg_dump --column-inserts", Table: true, print: each(func(c capture) string {
			return "INSERT INTO public.notify (id, " + joined(c.ps, "", ", ", "", func(name, _ string) string { return name }) + ") VALUES (" + strconv.Itoa(c.no+1) + ", " +
				joined(c.ps, "", ", ", "", func(_, value string) string { return standardSQL(value) }) + ");"
		})},
		{Name: "sql-copy", By: "pg_dump", Lines: true, Table: true, print: func(all []capture) string {
			escape := strings.NewReplacer(`\`, `\\`, "\t", `\t`, "\n", `\n`, "\r", `\r`)
			text := "COPY public.notify (id, " + strings.Join(names(all), ", ") + ") FROM stdin;\n"
			for _, c := range all {
				text += strconv.Itoa(c.no+1) + "\t" + joined(c.ps, "", "\t", "", func(_, value string) string { return escape.Replace(value) }) + "\n"
			}
			return text + "\\.\n"
		}},
		{Name: "csv-body", By: "a table exported as CSV", Table: true, print: rows(',', []string{"id", "channel", "raw_body"}, func(c capture) []string {
			return []string{strconv.Itoa(c.no + 1), "alipay", body(c)}
		})},
		{Name: "csv-json", By: "a table of JSON exported as CSV", Table: true, print: rows(',', []string{"id", "payload", "at"}, func(c capture) []string {
			return []string{strconv.Itoa(c.no + 1), plainJSON.object(c.ps, "", ""), c.at()}
		})},
		{Name: "tsv-body", By: "mysql --batch", Table: true, print: rows('\t', []string{"id", "at", "body"}, func(c capture) []string {
			return []string{strconv.Itoa(c.no + 1), c.at(), body(c)}
		})},
		{Name: "csv-columns", By: "a table of parameters exported as CSV", Table: true, print: columns(',')},
		{Name: "tsv-columns", By: "a table of parameters, mysql --batch", Table: true, print: columns('\t')},
		{Name: "csv-columns-quoted", By: "phpMyAdmin, a table of parameters as CSV", Table: true, print: func(all []capture) string {
			quote := func(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
			text := quote("id") + "," + joined(all[0].ps, "", ",", "\n", func(name, _ string) string { return quote(name) })
			for _, c := range all {
				text += quote(strconv.Itoa(c.no+1)) + "," + joined(c.ps, "", ",", "\n", func(_, value string) string { return quote(value) })
			}
			return text
		}},
	}
}

// mysql is a string of SQL as mysqldump writes it.
func mysql(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\x00", `\0`, "\x1a", `\Z`).Replace(s) + "'"
}

// standardSQL is a string of SQL as SQLite and PostgreSQL write it.
func standardSQL(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// sqlColumns is one insert of rows with a column for each parameter.
func sqlColumns(quote func(string) string) func([]capture) string {
	return func(all []capture) string {
		head := "INSERT INTO `alipay_refund_notify` (`id`," + joined(all[0].ps, "", ",", "", func(name, _ string) string { return "`" + name + "`" }) + ",`created`) VALUES "
		return within(head, ",", ";", func(c capture) string {
			return "(" + strconv.Itoa(c.no+1) + "," + joined(c.ps, "", ",", "", func(_, value string) string { return quote(value) }) + ",'" + c.at() + "')"
		})(all)
	}
}

func names(all []capture) []string {
	var out []string
	for _, p := range all[0].ps {
		out = append(out, p.Name)
	}
	return out
}

// columns is a table with a column for each parameter of the first capture.
func columns(comma rune) func([]capture) string {
	return func(all []capture) string {
		return rows(comma, append([]string{"id"}, names(all)...), func(c capture) []string {
			row := []string{strconv.Itoa(c.no + 1)}
			for _, p := range c.ps {
				row = append(row, p.Value)
			}
			return row
		})(all)
	}
}

// rows is a table with its header, as CSV with a comma or a TAB.
func rows(comma rune, header []string, row func(capture) []string) func([]capture) string {
	return func(all []capture) string {
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.Comma = comma
		table := [][]string{header}
		for _, c := range all {
			table = append(table, row(c))
		}
		if err := w.WriteAll(table); err != nil {
			panic(err) // into memory
		}
		return b.String()
	}
}
