package channels

import (
	"fmt"
	"slices"
	"strings"

	"nlgserver/internal/python"
)

// checkForm looks for the keys that a channel reads.
func (k *checker) checkForm(f *Form) {
	if f.Not && !k.reply.has(Part(f.Of)) || f.Effect == Dropped && k.fails(string(f.Of)) {
		return
	}
	for place := range k.reply.places(f.Of) {
		d := place.value.Dict()
		if f.Values != nil {
			k.checkValue(f, place)
			continue
		}
		if d == nil || k.unread(place.path) {
			continue
		}
		var message, hint string
		var ok bool
		why := f.Why
		switch {
		case f.Not:
			// Keys beside the part, not in it.
			message, ok = "the reply has the key "+quoteOr(f.Keys), !f.hasAny(k.reply.dict)
		case f.Without:
			message, ok = "it has the key "+quoteOr(f.Keys), !f.hasAny(d)
			hint = removal(f.Keys, Part(f.Of))
		case f.Any:
			message, ok = "it has none of the keys "+strings.Join(f.Keys, ", "), f.hasAny(d)
		default:
			keys := f.Keys
			if f.Of == "buttons[]" && k.onKeyboard(place.path) {
				keys, why = keys[:1], titleToSpeak(true).Why
			}
			lacking := slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return f.has(d, key) })
			message, ok = "it has no "+strings.Join(lacking, " and no "), len(lacking) == 0
		}
		if !ok {
			k.add(Finding{
				Path: place.path, Rule: WrongForm, Effect: f.Effect, Certain: f.Verified,
				Message: fmt.Sprintf("%s, and Rasa's %s channel %s: %s", message, k.channel.Title, why, f.Effect.phrase()),
				Hint:    hint,
			})
		}
	}
}

// fails reports whether Rasa raises an error at a path, as found so far.
func (k *checker) fails(path string) bool {
	return slices.ContainsFunc(k.found, func(f Finding) bool { return f.Effect == Lost && within(f.Path, path) })
}

// checkValue finds a value that a channel does not accept. None counts as none.
func (k *checker) checkValue(f *Form, p place) {
	value, isText := p.value.Text()
	if p.value.IsNone() || isText && slices.Contains(f.Values, value) {
		return
	}
	k.add(Finding{
		Path: p.path, Rule: WrongForm, Effect: f.Effect, Certain: f.Verified,
		Message: fmt.Sprintf("it is neither %s, and Rasa's %s channel %s: %s", strings.Join(f.Values, " nor "), k.channel.Title, f.Why, f.Effect.phrase()),
		Hint:    "write `" + lastKey(p.path) + ": " + f.Values[0] + "`",
	})
}

// has reports whether a dict has a key, as the form asks for it.
func (f *Form) has(d *python.Dict, key string) bool {
	v, there := d.Get(key)
	return there && (!f.True || v.Truth()) && (!f.NotNull || !v.IsNone())
}

func (f *Form) hasAny(d *python.Dict) bool {
	return slices.ContainsFunc(f.Keys, func(key string) bool { return f.has(d, key) })
}

// unread reports whether a path is a button whose keys are not read, because it
// is not sent.
func (k *checker) unread(path string) bool {
	r := k.reply
	return (r.dropped() || r.untyped()) && strings.HasPrefix(path, string(r.choices)+"[") || r.droppedIn(path)
}

// onKeyboard reports whether a button is on a keyboard, where only its title is
// read.
func (k *checker) onKeyboard(path string) bool {
	return k.channel.ButtonTypes[k.reply.buttonType(path)] == Keyboard
}

// checkButtonType finds a button_type that is unknown to the channel.
func (k *checker) checkButtonType() {
	if !k.reply.untyped() {
		return
	}
	k.add(Finding{
		Path: "button_type", Rule: WrongForm, Effect: Dropped, Certain: true,
		Message: fmt.Sprintf("Rasa's %s channel does not know button_type %q, and sends neither the text nor %s", k.channel.Title,
			k.reply.buttonType(string(k.reply.choices)), k.reply.choices.phrase()),
	})
}

// checkElements finds buttons of elements that Rasa cannot iterate over.
func (k *checker) checkElements() {
	c := k.channel
	written := c.Handling(Elements) == AsText && c.Handling(Buttons) != Passed
	if !k.reply.has(Elements) || !written && c.Handling(Elements) != Shown {
		return
	}
	for place := range k.reply.places("elements[].buttons") {
		if place.value.Kind() == python.KindList {
			continue
		}
		k.add(Finding{
			Path: place.path, Rule: WrongForm, Effect: Lost, Certain: c.Verified,
			Message: fmt.Sprintf("Rasa's %s channel expects the buttons of an element to be a list, not %s: %s", c.Title, kindOf(place.value), forgets),
			Hint:    "remove `buttons` from this element",
		})
	}
}

// kindOf returns what a value that is no list is called.
func kindOf(v python.Value) string {
	if v.IsNone() {
		return "null"
	}
	return "a " + v.Kind().TypeName()
}

// checkAfterText finds a part that must not follow a text where the messages of
// a turn become a single one.
func (k *checker) checkAfterText() {
	r := k.reply
	if !k.channel.OneMessage || !r.has(Attachment) {
		return
	}
	f := Finding{Path: string(Attachment), Rule: WrongForm, Effect: Refused, Message: fmt.Sprintf(
		"Rasa's %s channel makes the attachment the text of the message, which must be a string", k.channel.Title)}
	if r.endsInText() {
		f.Effect, f.Certain = Lost, k.channel.Verified
		f.Message = fmt.Sprintf("Rasa's %s channel appends the attachment to the text before it: %s", k.channel.Title, forgets)
	}
	k.add(f)
}
