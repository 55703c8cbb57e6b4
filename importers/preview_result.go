package importers

import "time"

// A Taken is how a file would be read.
type Taken struct {
	Packing string      `json:"packing"` // "none", "gzip", "zip", "workbook"
	Parts   []TakenPart `json:"parts"`
	Refused string      `json:"refused,omitempty"` // why the file is refused
}

// A TakenPart is how a file, a member of an archive or a sheet would be read.
type TakenPart struct {
	Name      string        `json:"name,omitempty"` // of the member or the sheet
	As        string        `json:"as"`             // such as "order export"
	Charset   string        `json:"charset,omitempty"`
	How       string        `json:"charset_found_by,omitempty"`
	Account   string        `json:"account,omitempty"` // of a bill
	From      time.Time     `json:"from,omitzero"`     // of a bill
	Until     time.Time     `json:"until,omitzero"`    // not included
	Delimiter string        `json:"delimiter,omitempty"`
	Header    int64         `json:"header_line,omitempty"`
	Columns   []TakenColumn `json:"columns,omitempty"`
	Lines     int64         `json:"lines"` // Read + Rejected + Ignored
	Read      int64         `json:"read"`  // would be accepted, or are duplicates
	Rejected  int64         `json:"rejected"`
	Ignored   int64         `json:"ignored"`
	More      bool          `json:"more"` // there are more lines, which were not read
	Rows      []TakenRow    `json:"rows,omitempty"`
	Reasons   []TakenReason `json:"reasons,omitempty"`
}

// A TakenColumn is one column and the field that it is read as, if any.
type TakenColumn struct {
	Header string `json:"header"`
	Field  string `json:"field,omitempty"`
	By     string `json:"by,omitempty"` // "alias", or "columns:" of the configuration
}

// A TakenRow is one of the first rows as it was read. A field that does not apply is
// empty.
type TakenRow struct {
	Line       int64  `json:"line"`
	Type       string `json:"type,omitempty"` // 业务类型, of a bill
	TradeNo    string `json:"trade_no"`
	Amount     string `json:"amount"` // paid or refunded, in yuan
	RefundDue  string `json:"refund_due,omitempty"`
	OutTradeNo string `json:"out_trade_no,omitempty"`
	BatchNo    string `json:"batch_no,omitempty"`
	At         string `json:"at,omitempty"`
	Status     string `json:"status,omitempty"`
}

// A TakenReason is one of the first rejected lines.
type TakenReason struct {
	Line   int64  `json:"line"`
	Reason string `json:"reason"`
}
