package yamlsrc

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"

	"gopkg.in/yaml.v3"

	"nlgserver/internal/diag"
)

// oddBreaks are the characters at which YAML 1.1 also breaks lines.
const oddBreaks = "\u0085\u2028\u2029"

// hideEscapes replaces the escapes that Rasa reads and yaml.v3 rejects, \/ and
// whole surrogate pairs, with others of the same length, so that no position moves.
// It cannot tell quoted text from other text: [builder.restore] undoes the change in
// every scalar. Rasa: section 1.6, D21.
func hideEscapes(data []byte) (hidden []byte, changed bool) {
	hidden = data
	for i := bytes.IndexByte(data, '\\'); i >= 0; {
		size := hiddenLength(data[i:])
		if size > 0 && !changed {
			if bytes.ContainsAny(data, oddBreaks) {
				return data, false // flowPieces could not restore the text
			}
			hidden, changed = bytes.Clone(data), true
		}
		hide(hidden[i : i+size])
		i += max(size, 2) // an escaped backslash escapes nothing
		if i >= len(data) {
			break
		}
		next := bytes.IndexByte(data[i:], '\\')
		if next < 0 {
			break
		}
		i += next
	}
	return hidden, changed
}

// hiddenLength returns the length of an escape to hide at the start of s, 0 if
// there is none.
func hiddenLength[T string | []byte](s T) int {
	switch {
	case len(s) < 2:
		return 0
	case s[1] == '/':
		return 2
	}
	if _, ok := surrogatePair(s); ok {
		return pairLength
	}
	return 0
}

// hide overwrites an escape with another of its length: \/ with \0, and the halves
// of a pair with two private characters.
func hide(escape []byte) {
	switch len(escape) {
	case 2:
		escape[1] = '0'
	case pairLength:
		escape[2], escape[8] = 'e', 'e'
	}
}

// pairLength is the length of a surrogate pair as it is written: \ud83d\ude42.
const pairLength = 12

// surrogatePair reads the two escapes of a surrogate pair at the start of s.
func surrogatePair[T string | []byte](s T) (r rune, ok bool) {
	if len(s) < pairLength || s[0] != '\\' || s[1] != 'u' || s[6] != '\\' || s[7] != 'u' {
		return 0, false
	}
	high, err := strconv.ParseUint(string(s[2:6]), 16, 16)
	if err != nil {
		return 0, false
	}
	low, err := strconv.ParseUint(string(s[8:12]), 16, 16)
	if err != nil {
		return 0, false
	}
	r = utf16.DecodeRune(rune(high), rune(low))
	return r, r != unicode.ReplacementChar
}

// restore returns the text of a scalar as the author wrote it, after hideEscapes.
func (b *builder) restore(n *Node, raw *yaml.Node) string {
	src := b.doc.text
	if n.Style == DoubleQuoted {
		if end := quotedEnd(src, n.offset); strings.IndexByte(src[n.offset:end], '\\') < 0 {
			return raw.Value
		}
		var text strings.Builder
		for p := range flowPieces(src, n.offset+1, DoubleQuoted) {
			text.WriteString(p.text)
		}
		return text.String()
	}
	pos := n.offset
	if n.Style == Literal || n.Style == Folded {
		pos = nextLine(src, pos) // the header may have a comment
	}
	text := []byte(raw.Value)
	for i := 0; ; i++ { // outside double quotes every backslash stays
		next := bytes.IndexByte(text[i:], '\\')
		if next < 0 {
			return string(text)
		}
		from := strings.IndexByte(src[pos:], '\\')
		if from < 0 {
			return string(text)
		}
		i, pos = i+next, pos+from
		size := max(hiddenLength(src[pos:]), 1)
		copy(text[i:], src[pos:pos+size])
		i, pos = i+size-1, pos+size
	}
}

// maxPairs bounds the warnings of surrogate pairs, so that errors are never left out
// for them.
const maxPairs = maxProblems / 2

// reportPairs warns of surrogate pairs, which Rasa Pro rejects. D21.
func (b *builder) reportPairs(n *Node) {
	for p := range flowPieces(b.doc.text, n.offset+1, DoubleQuoted) {
		if b.pairs == maxPairs {
			return
		}
		r, ok := surrogatePair(b.doc.text[p.offset:])
		if !ok || p.verbatim {
			continue
		}
		written := string(r)
		if !unicode.IsGraphic(r) {
			written = fmt.Sprintf(`\U%08x`, r)
		}
		d := b.doc.errorAt(p.offset, diag.SurrogatePair,
			"a character written as a surrogate pair: Rasa Open Source reads it only in a file that is all ASCII, and Rasa Pro rejects the file",
			"write `"+written+"`")
		d.Severity = diag.Warning
		b.pairs++
		b.add(d)
	}
}

// explainEscape returns why an escape is not one.
func explainEscape(escape string) (message, hint string) {
	const backslash = "write `\\\\` for a backslash, or use single quotes"
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[escape[min(1, len(escape)-1)]]
	if digits == 0 {
		return "unknown escape in double quotes", backslash
	}
	end := 2
	for end < len(escape) && end < 2+digits && isHex(escape[end]) {
		end++
	}
	if end < 2+digits {
		return fmt.Sprintf("the escape %s needs %d hexadecimal digits", escape[:2], digits), backslash
	}
	switch code, _ := strconv.ParseUint(escape[2:end], 16, 32); {
	case 0xd800 <= code && code < 0xdc00:
		return escape[:end] + " is the first half of a surrogate pair, and the second half does not follow", "write the character itself"
	case 0xdc00 <= code && code < 0xe000:
		return escape[:end] + " is the second half of a surrogate pair, and the first half is not before it", "write the character itself"
	default:
		return escape[:end] + " is not a character: the last one is U+10FFFF", "write the character itself"
	}
}
