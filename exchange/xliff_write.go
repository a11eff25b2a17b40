package exchange

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"nlgserver/channels"
)

// The namespaces of XLIFF 2.1. That of the core is still the one of 2.0.
const (
	coreNamespace     = "urn:oasis:names:tc:xliff:document:2.0"
	metadataNamespace = "urn:oasis:names:tc:xliff:metadata:2.0"
	sizeNamespace     = "urn:oasis:names:tc:xliff:sizerestriction:2.0"
)

// metaCategory is the category of our metadata in XLIFF; metaSource and metaTarget
// are the types of its hashes.
const (
	metaCategory = "nlgserver"
	metaSource   = "source-hash"
	metaTarget   = "target-hash"
)

// writeXLIFF writes XLIFF 2.1, with a file element for each file of the content.
func writeXLIFF(b *bytes.Buffer, doc *Document) {
	fmt.Fprintf(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff xmlns=\"%s\" xmlns:mda=\"%s\" xmlns:slr=\"%s\" version=\"2.1\" srcLang=\"%s\" trgLang=\"%s\">\n",
		coreNamespace, metadataNamespace, sizeNamespace, attribute(doc.SourceLanguage), attribute(doc.Language))
	var files []string
	byFile := map[string][]*Unit{}
	for i := range doc.Units {
		u := &doc.Units[i]
		if byFile[u.Position.File] == nil {
			files = append(files, u.Position.File)
		}
		byFile[u.Position.File] = append(byFile[u.Position.File], u)
	}
	slices.Sort(files)
	for i, name := range files {
		fmt.Fprintf(b, " <file id=\"f%d\" original=\"%s\" xml:space=\"preserve\">\n", i+1, attribute(name))
		if slices.ContainsFunc(byFile[name], (*Unit).isSized) {
			b.WriteString("  <slr:profiles generalProfile=\"xliff:codepoints\"/>\n")
		}
		for _, u := range byFile[name] {
			writeXLIFFUnit(b, u)
		}
		b.WriteString(" </file>\n")
	}
	if len(files) == 0 { // a file element is required, and so is a unit or group in it
		b.WriteString(" <file id=\"f1\">\n  <group id=\"g1\"/>\n </file>\n")
	}
	b.WriteString("</xliff>\n")
}

// isSized reports whether the limit is one that XLIFF can express.
func (u *Unit) isSized() bool { return u.Limit != nil && u.Limit.Unit == channels.Characters }

func writeXLIFFUnit(b *bytes.Buffer, u *Unit) {
	fmt.Fprintf(b, "  <unit id=\"%s\" name=\"%s\"", nameToken(u.ID), attribute(u.ID))
	if u.isSized() {
		fmt.Fprintf(b, " slr:sizeRestriction=\"%d\"", u.Limit.Max)
	}
	b.WriteString(">\n")
	source, target := hashes(u)
	fmt.Fprintf(b, "   <mda:metadata>\n    <mda:metaGroup category=\"%s\">\n     <mda:meta type=\"%s\">%s</mda:meta>\n     <mda:meta type=\"%s\">%s</mda:meta>\n    </mda:metaGroup>\n   </mda:metadata>\n",
		metaCategory, metaSource, source, metaTarget, target)
	if len(u.Notes) > 0 {
		b.WriteString("   <notes>\n")
		for i, n := range u.Notes {
			fmt.Fprintf(b, "    <note id=\"n%d\" category=\"%s\">%s</note>\n", i+1, n.Kind, content(n.Text))
		}
		b.WriteString("   </notes>\n")
	}
	s := newSegments(u)
	if len(s.data) > 0 {
		b.WriteString("   <originalData>\n")
		for i, code := range s.data {
			fmt.Fprintf(b, "    <data id=\"d%d\">%s</data>\n", i+1, content(code))
		}
		b.WriteString("   </originalData>\n")
	}
	state := "initial"
	if u.State == Translated || u.State == Same {
		state = "translated"
	}
	fmt.Fprintf(b, "   <segment state=\"%s\">\n    <source>%s</source>\n", state, s.source)
	if u.State != Missing {
		fmt.Fprintf(b, "    <target>%s</target>\n", s.target)
	}
	b.WriteString("   </segment>\n  </unit>\n")
}

// segments are the source and the target of a unit as XML. What a translator must
// not change is a ph element, whose text is in the data of the unit.
type segments struct {
	source, target string
	data           []string
	refs           map[string]int // of each text in data, from 1
}

func newSegments(u *Unit) *segments {
	s := &segments{refs: map[string]int{}}
	places := map[string][]int{} // of each code: its ids in the source
	last := 0
	s.source = s.write(split(u.Source, u.Engine), func(code string) int {
		last++
		places[code] = append(places[code], last)
		return last
	})
	s.target = s.write(split(u.Target, u.Engine), func(code string) int {
		if ids := places[code]; len(ids) > 0 {
			places[code] = ids[1:]
			return ids[0]
		}
		last++
		return last
	})
	return s
}

func (s *segments) write(pieces []piece, id func(code string) int) string {
	var b strings.Builder
	for _, p := range pieces {
		if !p.code {
			b.WriteString(content(p.text))
			continue
		}
		ref := s.refs[p.text]
		if ref == 0 {
			s.data = append(s.data, p.text)
			ref = len(s.data)
			s.refs[p.text] = ref
		}
		shown := attribute(oneLine(p.text))
		fmt.Fprintf(&b, `<ph id="%d" dataRef="d%d" disp="%s" equiv="%s"/>`, id(p.text), ref, shown, shown)
	}
	return b.String()
}

// content writes a text as the content of source, target, data or note: characters
// that XML cannot have become cp elements.
func content(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '<':
			b.WriteString("&lt;")
		case r == '>': // so that there is never ]]>
			b.WriteString("&gt;")
		case r == '&':
			b.WriteString("&amp;")
		case r == '\r':
			b.WriteString("&#13;")
		case !isXML(r):
			fmt.Fprintf(&b, `<cp hex="%04X"/>`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// attribute writes a text as the value of an attribute. What XML cannot have becomes
// a question mark: an attribute only names or shows.
func attribute(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '&':
			b.WriteString("&amp;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\t' || r == '\n' || r == '\r':
			b.WriteString("&#" + strconv.Itoa(int(r)) + ";")
		case !isXML(r):
			b.WriteByte('?')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isXML reports whether XML 1.0 can have a character.
func isXML(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || ' ' <= r && r <= 0xd7ff || 0xe000 <= r && r <= 0xfffd || 0x10000 <= r
}

// nameToken writes an id as XLIFF allows it: letters, digits, and - . _. Each other
// character becomes its code between colons.
func nameToken(id string) string {
	var b strings.Builder
	for _, r := range id {
		if r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-._", r)) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, ":%X:", r)
		}
	}
	return b.String()
}

// fromNameToken undoes nameToken.
func fromNameToken(token string) (string, bool) {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(token, ":")
		b.WriteString(before)
		if !found {
			return b.String(), true
		}
		code, after, closed := strings.Cut(rest, ":")
		r, err := strconv.ParseUint(code, 16, 21)
		if !closed || err != nil {
			return "", false
		}
		b.WriteRune(rune(r))
		token = after
	}
}
