package yamlsrc

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"nlgserver/internal/diag"
)

const byteOrderMark = "\ufeff"

// maxBadCharacters bounds how many forbidden characters are reported: a file with
// more is not text.
const maxBadCharacters = 10

// checkEncoding returns an error for each character that is not UTF-8 or not
// allowed in YAML. A file with such an error is not parsed. Rasa: section 1.6.
func checkEncoding(doc *Document, data []byte) diag.List {
	if isUTF16(data) {
		return diag.List{doc.Diagnose(1, 1, diag.Error, diag.BadEncoding,
			"the file is UTF-16, not UTF-8", "save the file as UTF-8")}
	}
	var problems diag.List
	for i := 0; i < len(data) && len(problems) < maxBadCharacters; {
		if c := data[i]; ' ' <= c && c < 0x7f || c == '\n' {
			i++
			continue
		}
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			problems = append(problems, doc.errorAt(i, diag.BadEncoding,
				fmt.Sprintf("the byte 0x%02X is not valid UTF-8", data[i]),
				"save the file as UTF-8"))
		case !allowed(r):
			problems = append(problems, doc.errorAt(i, diag.BadEncoding,
				fmt.Sprintf("the control character %U is not allowed in YAML", r),
				"delete this invisible character; most editors can show it"))
		}
		i += size
	}
	for i := range problems {
		problems[i].Source = strings.Map(printable, problems[i].Source)
	}
	return problems
}

// printable replaces characters that must not reach a terminal.
func printable(r rune) rune {
	if allowed(r) {
		return r
	}
	return utf8.RuneError
}

// allowed reports whether YAML allows the character in a file.
func allowed(r rune) bool {
	switch {
	case r == '\t', r == '\n', r == '\r', r == 0x85:
		return true
	case r < ' ', 0x7f <= r && r < 0xa0, r == 0xfffe, r == 0xffff:
		return false
	default:
		return true
	}
}

// isUTF16 reports whether data has the byte order mark of UTF-16, or every other
// byte is zero.
func isUTF16(data []byte) bool {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return true
	}
	return len(data) >= 4 && (data[0] == 0 && data[1] != 0 && data[2] == 0 && data[3] != 0 ||
		data[0] != 0 && data[1] == 0 && data[2] != 0 && data[3] == 0)
}
