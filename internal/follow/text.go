package follow

import (
	"bytes"
	"errors"
)

// plainText returns the text of a small file without the byte order mark that
// Windows programs write. UTF-16, which PowerShell's > writes, is an error: no
// secret in it could ever match.
func plainText(path string, data []byte) ([]byte, error) {
	if isUTF16(data) {
		return nil, errors.New(path + " is UTF-16; save it as UTF-8")
	}
	return bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), nil
}

// isUTF16 reports whether the data begins with a byte order mark of UTF-16, or
// with an ASCII character in it.
func isUTF16(data []byte) bool {
	if len(data) < 2 {
		return false
	}
	a, b := data[0], data[1]
	return a == 0xff && b == 0xfe || a == 0xfe && b == 0xff || (a == 0) != (b == 0)
}
