package lint

import (
	"slices"
	"strings"

	"nlgserver/channels"
	"nlgserver/internal/diag"
	"nlgserver/internal/near"
	"nlgserver/responses"
)

// audienceOf returns the channels that a variation without one may go out to:
// those that the user named, else Rasa's chats.
func audienceOf(table *channels.Table, named []string) []*channels.Channel {
	var audience []*channels.Channel
	if len(named) == 0 {
		for _, c := range table.All() {
			if c.Family == channels.Chat && !c.Own {
				audience = append(audience, c)
			}
		}
		return audience
	}
	for _, name := range named {
		c := table.Lookup(name)
		if c == nil && name == "rest" {
			c = table.Lookup(channels.Collector)
		}
		if c != nil {
			audience = append(audience, c)
		}
	}
	return audience
}

// limits checks what channels make of a variation: its own channel, or those
// that it may go out to.
func (k *checker) limits(v *responses.Variation) {
	audience, certainOnly := k.audience, len(k.opts.For) == 0
	if v.HasChannel {
		audience, certainOnly = nil, false
		if c := k.table.Lookup(v.Channel); c != nil {
			audience = []*channels.Channel{c}
		}
	}
	found := losses{}
	for _, language := range append([]string{""}, v.Languages...) {
		message, unfilled := messageOf(v, language)
		if language == "" {
			k.refused(v, channels.CheckReply(message))
		}
		if !v.IsRich() && !mayExceed(v, audience) {
			continue
		}
		for _, c := range audience {
			if !v.HasChannel && k.firstOn(c.Name) >= 0 {
				continue // a variation of its own goes out there
			}
			for _, f := range channels.Check(c, message, unfilled) {
				if code := k.codeOf(v, c, &f, certainOnly); code != "" {
					found.add(code, c, &f)
				}
			}
		}
	}
	k.tell(v, found)
}

// mayExceed reports a text that is long enough for a limit, or may split.
func mayExceed(v *responses.Variation, audience []*channels.Channel) bool {
	const shortest = 400
	if slices.ContainsFunc(audience, func(c *channels.Channel) bool { return c.Family != channels.Chat }) {
		return true
	}
	return slices.ContainsFunc(v.Texts, func(t *responses.Text) bool {
		return len(t.Source) > shortest || strings.Contains(t.Source, "\n\n")
	})
}

// refused reports what Rasa itself refuses on any channel.
func (k *checker) refused(v *responses.Variation, found []channels.Finding) {
	for _, f := range found {
		if f.Rule == channels.WrongType {
			continue // the reader tells
		}
		severity := diag.Warning
		if f.Certain && f.Effect == channels.Lost {
			severity = diag.Defect
		}
		k.report(v.Value.At(f.Path), severity, diag.ChannelLoses, f.Message, "")
	}
}

// codeOf says what a finding is to an author; empty if it is nothing.
func (k *checker) codeOf(v *responses.Variation, c *channels.Channel, f *channels.Finding, certainOnly bool) diag.Code {
	losing := f.Effect == channels.Dropped || f.Effect == channels.Refused || f.Effect == channels.Lost
	switch {
	case f.Rule == channels.Bubbles:
		return diag.SplitText
	case f.Rule == channels.WrongForm && isIncomplete(v.Value.At(f.Path)):
		return "" // reported as such
	case certainOnly:
		// Nobody said where the assistant lives: only what is lost for certain.
		if losing && (f.Rule == channels.NoText || f.Certain && isForAll(f.Rule)) {
			return diag.ChannelLoses
		}
		return ""
	case losing && f.Certain:
		return diag.ChannelLoses
	case f.Effect == channels.WrittenOut && c.Family != channels.Voice && f.Path != "attachment":
		return "" // as lines of text all is there
	default:
		return diag.ChannelCuts
	}
}

// isForAll reports the rules that matter even to an author who named no
// channel: others are about content that is made for one channel anyway.
func isForAll(r channels.Rule) bool {
	return r == channels.TooMany || r == channels.TooLong || r == channels.HidesButtons
}

func isIncomplete(b responses.Value) bool {
	return b.IsMap() && (b.Get("title").String() == "" || b.Get("payload").String() == "")
}

// loss is what channels make of one part of a variation.
type loss struct {
	code diag.Code
	// rule is that of the first finding.
	rule channels.Rule
	// subject is the path with all indexes left out, path the first of them.
	subject, path string
	messages      []string
	channels      []string
	paths         []string
	// actual is how many messages a text becomes.
	actual int
	lost   bool
}

type losses []*loss

// add joins a finding to those of the same part, so that a row of buttons is
// told of once.
func (l *losses) add(code diag.Code, c *channels.Channel, f *channels.Finding) {
	subject := near.WithoutDigits(f.Path)
	i := slices.IndexFunc(*l, func(o *loss) bool { return o.code == code && o.subject == subject })
	if i < 0 {
		*l = append(*l, &loss{code: code, rule: f.Rule, subject: subject, path: f.Path, actual: f.Actual})
		i = len(*l) - 1
	}
	o := (*l)[i]
	if !slices.Contains(o.paths, f.Path) {
		o.paths = append(o.paths, f.Path)
	}
	if !slices.Contains(o.channels, c.Name) {
		o.channels = append(o.channels, c.Name)
		if !slices.Contains(o.messages, f.Message) {
			o.messages = append(o.messages, f.Message)
		}
	}
	o.lost = o.lost || f.Effect == channels.Lost && f.Certain
}

// tell reports what was found, a part at a time.
func (k *checker) tell(v *responses.Variation, found losses) {
	for _, o := range found {
		severity := diag.Warning
		if v.HasChannel && o.lost {
			severity = diag.Defect
		}
		k.report(v.Value.At(o.path), severity, o.code, o.message(), k.advice(v, o))
	}
}

// message says what becomes of a part.
func (o *loss) message() string {
	switch {
	case o.rule == channels.Bubbles:
		return "every blank line begins a message of its own: this text arrives as " + plural(o.actual, "message", "messages")
	case o.rule == channels.NoText && len(o.messages) > 1:
		return "there is no text to go with the buttons, and " + list(o.channels) + " cannot show them without one"
	}
	const most = 3
	message := strings.Join(o.messages[:min(len(o.messages), most)], "; ")
	if rest := len(o.messages) - most; rest > 0 {
		message += "; and so on " + plural(rest, "other channel", "other channels")
	}
	if rest := len(o.paths) - 1; rest > 0 {
		message += "; so with " + plural(rest, "other", "others") + " here"
	}
	return message
}

// advice says how to mend it.
func (k *checker) advice(v *responses.Variation, o *loss) string {
	switch {
	case o.rule == channels.Bubbles:
		return "put one line break in the place of each blank line, if one message is meant"
	case o.rule == channels.NoText:
		return `add  text: "…"`
	case o.rule == channels.HidesButtons:
		return "keep either the buttons or the quick replies"
	case v.HasChannel && o.rule == channels.TooLong:
		return "shorten it"
	case v.HasChannel:
		return "write it as " + v.Channel + " can take it"
	case len(k.opts.For) == 0:
		return "add a variation with  channel: " + o.channels[0] + "  that fits; if the assistant is not on " + list(o.channels) + ", name its channels with --for-channel"
	default:
		return "add a variation with  channel: " + o.channels[0] + "  that fits, or change this one"
	}
}
