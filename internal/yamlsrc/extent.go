package yamlsrc

import (
	"strings"
	"unicode/utf8"
)

// Extent is the location of an entry of a map, as byte offsets in [Document.Text],
// for a program that edits the file in place.
type Extent struct {
	// Key is the first byte of the key.
	Key int
	// Colon is the byte after the key's colon.
	Colon int
	// Value is the first byte of the value, after its anchor and tag. For an
	// alias it is the star, for an empty value Colon.
	Value int
	// End is the byte after the value, without comments.
	End int
}

// Text returns the file as it was read, without a byte order mark.
func (d *Document) Text() string { return d.text }

// Extent returns the location of an entry that is written in its own map, not
// added by a merge key. After an edit, read the result again and compare.
func (d *Document) Extent(p Pair) Extent {
	e := Extent{Key: p.Key.offset}
	e.Colon = d.pastColon(d.End(p.Key))
	e.Value, e.End = d.extent(p.Value, e.Colon)
	return e
}

// Start returns the first byte of a node that is not an alias. It is after the
// anchor and tag of a scalar, a list in [] and a map in {}.
func (d *Document) Start(n *Node) int {
	pos := n.offset
	for n.Kind != Scalar && n.Style == Flow && pos < len(d.text) && strings.IndexByte("&!", d.text[pos]) >= 0 {
		pos = skipGap(d.text, pos+propertyLength(d.text[pos:]))
	}
	return pos
}

// End returns the byte after a node that is not an alias.
func (d *Document) End(n *Node) int {
	switch {
	case n.Kind != Scalar && n.Style == Flow && d.isBracket(d.Start(n)):
		return d.flowEnd(n)
	case n.Kind != Scalar:
		return d.blockEnd(n)
	case n.empty:
		return n.offset
	case n.Style == SingleQuoted || n.Style == DoubleQuoted:
		return quotedEnd(d.text, n.offset)
	case n.Style == Literal || n.Style == Folded:
		return d.literalEnd(n)
	default:
		return d.plainEnd(n)
	}
}

func (d *Document) isBracket(pos int) bool {
	return pos < len(d.text) && strings.IndexByte("[{", d.text[pos]) >= 0
}

// extent finds a value at or after the byte from; it may be an alias, or empty.
func (d *Document) extent(n *Node, from int) (start, end int) {
	at := skipGap(d.text, from)
	switch {
	case at < len(d.text) && d.text[at] == '*':
		return at, at + propertyLength(d.text[at:])
	case n.empty || n.offset < from:
		return from, from
	default:
		return d.Start(n), d.End(n)
	}
}

// flowEnd returns the end of a list in [] or a map in {}.
func (d *Document) flowEnd(n *Node) int {
	if n.merges {
		return d.mergedFlowEnd(n)
	}
	pos := d.Start(n) + 1
	for _, item := range n.Items {
		_, pos = d.extent(item, skipCommas(d.text, pos))
	}
	for _, p := range n.Pairs {
		_, pos = d.extent(p.Key, skipCommas(d.text, pos))
		if at := skipGap(d.text, pos); at < len(d.text) && d.text[at] == ':' {
			_, pos = d.extent(p.Value, at+1)
		}
	}
	if pos = skipCommas(d.text, pos); pos < len(d.text) {
		pos++ // the bracket
	}
	return pos
}

// blockEnd returns the end of a list or a map in block style.
func (d *Document) blockEnd(n *Node) int {
	if n.merges {
		return d.mergedEnd(n)
	}
	pos := n.offset
	for _, item := range n.Items {
		if at := skipGap(d.text, pos); at < len(d.text) && d.text[at] == '-' {
			pos = at + 1
		}
		_, pos = d.extent(item, pos)
	}
	for _, p := range n.Pairs {
		_, pos = d.extent(p.Key, skipGap(d.text, pos))
		_, pos = d.extent(p.Value, d.pastColon(pos))
	}
	return pos
}

// mergedEnd returns the end of the last entry that is written in a map with a merge
// key. Its pairs are not in the order of the file.
func (d *Document) mergedEnd(n *Node) int {
	at := d.origins[n]
	pos := d.lines[at.line-1]
	for range at.column - 1 {
		_, size := utf8.DecodeRuneInString(d.text[pos:])
		pos += size
	}
	if strings.HasPrefix(d.text[pos:], "*") {
		pos += propertyLength(d.text[pos:])
	} else if n.Style != Flow { // a list of aliases
		pos += lineLength(d.text[pos:])
	}
	for _, p := range n.Pairs {
		if p.Key.offset >= n.offset {
			pos = max(pos, d.Extent(p).End)
		}
	}
	return pos
}

