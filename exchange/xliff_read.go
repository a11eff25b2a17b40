package exchange

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// deepest bounds the depth of elements: real files have about ten levels.
const deepest = 64

// xliffReader reads XLIFF 1.x and 2.x element by element.
type xliffReader struct {
	file    *File
	decoder *xml.Decoder
	// stack are the open elements.
	stack []element
	unit  *xliffUnit
	// text collects the source or the target that is open; nil if none is.
	text *xliffText
	// other collects the data of an element that is not a text: a meta or a data.
	other *strings.Builder
}

// element is an open element.
type element struct {
	name, category string
	attributes     []xml.Attr
	// end is what a spanning code writes at its end.
	end string
	// skip is set within what is not read.
	skip bool
}

func (e *element) attribute(name string) string {
	for _, a := range e.attributes {
		if a.Name.Local == name && (a.Name.Space == "" || a.Name.Space == "xml") {
			return a.Value
		}
	}
	return ""
}

// xliffText is a source or a target while it is read.
type xliffText struct {
	strings.Builder
	holes []hole
}

// hole notes a placeholder without a text.
func (t *xliffText) hole(id string) { t.holes = append(t.holes, hole{t.Len(), id}) }

// xliffUnit is a unit while it is read.
type xliffUnit struct {
	entry Entry
	data  map[string]string // the original data, by id
	// source and target are those of all segments.
	source, target xliffText
	// segment are those of the segment that is open.
	segment struct{ source, target *xliffText }
	parts   int // segments with a target
	lacking int // segments without one
	skip    bool
	reorder bool
	// version2 is set in XLIFF 2, which calls it a unit.
	version2 bool
}

// readXLIFF reads XLIFF. Document types are refused, so that there are no entities
// but XML's own.
func (f *File) readXLIFF() {
	r := xliffReader{file: f, decoder: xml.NewDecoder(strings.NewReader(f.text))}
	r.decoder.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // decoded already
	for {
		token, err := r.decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			r.refuse("not well-formed XML: "+xmlMessage(err), "")
			f.Entries = nil
			return
		}
		if !r.token(token) {
			f.Entries = nil
			return
		}
		if f.isFull() {
			return
		}
	}
	if f.Language == "" && len(f.Entries) == 0 && len(f.Found) == 0 {
		r.refuse("the file has no translations", "")
	}
}

func xmlMessage(err error) string {
	if syntax, ok := errors.AsType[*xml.SyntaxError](err); ok {
		if syntax.Msg == "unexpected EOF" {
			return "the file is cut off"
		}
		return syntax.Msg
	}
	return err.Error()
}

func (r *xliffReader) refuse(message, hint string) {
	line, column := r.decoder.InputPos()
	r.file.refuse(line, column, BadFile, message, hint)
}

// token reads a token. It returns false if the file is not to be read.
func (r *xliffReader) token(token xml.Token) bool {
	switch t := token.(type) {
	case xml.Directive:
		r.refuse("the file has a document type, which XLIFF does not need, and which could name other files", "remove `<!DOCTYPE …>`")
		return false
	case xml.StartElement:
		if len(r.stack) == 0 && t.Name.Local != "xliff" {
			r.refuse("the file is XML, but not XLIFF: it starts with "+quote(t.Name.Local), "export it as XLIFF, PO or CSV")
			return false
		}
		if len(r.stack) == deepest {
			r.refuse(fmt.Sprintf("more than %d levels of elements", deepest), "")
			return false
		}
		e := element{name: t.Name.Local, attributes: t.Attr}
		if n := len(r.stack); n > 0 {
			e.skip, e.category = r.stack[n-1].skip, r.stack[n-1].category
		}
		if isForeign(t.Name.Space) {
			e.skip = true
		}
		if !e.skip {
			r.start(&e)
		}
		e.attributes = nil
		r.stack = append(r.stack, e)
	case xml.EndElement:
		last := len(r.stack) - 1
		e := r.stack[last]
		r.stack = r.stack[:last]
		if !e.skip {
			r.end(&e)
		}
	case xml.CharData:
		r.characters(string(t))
	}
	return true
}

// isForeign reports whether a namespace is neither that of any version of XLIFF nor
// that of our hashes: programs keep their own records in theirs.
func isForeign(namespace string) bool {
	return namespace != "" && !strings.HasPrefix(namespace, "urn:oasis:names:tc:xliff:document:") && !strings.HasPrefix(namespace, "urn:oasis:names:tc:xliff:metadata:")
}

func (r *xliffReader) characters(text string) {
	if n := len(r.stack); n > 0 && r.stack[n-1].skip {
		return
	}
	switch {
	case r.other != nil:
		r.other.WriteString(text)
	case r.text != nil:
		r.text.WriteString(text)
	}
}

// start reads the start of an element.
func (r *xliffReader) start(e *element) {
	switch {
	case r.text != nil:
		r.inline(e)
		return
	case r.unit == nil:
		r.outside(e)
		return
	}
	u := r.unit
	switch e.name {
	case "alt-trans", "seg-source", "matches", "notes", "note", "glossary", "changeTrack", "resourceData", "bin-source", "bin-target":
		e.skip = true
	case "metaGroup":
		e.category = e.attribute("category")
	case "meta":
		if e.category == metaCategory {
			r.other = &strings.Builder{}
			e.end = e.attribute("type")
		}
	case "data":
		r.other = &strings.Builder{}
		e.end = e.attribute("id")
	case "cp":
		r.codePoint(e)
	case "segment", "ignorable":
		u.segment.source, u.segment.target = nil, nil
	case "source":
		u.segment.source = &xliffText{}
		r.text = u.segment.source
	case "target":
		u.segment.target = &xliffText{}
		r.text = u.segment.target
		u.reorder = u.reorder || e.attribute("order") != ""
		if strings.HasPrefix(e.attribute("state"), "needs-") {
			u.entry.Unreviewed = true
		}
	}
}

