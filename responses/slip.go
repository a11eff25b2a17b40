package responses

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"nlgserver/internal/diag"
	"nlgserver/internal/document"
	"nlgserver/internal/invisible"
)

var (
	buttonKeys = [...]string{"title", "payload", "type", "content_type", "image_url", "url", translationKey}
	itemKeys   = [...]string{"type", "name", "value"}
)

// refuseBareKey reports text that was meant as a key with its value, such as
// text:Hello. It must never be sent.
func (f *File) refuseBareKey(v Value, keys []string) bool {
	if _, isText := v.Text(); !isText {
		return false
	}
	line := v.Line()
	if source, ok := v.Source(); ok && len(source) > 1 && (source[0] == '"' || source[0] == '\'') {
		return f.refuseQuotedEntry(v, source, keys)
	}
	slip, ok := document.KeySlip(line)
	if !ok || !slices.Contains(keys, slip.Key) {
		return false
	}
	message, hint := slip.Message, slip.How()
	if slip.Code == diag.OddPunctuation {
		message += ", so this is read as plain text"
		if slip.Fixed != "" {
			hint = document.Write("- "+slip.Fixed) + onNextLine(v)
		}
	}
	f.report(v.DiagnoseAt(slip.Offset, diag.Error, slip.Code, message, hint))
	return true
}

// onNextLine returns the end of a hint for a value that stands behind the name of
// its response.
func onNextLine(v Value) string {
	if strings.Trim(v.Before(), "- ") == "" {
		return ""
	}
	return " on the next line"
}

// refuseAnyKey reports text in place of a map that was meant as one of its keys.
func (f *File) refuseAnyKey(v Value) bool {
	slip, ok := document.KeySlip(v.Line())
	if _, isText := v.Text(); !isText || !ok || slip.Code != diag.OddPunctuation {
		return false
	}
	f.report(v.DiagnoseAt(slip.Offset, diag.Error, slip.Code, slip.Message+", so this is read as plain text", slip.How()))
	return true
}

// refuseQuotedEntry reports a key with its value that is in quotes as a whole.
func (f *File) refuseQuotedEntry(v Value, source string, keys []string) bool {
	text := v.String()
	key, value, found := strings.Cut(text, ":")
	if !found || !slices.Contains(keys, key) || value == "" || value[0] != ' ' && value[0] != '\t' {
		return false
	}
	value = strings.TrimSpace(value)
	if value == "" || strings.ContainsAny(value, "\r\n") {
		return false
	}
	f.error(v, diag.OddPunctuation, "the quotes around a key and its value make it plain text",
		document.Write("- "+key+": "+source[:1]+strings.TrimSpace(source[strings.Index(source, ":")+1:len(source)-1])+source[:1])+onNextLine(v))
	return true
}

// refuseKey reports a key or a name that is not as its author sees it: with an
// invisible character, or with what was meant as a dash.
func (f *File) refuseKey(key Value) bool {
	text, isText := key.Text()
	if !isText || isPlainName(text) {
		return false
	}
	if slip, ok := document.DashSlip(key.Line()); ok && slip.Code == diag.OddPunctuation {
		message, hint := slip.Message, slip.How()
		if strings.HasPrefix(slip.Key, "utter_") {
			message, hint = "there must be no dash before the name of a response", document.Write(strings.TrimPrefix(slip.Fixed, "- "))
		}
		f.report(key.DiagnoseAt(slip.Offset, diag.Error, slip.Code, message, hint))
		return true
	}
	if inner, ok := isCurly(text); ok {
		f.error(key, diag.OddPunctuation, "curly quotes around a key are part of it", document.Write(inner))
		return true
	}
	return f.refuseInvisible(key, text, diag.Error)
}

// refuseDashedKey reports a key of a variation with a dash too many, such as -image.
func (f *File) refuseDashedKey(key Value) bool {
	slip, ok := document.DashSlip(key.Line())
	if !ok || slip.Code != diag.OddPunctuation || slip.Key == "text" || !slices.Contains(variationKeys[:], slip.Key) {
		return false
	}
	f.report(key.DiagnoseAt(slip.Offset, diag.Error, slip.Code,
		"there must be no dash before "+slip.Key+": it belongs to the variation above", document.Write(strings.TrimPrefix(slip.Fixed, "- "))))
	return true
}

// refuseInvisible reports an invisible character in a name or a key.
func (f *File) refuseInvisible(at Value, text string, s diag.Severity) bool {
	return f.refuseInvisibleAt(at, text, 0, s)
}

// refuseInvisibleAt is refuseInvisible for a name that starts at a byte of the
// value's text.
func (f *File) refuseInvisibleAt(at Value, name string, start int, s diag.Severity) bool {
	offset, character, ok := invisible.FindInName(name)
	if !ok {
		return false
	}
	r, _ := utf8.DecodeRuneInString(name[offset:])
	if source, ok := at.Source(); ok && !strings.ContainsRune(source, r) {
		return false // an escape, which everyone can see
	}
	f.report(at.DiagnoseAt(max(start, 0)+offset, s, diag.InvisibleCharacter,
		"the invisible character "+character+" is part of the name "+quote(invisible.Show(name)), document.InvisibleHint(r, offset == 0 && start == 0)))
	return true
}

// isPlainName reports whether a name has only characters that no slip has.
func isPlainName(name string) bool {
	for i := range len(name) {
		c := name[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '_', c == '/', c == '-' && i > 0:
		default:
			return false
		}
	}
	return true
}

// isCurly reports whether a key is in quotes that YAML does not know, and returns
// the key without them.
func isCurly(key string) (inner string, ok bool) {
	const curly = "“”„‟‘’‚‛«»"
	inner = strings.Trim(key, curly)
	return inner, inner != key && inner != ""
}

// below returns the end of a hint: the lines of a map that follow its first key
// must move with it.
func below(m Value) string {
	first := true
	for e := range m.Entries() {
		if !first && !m.IsFlow() && e.Key.Column() == m.Column() {
			return ", and indent the lines below by 2 spaces"
		}
		first = false
	}
	return ""
}

// isIndented looks for responses that are part of another key, because they are
// indented.
func (f *File) findIndented(root Value) {
	for field := range root.Entries() {
		inner := field.Value.Entry("responses")
		if inner.IsMissing() || !inner.Value.IsMap() || inner.Value.Len() == 0 {
			continue
		}
		areLists := true
		for r := range inner.Value.Entries() {
			areLists = areLists && r.Value.IsList()
		}
		if areLists {
			f.error(inner.Key, diag.Misplaced, "responses is indented, so it is part of "+field.Name(), "indent it by no spaces, like "+field.Name())
		}
	}
}

// checkBeside warns about a response beside responses in place of in it.
func (f *File) checkBeside(field Entry, responses Value) {
	if !strings.HasPrefix(field.Name(), "utter_") || !field.Value.IsList() || isUsedIn(responses, field.Value) {
		return
	}
	column := 3
	for e := range responses.Entries() {
		column = e.Key.Column()
		break
	}
	f.warn(field.Key, diag.Misplaced, field.Name()+" is not under responses, so it is not a response",
		fmt.Sprintf("indent it by %d spaces, like the other responses", column-1))
}
