package exchange

import (
	"regexp"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// charset is an encoding of one byte per character.
type charset struct{ table *charmap.Charmap }

func (c *charset) decode(text string) string {
	var b strings.Builder
	for i := range len(text) {
		b.WriteRune(c.table.DecodeByte(text[i]))
	}
	return b.String()
}

// charsets are the encodings that old programs still save, by their names in lower
// case. Any other file must be UTF-8 or UTF-16.
var charsets = map[string]*charset{
	"iso-8859-1": {charmap.ISO8859_1}, "iso-8859-2": {charmap.ISO8859_2}, "iso-8859-15": {charmap.ISO8859_15},
	"windows-1250": {charmap.Windows1250}, "windows-1251": {charmap.Windows1251}, "windows-1252": {charmap.Windows1252},
	"cp1250": {charmap.Windows1250}, "cp1251": {charmap.Windows1251}, "cp1252": {charmap.Windows1252}, "koi8-r": {charmap.KOI8R},
}

// declaredCharset finds the encoding in the declaration of XML, and in the header of
// a PO file.
var declaredCharset = regexp.MustCompile(`^\s*<\?xml[^>]*?encoding=["']([^"']+)["']|(?m)^"Content-Type: text/plain; charset=([^\\"\s]+)`)

// longestHeader bounds where an encoding is looked for, in bytes.
const longestHeader = 4 << 10

// declared returns the encoding that a file names, nil if it is UTF-8 or unknown.
func declared(text string) *charset {
	m := declaredCharset.FindStringSubmatch(text[:min(len(text), longestHeader)])
	if m == nil {
		return nil
	}
	return charsets[strings.ToLower(m[1]+m[2])]
}
