package edit

import (
	"strings"

	"nlgserver/internal/document"
)

// fileStyle is how a file is written, for what is added to it.
type fileStyle struct {
	// nameStep is how much response names are indented below their section, and
	// mapStep keys of maps within variations below their key.
	nameStep, mapStep int
	// listOffset is how much the dashes of variations are indented below the name,
	// fieldOffset those of buttons below their key.
	listOffset, fieldOffset int
	// dash is the width of a dash with the blanks behind it.
	dash int
	// quotes is how most texts are written.
	quotes document.Style
	// isConditionFirst is set if conditions are before texts.
	isConditionFirst bool
	// blankLines is set if responses are separated by blank lines.
	blankLines bool
}

// looked is how many variations of a file are looked at for its style.
const looked = 200

// looks is how a response is written.
type looks struct {
	nameStep, mapStep, dash int
	// listOffset and fieldOffset are one more than what they are, so that 0 is unknown.
	listOffset, fieldOffset int
	// isList is set if the variations are a list in block style, and variations counts
	// them.
	isList     bool
	variations int
	// quotes counts the texts by how they are written, and conditions those that are
	// before a text less those that are behind it.
	quotes     [document.Styles]int
	conditions int
	// blankBelow is set if a blank line is between its name and the next one.
	blankBelow bool
}

// look finds out how the file is written.
func (f *file) look() *fileStyle {
	if f.style == nil && f.lookWhole != nil {
		f.style = f.lookWhole()
	}
	if f.style != nil {
		return f.style
	}
	var all looksOf
	for _, name := range []string{"responses", "templates"} {
		section := f.root.src.Entry(name)
		switch {
		case !section.Value.IsMap():
		case section.Value.IsFlow():
			var l looks
			for r := range section.Value.Entries() {
				for v := range r.Value.Items() {
					f.lookAt(v, &l)
				}
			}
			all.addTexts(&l)
		default:
			for l := range f.looksIn(section) {
				all.add(&l)
			}
			all.end()
		}
	}
	f.style = all.style()
	return f.style
}

// looksIn yields how each response of a section in block style is written.
func (f *file) looksIn(section document.Entry) func(yield func(looks) bool) {
	return func(yield func(looks) bool) {
		var last looks
		above := -1
		for r := range section.Value.Entries() {
			if start := r.Key.Start(); above >= 0 {
				last.blankBelow = f.hasBlankLine(above, start)
				if !yield(last) {
					return
				}
			}
			above, last = r.Key.Start(), f.looksOf(section, r)
		}
		if above >= 0 {
			yield(last)
		}
	}
}

// looksOf returns how a response of a section in block style is written.
func (f *file) looksOf(section, r document.Entry) (l looks) {
	l.nameStep = r.Key.Column() - section.Key.Column()
	list := r.Value
	if !list.IsList() || list.IsFlow() || list.IsAlias() || f.isAnchored(list) {
		return l
	}
	l.isList, l.variations = true, list.Len()
	l.listOffset = 1 + list.Column() - r.Key.Column()
	for item := range list.Items() {
		if item.IsMap() && !item.IsFlow() && !item.IsAlias() && !f.isAnchored(item) && item.Position().Line == list.Position().Line {
			l.dash = item.Column() - list.Column()
		}
		break
	}
	for v := range list.Items() {
		f.lookAt(v, &l)
	}
	return l
}

// looksOf is how responses are written, in their order.
type looksOf struct {
	looks
	blankLines, above bool
}

// add adds how the next response is written.
func (all *looksOf) add(l *looks) {
	isLooked := all.variations < looked
	setOnce(&all.nameStep, l.nameStep)
	all.blankLines = all.blankLines || all.above && isLooked
	all.above = l.blankBelow
	if !l.isList || !isLooked {
		return
	}
	setOnce(&all.listOffset, l.listOffset)
	setOnce(&all.dash, l.dash)
	all.variations += l.variations
	all.addTexts(l)
}

// addTexts adds how variations are written.
func (all *looksOf) addTexts(l *looks) {
	setOnce(&all.mapStep, l.mapStep)
	setOnce(&all.fieldOffset, l.fieldOffset)
	all.conditions += l.conditions
	for i, n := range l.quotes {
		all.quotes[i] += n
	}
}

// end ends a section.
func (all *looksOf) end() { all.above = false }

// style returns the style of a file.
func (all *looksOf) style() *fileStyle {
	s := &fileStyle{
		nameStep: all.nameStep, mapStep: all.mapStep, dash: all.dash, listOffset: all.listOffset - 1, fieldOffset: all.fieldOffset - 1,
		isConditionFirst: all.conditions >= 0, blankLines: all.blankLines, quotes: document.DoubleQuoted,
	}
	for i, n := range all.quotes {
		if n > all.quotes[s.quotes] {
			s.quotes = document.Style(i)
		}
	}
	if s.listOffset < 0 {
		s.listOffset = 2
	}
	if s.fieldOffset < 0 {
		s.fieldOffset = s.listOffset
	}
	setOnce(&s.nameStep, 2)
	setOnce(&s.mapStep, 2)
	setOnce(&s.dash, 2)
	return s
}

func setOnce(n *int, value int) {
	if *n <= 0 {
		*n = value
	}
}

// lookAt notes how a variation is written.
func (f *file) lookAt(v document.Value, l *looks) {
	if _, isText := v.Text(); isText && !v.IsBlock() {
		l.quotes[v.Style()]++
	}
	hasText := false
	for e := range v.Entries() {
		switch key := e.Name(); {
		case key == "text":
			hasText = true
			if !e.Value.IsBlock() && e.Value.IsScalar() {
				l.quotes[e.Value.Style()]++
			}
		case key == "condition" && hasText:
			l.conditions--
		case key == "condition":
			l.conditions++
		}
		switch value := e.Value; {
		case value.IsFlow() || value.IsAlias() || v.IsFlow() || value.Len() == 0 || f.isAnchored(value):
		case value.IsList() && l.fieldOffset == 0:
			l.fieldOffset = 1 + value.Column() - e.Key.Column()
		case value.IsMap():
			setOnce(&l.mapStep, value.Column()-e.Key.Column())
		}
	}
}

// hasBlankLine reports whether a blank line is between two bytes.
func (f *file) hasBlankLine(from, to int) bool {
	for at := f.nextLine(from); at < to; at = f.nextLine(at) {
		if isBlank(f.text[at:f.lineEnd(at)]) {
			return true
		}
	}
	return false
}

// isAnchored reports whether an anchor or a tag is before a list or a map.
func (f *file) isAnchored(v document.Value) bool {
	at := v.Start()
	return at < len(f.text) && strings.IndexByte("&!", f.text[at]) >= 0
}

// isEmptyEnd reports whether a value is [] or {} at the end of its line: what comes into
// it may as well be written on lines of its own.
func (f *file) isEmptyEnd(v document.Value, at place) bool {
	return v.Len() == 0 && f.lineEnd(at.end) == at.end
}
