package exchange

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"nlgserver/channels"
	"nlgserver/responses"
)

// The kinds of notes.
const (
	noteResponse  = "response"
	noteCondition = "condition"
	noteChannel   = "channel"
	noteLimit     = "limit"
	notePlace     = "place"
	noteComment   = "comment"
	noteVariables = "variables"
)

// notes say where and how a unit is used.
func (o *occasion) notes(u *Unit) []Note {
	var notes []Note
	add := func(kind, text string) {
		if text = oneLine(text); text != "" {
			notes = append(notes, Note{kind, text})
		}
	}
	where := o.w.Name
	if n := len(o.w.Variations); n > 1 {
		where += fmt.Sprintf(", variation %d of %d", o.number, n)
	}
	add(noteResponse, where)
	if o.v.Condition != nil {
		add(noteCondition, "only "+o.v.ConditionWords())
	}
	if o.v.HasChannel {
		name := o.v.Channel
		if c := o.k.table.Lookup(name); c != nil {
			name = c.Title
		}
		add(noteChannel, "only on "+name)
	}
	if u.Limit != nil {
		add(noteLimit, fmt.Sprintf("at most %d %s on %s", u.Limit.Max, u.Limit.Unit, u.Limit.Channel))
	}
	add(notePlace, o.placeOf(u.Path))
	add(noteComment, o.comment)
	if codes := distinct(codesIn(u.Source, u.Engine)); len(codes) > 0 {
		add(noteVariables, "keep "+strings.Join(codes, " "))
	}
	return notes
}

// placeOf says what the unit is, if it is not a text.
func (o *occasion) placeOf(path string) string {
	var what string
	switch {
	case path == "text":
		return o.titles()
	case strings.HasPrefix(path, "quick_replies"):
		what = "quick reply"
	default:
		what = "button"
	}
	if strings.HasSuffix(path, ".payload") {
		what = "payload of a " + what + ", not shown"
	}
	if text := oneLine(o.text(o.v).String()); text != "" {
		what += " under “" + text + "”"
	}
	return what
}

// titles says which buttons are under a text.
func (o *occasion) titles() string {
	var titles []string
	for _, b := range append(o.v.Buttons(), o.v.QuickReplies()...) {
		if t := b.Title(); t != "" {
			titles = append(titles, "“"+t+"”")
		}
	}
	if len(titles) == 0 {
		return ""
	}
	return "above the buttons " + strings.Join(titles, ", ")
}

// commentOf joins the lines of comments, without their signs and without those to
// nlgserver.
func commentOf(lines []string) string {
	var words []string
	for _, line := range lines {
		line = strings.TrimSpace(strings.TrimLeft(line, "#"))
		if line != "" && !strings.HasPrefix(line, "nlg:") {
			words = append(words, line)
		}
	}
	return strings.Join(words, " ")
}

// longestNote bounds a note in bytes: it is an aid, not the content.
const longestNote = 500

// oneLine writes a text in one line, without control characters, and shortens it.
func oneLine(text string) string {
	const looked = 8 * longestNote // blanks may be many
	text = strings.ToValidUTF8(text[:min(len(text), looked)], "\ufffd")
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || unicode.IsControl(r) || r >= 0xfffe && r <= 0xffff }), " ")
	if len(text) > longestNote {
		end := longestNote
		for !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end] + "…"
	}
	return text
}

func distinct(list []string) []string {
	seen := make(map[string]bool, len(list))
	return slices.DeleteFunc(list, func(s string) bool {
		known := seen[s]
		seen[s] = true
		return known
	})
}

// limitOf returns the strictest limit of a variation's channel for a path.
func (k *collector) limitOf(v *responses.Variation, path string) *Limit {
	c := k.table.Lookup(v.Channel)
	if c == nil {
		return nil
	}
	subject := path
	if list, item, ok := strings.Cut(path, "["); ok {
		_, key, _ := strings.Cut(item, "]")
		subject = list + "[]" + key
	}
	var found *Limit
	for i := range c.Limits {
		l := &c.Limits[i]
		switch {
		case string(l.Of) != subject || l.Unit == channels.Items || l.Max == 0,
			l.Beside != "" && v.Key(string(l.Beside)).Len() == 0,
			l.ButtonTypes != nil && !slices.Contains(l.ButtonTypes, v.Key("button_type").String()):
		case found == nil || l.Max < found.Max:
			found = &Limit{l.Max, l.Unit, c.Title}
		}
	}
	return found
}

// Length counts a text in the unit of the limit, without what is filled in.
func (l *Limit) Length(text string, engine responses.Engine) int {
	n := 0
	for _, p := range split(text, engine) {
		switch {
		case p.code:
		case l.Unit == channels.Bytes:
			n += len(p.text)
		case l.Unit == channels.UTF16:
			for _, r := range p.text {
				n += utf16.RuneLen(r)
			}
		default:
			n += utf8.RuneCountInString(p.text)
		}
	}
	return n
}
