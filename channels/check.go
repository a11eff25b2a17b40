package channels

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"nlgserver/internal/python"
)

// Check says what a channel will not show as it was written, in the order of
// the reply's keys. message is a reply as the server sends it: a dict with the
// keys of Rasa's section 5.4; nothing is found in any other value, which is
// [CheckReply]'s business.
func Check(c *Channel, message python.Value, unfilled Unfilled) []Finding {
	if message.Dict() == nil {
		return nil
	}
	k := checker{channel: c, reply: readReply(c, message), unfilled: unfilled}
	k.checkHandling()
	k.checkText()
	for i := range c.Limits {
		if l := &c.Limits[i]; l.Of != "text" {
			k.checkLimit(l)
		}
	}
	for i := range c.Forms {
		k.checkForm(&c.Forms[i])
	}
	k.checkButtonType()
	k.checkEmoji()
	slices.SortStableFunc(k.found, func(a, b Finding) int { return cmp.Compare(rankOf(a.Path), rankOf(b.Path)) })
	return k.found
}

// rankOf is the place of a path's first key in a reply.
func rankOf(path string) int {
	key, _, _ := strings.Cut(path, ".")
	key, _, _ = strings.Cut(key, "[")
	return slices.Index([]Part{Text, Image, Buttons, QuickReplies, Elements, Attachment, Custom}, Part(key))
}

// checker collects what is found in one reply.
type checker struct {
	channel  *Channel
	reply    *reply
	unfilled Unfilled
	found    []Finding
}

func (k *checker) add(f Finding) { k.found = append(k.found, f) }

// checkHandling finds parts that the channel has nothing to show with.
func (k *checker) checkHandling() {
	for _, p := range [...]Part{Image, Buttons, QuickReplies, Elements, Attachment, Custom} {
		if !k.reply.has(p) {
			continue
		}
		if p == Buttons && k.reply.has(QuickReplies) {
			k.add(Finding{
				Path: string(p), Rule: HidesButtons, Effect: Dropped, Certain: true,
				Message: "Rasa sends the quick replies, and of a reply that has both it leaves the buttons out",
			})
			continue
		}
		h := k.channel.Handling(p)
		if h == AsButtons {
			h = k.channel.Handling(Buttons)
		}
		effect, message := handled(k.channel, p, h)
		if effect != "" {
			k.add(Finding{Path: string(p), Rule: NotShown, Effect: effect, Certain: k.channel.Verified, Message: message})
		}
	}
	k.checkNoText()
}

// handled says what a way of handling a part comes to, if it is not shown.
func handled(c *Channel, p Part, h Handling) (Effect, string) {
	name := p.phrase()
	switch h {
	case AsText:
		if p == Attachment {
			return WrittenOut, fmt.Sprintf("%s gets %s as a line of text, spelled as Python spells a dict", c.Title, name)
		}
		return WrittenOut, fmt.Sprintf("%s gets %s as lines of text", c.Title, name)
	case Spoken:
		return WrittenOut, fmt.Sprintf("%s reads the titles of %s out, and their payloads are lost", c.Title, name)
	case Ignored:
		return Dropped, fmt.Sprintf("%s leaves %s out", c.Title, name)
	case Breaks:
		return Lost, fmt.Sprintf("Rasa's channel for %s breaks on %s: %s", c.Title, name, c.loss())
	default:
		return "", ""
	}
}

// checkNoText finds buttons without a text to go with them: Rasa passes None
// on in its place.
func (k *checker) checkNoText() {
	p := k.reply.choices
	if p == "" || k.reply.text != "" || k.channel.Handling(Buttons) == Passed && p == k.reply.sentAs {
		return
	}
	f := Finding{Path: string(p), Rule: NoText, Effect: Refused}
	switch {
	case k.reply.hasText:
		f.Message = fmt.Sprintf("the text is empty, and %s needs one to show %s with", k.channel.Title, p.phrase())
	case k.channel.Handling(Buttons) == AsText || k.channel.Handling(Buttons) == Spoken || k.channel.SplitsBesideButtons:
		f.Effect, f.Certain = Lost, k.channel.Verified
		f.Message = fmt.Sprintf("there is no text to go with %s: Rasa's channel for %s breaks, and %s", p.phrase(), k.channel.Title, k.channel.loss())
	default:
		f.Message = fmt.Sprintf("there is no text to go with %s, and %s refuses them without one", p.phrase(), k.channel.Title)
	}
	k.add(f)
}

// checkText finds a text that is too long or goes out in pieces.
func (k *checker) checkText() {
	if k.reply.text == "" {
		return
	}
	text, open := k.fixed(string(Text), k.reply.text)
	pieces := k.reply.bubbles(text)
	if len(pieces) > 1 {
		k.add(Finding{
			Path: string(Text), Rule: Bubbles, Effect: Separated, Limit: 1, Actual: len(pieces), Unit: Items, AtLeast: open,
			Certain: k.channel.Verified,
			Message: fmt.Sprintf("every blank line begins a message of its own: %s shows this text as %d", k.channel.Title, len(pieces)),
		})
	}
	var worst *Finding
	for i := range k.channel.Limits {
		l := &k.channel.Limits[i]
		if l.Of != "text" || l.Beside != "" && l.Beside != k.reply.beside {
			continue
		}
		for _, piece := range pieces {
			f := k.tooLong(string(Text), l, piece, open)
			if f != nil && (worst == nil || f.Limit < worst.Limit || f.Limit == worst.Limit && f.Actual > worst.Actual) {
				worst = f
			}
		}
	}
	if worst != nil {
		k.add(*worst)
	}
}

