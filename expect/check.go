package expect

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"nlgserver/internal/document"
	"nlgserver/internal/python"
	"nlgserver/nlg"
)

// part is a key of an expectation.
type part struct {
	key   string
	value document.Value
}

func (p part) at() part { return p }

// message is a finished message and its JSON as a dict.
type message struct {
	*nlg.Message
	dict *nlg.Dict
}

func read(m *nlg.Message) message { return message{m, m.Value().Dict()} }

// text returns the message's text; ok is false if it has none.
func (m message) text() (text string, ok bool) {
	v, _ := m.dict.Get("text")
	return v.Text()
}

// mismatch is a difference between expectation and reply.
type mismatch struct {
	what string
	// want are the values that would match.
	want []string
	got  string
}

// messageCheck checks one message.
type messageCheck interface {
	at() part
	// compare returns nil if the message matches.
	compare(m message) *mismatch
	// restate returns the value with which the key would match the message.
	restate(m message) nlg.Value
}

type textIs struct {
	part
	texts []string
}

func (c textIs) compare(m message) *mismatch {
	text, ok := m.text()
	if ok && slices.Contains(c.texts, text) {
		return nil
	}
	return &mismatch{"text", c.texts, shownText(text, ok)}
}

func (textIs) restate(m message) nlg.Value {
	v, _ := m.dict.Get("text")
	return v
}

type contains struct {
	part
	texts []string
}

func (c contains) compare(m message) *mismatch {
	text, ok := m.text()
	for _, want := range c.texts {
		if !strings.Contains(text, want) {
			return &mismatch{"text, which must contain", []string{want}, shownText(text, ok)}
		}
	}
	return nil
}

func (contains) restate(m message) nlg.Value { return textIs{}.restate(m) }

type matches struct {
	part
	patterns []*regexp.Regexp
}

func (c matches) compare(m message) *mismatch {
	text, ok := m.text()
	for _, p := range c.patterns {
		if !p.MatchString(text) {
			return &mismatch{"text, which must match", []string{p.String()}, shownText(text, ok)}
		}
	}
	return nil
}

func (matches) restate(m message) nlg.Value { return textIs{}.restate(m) }

func shownText(text string, ok bool) string {
	if !ok {
		return "(no text)"
	}
	return text
}

type idIs struct {
	part
	ids []string
}

func (c idIs) compare(m message) *mismatch {
	if slices.Contains(c.ids, m.ID) {
		return nil
	}
	return &mismatch{"id", c.ids, m.ID}
}

func (idIs) restate(m message) nlg.Value { return nlg.Str(m.ID) }

type buttonsAre struct {
	part
	buttons []nlg.Value
}

func (c buttonsAre) compare(m message) *mismatch {
	got, _ := m.dict.Get("buttons")
	for i, want := range c.buttons {
		if i == len(got.Items()) {
			return &mismatch{buttonPath(i), []string{buttonText(want)}, "(no such button)"}
		}
		if path, ok := subset(want, got.Items()[i], buttonPath(i)); !ok {
			return &mismatch{path, []string{buttonText(want)}, buttonText(got.Items()[i])}
		}
	}
	if i := len(c.buttons); i < len(got.Items()) {
		return &mismatch{buttonPath(i), []string{"(no such button)"}, buttonText(got.Items()[i])}
	}
	return nil
}

func buttonPath(i int) string { return "buttons[" + strconv.Itoa(i) + "]" }

// buttonText shows a button: its title, then its payload.
func buttonText(b nlg.Value) string {
	var words []string
	for _, e := range b.Dict().Entries() {
		if key := e.Key.Str(); key == "title" {
			words = append([]string{"[" + e.Value.Str() + "]"}, words...)
		} else if key == "payload" {
			words = append(words, e.Value.Str())
		} else {
			words = append(words, key+": "+string(e.Value.AppendJSON(nil)))
		}
	}
	return strings.Join(words, " ")
}

// restate returns only the titles if only titles were expected, else titles and
// payloads.
func (c buttonsAre) restate(m message) nlg.Value {
	keys := []string{"title"}
	for item := range c.value.Items() {
		if item.IsMap() {
			keys = []string{"title", "payload"}
		}
	}
	items := []nlg.Value{}
	got, _ := m.dict.Get("buttons")
	for _, b := range got.Items() {
		one := &nlg.Dict{}
		for _, key := range keys {
			if v, ok := b.Dict().Get(key); ok {
				one.Set(key, v)
			}
		}
		title, isText := one.Get("title")
		if _, ok := title.Text(); len(keys) == 1 && isText && ok {
			items = append(items, title)
		} else {
			items = append(items, valueOf(one))
		}
	}
	return python.List(items...)
}

type replyHas struct {
	part
	want nlg.Value
}

func (c replyHas) compare(m message) *mismatch {
	path, ok := subset(c.want, valueOf(m.dict), "reply")
	if ok {
		return nil
	}
	return &mismatch{path, []string{string(c.want.AppendJSON(nil))}, string(m.JSON)}
}

func (c replyHas) restate(m message) nlg.Value { return project(c.want, valueOf(m.dict)) }
