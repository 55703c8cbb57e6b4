package alipay

// Class says what may be done about an error code.
type Class string

// The classes (§4.2 of the contract).
const (
	Reissue     Class = "reissue"
	FixFirst    Class = "fix_first"
	Investigate Class = "investigate"
	Final       Class = "final"
)

// A Code is one row of the error-code table.
type Code struct {
	Code   string `json:"code"`
	Source string `json:"source"` // "9.1", "9.2" or "observed"
	Class  Class  `json:"class"`
	ZH     string `json:"zh"`
	EN     string `json:"en"`
	Advice string `json:"advice"`
}

// Codes is an error-code table in the order of the document.
type Codes []Code

// ErrorCodes returns the built-in table.
func ErrorCodes() Codes { return nil }

// Lookup finds a code.
func (cs Codes) Lookup(code string) (Code, bool) { return Code{}, false }

// Reclass returns a copy in which code has the class; a code that the table lacks is added.
func (cs Codes) Reclass(code string, class Class) Codes { return cs }
