package report

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"reconcile/ledger"
)

// Rejected counts the rejected lines of a run's files by what they mean: a row of an
// export or request makes the run incomplete, a notification is a finding. It is worded
// here and nowhere else.
type Rejected struct {
	Rows          int64
	Notifications int64
	Folders       []string // of the rows, sorted
}

// RejectedOf counts the rejected lines of files.
func RejectedOf(files []ledger.RunFile) (r Rejected) {
	for _, f := range files {
		switch {
		case f.Kind == ledger.Notify:
			r.Notifications += f.Rejected
		case f.Rejected > 0:
			r.Rows += f.Rejected
			r.Folders = append(r.Folders, path.Dir(f.Path)+"/")
		}
	}
	slices.Sort(r.Folders)
	r.Folders = slices.Compact(r.Folders)
	return r
}

// Say counts both, each where there are any; it is empty where nothing was rejected.
func (r Rejected) Say(language string) string {
	rows, notifications := "%d rejected rows of exports and requests (make the run incomplete)", "%d rejected notifications (are findings)"
	switch {
	case language == "zh":
		rows, notifications = "导出与请求中有 %d 行被拒（致使运行不完整）", "%d 条通知被拒（列为异常）"
	default:
		if r.Rows == 1 {
			rows = "%d rejected row of exports and requests (makes the run incomplete)"
		}
		if r.Notifications == 1 {
			notifications = "%d rejected notification (is a finding)"
		}
	}
	var parts []string
	if r.Rows > 0 {
		parts = append(parts, fmt.Sprintf(rows, r.Rows))
	}
	if r.Notifications > 0 {
		parts = append(parts, fmt.Sprintf(notifications, r.Notifications))
	}
	if language == "zh" {
		return strings.Join(parts, "；")
	}
	return strings.Join(parts, "; ")
}

// maxFolders is how many folders are named.
const maxFolders = 3

// Mend says how exit status 4 ends where rows were rejected; it is empty where none was.
func (r Rejected) Mend(language string) string {
	if r.Rows == 0 {
		return ""
	}
	folders := slices.Clone(r.Folders[:min(len(r.Folders), maxFolders)])
	if len(r.Folders) > maxFolders {
		folders = append(folders, "…")
	}
	if language == "zh" {
		return "请更正该行，或将文件移出 " + strings.Join(folders, "、") + "：其余各行仍保留在账中"
	}
	return "mend the row, or move the file out of " + strings.Join(folders, ", ") + ": its other rows stay in the books"
}