// checkLimit compares all that a limit is about with it.
func (k *checker) checkLimit(l *Limit) {
	for place := range k.reply.places(l.Of) {
		if l.ButtonTypes != nil && !slices.Contains(l.ButtonTypes, k.reply.buttonType(place.path)) {
			continue
		}
		if l.Unit == Items {
			if n := len(place.value.Items()); n > l.Max {
				k.add(Finding{
					Path: place.path, Rule: TooMany, Effect: l.Effect, Limit: l.Max, Actual: n, Unit: Items, Certain: l.Verified,
					Message: tooManyMessage(k.channel, l, lastKey(place.path), n),
				})
			}
			continue
		}
		text, isText := place.value.Text()
		if !isText {
			continue
		}
		text, open := k.fixed(place.path, text)
		if f := k.tooLong(place.path, l, text, open); f != nil {
			k.add(*f)
		}
	}
}

// tooLong compares a text with a limit; nil if it is within.
func (k *checker) tooLong(path string, l *Limit, text string, open bool) *Finding {
	n := length(text, l.Unit)
	noun := lastKey(path)
	if n < l.Min && !open {
		return &Finding{
			Path: path, Rule: WrongForm, Effect: l.Effect, Certain: l.Verified,
			Message: fmt.Sprintf("%s refuses an empty %s", k.channel.Title, noun),
		}
	}
	if n <= l.Max {
		return nil
	}
	has := fmt.Sprintf("this one has %d", n)
	if open {
		has = fmt.Sprintf("this one has %d without its variables", n)
	}
	f := &Finding{Path: path, Rule: TooLong, Effect: l.Effect, Limit: l.Max, Actual: n, Unit: l.Unit, AtLeast: open, Certain: l.Verified}
	if l.Effect == Cut {
		f.Message = fmt.Sprintf("%s cuts a %s to %d %s, and %s", k.channel.Title, noun, l.Max, l.Unit, has)
	} else {
		f.Message = fmt.Sprintf("%s refuses a %s of more than %d %s, and %s", k.channel.Title, noun, l.Max, l.Unit, has)
	}
	return f
}

func tooManyMessage(c *Channel, l *Limit, noun string, n int) string {
	noun = strings.ReplaceAll(noun, "_", " ")
	switch l.Effect {
	case Dropped:
		return fmt.Sprintf("%s takes %d %s, and Rasa leaves all %d out", c.Title, l.Max, noun, n)
	case Cut:
		return fmt.Sprintf("%s shows about %d %s, and these are %d", c.Title, l.Max, noun, n)
	default:
		return fmt.Sprintf("%s refuses more than %d %s, and these are %d", c.Title, l.Max, noun, n)
	}
}

// checkForm looks for the keys that a channel reads.
func (k *checker) checkForm(f *Form) {
	if f.Not && !k.reply.has(Part(f.Of)) {
		return
	}
	for place := range k.reply.places(f.Of) {
		d := place.value.Dict()
		if d == nil || k.unread(place.path) {
			continue
		}
		var message string
		var ok bool
		switch {
		case f.Not:
			// Keys beside the part, not in it.
			message, ok = "the reply has a key called "+quoteOr(f.Keys), !hasAny(k.reply.dict, f.Keys)
		case f.Any:
			message, ok = "it has none of the keys "+strings.Join(f.Keys, ", "), hasAny(d, f.Keys)
		default:
			lacking := slices.DeleteFunc(slices.Clone(f.Keys), func(key string) bool { _, there := d.Get(key); return there })
			message, ok = "it has no "+strings.Join(lacking, " and no "), len(lacking) == 0
		}
		if !ok {
			k.add(Finding{
				Path: place.path, Rule: WrongForm, Effect: f.Effect, Certain: f.Verified,
				Message: fmt.Sprintf("%s, and Rasa's channel for %s %s: %s", message, k.channel.Title, f.Why, k.channel.phrase(f.Effect)),
			})
		}
	}
}

// unread reports a button whose keys are not read: one that is dropped, or
// one of a keyboard.
func (k *checker) unread(path string) bool {
	if !strings.HasSuffix(path, "]") {
		return false
	}
	dropped := k.reply.dropped() && strings.HasPrefix(path, string(k.reply.choices)+"[")
	return dropped || k.channel.ButtonTypes[k.reply.buttonType(path)] == Keyboard
}

// checkButtonType finds a button_type that the channel does not know.
func (k *checker) checkButtonType() {
	if !k.reply.untyped() {
		return
	}
	k.add(Finding{
		Path: "button_type", Rule: WrongForm, Effect: Dropped, Certain: true,
		Message: fmt.Sprintf("Rasa's channel for %s knows no button_type %q, and sends neither the text nor %s", k.channel.Title,
			k.reply.buttonType(string(k.reply.choices)), k.reply.choices.phrase()),
	})
}

// checkEmoji finds an emoji where it cannot be spoken.
func (k *checker) checkEmoji() {
	if k.channel.NoEmoji == "" || !slices.ContainsFunc([]rune(k.reply.text), isEmoji) {
		return
	}
	message := k.channel.Title + " leaves emoji out"
	if k.channel.NoEmoji == WrittenOut {
		message = k.channel.Title + " hands emoji to the voice, which may read out their names; Rasa logs a warning"
	}
	k.add(Finding{Path: string(Text), Rule: Emoji, Effect: k.channel.NoEmoji, Certain: k.channel.Verified, Message: message})
}

// fixed returns what of a text is known, and whether variables are missing.
func (k *checker) fixed(path, text string) (string, bool) {
	switch k.unfilled[path] {
	case Format:
		return formatFixed(text)
	case Jinja:
		return jinjaFixed(text)
	default:
		return text, false
	}
}
