package reports

import "hash/crc32"

// crcAppend is the CRC-32 of two pieces of data, one behind the other, from the
// checksum of each and the size of the second. A checksum is a remainder of
// polynomials over GF(2): as many noughts as the second has bits are appended to
// the first, which is to multiply it by a power of x, and the second is added. (So
// does zlib's crc32_combine.)
func crcAppend(first, second uint32, size int64) uint32 {
	square := uint32(1) << 30 // x; the bit on the left is 1
	for bits := size * 8; bits > 0; bits >>= 1 {
		if bits&1 == 1 {
			first = crcTimes(square, first)
		}
		square = crcTimes(square, square)
	}
	return first ^ second
}

// crcTimes multiplies two remainders.
func crcTimes(a, b uint32) (product uint32) {
	for bit := uint32(1) << 31; a != 0; bit >>= 1 {
		if a&bit != 0 {
			product ^= b
			a ^= bit
		}
		b = b>>1 ^ crc32.IEEE&-(b&1)
	}
	return product
}
