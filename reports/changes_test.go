package reports_test

import (
	"slices"
	"testing"
)

// Of a first run the sheet of changes is one sentence, and no findings again.
func TestChangesOfFirstRun(t *testing.T) {
	for language, want := range map[string]string{
		"en": "First run of this job: everything is new; from the next run on this sheet tells what changed.",
		"zh": "本任务的首次运行：全部内容均为新增；自下次运行起，本表列出变动。",
	} {
		b, r := sample(t), report(t)
		b.previous, r.Language = nil, language
		rows, err := openWorkbook(t, write(t, b, r)).GetRows("变动 Changes")
		if err != nil {
			t.Fatal(err)
		}
		if got := slices.Concat(rows...); !slices.Equal(got, []string{"说明 Message", want}) {
			t.Errorf("the changes of a first run are %q, want %q", got, want)
		}
	}
}
