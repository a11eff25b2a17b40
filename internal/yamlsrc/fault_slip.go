package yamlsrc

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"nlgserver/internal/diag"
)

// foundIn is found with a code of its own.
func (f *finder) foundIn(offset int, code diag.Code, message, hint string) {
	if !f.stopped() {
		f.found(offset, message, hint)
		f.fault.code = code
	}
}

// slip ends the search with a slip in the line whose text starts at i.
func (f *finder) slip(i int, s *Slip) {
	code := s.Code
	if code == diag.OddPunctuation { // here it is the reason why the file is not YAML
		code = diag.YAMLSyntax
	}
	f.foundIn(i+s.Offset, code, s.Message, s.How()+f.alsoIndent(i, s))
}

// alsoIndent returns the end of a hint: the lines below an item must be in the
// column of its first key.
func (f *finder) alsoIndent(i int, s *Slip) string {
	if !strings.HasPrefix(s.Fixed, "- ") {
		return ""
	}
	column := utf8.RuneCountInString(f.src[lineStart(f.src, i):i])
	below := nextLine(f.src, i)
	at := skipSpaces(f.src, below)
	if _, isItem := DashSlip(f.restOfLine(at)); isItem || f.endsLine(at) || f.isDash(at) || at-below <= column || at-below >= column+2 {
		return ""
	}
	return ", and indent the lines below by " + spaces(column+2-(at-below))
}

// suspectKey remembers a key such as -text, which is valid, but is the reason for a
// fault in the lines that follow.
func (f *finder) suspectKey(i int) {
	f.suspect = nil
	if s, ok := DashSlip(f.untilComment(i)); ok {
		f.suspect = &fault{offset: i + s.Offset, code: diag.YAMLSyntax, message: s.Message, hint: s.How() + f.alsoIndent(i, &s)}
		if s.Code != diag.OddPunctuation {
			f.suspect.code = s.Code
		}
	}
}

// blame returns the mistake that led to a fault: a mark of a merge conflict before
// it, an odd key or an invisible character in its line or the one above.
func (f *finder) blame(x fault) fault {
	line := lineStart(f.src, x.offset)
	if at := conflictBefore(f.src, nextLine(f.src, x.offset)); at >= 0 {
		return fault{offset: at, code: diag.MergeConflict, message: conflictMessage, hint: conflictHint(f.src[at:])}
	}
	above := line
	for above > 0 {
		above = lineStart(f.src, above-1)
		if !f.endsLine(skipBlanks(f.src, above)) {
			break
		}
	}
	for _, start := range []int{above, line} {
		if s, i, ok := structureSlip(f.src, start); ok {
			return fault{offset: i + s.Offset, code: s.Code, message: s.Message, hint: s.How()}
		}
	}
	if f.suspect != nil && x.offset > f.suspect.offset {
		return *f.suspect
	}
	return x
}

// structureSlip looks for an invisible character in the indentation of a line, after
// its dashes, or beside its key.
func structureSlip(src string, start int) (s Slip, i int, ok bool) {
	line := src[start : start+lineLength(src[start:])]
	at := 0
	for {
		at = skipBlanks(line, at)
		if s, ok := invisibleSlip(line, at); ok {
			return s, start, true
		}
		if at == len(line) || line[at] != '-' {
			break
		}
		at++
	}
	word := at + wordEnd(line[at:])
	if s, ok := invisibleSlip(line, word); ok && word > at {
		rest := strings.TrimLeftFunc(line[word:], func(r rune) bool { return r > unicode.MaxASCII })
		return s, start, strings.HasPrefix(strings.TrimLeft(rest, " "), ":")
	}
	if word > at && word < len(line) && line[word] == ':' {
		s, ok = invisibleSlip(line, word+1)
		return s, start, ok
	}
	return Slip{}, 0, false
}

// belowEmptyBlock explains a line below | or > that was meant as its text. It
// reports false if there is no such block.
func (f *finder) belowEmptyBlock(i int) bool {
	if !f.block.empty || f.block.next != lineStart(f.src, i) || f.looksLikeEntry(i) {
		return false
	}
	line := lineStart(f.src, f.block.start)
	f.foundIn(f.block.start, diag.EmptyBlock, "this text block is empty: its lines must be indented further than its key",
		"indent the text by "+spaces(skipDashes(f.src, line)-line+2))
	return true
}

// belowBlock explains a line that is indented less than the text block above it: a
// key that is one space too far, or a further line of the text.
func (f *finder) belowBlock(i int) {
	const message = "this line is indented less than the text block above it"
	if first, _ := utf8.DecodeRuneInString(f.src[i:]); f.looksLikeEntry(i) && !unicode.IsUpper(first) {
		f.found(i, message, fmt.Sprintf("indent it by %s, like the key of the block, or by %d, like its text", spaces(f.indent()), f.block.indent))
		return
	}
	f.found(i, message, fmt.Sprintf("indent it by %s, like the first line of the block", spaces(f.block.indent)))
}
