package capture

import (
	"fmt"
	"math"
	"regexp"
	"strconv"

	"reconcile/words"
)

// A Size is a number of bytes, as a flag takes it.
type Size int64

// units are the names and bytes of the units, the largest first.
var units = [...]struct {
	name  string
	bytes Size
}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}}

// String is the size in the largest unit that leaves no rest.
func (s Size) String() string {
	for _, unit := range units {
		if s > 0 && s%unit.bytes == 0 {
			return fmt.Sprint(int64(s/unit.bytes), unit.name)
		}
	}
	return strconv.FormatInt(int64(s), 10)
}

var errSize = words.Errorf("want a size such as 256MiB or 2GiB, or 0")

var sizeForm = regexp.MustCompile(`^([0-9]{1,10})(KiB|MiB|GiB)$`)

// Set reads what String prints of whole units, and 0.
func (s *Size) Set(text string) error {
	m := sizeForm.FindStringSubmatch(text)
	if m == nil {
		if text != "0" {
			return errSize
		}
		*s = 0
		return nil
	}
	n, _ := strconv.ParseInt(m[1], 10, 64) // 10 digits
	for _, unit := range units {
		if unit.name == m[2] {
			if n > math.MaxInt64/int64(unit.bytes) {
				return errSize
			}
			*s = Size(n) * unit.bytes
		}
	}
	return nil
}

// Type is what a list of flags calls the value.
func (s *Size) Type() string { return "size" }