// mergedFlowEnd returns the end of a map in {} with a merge key.
func (d *Document) mergedFlowEnd(n *Node) int {
	pos := d.mergedEnd(n)
	for depth := 1; pos < len(d.text) && depth > 0; pos++ {
		switch d.text[pos] {
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		}
	}
	return pos
}

// pastColon returns the byte after the colon that follows a key.
func (d *Document) pastColon(pos int) int {
	if at := skipGap(d.text, pos); at < len(d.text) && d.text[at] == ':' {
		return at + 1
	}
	return pos
}

// plainEnd finds the end of a scalar without quotes.
func (d *Document) plainEnd(n *Node) int {
	text, isText := n.Value.Text()
	switch {
	case isText && !n.expanded:
		return d.textEnd(n, text)
	case n.expanded:
		line := d.text[n.offset : n.offset+lineLength(d.text[n.offset:])]
		line, _, _ = strings.Cut(line, " #")
		return n.offset + len(strings.TrimRight(line, " \t"))
	}
	if i := strings.IndexAny(d.text[n.offset:], " \t\r\n,]}:"); i >= 0 {
		return n.offset + i
	}
	return len(d.text)
}

// literalEnd finds the end of the last line of text of a block.
func (d *Document) literalEnd(n *Node) int {
	text, _ := n.Value.Text()
	if text = strings.TrimRight(text, "\n"); text == "" {
		return n.offset + lineLength(d.text[n.offset:])
	}
	return d.textEnd(n, text)
}

// textEnd returns the byte after a scalar's text.
func (d *Document) textEnd(n *Node, text string) int {
	left, end := len(text), n.offset
	for p := range d.pieces(n, text) {
		if left <= len(p.text) {
			return min(p.offset+left, len(d.text))
		}
		left -= len(p.text)
		end = p.offset + len(p.text)
	}
	return min(end, len(d.text))
}

// quotedEnd finds the end of a quoted scalar that starts at pos.
func quotedEnd(text string, pos int) int {
	quote := text[pos]
	for pos++; pos < len(text); pos++ {
		switch {
		case text[pos] == '\\' && quote == '"':
			pos++
		case text[pos] != quote:
		case quote == '\'' && strings.HasPrefix(text[pos+1:], "'"):
			pos++
		default:
			return pos + 1
		}
	}
	return len(text)
}

// skipGap skips white space, line breaks and comments.
func skipGap(text string, pos int) int {
	for pos < len(text) {
		switch c := text[pos]; {
		case isBlank(c) || isBreak(c):
			pos++
		case c == '#' && (pos == 0 || isBlank(text[pos-1]) || isBreak(text[pos-1])):
			pos += lineLength(text[pos:])
		default:
			return pos
		}
	}
	return pos
}

// skipCommas is skipGap that also skips commas.
func skipCommas(text string, pos int) int {
	for pos = skipGap(text, pos); pos < len(text) && text[pos] == ','; pos = skipGap(text, pos+1) {
	}
	return pos
}

// ItemExtent is the location of an item of a list, as byte offsets in
// [Document.Text].
type ItemExtent struct {
	// Dash is the dash of the item; between [ and ] it is Value.
	Dash int
	// Value is the first byte of the value, after its anchor and tag; for an alias
	// it is the star.
	Value int
	// End is the byte after the value, without comments.
	End int
}

// ItemExtents returns the locations of the items of a list that is written where it
// is, and is not an alias.
func (d *Document) ItemExtents(n *Node) []ItemExtent {
	all := make([]ItemExtent, len(n.Items))
	isFlow := n.Style == Flow
	pos := d.Start(n)
	if isFlow {
		pos++
	} else {
		pos = skipProperties(d.text, pos)
	}
	for i, item := range n.Items {
		e := &all[i]
		if isFlow {
			e.Value, e.End = d.extent(item, skipCommas(d.text, pos))
			e.Dash = e.Value
		} else {
			e.Dash = skipGap(d.text, pos)
			if e.Dash < len(d.text) && d.text[e.Dash] == '-' {
				pos = e.Dash + 1
			}
			e.Value, e.End = d.extent(item, pos)
		}
		pos = e.End
	}
	return all
}
