package yamlsrc

import (
	"errors"
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"

	"nlgserver/internal/diag"
	"nlgserver/internal/python"
)

// errUnusable stops building: there is no tree after the errors reported so far.
var errUnusable = errors.New("no usable tree")

// builder turns the nodes of yaml.v3 into ours. It visits each node once; aliases
// share it.
type builder struct {
	doc      *Document
	opt      Options
	cursor   cursor
	anchors  map[*yaml.Node]*Node // a nil Node while it is being built
	grown    int                  // bytes that environment variables added so far
	merged   int                  // pairs copied by merge keys so far
	flow     int                  // how many lists and maps in brackets are being built
	keyOnly  bool                 // a key between braces is being built that has no value
	dialect  *dialect             // nil if the file may use what only Rasa's reader rejects
	hidden   bool                 // hideEscapes changed the file
	pairs    int                  // surrogate pairs reported so far
	slab     []Node
	problems diag.List
}

func newBuilder(doc *Document, opt Options) *builder {
	b := &builder{
		doc:     doc,
		opt:     opt,
		cursor:  newCursor(doc.text),
		anchors: make(map[*yaml.Node]*Node),
	}
	if !opt.Lenient {
		b.dialect = newDialect(doc.text)
	}
	return b
}

// build converts a node; depth counts from 1. The error is always errUnusable; the
// problems contain the reason.
func (b *builder) build(raw *yaml.Node, depth int) (*Node, error) {
	if raw.Kind == yaml.AliasNode {
		return b.alias(raw, depth)
	}
	n := b.place(raw)
	if !b.opt.Meter.Take(1) {
		return nil, errUnusable
	}
	if depth > b.opt.MaxDepth {
		return nil, b.fatal(n, diag.TooDeep, fmt.Sprintf("lists and maps are nested more than %d levels deep", b.opt.MaxDepth), "")
	}
	if raw.Anchor != "" {
		n.anchored = true
		b.anchors[raw] = nil
		if b.dialect != nil {
			b.checkAnchor(n, raw.Anchor)
		}
	}
	n.size, n.height = 1, 1
	if n.Style == Flow {
		b.flow++
	}
	var err error
	switch raw.Kind {
	case yaml.SequenceNode:
		err = b.sequence(n, raw, depth)
	case yaml.MappingNode:
		err = b.mapping(n, raw, depth)
	default:
		if err := b.scalar(n, raw); err != nil {
			return nil, err
		}
	}
	if err != nil {
		return nil, err
	}
	if n.Style == Flow {
		b.flow--
	}
	if raw.Anchor != "" {
		b.anchors[raw] = n
	}
	return n, nil
}

// place allocates the node and finds the start of its text.
func (b *builder) place(raw *yaml.Node) *Node {
	b.cursor.moveTo(raw.Line, raw.Column)
	if raw.Kind == yaml.ScalarNode && (raw.Value != "" || styleOf(raw) != Plain) {
		b.cursor.moveToOffset(skipProperties(b.doc.text, b.cursor.offset))
	}
	if len(b.slab) == 0 {
		b.slab = make([]Node, 256)
	}
	n := &b.slab[0]
	b.slab = b.slab[1:]
	n.Style = styleOf(raw)
	n.Line, n.Column, n.offset = b.cursor.trueLine, b.cursor.trueColumn, b.cursor.offset
	return n
}

// skipProperties skips the anchor and the tag before a scalar. A
// scalar itself cannot start with & or !.
func skipProperties(text string, offset int) int {
	for offset < len(text) && (text[offset] == '&' || text[offset] == '!') {
		offset += propertyLength(text[offset:])
		for offset < len(text) {
			if c := text[offset]; c == '#' {
				offset += lineLength(text[offset:])
			} else if c == ' ' || c == '\t' || c == '\n' || c == '\r' {
				offset++
			} else {
				break
			}
		}
	}
	return offset
}

// propertyLength is the length of an anchor, which ends with its name, or of a
// tag, which ends at white space.
func propertyLength(s string) int {
	i := 1
	for i < len(s) && (isNameByte(s[i]) || s[0] == '!' && !isBlank(s[i]) && !isBreak(s[i])) {
		i++
	}
	return i
}

func lineLength(s string) int {
	if i := strings.IndexAny(s, "\r\n"); i >= 0 {
		return i
	}
	return len(s)
}

func styleOf(raw *yaml.Node) Style {
	switch {
	case raw.Style&yaml.DoubleQuotedStyle != 0:
		return DoubleQuoted
	case raw.Style&yaml.SingleQuotedStyle != 0:
		return SingleQuoted
	case raw.Style&yaml.LiteralStyle != 0:
		return Literal
	case raw.Style&yaml.FoldedStyle != 0:
		return Folded
	case raw.Style&yaml.FlowStyle != 0:
		return Flow
	default:
		return Plain
	}
}

// isTagged reports whether the node has an explicit tag. As in Rasa, the tag !
// alone has no effect.
func isTagged(raw *yaml.Node) bool { return raw.Style&yaml.TaggedStyle != 0 }

