package reports

import "hash/crc32"

// crcAppend is the CRC-32 of two pieces of data, one behind the other, from the
// checksum of each and the size of the second. A checksum is a remainder of
// polynomials over GF(2): as many noughts as the second has bits are appended to
// the first, a power of two of them at a time, and the second is added. (So does
// zlib's crc32_combine.)
func crcAppend(first, second uint32, size int64) uint32 {
	var shift crcShift // by one bit
	shift[0] = crc32.IEEE
	for i := 1; i < 32; i++ {
		shift[i] = 1 << (i - 1)
	}
	for bits := size * 8; bits > 0; bits >>= 1 {
		if bits&1 == 1 {
			first = shift.times(first)
		}
		shift = shift.squared()
	}
	return first ^ second
}

// A crcShift is a linear map of checksums: what becomes of each bit.
type crcShift [32]uint32

func (m *crcShift) times(v uint32) (sum uint32) {
	for i := 0; v != 0; i, v = i+1, v>>1 {
		if v&1 == 1 {
			sum ^= m[i]
		}
	}
	return sum
}

func (m *crcShift) squared() (square crcShift) {
	for i := range m {
		square[i] = m.times(m[i])
	}
	return square
}
