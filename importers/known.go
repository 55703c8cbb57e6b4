package importers

import (
	"strings"

	"reconcile/ledger"
)

// sources are what the ledger has read of the bytes with this digest, without
// what it has read beyond them where a log has grown since.
func (j *job) sources(sha256 string) ([]ledger.Source, error) {
	all, err := j.ledger.SourcesOf(j.ctx, j.file.Account, j.file.Kind, sha256)
	for len(all) > 0 && all[len(all)-1].SHA256 != sha256 {
		all = all[:len(all)-1]
	}
	return all, err
}

// isUnchanged tells whether these bytes were read before: in an earlier run, or
// at another path of this one. Where this run has read them at this very path
// it was cut off afterwards, and they are still its own.
func (j *job) isUnchanged(last ledger.Source) bool {
	own := last.Path == j.file.Path || strings.HasPrefix(last.Path, j.file.Path+"/")
	return last.Run != j.file.Run || !own
}

// report sums what the ledger has read of the file, whichever run did.
func (j *job) report(sources []ledger.Source) {
	for i, s := range sources {
		if i == 0 {
			j.out.Root = s.Root
		}
		j.out.Counts = j.out.Counts.Add(s.Counts)
		j.out.Extra += s.Extra
		j.out.Charset, j.out.How = s.Charset, s.How
		if !s.First.IsZero() && (j.out.First.IsZero() || s.First.Before(j.out.First)) {
			j.out.First = s.First
		}
		if s.Last.After(j.out.Last) {
			j.out.Last = s.Last
		}
	}
}
