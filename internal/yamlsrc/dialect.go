package yamlsrc

import (
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"nlgserver/internal/diag"
)

// dialect finds what yaml.v3 reads and Rasa's readers reject. Rasa reads a domain
// twice: the reader written in Python rejects tabs and \', the one written in C
// rejects colons between brackets. Rasa: section 1.6.
type dialect struct {
	apostrophes bool             // the file has a \'
	gaps        bool             // the file has a tab or an odd break, so what is between scalars is checked too
	scalars     []extent         // of every scalar with text, in the order of the file; only if gaps is set
	names       map[string]*Node // the anchors so far
}

// extent is where the text of a scalar is.
type extent struct {
	start, end int
	style      Style
}

func newDialect(text string) *dialect {
	return &dialect{
		apostrophes: strings.Contains(text, `\'`),
		gaps:        strings.IndexByte(text, '\t') >= 0 || hasOddBreak(text),
	}
}

// hasOddBreak reports whether a text has one of oddBreaks, without looking at each
// character.
func hasOddBreak(text string) bool {
	for _, r := range oddBreaks {
		if strings.Contains(text, string(r)) {
			return true
		}
	}
	return false
}

// checkScalar checks a scalar; text is its value, before it is resolved.
func (b *builder) checkScalar(n *Node, text string) {
	switch n.Style {
	case Plain:
		if b.flow > 0 {
			b.checkColon(n, text)
		}
	case DoubleQuoted:
		if b.dialect.apostrophes {
			b.checkApostrophe(n)
		}
		if b.hidden {
			b.reportPairs(n)
		}
	case Literal, Folded:
		b.checkHeader(n)
	}
	if b.dialect.gaps && (text != "" || n.Style != Plain) {
		b.dialect.scalars = append(b.dialect.scalars, b.extentOf(n, text))
	}
}

// extentOf finds the end of a scalar. A text block starts below its header.
func (b *builder) extentOf(n *Node, text string) extent {
	e := extent{n.offset, n.offset, n.Style}
	at := *n
	switch n.Style {
	case SingleQuoted, DoubleQuoted:
		e.end = quotedEnd(b.doc.text, n.offset)
	case Literal, Folded:
		e.start = nextLine(b.doc.text, n.offset)
		if text = strings.TrimRight(text, "\n"); text != "" {
			e.end = b.doc.textEnd(&at, text)
		}
	default:
		e.end = b.doc.textEnd(&at, text)
	}
	e.end = max(e.start, e.end)
	return e
}

// checkAnchor rejects an anchor with the name of an earlier one, and one that
// touches a colon, which Rasa's two readers read differently.
func (b *builder) checkAnchor(n *Node, name string) {
	if past := b.pastAnchor(n, name); past > 0 && strings.HasPrefix(b.doc.text[past:], ":") {
		b.reject(past, "Rasa's YAML reader reads this colon as part of the anchor's name",
			"write a space after &"+name+", or quote text that starts with &")
	}
	first, again := b.dialect.names[name]
	if !again {
		if b.dialect.names == nil {
			b.dialect.names = make(map[string]*Node)
		}
		b.dialect.names[name] = n
		return
	}
	if b.isFull() {
		return
	}
	at := n.offset
	if i := strings.LastIndex(b.doc.text[:min(at+1+len(name), len(b.doc.text))], "&"+name); i >= 0 {
		at = i
	}
	d := b.doc.errorAt(at, diag.RasaSyntax,
		"Rasa's YAML reader rejects a second anchor &"+name, "give one of them another name")
	d.Related = &diag.Related{Position: b.doc.Position(first), Message: "first used here"}
	b.add(d)
}

// pastAnchor returns the byte after the anchor of a node if the node starts with it
// or right after it, else 0.
func (b *builder) pastAnchor(n *Node, name string) int {
	name = "&" + name
	switch text, at := b.doc.text, n.offset; {
	case strings.HasPrefix(text[at:], name):
		return at + len(name)
	case strings.HasSuffix(text[:at], name):
		return at
	default:
		return 0
	}
}

// checkAlias rejects an alias that touches the colon of its key.
func (b *builder) checkAlias(at *Node, name string) {
	if strings.HasPrefix(b.doc.text[at.offset:], "*"+name+":") {
		b.report(at, diag.RasaSyntax, "Rasa's YAML reader reads the colon as part of the name", "write `*"+name+" :`")
	}
}

