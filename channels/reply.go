package channels

import (
	"iter"
	"strconv"
	"strings"

	"nlgserver/internal/python"
)

// reply is a message as Rasa reads it to send it to a channel.
type reply struct {
	channel *Channel
	dict    *python.Dict
	// hasText tells an empty text from none.
	text    string
	hasText bool
	// choices is Buttons or QuickReplies, whichever is sent with the text, or
	// empty; sentAs is what the channel turns it into.
	choices, sentAs Part
	// beside is sentAs if it is in one message with the text: neither dropped nor
	// sent as lines of text.
	beside Part
}

func readReply(c *Channel, message python.Value) *reply {
	r := &reply{channel: c, dict: message.Dict()}
	if v, ok := r.dict.Get(string(Text)); ok {
		r.text, r.hasText = v.Text()
	}
	switch {
	case r.has(QuickReplies):
		r.choices, r.sentAs = QuickReplies, QuickReplies
		if c.Handling(QuickReplies) == AsButtons {
			r.sentAs = Buttons
		}
	case r.has(Buttons):
		r.choices, r.sentAs = Buttons, Buttons
	}
	if r.choices != "" && c.Handling(r.sentAs) != AsText && !r.dropped() {
		r.beside = r.sentAs
	}
	return r
}

// has reports whether Rasa sends a part: it must be true in Python.
func (r *reply) has(p Part) bool {
	v, ok := r.dict.Get(string(p))
	return ok && v.Truth()
}

// part returns a part's value, or None if there is none.
func (r *reply) part(p Part) python.Value {
	v, _ := r.dict.Get(string(p))
	return v
}

// dropped reports whether Rasa drops the choices because there are too many.
func (r *reply) dropped() bool { return r.tooMany(r.sentAs, r.part(r.choices)) }

// droppedIn does so for the buttons of an element, given a path into them.
func (r *reply) droppedIn(path string) bool {
	if !strings.HasPrefix(path, string(Elements)+"[") || r.channel.Handling(Elements) != AsText {
		return false
	}
	n, _, _ := strings.Cut(strings.TrimPrefix(path, string(Elements)+"["), "]")
	i, err := strconv.Atoi(n)
	elements := r.part(Elements).Items()
	if err != nil || i >= len(elements) {
		return false
	}
	buttons, _ := elements[i].Dict().Get(string(Buttons))
	return r.tooMany(Buttons, buttons)
}

// tooMany reports whether there are so many choices that Rasa drops them all.
func (r *reply) tooMany(sentAs Part, choices python.Value) bool {
	for _, l := range r.channel.Limits {
		if l.Of == Subject(sentAs) && l.Effect == Dropped && len(choices.Items()) > l.Max {
			return true
		}
	}
	return false
}

// untyped reports whether the choices have a button_type that the channel does
// not know.
func (r *reply) untyped() bool {
	_, known := r.channel.ButtonTypes[r.buttonType(string(r.choices))]
	return r.choices != "" && r.channel.ButtonTypes != nil && !known
}

// endsInText reports whether all that is sent before the attachment is a text,
// where the messages of a turn become a single one.
func (r *reply) endsInText() bool {
	custom := r.part(Custom).Dict()
	text, _ := custom.Get(string(Text))
	cards, _ := custom.Get("cards")
	if r.choices != "" || r.has(Image) || !text.Truth() && cards.Truth() {
		return false
	}
	return r.text != "" || text.Truth()
}

// bubbles returns the messages that the text becomes.
func (r *reply) bubbles(s string) []string {
	if r.beside != "" && !r.channel.SplitsBesideButtons {
		return []string{s}
	}
	return r.channel.split(s)
}

// buttonType returns the button_type of the button at a path. Quick replies and
// the buttons of elements are sent without one.
func (r *reply) buttonType(path string) string {
	v, there := r.dict.Get("button_type")
	if !there || !strings.HasPrefix(path, string(Buttons)) {
		return r.channel.DefaultType
	}
	return v.Str()
}

// place is a value in a reply.
type place struct {
	path  string
	value python.Value
}

// places yields every value that a subject matches.
func (r *reply) places(s Subject) iter.Seq[place] {
	return func(yield func(place) bool) {
		for _, s := range r.subjects(string(s)) {
			if !walk(place{value: python.OfDict(r.dict)}, strings.Split(strings.ReplaceAll(s, "[]", ".[]"), "."), yield) {
				return
			}
		}
	}
}

// subjects returns the paths in this reply that a subject stands for. A limit of
// buttons applies to everything that the channel sends as buttons.
func (r *reply) subjects(s string) []string {
	rest, ok := strings.CutPrefix(s, string(Buttons))
	if !ok {
		return []string{s}
	}
	var all []string
	if r.choices != "" && r.sentAs == Buttons {
		all = append(all, string(r.choices)+rest)
	}
	if r.channel.Handling(Elements) == AsText {
		all = append(all, "elements[].buttons"+rest)
	}
	return all
}

// walk yields the values that steps lead to: keys, and [] for every item of a
// list.
func walk(p place, steps []string, yield func(place) bool) bool {
	if len(steps) == 0 {
		return yield(p)
	}
	if steps[0] == "[]" {
		for i, item := range p.value.Items() {
			if !walk(place{p.path + "[" + strconv.Itoa(i) + "]", item}, steps[1:], yield) {
				return false
			}
		}
		return true
	}
	v, ok := p.value.Dict().Get(steps[0])
	if !ok {
		return true
	}
	return walk(place{strings.TrimPrefix(p.path+"."+steps[0], "."), v}, steps[1:], yield)
}

// lastKey returns the last key of a path, such as title, payload or buttons.
func lastKey(path string) string {
	path = path[strings.LastIndexByte(path, '.')+1:]
	key, _, _ := strings.Cut(path, "[")
	return key
}
