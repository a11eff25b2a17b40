package channels

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"nlgserver/internal/python"
)

// Check returns what a channel will not show as written, in the order of the
// reply's keys. message is a reply as the server sends it: a dict with the keys
// of Rasa's section 5.4. Check finds nothing in any other value: see
// [CheckReply].
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

// partOrder is the order of the parts in a reply.
var partOrder = [...]Part{Text, Image, Buttons, QuickReplies, Elements, Attachment, Custom}

// rankOf returns the place of a path's first key in a reply.
func rankOf(path string) int {
	key, _, _ := strings.Cut(path, ".")
	key, _, _ = strings.Cut(key, "[")
	return slices.Index(partOrder[:], Part(key))
}

// checker collects the findings about one reply.
type checker struct {
	channel  *Channel
	reply    *reply
	unfilled Unfilled
	found    []Finding
}

func (k *checker) add(f Finding) { k.found = append(k.found, f) }

// checkHandling finds parts that the channel cannot show.
func (k *checker) checkHandling() {
	for _, p := range partOrder {
		if p == Text || !k.reply.has(p) {
			continue
		}
		if p == Buttons && k.reply.has(QuickReplies) {
			k.add(Finding{
				Path: string(p), Rule: HidesButtons, Effect: Dropped, Certain: true,
				Message: "the reply has buttons and quick replies, and Rasa sends only the quick replies",
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

// handled returns the effect of a way to handle a part, and a message about it.
// Both are empty if the part is shown.
func handled(c *Channel, p Part, h Handling) (Effect, string) {
	name := p.phrase()
	switch h {
	case AsText:
		if p == Attachment {
			return WrittenOut, fmt.Sprintf("%s shows %s as a line of text, as Python prints a dict", c.Title, name)
		}
		return WrittenOut, fmt.Sprintf("%s shows %s as lines of text", c.Title, name)
	case Spoken:
		return WrittenOut, fmt.Sprintf("%s reads out the titles of %s, and their payloads are lost", c.Title, name)
	case Ignored:
		return Dropped, fmt.Sprintf("%s does not show %s", c.Title, name)
	case Breaks:
		return Lost, fmt.Sprintf("Rasa's %s channel fails on %s: %s", c.Title, name, c.loss())
	default:
		return "", ""
	}
}

// checkNoText finds buttons without a text beside them: Rasa then passes None as
// the text.
func (k *checker) checkNoText() {
	p := k.reply.choices
	if p == "" || k.reply.text != "" || k.channel.Handling(Buttons) == Passed && p == k.reply.sentAs {
		return
	}
	f := Finding{Path: string(p), Rule: NoText, Effect: Refused}
	switch {
	case k.reply.hasText:
		f.Message = fmt.Sprintf("the text is empty, and %s needs one to show %s", k.channel.Title, p.phrase())
	case k.channel.Handling(Buttons) == AsText || k.channel.Handling(Buttons) == Spoken || k.channel.SplitsBesideButtons:
		f.Effect, f.Certain = Lost, k.channel.Verified
		f.Message = fmt.Sprintf("there is no text beside %s: Rasa's %s channel fails, and %s", p.phrase(), k.channel.Title, k.channel.loss())
	default:
		f.Message = fmt.Sprintf("there is no text beside %s, and %s rejects them without one", p.phrase(), k.channel.Title)
	}
	k.add(f)
}

// checkText finds a text that is too long or is sent in pieces.
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
			Message: fmt.Sprintf("each blank line starts a new message: %s shows this text as %d messages", k.channel.Title, len(pieces)),
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

// checkLimit compares every value that a limit is about with the limit.
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

// tooLong compares a text with a limit. It returns nil if the text is within.
func (k *checker) tooLong(path string, l *Limit, text string, open bool) *Finding {
	n := length(text, l.Unit)
	noun := lastKey(path)
	if n < l.Min && !open {
		return &Finding{
			Path: path, Rule: WrongForm, Effect: l.Effect, Certain: l.Verified,
			Message: fmt.Sprintf("%s rejects an empty %s", k.channel.Title, noun),
		}
	}
	if n <= l.Max {
		return nil
	}
	variables := ""
	if open {
		variables = " without its variables"
	}
	f := &Finding{Path: path, Rule: TooLong, Effect: l.Effect, Limit: l.Max, Actual: n, Unit: l.Unit, AtLeast: open, Certain: l.Verified}
	if l.Effect == Cut {
		f.Message = fmt.Sprintf("%s truncates a %s to %d %s (this one has %d%s)", k.channel.Title, noun, l.Max, l.Unit, n, variables)
	} else {
		f.Message = fmt.Sprintf("%s rejects a %s of more than %d %s (this one has %d%s)", k.channel.Title, noun, l.Max, l.Unit, n, variables)
	}
	return f
}

func tooManyMessage(c *Channel, l *Limit, noun string, n int) string {
	noun = strings.ReplaceAll(noun, "_", " ")
	switch l.Effect {
	case Dropped:
		return fmt.Sprintf("%s allows %d %s, so Rasa drops all %d", c.Title, l.Max, noun, n)
	case Cut:
		return fmt.Sprintf("%s shows about %d %s (there are %d)", c.Title, l.Max, noun, n)
	default:
		return fmt.Sprintf("%s rejects more than %d %s (there are %d)", c.Title, l.Max, noun, n)
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
			message, ok = "the reply has the key "+quoteOr(f.Keys), !hasAny(k.reply.dict, f.Keys)
		case f.Any:
			message, ok = "it has none of the keys "+strings.Join(f.Keys, ", "), hasAny(d, f.Keys)
		default:
			lacking := slices.DeleteFunc(slices.Clone(f.Keys), func(key string) bool { _, there := d.Get(key); return there })
			message, ok = "it has no "+strings.Join(lacking, " and no "), len(lacking) == 0
		}
		if !ok {
			k.add(Finding{
				Path: place.path, Rule: WrongForm, Effect: f.Effect, Certain: f.Verified,
				Message: fmt.Sprintf("%s, and Rasa's %s channel %s: %s", message, k.channel.Title, f.Why, k.channel.phrase(f.Effect)),
			})
		}
	}
}

// unread reports whether a path is a button whose keys are not read, because it
// is dropped or on a keyboard.
func (k *checker) unread(path string) bool {
	if !strings.HasSuffix(path, "]") {
		return false
	}
	dropped := k.reply.dropped() && strings.HasPrefix(path, string(k.reply.choices)+"[")
	return dropped || k.channel.ButtonTypes[k.reply.buttonType(path)] == Keyboard
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

// checkEmoji finds an emoji where it cannot be spoken.
func (k *checker) checkEmoji() {
	if k.channel.NoEmoji == "" || !slices.ContainsFunc([]rune(k.reply.text), isEmoji) {
		return
	}
	message := k.channel.Title + " drops emoji"
	if k.channel.NoEmoji == WrittenOut {
		message = k.channel.Title + " passes emoji to the voice, which may read out their names; Rasa logs a warning"
	}
	k.add(Finding{Path: string(Text), Rule: Emoji, Effect: k.channel.NoEmoji, Certain: k.channel.Verified, Message: message})
}

// fixed returns the known part of a text, and whether it has variables.
func (k *checker) fixed(path, text string) (string, bool) {
	if f, ok := k.unfilled[path]; ok {
		return f.Text, f.Open
	}
	return text, false
}
