package lint

import (
	"html"
	"strings"

	"nlgserver/channels"
	"nlgserver/internal/diag"
	"nlgserver/internal/pattern"
	"nlgserver/responses"
)

var (
	htmlTag      = pattern.Lazy(`(?i)<(/?)(b|i|u|s|em|strong|br|hr|p|a|ul|ol|li|h[1-6]|span|div|font|center|small|big|code|pre|img|table|t[rdh]|iframe|video|button)((?:\s[^<>]*)?/?)>`)
	htmlEntity   = pattern.Lazy(`&(?:amp|lt|gt|quot|apos|nbsp|copy|reg|trade|hellip|[mn]dash|[lr][sd]?quo|bull|euro|pound|middot|[A-Za-z]{1,2}(?:acute|grave|circ|uml|tilde|cedil|ring|slash|lig)|#[0-9]{2,7}|#[xX][0-9A-Fa-f]{2,6});`)
	markdownLink = pattern.Lazy(`\[([^\[\]\n]+)\]\(((?:https?:|mailto:|tel:|www\.|/|\{)[^()\s]*)\)`)
	markdownBold = pattern.Lazy(`\*\*([^\s*](?:[^*\n]*[^\s*])?)\*\*`)
)

// markup reports HTML and Markdown in a text for a channel that does not render
// it. For any other channel it is reported only on request.
func (k *checker) markup(v *responses.Variation, t *responses.Text) {
	if !isMarkedUp(t) {
		return
	}
	var reported diag.Code
	for _, m := range [...]struct {
		kind channels.Markup
		code diag.Code
		find func(text string) (place []int)
	}{
		{channels.HTML, diag.HTMLText, findTag},
		{channels.Entities, diag.HTMLText, htmlEntity().FindStringIndex},
		{channels.Markdown, diag.MarkdownText, markdownLink().FindStringIndex},
		{channels.Markdown, diag.MarkdownText, markdownBold().FindStringIndex},
	} {
		if m.code == reported {
			continue
		}
		at := m.find(t.Source)
		if at == nil {
			continue
		}
		found := t.Source[at[0]:at[1]]
		on, known := k.readAsWritten(v, m.kind)
		switch {
		case len(on) > 0:
			k.warnIn(t.Value, at[0], m.code, title(on)+" shows no "+string(m.kind)+": users read "+quote(found)+" as written", markupHint(found, on))
			k.mendMarkup(t, at, on)
			reported = m.code
		case !known:
			k.perhapsMarkup(t, at[0], m.kind)
			return
		}
	}
}

// findTag returns the place of the first tag of HTML in a text.
func findTag(text string) []int {
	lower := ""
	for _, at := range htmlTag().FindAllStringSubmatchIndex(text, mostTags) {
		closing, name, rest := at[2] < at[3], strings.ToLower(text[at[4]:at[5]]), text[at[6]:at[7]]
		if lower == "" {
			lower = strings.ToLower(text)
		}
		switch {
		case closing, strings.ContainsAny(rest, "=/"), rest == "" && emptyTags[name],
			strings.TrimSpace(rest) == "" && strings.Contains(lower, "</"+name+">"):
			return at[:2]
		}
		// <table number> is a placeholder
	}
	return nil
}

// mostTags bounds the work on a text with many placeholders.
const mostTags = 20

// emptyTags are the tags that are written without an end.
var emptyTags = wordSet("br hr img li p")

// perhaps are the texts with a markup for which no channel is named: their number,
// and where the first is reported.
type perhaps struct{ texts, at int }

// perhapsMarkup reports all texts with a markup in one diagnostic.
func (k *checker) perhapsMarkup(t *responses.Text, offset int, m channels.Markup) {
	if !k.enabled(diag.PerhapsMarkup) {
		return
	}
	d := t.Value.DiagnoseAt(offset, diag.Warning, diag.PerhapsMarkup, "not every channel shows "+string(m),
		"write `for_channels: [CHANNEL]` in .nlgserver.yml, or use --for-channel: then each text is checked for the channels of the assistant")
	p := k.perhaps[m]
	if p == nil {
		p = &perhaps{at: len(k.diags)}
		k.perhaps[m] = p
		k.diags = append(k.diags, d)
	}
	p.texts++
	if first := k.diags[p.at]; first.Compare(d.Position) < 0 {
		d = first // responses come by name
	}
	d.Message, _, _ = strings.Cut(d.Message, ":")
	if p.texts > 1 {
		d.Message += ": " + plural(p.texts-1, "other text has it", "other texts have it") + " too"
	}
	k.diags[p.at] = d
}

