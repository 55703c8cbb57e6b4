package runner

import (
	"path/filepath"
	"strings"

	"reconcile/cmd/reconcile/internal/announce"
	"reconcile/ledger"
	"reconcile/reports"
	"reconcile/words"
)

// situate reads what the verdict on the run and the to-dos follow from, once in a language.
func (s *summary) situate(language string) (*reports.Situation, error) {
	if s.situation != nil && s.situation.Language == language {
		return s.situation, nil
	}
	at, err := reports.Situate(s.ctx, s.Books, s.run, s.run.AsOf, language)
	if err != nil {
		return nil, err
	}
	at.Account, at.Config, at.Job = s.Config.OfAccount(s.Job.Account).In(words.Language(language)), s.Config.Flag(), s.flags()
	at.Workbook = filepath.Join(s.folder(s.run), reports.Report{Run: s.run}.WorkbookName())
	at.Page = func(w ledger.Waiting) string { return filepath.Join(s.folder(s.run), "batches", w.BatchNo+".html") }
	s.situation = at
	return at, nil
}

// verdict prints what people must know first: the verdict, and whatever must not be
// submitted any more, with the commands.
func (s *summary) verdict() error {
	at, err := s.situate(string(s.Language))
	if err != nil {
		return err
	}
	v := at.Verdict()
	var also words.Text
	if at.Incomplete && v != reports.Incomplete {
		also = words.New("; %s %s: not everything was read", reports.Incomplete.Sign(), reports.Incomplete.Words(string(s.Language)))
	}
	s.line("verdict", "%s %s: %s%s", v.Sign(), v.Words(string(s.Language)), at.Headline(), also)
	for _, t := range at.Tasks() {
		if t.By != reports.Now {
			continue
		}
		s.line("stop", "%s", t.Say)
		for _, command := range t.Commands(at.At, string(s.Language)) {
			s.line("", "%s", command)
		}
	}
	return nil
}

// firstTasks is how many things to do a summary has; reconcile status has all.
const firstTasks = 2

// tasks prints the first things to do that are not to be stopped, which the verdict has.
// A dry run asks for nothing: what it would issue is nowhere.
func (s *summary) tasks() error {
	if s.Settings.DryRun {
		return nil
	}
	at, err := s.situate(string(s.Language))
	if err != nil {
		return err
	}
	head, n := "do", 0
	for _, t := range at.Tasks() {
		if t.By == reports.Now {
			continue
		}
		if n++; n > firstTasks {
			continue
		}
		say := t.Say
		if t.Command != "" {
			say += ": " + t.Command
		}
		s.line(head, "%d. %s", n, say)
		head = ""
	}
	if more := n - firstTasks; more > 0 {
		s.line("", "%d more: reconcile status%s", more, s.flags())
	}
	return nil
}

// readSituation reads the verdict and the to-dos into what is announced.
func readSituation(e *announce.Event, s *summary) error {
	at, err := s.situate(e.Language)
	if err != nil {
		return err
	}
	e.Verdict, e.Headline = at.Verdict(), at.Headline()
	for _, t := range at.Tasks() {
		e.Tasks = append(e.Tasks, announce.Task{Say: t.Say, Who: t.Who.Words(e.Language), By: t.By.Words(e.Language), Commands: t.Commands(at.At, e.Language),
			See: strings.TrimSpace(t.SheetName(e.Language) + " " + t.Rows()), Shell: t.Who != reports.Finance})
	}
	return nil
}

// asksNothing reports whether a run asks nothing of anybody, so that a quiet program may be
// silent.
func (s *summary) asksNothing() (bool, error) {
	if s.run.Outcome != ledger.Clean || len(s.batches) > 0 {
		return false, nil
	}
	at, err := s.situate(string(s.Language))
	return err == nil && len(at.Stops) == 0, err
}
