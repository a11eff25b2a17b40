package predicate

import "strings"

// Words returns the predicate as people read it: on one line, without comments, and
// with the names of slots instead of slots.NAME. Names that would then read as
// something else stay as they are.
func (p *Predicate) Words() string {
	if p.static == nil || holdsJinja(p.source) {
		return strings.Join(strings.Fields(p.source), " ")
	}
	return PartWords(p.source)
}

// PartWords returns a part of a predicate as [Predicate.Words] has it, such as the text of
// a [Step].
func PartWords(text string) string {
	var b strings.Builder
	l := lexer{text: text}
	end := 0
	for {
		t := l.next()
		if t.kind == tokenEnd {
			return b.String()
		}
		if b.Len() > 0 && t.start > end {
			b.WriteByte(' ')
		}
		end = t.end
		b.WriteString(slotOf(oneLine.Replace(text[t.start:t.end])))
	}
}

var oneLine = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ")

// slotOf returns the name of a slot; any other token as it is.
func slotOf(token string) string {
	name, ok := strings.CutPrefix(token, "slots.")
	if !ok || name == "" {
		return token
	}
	if root, _, _ := strings.Cut(name, "."); root == "slots" || root == "context" {
		return token
	}
	if l := (lexer{text: name}); l.next().kind != tokenWord || l.pos != len(name) {
		return token // such as a slot that is called empty, or 5
	}
	return name
}
