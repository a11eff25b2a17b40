package access

import (
	"crypto/sha256"
	"strings"
)

// parameter returns the hash of the first query parameter of that name. A
// malformed one counts as missing.
func parameter(query, name string) (digest, bool) {
	for query != "" {
		var part string
		part, query, _ = strings.Cut(query, "&")
		if key, value, _ := strings.Cut(part, "="); key == name {
			return unescapedDigest(value)
		}
	}
	return digest{}, false
}

// unescapedDigest decodes %41 and + and hashes the result, without allocating.
func unescapedDigest(value string) (digest, bool) {
	var buf [maxSecret]byte
	n := 0
	for i := 0; i < len(value); i++ {
		if n == len(buf) {
			return digest{}, false
		}
		c := value[i]
		switch c {
		case '+':
			c = ' '
		case '%':
			if i+2 >= len(value) {
				return digest{}, false
			}
			high, low := hex(value[i+1]), hex(value[i+2])
			if high > 15 || low > 15 {
				return digest{}, false
			}
			c = high<<4 | low
			i += 2
		}
		buf[n] = c
		n++
	}
	return sha256.Sum256(buf[:n]), true
}

// hex returns the value of a hexadecimal digit, more than 15 for any other byte.
func hex(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10
	default:
		return 0xff
	}
}
