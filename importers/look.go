package importers

import (
	"context"
	"io"

	"reconcile/importers/files"
	"reconcile/ledger"
)

// A Survey is what a file holds that is read as a kind, without a ledger.
type Survey struct {
	Parts   []TakenPart
	Refused string // why the file is refused, or what of it is not read; empty for neither
	Left    int64  // bytes of an unfinished last line
}

// Look reads a file as a source of its kind is read. Errors: those of the context.
func Look(ctx context.Context, kind ledger.Kind, name string, o Options) (s Survey, err error) {
	j := &job{ctx: ctx, file: File{Kind: kind, Name: name}, opts: o, began: o.now()}
	if !j.isLog() {
		preview := func() (Taken, error) { return previewFile(name, o, true, 0) }
		if kind == ledger.Answers {
			preview = func() (Taken, error) { return previewAnswers(name, 0) }
		}
		taken, err := preview()
		if s.Parts = taken.Parts; err != nil {
			s.Refused = refusalOf(err)
		}
		return s, ctx.Err()
	}
	if err := j.look(&s); err != nil {
		s.Refused = refusalOf(err)
	}
	return s, ctx.Err()
}

// look reads a log up to where a run would read it.
func (j *job) look(s *Survey) (err error) {
	if j.in, err = files.Open(j.file.Name, false); err != nil {
		return err
	}
	defer j.in.Close()
	if err := j.setEnd(); err != nil {
		return err
	}
	s.Left, s.Refused = j.out.Left, j.out.Unread
	parts, err := j.in.Parts(0, j.digest.end, false)
	if err != nil {
		return err
	}
	for _, p := range parts {
		part := TakenPart{Name: p.Name, As: map[ledger.Kind]string{ledger.Notify: asNotify, ledger.Requests: asRequests}[j.file.Kind]}
		p = stoppablePart(j.ctx, p)
		err := part.readLog(p, j.file.Kind, j.opts, 0)
		if err == nil {
			err = part.findBare(p, j.opts)
		}
		if err != nil {
			return files.InMember(p.Name, err)
		}
		s.Parts = append(s.Parts, part)
	}
	return nil
}

// stoppablePart is a part that fails to be read when its context is done.
func stoppablePart(ctx context.Context, p files.Part) files.Part {
	open := p.Open
	p.Open = func(tap io.Writer) (io.ReadCloser, error) {
		r, err := open(tap)
		if err != nil {
			return nil, err
		}
		return struct {
			io.Reader
			io.Closer
		}{&stoppable{ctx, r}, r}, nil
	}
	return p
}
