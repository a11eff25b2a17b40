package lint

import (
	"slices"
	"strings"

	"nlgserver/channels"
	"nlgserver/internal/diag"
	"nlgserver/internal/near"
	"nlgserver/responses"
)

// limits checks what channels do to a variation: its own channel, or those to
// which it may be sent.
func (k *checker) limits(v *responses.Variation) {
	to := k.audience
	if v.HasChannel {
		to = audience{channels: lookUp(k.table, []string{v.Channel}), asked: true}
	}
	found := losses{}
	for _, language := range append([]string{""}, v.Languages...) {
		message, unfilled := messageOf(v, language)
		if language == "" {
			k.refused(v, channels.CheckReply(message))
		}
		if !v.IsRich() && !mayExceed(v, to.channels) {
			continue
		}
		for _, c := range to.channels {
			if !v.HasChannel && k.firstOn(c.Name) >= 0 {
				continue // the channel has its own variation
			}
			for _, f := range channels.Check(c, message, unfilled) {
				if code := k.codeOf(v, c, &f, to); code != "" {
					found.add(code, c, &f)
				}
			}
		}
	}
	k.tell(v, found)
}

// mayExceed reports whether a text may be long enough for a limit, or may be
// split.
func mayExceed(v *responses.Variation, audience []*channels.Channel) bool {
	const shortest = 400
	if slices.ContainsFunc(audience, func(c *channels.Channel) bool { return c.Family != channels.Chat }) {
		return true
	}
	return slices.ContainsFunc(v.Texts, func(t *responses.Text) bool {
		return len(t.Source) > shortest || strings.Contains(t.Source, "\n\n")
	})
}

// refused reports parts that Rasa itself rejects on any channel.
func (k *checker) refused(v *responses.Variation, found []channels.Finding) {
	for _, f := range found {
		if f.Rule == channels.WrongType {
			continue // package responses reports it
		}
		severity := diag.Warning
		if f.Certain && f.Forgets {
			severity = diag.Defect
		}
		k.report(v.Value.At(f.Path), severity, diag.ChannelLoses, f.Message, "")
	}
}

// codeOf returns the diagnostic code for a finding. It is empty if the finding
// is not worth reporting.
func (k *checker) codeOf(v *responses.Variation, c *channels.Channel, f *channels.Finding, to audience) diag.Code {
	losing := f.Effect.Losing()
	switch {
	case f.Rule == channels.Bubbles:
		return diag.SplitText
	case f.Rule == channels.WrongForm && strings.HasSuffix(f.Path, "]") && isReported(v, f.Path):
		return "" // reported by incompleteButtons
	case to.anyone:
		if losing && (f.Rule == channels.NoText || f.Rule == channels.HidesButtons) {
			return diag.ChannelLoses
		}
		return ""
	case !to.asked:
		if losing && (f.Rule == channels.NoText || f.Certain && isForAll(f.Rule)) {
			return diag.ChannelLoses
		}
		return ""
	case losing && f.Certain && f.Rule != channels.Emoji:
		return diag.ChannelLoses
	case f.Effect == channels.WrittenOut && c.Family != channels.Voice && f.Path != "attachment":
		return "" // everything is still there, as lines of text
	default:
		return diag.ChannelCuts
	}
}

// isForAll reports whether a rule matters even if the user named no channels. Other
// rules are about content that is written for one channel anyway.
func isForAll(r channels.Rule) bool {
	return r == channels.TooMany || r == channels.TooLong || r == channels.HidesButtons
}

// isReported reports whether incompleteButtons reports the button at a path.
func isReported(v *responses.Variation, path string) bool {
	if !strings.HasPrefix(path, "buttons[") && !strings.HasPrefix(path, "quick_replies[") {
		return false
	}
	b := v.Value.At(path)
	return b.IsMap() && (lacksTitle(b) || lacksTarget(b))
}

// loss is what channels do to one part of a variation.
type loss struct {
	code diag.Code
	// rule and hint are those of the first finding.
	rule channels.Rule
	hint string
	// subject is the path without its indexes; path is the first such path.
	subject, path string
	messages      []string
	channels      []string
	paths         []string
	// actual is the number of messages that a text becomes.
	actual int
	// raises is set if Rasa certainly raises an error; forgetting are the channels
	// on which it forgets the turn.
	raises     bool
	forgetting []string
}

