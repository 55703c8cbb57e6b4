package reports_test

import (
	"archive/zip"
	"flag"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// unzip reads the parts of the workbook in a folder.
func unzip(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.xlsx"))
	if err != nil || len(names) != 1 {
		t.Fatalf("workbooks = %v, %v, want one", names, err)
	}
	return unzipFile(t, names[0])
}

// unzipFile reads the parts of a workbook.
func unzipFile(t *testing.T, name string) map[string][]byte {
	t.Helper()
	r, err := zip.OpenReader(name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	parts := map[string][]byte{}
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if parts[f.Name], err = io.ReadAll(in); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
	}
	return parts
}

// A mutation is a fault that the linter has to find.
type mutation struct{ part, old, new, want string }

func mutations(t *testing.T) (list []mutation) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "lint", "mutations.txt"))
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n\n")
	for i := 1; i < len(blocks); i++ {
		lines := strings.Split(blocks[i], "\n")
		if len(lines) == 2 { // the third line is empty
			i++
			lines = append(lines, "", blocks[i])
		}
		if len(lines) != 4 {
			t.Fatalf("a block of %d lines: %q", len(lines), lines)
		}
		list = append(list, mutation{lines[0], lines[1], lines[2], lines[3]})
	}
	return list
}

var repeated = regexp.MustCompile(`\{(.*)\}×(\d+)`)

// apply makes the fault.
func (m mutation) apply(t *testing.T, parts map[string][]byte) map[string][]byte {
	t.Helper()
	parts = maps.Clone(parts)
	text := strings.NewReplacer(`\x01`, "\x01", `\xff`, "\xff").Replace(m.new)
	text = repeated.ReplaceAllStringFunc(text, func(s string) string {
		f := repeated.FindStringSubmatch(s)
		n, err := strconv.Atoi(f[2])
		if err != nil {
			t.Fatal(err)
		}
		return strings.Repeat(f[1], n)
	})
	old := string(parts[m.part])
	switch m.old {
	case "-":
		delete(parts, m.part)
	case "+":
		parts[m.part] = []byte(text)
	default:
		// Quotes stand as they are or as entities, by who has written the part.
		old = strings.ReplaceAll(old, "&#39;", "'")
		if !strings.Contains(old, m.old) {
			t.Errorf("%s does not hold %s", m.part, m.old)
		}
		parts[m.part] = []byte(strings.Replace(old, m.old, text, 1))
	}
	return parts
}

func TestLint(t *testing.T) {
	parts := unzip(t, write(t, sample(t), report(t)))
	if err := lint(parts, parts); err != nil {
		t.Fatalf("the sample: %v", err)
	}
	for _, m := range mutations(t) {
		err := lint(m.apply(t, parts), parts)
		if err == nil || !strings.Contains(err.Error(), m.want) {
			t.Errorf("%s with %.60s for %.60s: %v, want %s", m.part, m.new, m.old, err, m.want)
		}
	}
}

// A sheet that was added and never written is refused.
func TestLintUnwrittenSheet(t *testing.T) {
	parts := unzip(t, write(t, sample(t), report(t)))
	asked := maps.Clone(parts)
	delete(asked, "xl/worksheets/sheet6.xml")
	if err := lint(parts, asked); err == nil || !strings.Contains(err.Error(), "交易 Trades: nobody has written it") {
		t.Errorf("a sheet that nobody has written: %v", err)
	}
}

var workbookFile = flag.String("workbook", "", "a workbook that TestWorkbook lints")

// The workbook that .ci/check-workbook names has no fault that the linter knows.
func TestWorkbook(t *testing.T) {
	if *workbookFile == "" {
		t.Skip("no -workbook")
	}
	if err := lint(unzipFile(t, *workbookFile), nil); err != nil {
		t.Error(err)
	}
}