// isMarkedUp reports whether users read a text, and it may have markup. What is in
// custom is for a channel that its author knows.
func isMarkedUp(t *responses.Text) bool {
	return useOf(t.Path) == speech && !strings.HasPrefix(t.Path, "custom") && !strings.HasPrefix(t.Path, "attachment") && strings.ContainsAny(t.Source, "<&[*")
}

// readAsWritten returns the channels of a variation whose users read markup as
// written. known is false if the content and the settings name no channel that the
// variation may be sent to.
func (k *checker) readAsWritten(v *responses.Variation, m channels.Markup) (on []*channels.Channel, known bool) {
	audience := k.audience.named()
	if v.HasChannel {
		audience = nil
		if c := k.table.Lookup(v.Channel); c != nil {
			audience = []*channels.Channel{c}
		}
	}
	for _, c := range audience {
		if !v.HasChannel && k.firstOn(c.Name) >= 0 {
			continue // the channel has its own variation
		}
		known = true
		if c.ShowsAsWritten(m) {
			on = append(on, c)
		}
	}
	return on, known
}

// title names channels for a sentence.
func title(on []*channels.Channel) string {
	if len(on) == 1 {
		return on[0].Title
	}
	return on[0].Title + " (like " + plural(len(on)-1, "other channel", "other channels") + " of this assistant)"
}

// mendMarkup writes a character instead of its HTML, and bold text and links as the only
// channel of a variation wants them. What else to write is up to the author.
func (k *checker) mendMarkup(t *responses.Text, at []int, on []*channels.Channel) {
	var text string
	found := t.Source[at[0]:at[1]]
	switch own := len(on) == 1 && (on[0].Name == "slack" || on[0].Name == "hangouts" || on[0].Name == "twilio"); {
	case own && markdownBold().MatchString(found):
		text = markdownBold().ReplaceAllString(t.Source, "*$1*")
	case own && on[0].Name != "twilio" && markdownLink().MatchString(found):
		text = markdownLink().ReplaceAllString(t.Source, "<$2|$1>")
	case strings.HasPrefix(found, "&"):
		text = htmlEntity().ReplaceAllStringFunc(t.Source, character)
	default:
		return
	}
	label := "Write it as " + title(on) + " shows it"
	if rest := t.Source[at[1]:]; strings.HasSuffix(text, rest) {
		label = diag.LabelChange(found, text[at[0]:len(text)-len(rest)])
	}
	k.mendText(k.diags[len(k.diags)-1].Code, t, label, text)
}

// character returns the character of an entity of HTML, or the entity if it may mean
// something else as a character.
func character(entity string) string {
	if text := html.UnescapeString(entity); text != entity && !strings.ContainsAny(text, "{}") && strings.TrimSpace(text) != "" {
		return text
	}
	return entity
}

// markupHint says how to write the same without markup, or in that of the only
// channel.
func markupHint(found string, on []*channels.Channel) string {
	own := len(on) == 1 && (on[0].Name == "slack" || on[0].Name == "hangouts")
	if m := markdownLink().FindStringSubmatch(found); m != nil {
		if own {
			return "write `<" + m[2] + "|" + m[1] + ">`"
		}
		return "write `" + m[1] + ": " + m[2] + "`"
	}
	if m := markdownBold().FindStringSubmatch(found); m != nil {
		if own || len(on) == 1 && on[0].Name == "twilio" {
			return "write `*" + m[1] + "*`"
		}
		return "write `" + m[1] + "`"
	}
	if text := html.UnescapeString(found); text != found && strings.TrimSpace(text) != "" {
		return "write `" + text + "`"
	}
	return "write plain text, and a line break as \\n in double quotes"
}