func (b *builder) scalar(n *Node, raw *yaml.Node) error {
	n.Kind = Scalar
	n.bulk = bulkOf(len(raw.Value))
	text := raw.Value
	if b.hidden {
		text = b.restore(n, raw)
	}
	if b.dialect != nil {
		b.checkScalar(n, text)
	}
	problem, hint := "", "quote it if it is meant as text"
	switch {
	case isTagged(raw):
		var known bool
		n.Value, known, problem = resolveTagged(raw.Tag, text)
		hint = "write the value without the tag"
		if !known {
			b.unknownTag(n, raw)
		}
	case n.Style != Plain:
		n.Value = python.Str(text)
	case wantsExpansion(text):
		return b.expand(n, text)
	default:
		n.Value, problem = resolvePlain(text)
		n.empty = text == ""
	}
	if problem != "" {
		b.report(n, diag.BadScalar, problem, hint)
	}
	return nil
}

// expand replaces environment variables; the result is always text. What they add
// counts like text that an alias repeats: it takes memory that the file does not have.
func (b *builder) expand(n *Node, text string) error {
	e := b.opt.expand(text, maxGrowth-b.grown)
	if e.tooLong {
		return b.fatal(n, diag.TooLarge,
			fmt.Sprintf("environment variables add more than %d MiB to this file", maxGrowth>>20),
			"name long variables less often")
	}
	grown := max(0, len(e.result)-len(text))
	b.grown += grown
	if !b.opt.Meter.Take(grown / bulkUnit) {
		return errUnusable
	}
	n.bulk = max(n.bulk, bulkOf(len(e.result)))
	n.Value = python.Str(text) // as written, to locate the words
	for _, word := range e.unset {
		message, hint := explainUnset(word)
		line, column := b.doc.Locate(n, strings.Index(text, word))
		b.reportAt(line, column, diag.UnsetVariable, message, hint)
	}
	for _, at := range e.refused {
		message, hint := explainRefused(variableName(text[at[0]:at[1]]))
		line, column := b.doc.Locate(n, at[0])
		b.reportAt(line, column, diag.RefusedVariable, message, hint)
	}
	n.Value = python.Str(e.result)
	n.expanded = e.result != text
	return nil
}

func (b *builder) sequence(n *Node, raw *yaml.Node, depth int) error {
	n.Kind = Sequence
	b.checkCollectionTag(n, raw, "!!seq")
	n.Items = make([]*Node, 0, len(raw.Content))
	for i, item := range raw.Content {
		raw.Content[i] = nil // so that the tree of a large file is not in memory twice
		child, err := b.build(item, depth+1)
		if err != nil {
			return err
		}
		n.Items = append(n.Items, child)
		if b.dialect != nil && n.Style == Flow {
			b.checkPair(child, item)
		}
		if err := b.count(n, child); err != nil {
			return err
		}
	}
	return nil
}

// checkCollectionTag accepts only the tag that matches the collection's kind.
func (b *builder) checkCollectionTag(n *Node, raw *yaml.Node, want string) {
	switch {
	case !isTagged(raw) || raw.Tag == want:
	case strings.HasPrefix(raw.Tag, "!!"):
		b.report(n, diag.UnknownTag, "the tag "+raw.Tag+" does not match this value", "write the value without the tag")
	default:
		b.unknownTag(n, raw)
	}
}

// unknownTag reports a tag that YAML does not define: most often it is the start of
// a text, such as !important.
func (b *builder) unknownTag(n *Node, raw *yaml.Node) {
	if strings.HasPrefix(raw.Tag, "!!") { // D23
		b.report(n, diag.UnknownTag, "the tag "+raw.Tag+" is not supported", "write the value without the tag")
		return
	}
	if b.isFull() {
		return
	}
	text := b.doc.text
	start := b.doc.lineStart(n.offset)
	at := start + strings.LastIndex(text[start:n.offset], raw.Tag)
	if n.Style != Plain || at < start {
		b.report(n, diag.UnknownTag, "unknown tag "+raw.Tag, "quote text that starts with an exclamation mark")
		return
	}
	f := finder{src: text}
	if key := skipDashes(text, start); key < at && strings.HasSuffix(text[key:at], ": ") {
		f.key = strings.TrimRight(text[key:at], " :")
	}
	line, column := b.doc.place(at)
	hint := "quote text that starts with an exclamation mark"
	if f.startsValueIn(start, at) {
		hint = "quote the text: " + f.inQuotes(at)
	}
	b.reportAt(line, column, diag.UnknownTag, "unknown tag "+raw.Tag+": text that starts with an exclamation mark must be quoted", hint)
}

// skipDashes skips the indentation and the dashes at the start of a line.
func skipDashes(s string, i int) int {
	for i = skipSpaces(s, i); i+1 < len(s) && s[i] == '-' && s[i+1] == ' '; {
		i = skipSpaces(s, i+1)
	}
	return i
}
