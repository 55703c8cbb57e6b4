package alipay

import "strings"

// The parameters that Alipay signs in a notification, sign and sign_type aside
// (table 5-1, and unfreezed_details): a closed set, in the order of the signed
// string.
const (
	batchNo = iota
	notifyID
	notifyTime
	notifyType
	resultDetails
	successNum
	unfreezedDetails
	ownParams // how many they are
)

func ownNames() [ownParams]string {
	return [...]string{"batch_no", "notify_id", "notify_time", "notify_type", "result_details", "success_num", "unfreezed_details"}
}

// A claim is what a body says of itself before any of it is believed. An absent
// parameter is as an empty one (§7.1.2).
type claim struct {
	own            [ownParams]string // parts of text
	text           string            // that is signed, as Params.SignText makes it
	sign, signType string
	extra          int // parameters that are not the interface's
}

// verify tells why the claim is not signed by the account's sign type and key.
func (c *claim) verify(v Verifier) error {
	reason := ""
	switch {
	case c.sign == "":
		reason = "not signed"
	case c.signType != v.SignType():
		// Never a reason to try another type: who forges would choose it.
		reason = "sign_type is " + Quote(c.signType) + ", not the account's " + v.SignType()
	default:
		// '+' in a signature arrives as a blank where a logger decoded once too often.
		if err := v.Verify(c.text, strings.ReplaceAll(c.sign, " ", "+")); err != nil {
			reason = err.Error()
		}
	}
	if reason == "" {
		return nil
	}
	id, batch := c.own[notifyID], c.own[batchNo]
	e := &BadSignatureError{Reason: reason, Digest: NewDigest(id, batch, c.own[successNum], c.own[resultDetails])}
	if IsNotifyID(id) {
		e.NotifyID = id
	}
	if IsBatchNo(batch) {
		e.BatchNo = batch
	}
	return e
}

// check holds each value to its grammar (§5.2).
func (c *claim) check() error {
	for _, i := range [...]int{notifyTime, notifyType, notifyID, batchNo, successNum} {
		if c.own[i] == "" {
			return &MalformedError{Field: ownNames()[i], Reason: "missing"}
		}
	}
	if !IsNotifyID(c.own[notifyID]) {
		return c.malformed(notifyID, "not 1 to 128 printable characters")
	}
	if !IsBatchNo(c.own[batchNo]) {
		return c.malformed(batchNo, "not 11 to 32 letters and digits")
	}
	if n := c.own[successNum]; !digits(n) || len(n) > 9 {
		return c.malformed(successNum, "not a number")
	}
	return c.checkSeams()
}

// checkSeams refuses a value that holds the beginning of another parameter. The
// signed string has no escaping (§7.1.2): "result_details=A&success_num=1" may
// be one value or two, and whoever sends it again could cut it elsewhere under
// the same signature.
func (c *claim) checkSeams() error {
	for i, value := range c.own {
		if !strings.Contains(value, "&") {
			continue
		}
		for _, name := range ownNames() {
			if strings.Contains(value, "&"+name+"=") {
				return c.malformed(i, "holds another parameter, "+name)
			}
		}
	}
	return nil
}

func (c *claim) malformed(i int, reason string) error {
	return &MalformedError{Field: ownNames()[i], Reason: reason + ": " + Quote(c.own[i])}
}
