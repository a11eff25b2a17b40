package channels

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"nlgserver/internal/python"
	"nlgserver/internal/python/text"
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
	k.checkCalls()
	for i := range c.Forms {
		k.checkForm(&c.Forms[i])
	}
	k.checkElements()
	k.checkAfterText()
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

func (k *checker) add(f Finding) {
	f.Forgets = f.Effect == Lost
	if f.Effect == Refused && f.Certain && k.channel.RaisesRefusals {
		f.Forgets = true
		f.Message += "; then " + forgets
	}
	k.found = append(k.found, f)
}

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
		if h == OnlyText {
			if _, there := k.reply.part(p).Dict().Get(string(Text)); !there {
				continue // a form says so
			}
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
		return WrittenOut, c.writtenOut(p)
	case Spoken:
		return WrittenOut, fmt.Sprintf("%s reads out the titles of %s, and their payloads are lost", c.Title, name)
	case OnlyText:
		return WrittenOut, fmt.Sprintf("%s reads out only the text in %s", c.Title, name)
	case Ignored:
		return Dropped, fmt.Sprintf("%s does not show %s", c.Title, name)
	case Breaks:
		return Lost, fmt.Sprintf("Rasa's %s channel fails on %s: %s", c.Title, name, forgets)
	case BreaksReply:
		return Unsent, fmt.Sprintf("Rasa's %s channel fails on %s: %s", c.Title, name, undelivered)
	default:
		return "", ""
	}
}

// writtenOut says how a part is written out as text, or read out.
func (c *Channel) writtenOut(p Part) string {
	verb := "shows"
	if c.Family == Voice {
		verb = "reads out"
	}
	switch {
	case p == Attachment:
		return fmt.Sprintf("%s %s the attachment as a line of text, as Python prints a dict", c.Title, verb)
	case p == Image:
		return fmt.Sprintf("%s %s the address of the image", c.Title, verb)
	case p == Custom:
		return fmt.Sprintf("%s %s the custom payload as JSON", c.Title, verb)
	case c.Family == Voice:
		return fmt.Sprintf("%s reads out %s", c.Title, p.phrase())
	default:
		return fmt.Sprintf("%s shows %s as lines of text", c.Title, p.phrase())
	}
}

// checkNoText finds buttons without a text beside them: Rasa then passes None as
// the text.
func (k *checker) checkNoText() {
	p, c := k.reply.choices, k.channel
	if p == "" || c.Handling(k.reply.sentAs) == Passed || k.reply.untyped() {
		return
	}
	handling := c.Handling(k.reply.sentAs)
	stripped := handling == AsText || c.SplitsBesideButtons || k.reply.dropped()
	f := Finding{Path: string(p), Rule: NoText, Effect: Refused}
	switch {
	case c.Concise && text.TrimSpace(k.reply.text) == "", !k.reply.hasText && (stripped || handling == Spoken):
		f.Effect, f.Certain = Lost, c.Verified
		f.Message = fmt.Sprintf("there is no text beside %s, and Rasa's %s channel reads it: %s", p.phrase(), c.Title, forgets)
	case k.reply.text != "":
		return
	case k.reply.hasText:
		f.Message = fmt.Sprintf("the text is empty, and %s needs one to show %s", c.Title, p.phrase())
	default:
		f.Message = fmt.Sprintf("there is no text beside %s, and %s rejects them without one", p.phrase(), c.Title)
	}
	k.add(f)
}

// checkText finds a text that is too long or is sent in pieces.
func (k *checker) checkText() {
	if k.reply.text == "" || k.reply.untyped() {
		return
	}
	fixed, open := k.fixed(string(Text), k.reply.text)
	pieces := k.reply.bubbles(fixed)
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
		value, isText := place.value.Text()
		if !isText || l.Effect != Cut && k.unread(place.path) {
			continue
		}
		fixed, open := k.fixed(place.path, value)
		if f := k.tooLong(place.path, l, fixed, open); f != nil {
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
	switch l.Effect {
	case Cut:
		f.Message = fmt.Sprintf("%s truncates a %s to %d %s (this one has %d%s)", k.channel.Title, noun, l.Max, l.Unit, n, variables)
	case Lost:
		f.Message = fmt.Sprintf("Rasa's %s channel fails on a %s of more than %d %s (this one has %d%s): %s", k.channel.Title, noun, l.Max, l.Unit, n, variables, forgets)
	default:
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
	case Lost:
		return fmt.Sprintf("Rasa's %s channel fails on more than %d %s (there are %d): %s", c.Title, l.Max, noun, n, forgets)
	default:
		return fmt.Sprintf("%s rejects more than %d %s (there are %d)", c.Title, l.Max, noun, n)
	}
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