// outside reads an element that is not in a unit.
func (r *xliffReader) outside(e *element) {
	f := r.file
	switch e.name {
	case "xliff":
		f.Language = languageCode(e.attribute("trgLang"))
	case "file":
		if code := languageCode(e.attribute("target-language")); code != "" && f.Language == "" {
			f.Language = code
		}
	case "unit", "trans-unit":
		r.unit = &xliffUnit{data: map[string]string{}, version2: e.name == "unit"}
		line, _ := r.decoder.InputPos()
		u := &r.unit.entry
		u.Line, u.Column = line, 1
		u.ID, u.Name = e.attribute("id"), e.attribute("name")
		if id, ok := fromNameToken(u.ID); ok && u.Name == "" {
			u.Name = id
		}
		if name := e.attribute("resname"); name != "" {
			u.Name = name
		}
		r.unit.skip = e.attribute("translate") == "no"
	case "header", "skeleton", "bin-unit", "notes", "note":
		e.skip = true
	}
}

// inline reads an element in a source or a target.
func (r *xliffReader) inline(e *element) {
	data := r.unit.data
	code := func(reference, equivalent, shown string) (string, bool) {
		if ref := e.attribute(reference); ref != "" {
			if text, ok := data[ref]; ok {
				return text, true
			}
		}
		for _, name := range [...]string{equivalent, shown} {
			if text := e.attribute(name); text != "" {
				return text, true
			}
		}
		return "", false
	}
	switch e.name {
	case "cp":
		r.codePoint(e)
	case "ph":
		switch text, ok := code("dataRef", "equiv", "disp"); {
		case ok:
			r.text.WriteString(text)
			e.skip = true
		case r.unit.version2:
			r.text.hole(e.attribute("id"))
			e.skip = true
		}
		// In 1.2, the content of ph, it, bpt and ept is the code itself.
	case "x", "bx", "ex":
		if text := e.attribute("equiv-text"); text != "" {
			r.text.WriteString(text)
		} else {
			r.text.hole(e.attribute("id"))
		}
		e.skip = true
	case "sc", "ec":
		if text, ok := code("dataRef", "equiv", "disp"); ok {
			r.text.WriteString(text)
		} else {
			r.text.hole(e.attribute("id"))
		}
		e.skip = true
	case "pc":
		text, _ := code("dataRefStart", "equivStart", "dispStart")
		r.text.WriteString(text)
		e.end, _ = code("dataRefEnd", "equivEnd", "dispEnd")
	case "sub":
		e.skip = true
	}
	// g, mrk, sm and em mark text, and are not part of it.
}

// codePoint reads a character that XML cannot have.
func (r *xliffReader) codePoint(e *element) {
	e.skip = true
	c, err := strconv.ParseUint(e.attribute("hex"), 16, 21)
	if err != nil {
		c = 0xfffd
	}
	switch {
	case r.other != nil:
		r.other.WriteRune(rune(c))
	case r.text != nil:
		r.text.WriteRune(rune(c))
	}
}

// end reads the end of an element.
func (r *xliffReader) end(e *element) {
	u := r.unit
	switch {
	case u == nil:
	case r.text != nil && e.name != "source" && e.name != "target":
		r.text.WriteString(e.end)
	case r.other != nil && e.name == "meta":
		switch e.end {
		case metaSource:
			u.entry.SourceHash = strings.TrimSpace(r.other.String())
		case metaTarget:
			u.entry.TargetHash = strings.TrimSpace(r.other.String())
		}
		r.other = nil
	case r.other != nil && e.name == "data":
		u.data[e.end] = r.other.String()
		r.other = nil
	case e.name == "source" || e.name == "target":
		r.text = nil
	case e.name == "segment" || e.name == "ignorable":
		u.endSegment(e.name == "segment")
	case e.name == "unit":
		r.endUnit()
	case e.name == "trans-unit":
		u.endSegment(true)
		r.endUnit()
	}
}

// endSegment adds a segment to its unit. What lies between two segments has no target
// if it is the same in both languages.
func (u *xliffUnit) endSegment(isSegment bool) {
	source, target := u.segment.source, u.segment.target
	u.source.join(source)
	switch {
	case !isSegment && target == nil:
		u.target.join(source)
	case isSegment && (target == nil || target.Len() == 0 && len(target.holes) == 0):
		if source != nil && (source.Len() > 0 || len(source.holes) > 0) {
			u.lacking++
		}
	default:
		u.parts++
		u.target.join(target)
	}
	u.segment.source, u.segment.target = nil, nil
}

func (t *xliffText) join(other *xliffText) {
	if other == nil {
		return
	}
	for _, h := range other.holes {
		t.holes = append(t.holes, hole{t.Len() + h.offset, h.id})
	}
	t.WriteString(other.String())
}

// endUnit takes the unit that was read.
func (r *xliffReader) endUnit() {
	u := r.unit
	r.unit = nil
	switch {
	case u.skip:
		return
	case u.reorder:
		r.file.refuse(u.entry.Line, u.entry.Column, BadFile, "the segments of this unit are in another order in the translation", "join the segments, and save the file again")
		return
	}
	e := u.entry
	e.Source, e.HasSource = u.source.String(), len(u.source.holes) == 0
	if u.parts > 0 {
		e.Target, e.holes = u.target.String(), u.target.holes
		e.Partly = u.lacking > 0
	}
	r.file.Entries = append(r.file.Entries, e)
}
