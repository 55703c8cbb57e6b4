package xlsx

import (
	"errors"
	"fmt"

	"reconcile/words"
)

// ErrNotWorkbook is returned by Open for a zip file that is not an Office file, such as
// an archive of text files.
var ErrNotWorkbook = words.Errorf("a zip file, but no workbook")

// A DamagedError is returned for a workbook that cannot be trusted.
type DamagedError struct {
	Part   string // the member of the archive; empty for the archive itself
	Reason string
}

func (e *DamagedError) Error() string {
	if e.Part == "" {
		return "damaged: " + e.Reason + "; fetch it again"
	}
	return "damaged: " + e.Part + ": " + e.Reason + "; fetch it again"
}

// An UnsupportedError is returned for a file that is not read although it may not be
// damaged. Its text says what to do instead.
type UnsupportedError struct {
	Reason string
}

func (e *UnsupportedError) Error() string { return e.Reason }

func damaged(format string, args ...any) error {
	return &DamagedError{Reason: fmt.Sprintf(format, args...)}
}

func unsupported(format string, args ...any) error {
	return &UnsupportedError{Reason: fmt.Sprintf(format, args...)}
}

// inPart adds the name of the part to a *DamagedError without one.
func inPart(err error, part string) error {
	var d *DamagedError
	if errors.As(err, &d) && d.Part == "" {
		return &DamagedError{Part: part, Reason: d.Reason}
	}
	return err
}
