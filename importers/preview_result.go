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

	// Of a log: what is in it, re-deliveries counted as often as they stand there.
	Notifications int64     `json:"notifications,omitempty"` // with a good signature, or any where they are not checked
	Results       int64     `json:"results,omitempty"`       // of these
	BadSignatures int64     `json:"bad_signatures,omitempty"`
	Unchecked     bool      `json:"unchecked,omitempty"`  // signatures were not checked
	BarePosts     int64     `json:"bare_posts,omitempty"` // POSTs to notify_url without a body
	BareLines     []int64   `json:"bare_lines,omitempty"` // the first of them, where other lines have bodies
	Requests      int64     `json:"requests,omitempty"`
	RequestLines  int64     `json:"request_lines,omitempty"`
	Captured      TakenSpan `json:"captured,omitzero"` // when the lines say that it was logged
	Told          TakenSpan `json:"told,omitzero"`     // notify_time or refund_date
	Orders        int64     `json:"orders,omitempty"`  // of an export
	Refunds       int64     `json:"refunds,omitempty"` // of a bill
	Warnings      []string  `json:"warnings,omitempty"`

	most int64 // rows of an export to read; 0 for all
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