type losses []*loss

// add merges a finding with those about the same part, so that a row of buttons
// is reported once.
func (l *losses) add(code diag.Code, c *channels.Channel, f *channels.Finding) {
	subject := near.WithoutDigits(f.Path)
	i := slices.IndexFunc(*l, func(o *loss) bool { return o.code == code && o.subject == subject })
	if i < 0 {
		*l = append(*l, &loss{code: code, rule: f.Rule, hint: f.Hint, subject: subject, path: f.Path, actual: f.Actual})
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
			if f.Forgets && !o.raises {
				// What is worse comes first.
				o.messages = slices.Concat(o.messages[len(o.messages)-1:], o.messages[:len(o.messages)-1])
			}
		}
	}
	if f.Forgets && !slices.Contains(o.forgetting, c.Name) {
		o.forgetting = append(o.forgetting, c.Name)
	}
	o.raises = o.raises || f.Certain && (f.Forgets || f.Effect == channels.Unsent)
}

// tell reports the findings, one diagnostic per part.
func (k *checker) tell(v *responses.Variation, found losses) {
	for _, o := range found {
		severity := diag.Warning
		if o.raises && (v.HasChannel || len(k.opts.For) > 0) {
			severity = diag.Defect
		}
		message := o.message()
		if k.audience.anyone && !v.HasChannel {
			message = o.anyones(message)
		}
		k.report(v.Value.At(o.path), severity, o.code, message, k.advice(v, o))
	}
}

// message describes what happens to a part.
func (o *loss) message() string {
	switch {
	case o.rule == channels.Bubbles:
		return "each blank line starts a new message: this text arrives as " + plural(o.actual, "message", "messages")
	case o.rule == channels.NoText && len(o.messages) > 1:
		message := "the buttons have no text, and " + list(o.channels) + " cannot show them without it"
		if len(o.forgetting) > 0 {
			message += "; on " + list(o.forgetting) + ", Rasa raises an error and forgets the turn (the user's message, slots, and events)"
		}
		return message
	}
	const most = 3
	message := strings.Join(o.messages[:min(len(o.messages), most)], "; ")
	if rest := len(o.messages) - most; rest > 0 {
		message += "; similar on " + plural(rest, "other channel", "other channels")
	}
	if rest := len(o.paths) - 1; rest > 0 {
		message += "; also affects " + plural(rest, "other item", "other items") + " here"
	}
	return message
}

// anyones is the message if nothing names a channel, or the given one if that
// names none either.
func (o *loss) anyones(message string) string {
	switch o.rule {
	case channels.NoText:
		return "the buttons have no text, and most channels cannot show them without it"
	case channels.HidesButtons:
		return "most channels show either the buttons or the quick replies, not both"
	default:
		return message
	}
}

// advice returns a hint that says how to fix it.
func (k *checker) advice(v *responses.Variation, o *loss) string {
	switch {
	case o.hint != "" && (v.HasChannel || o.subject != "custom" && !strings.HasPrefix(o.subject, "custom.")):
		// Custom is written for one channel. What another does not take is no
		// mistake in it.
		return o.hint
	case o.rule == channels.Bubbles:
		return "to send one message, replace each blank line with a single line break"
	case o.rule == channels.NoText:
		return "add `text: \"…\"`"
	case o.rule == channels.HidesButtons:
		return "keep either the buttons or the quick replies"
	case (v.HasChannel || len(k.opts.For) == 1) && o.rule == channels.TooLong:
		return "shorten it"
	case v.HasChannel || len(k.opts.For) == 1: // a variation for the only channel would leave this one unused
		return "change it to what " + o.channels[0] + " supports"
	case len(k.opts.For) == 0:
		return "add a variation with `channel: " + o.channels[0] + "` that fits; if the assistant does not use " + list(o.channels) + ", name its channels with `--for-channel`"
	default:
		return "add a variation with `channel: " + o.channels[0] + "` that fits, or change this one"
	}
}
