package importers

import (
	"fmt"

	"reconcile/importers/files"
	"reconcile/importers/logs"
	"reconcile/ledger"
)

// nameBare records the lines that tell of a delivery whose body the log does not have,
// though it has others: nobody knows which refunds they told of (§3.1). A log that has
// none at all is told of as a whole; see report. bare is true where one of the lines that
// were read now tells of one.
func (l *logReader) nameBare(p files.Part, bare bool) error {
	if l.job.file.Kind != ledger.Notify || l.job.opts.Merchant.NotifyURL == "" {
		return nil
	}
	if !bare {
		before, err := l.trail.BarePosts()
		if before == 0 || err != nil {
			return err
		}
	}
	found, err := l.deliveries(p)
	if err != nil || found.FirstBody == 0 {
		return err
	}
	for i, line := range found.Bare {
		more := ""
		if i == len(found.Bare)-1 && found.More > 0 {
			more = fmt.Sprintf(" (and %d lines after it)", found.More)
		}
		if err := l.intake.BareDelivery(line, "a POST to notify_url whose body the log does not have"+more+
			", so nobody knows which refunds it tells of: nginx writes - for a body over client_body_buffer_size; raise that, and dismiss this line once bills or answers say what became of them"); err != nil {
			return err
		}
	}
	return nil
}

// deliveries reads the part once more, from its first line, for the deliveries that it
// tells of.
func (l *logReader) deliveries(p files.Part) (logs.Deliveries, error) {
	if l.job.in.ReadsOn() {
		whole, err := l.job.in.Parts(0, l.job.digest.end, false)
		if err != nil {
			return logs.Deliveries{}, err
		}
		p = whole[0]
	}
	r, err := p.Reopen()
	if err != nil {
		return logs.Deliveries{}, err
	}
	defer r.Close()
	text, _, err := files.DecodeLog(r)
	if err != nil {
		return logs.Deliveries{}, files.Refuse(err)
	}
	found, err := logs.ReadDeliveries(text, l.job.opts.Merchant.NotifyURL, l.source.FirstLine)
	if err != nil {
		return found, files.Refuse(err)
	}
	return found, nil
}
