package capture

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"reconcile/alipay"
	"reconcile/words"
)

// The bounds of asking. Whoever sends forgeries makes the receiver ask no faster.
const (
	maxAsked   = 8 // at a time
	askTime    = 5 * time.Second
	maxWitness = 64 // bytes of an answer
)

// The answers of notify_verify (§8), and what else may become of a question.
const (
	answerTrue    = "true"
	answerFalse   = "false"
	answerInvalid = "invalid"
	answerOther   = "other" // it answered, and none of these
	answerNone    = "none"  // no answer came in time
)

// A Witness asks Alipay whether notifications are its own (notify_verify, §8), beside
// the answer to each and never before it: Alipay knows an id for a minute, and no longer
// than until it reads success. What it says is a line of its own in the log, and is no
// proof either. A nil Witness asks nobody.
type Witness struct {
	Address string // of notify_verify, without a query
	Partner string
	HTTP    *http.Client
	Log     *slog.Logger

	asked   sync.WaitGroup
	now     atomic.Int32 // how many questions are open
	failing atomic.Bool
	counts  witnessCounts
}

// witnessCounts are the answers since the start.
type witnessCounts struct {
	yes, no, invalid, other, none atomic.Int64
	skipped                       atomic.Int64 // not asked, because too many questions were open
}

// of returns the counter of an answer.
func (c *witnessCounts) of(answer string) *atomic.Int64 {
	switch answer {
	case answerTrue:
		return &c.yes
	case answerFalse:
		return &c.no
	case answerInvalid:
		return &c.invalid
	case answerNone:
		return &c.none
	}
	return &c.other
}

// ask asks about the notification of a text, for a log, and returns at once.
func (w *Witness) ask(text string, log *LogWriter) {
	if w == nil {
		return
	}
	params, err := alipay.ParseParams(text)
	id := params.Get("notify_id")
	if err != nil || !alipay.IsNotifyID(id) {
		return // Alipay has sent no such thing
	}
	if w.now.Add(1) > maxAsked {
		w.now.Add(-1)
		w.counts.skipped.Add(1)
		return
	}
	w.asked.Go(func() {
		defer w.now.Add(-1)
		answer, err := w.question(id)
		w.counts.of(answer).Add(1)
		w.logState(err)
		if err := log.putAnswer(id, answer); err != nil {
			w.Log.Warn("an answer of notify_verify is not stored", "cause", err)
		}
	})
}

// wait returns when no question is open.
func (w *Witness) wait() {
	if w != nil {
		w.asked.Wait()
	}
}

// question asks about one id. No error shows the address or the id.
func (w *Witness) question(id string) (answer string, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), askTime) // the bound of its own: it outlasts the request
	defer cancel()
	query := alipay.Params{{Name: "service", Value: "notify_verify"}, {Name: "partner", Value: w.Partner}, {Name: "notify_id", Value: id}}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, query.URL(w.Address), nil)
	if err != nil {
		return answerNone, words.Errorf("its address cannot be asked")
	}
	got, err := w.HTTP.Do(r)
	if err != nil {
		var shown *url.Error // it begins with the whole address
		if errors.As(err, &shown) {
			err = shown.Err
		}
		return answerNone, err
	}
	defer got.Body.Close()
	body, err := io.ReadAll(io.LimitReader(got.Body, maxWitness))
	if err != nil {
		return answerNone, err
	}
	switch said := strings.TrimSpace(string(body)); said {
	case answerTrue, answerFalse, answerInvalid:
		if got.StatusCode == http.StatusOK {
			return said, nil
		}
	}
	return answerOther, nil
}

// logState logs when no answers begin to come, and when they come again.
func (w *Witness) logState(err error) {
	failing := err != nil
	if w.failing.Swap(failing) == failing {
		return
	}
	if failing {
		w.Log.Warn("notify_verify does not answer", "cause", err)
		return
	}
	w.Log.Info("notify_verify answers again")
}