// checkColon rejects unquoted text with a colon inside brackets, such as
// {url: https://…}.
func (b *builder) checkColon(n *Node, text string) {
	i := strings.IndexByte(text, ':')
	if i < 0 || b.isFull() {
		return
	}
	hint := quoteHint(text)
	if key, value := strings.TrimRight(text[:i], " "), text[i+1:]; b.keyOnly && isShort(text) && value != "" && !strings.HasPrefix(value, "//") {
		hint = "write `" + key + ": " + value + "`"
	}
	offset := n.offset
	for p := range b.doc.pieces(n, text) {
		if i < len(p.text) {
			offset = p.offset + i
			break
		}
		i -= len(p.text)
	}
	b.reject(offset, "Rasa's YAML reader rejects unquoted text with a colon inside [ ] or { }", hint)
}

// checkApostrophe rejects \', which is no escape of YAML.
func (b *builder) checkApostrophe(n *Node) {
	src := b.doc.text[n.offset:quotedEnd(b.doc.text, n.offset)]
	for i := 1; i+1 < len(src); i++ {
		if src[i] != '\\' {
			continue
		}
		if src[i+1] == '\'' {
			hint := "delete the backslash"
			if fixed := withoutApostrophes(src); isShort(fixed) {
				hint = "write `" + fixed + "`"
			}
			b.reject(n.offset+i, `\' is not an escape in double quotes: Rasa's YAML reader rejects it`, hint)
			return
		}
		i++
	}
}

// withoutApostrophes writes ' for each \' of a quoted text.
func withoutApostrophes(src string) string {
	var out strings.Builder
	for i := 0; i < len(src); i++ {
		if src[i] == '\\' && i+1 < len(src) {
			if i++; src[i] != '\'' {
				out.WriteByte('\\')
			}
		}
		out.WriteByte(src[i])
	}
	return out.String()
}

// checkHeader rejects a comment right after | or >.
func (b *builder) checkHeader(n *Node) {
	i := n.offset + 1
	for i < len(b.doc.text) && strings.IndexByte("+-0123456789", b.doc.text[i]) >= 0 {
		i++
	}
	if i < len(b.doc.text) && b.doc.text[i] == '#' {
		b.reject(i, "Rasa's YAML reader rejects a comment right after "+b.doc.text[n.offset:i],
			"write a space before it: `"+b.doc.text[n.offset:i]+" #`")
	}
}

// checkPair rejects a map without braces in a list whose colon touches its value:
// ["a":b].
func (b *builder) checkPair(child *Node, raw *yaml.Node) {
	text := b.doc.text
	start := b.doc.Start(child)
	if child.Kind != Mapping || raw.Kind == yaml.AliasNode || len(child.Pairs) != 1 ||
		start == len(text) || text[start] == '{' || text[start] == '?' {
		return
	}
	key := child.Pairs[0].Key
	if key.offset < start || text[start] == '*' {
		return
	}
	colon := b.doc.pastColon(b.doc.End(key)) - 1
	if colon+1 >= len(text) || text[colon] != ':' || isBlank(text[colon+1]) || isBreak(text[colon+1]) {
		return
	}
	b.reject(colon, "Rasa's YAML reader rejects a colon in [ ] without a space after it", "write a space after the colon")
}

// quoteHint says how to quote a text, with the same value.
func quoteHint(text string) string {
	if !isShort(text) {
		return "quote the text"
	}
	return "quote the text: `" + inAnyQuotes(text) + "`"
}

// isShort reports whether a hint may repeat a text.
func isShort(text string) bool {
	return len(text) <= utf8.UTFMax*maxHint && utf8.RuneCountInString(text) <= maxHint && !strings.ContainsAny(text, "\r\n`"+oddBreaks)
}

// inAnyQuotes writes a text of one line in the quotes that it needs.
func inAnyQuotes(text string) string {
	switch {
	case strings.IndexByte(text, '\t') >= 0:
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\t", `\t`).Replace(text) + `"`
	case strings.ContainsAny(text, `"\`):
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	default:
		return `"` + text + `"`
	}
}
