package xlsx

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"hash/crc32"
	"io"
)

// A partReader unpacks one member and compares it with what the archive declares: it
// returns io.EOF only if size, checksum and the packed bytes agree. The reader of
// archive/zip does not verify a checksum of zero.
type partReader struct {
	file   *zip.File
	packed *bufio.Reader
	out    io.Reader
	count  uint64
	sum    uint32
	err    error
}

// openPart opens a member. Its reader returns io.EOF or a *DamagedError at the end.
func openPart(f *zip.File) (*partReader, error) {
	raw, err := f.OpenRaw()
	if err != nil {
		return nil, damaged("is not where the list of members says")
	}
	p := &partReader{file: f, packed: bufio.NewReaderSize(raw, 32<<10)}
	p.out = p.packed
	if f.Method == zip.Deflate {
		p.out = flate.NewReader(p.packed)
	}
	return p, nil
}

func (p *partReader) Read(b []byte) (int, error) {
	if p.err != nil {
		return 0, p.err
	}
	n, err := p.out.Read(b)
	p.count += uint64(n)
	p.sum = crc32.Update(p.sum, crc32.IEEETable, b[:n])
	switch {
	case p.count > p.file.UncompressedSize64:
		p.err = damaged("holds more than the %d bytes that it declares", p.file.UncompressedSize64)
		return 0, p.err
	case err == io.EOF:
		p.err = p.finish()
	case err != nil:
		p.err = damaged("does not unpack")
	}
	return n, p.err
}

// finish returns io.EOF if the member is as declared. Errors: *DamagedError.
func (p *partReader) finish() error {
	if p.count != p.file.UncompressedSize64 {
		return damaged("holds %d bytes and declares %d", p.count, p.file.UncompressedSize64)
	}
	if p.sum != p.file.CRC32 {
		return damaged("its checksum does not match")
	}
	if _, err := p.packed.ReadByte(); err != io.EOF {
		return damaged("something stands behind its packed bytes")
	}
	return io.EOF
}
