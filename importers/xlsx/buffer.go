package xlsx

import "io"

// fill makes room and reads until the buffer is full or the part ends. Errors:
// those of the part; *UnsupportedError where one token fills the greatest
// buffer.
func (s *scanner) fill() error {
	if s.pos > 0 {
		copy(s.buf, s.buf[s.pos:s.end])
		s.base += int64(s.pos)
		s.end -= s.pos
		s.pos = 0
	}
	if s.end == len(s.buf) {
		if len(s.buf) >= maxToken {
			return unsupported("a text or tag of more than %d MiB: no workbook of Excel's has one", maxToken>>20)
		}
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	for s.end < len(s.buf) && !s.eof {
		n, err := s.r.Read(s.buf[s.end:])
		s.end += n
		if err == io.EOF {
			s.eof = true
		} else if err != nil {
			return err
		}
	}
	return nil
}

// wrong says what is wrong, and at which byte of the unpacked part.
func (s *scanner) wrong(reason string) error {
	return damaged("%s (byte %d)", reason, s.base+int64(s.pos))
}
