package lint

import (
	"html"
	"regexp"
	"strings"

	"nlgserver/channels"
	"nlgserver/internal/diag"
	"nlgserver/responses"
)

var (
	htmlTag      = regexp.MustCompile(`(?i)<(/?)(b|i|u|s|em|strong|br|hr|p|a|ul|ol|li|h[1-6]|span|div|font|center|small|big|code|pre|img|table|t[rdh]|iframe|video|button)((?:\s[^<>]*)?/?)>`)
	htmlEntity   = regexp.MustCompile(`&(?:amp|lt|gt|quot|apos|nbsp|copy|reg|trade|hellip|[mn]dash|[lr][sd]?quo|bull|euro|pound|middot|[A-Za-z]{1,2}(?:acute|grave|circ|uml|tilde|cedil|ring|slash|lig)|#[0-9]{2,7}|#[xX][0-9A-Fa-f]{2,6});`)
	markdownLink = regexp.MustCompile(`\[([^\[\]\n]+)\]\(((?:https?:|mailto:|tel:|www\.|/|\{)[^()\s]*)\)`)
	markdownBold = regexp.MustCompile(`\*\*([^\s*](?:[^*\n]*[^\s*])?)\*\*`)
)

// markup reports HTML and Markdown in a text for a channel that does not render
// it. For any other channel it is reported only on request.
func (k *checker) markup(v *responses.Variation, t *responses.Text) {
	if !isMarkedUp(t) {
		return
	}
	var reported diag.Code
	for _, m := range [...]struct {
		kind    channels.Markup
		code    diag.Code
		pattern *regexp.Regexp
	}{
		{channels.HTML, diag.HTMLText, htmlTag},
		{channels.Entities, diag.HTMLText, htmlEntity},
		{channels.Markdown, diag.MarkdownText, markdownLink},
		{channels.Markdown, diag.MarkdownText, markdownBold},
	} {
		if m.code == reported {
			continue
		}
		at := findMarkup(m.pattern, t.Source)
		if at == nil {
			continue
		}
		found := t.Source[at[0]:at[1]]
		on, known := k.readAsWritten(v, m.kind)
		switch {
		case len(on) > 0:
			k.warnIn(t.Value, at[0], m.code, title(on)+" shows no "+string(m.kind)+": users read "+quote(found)+" as written", markupHint(found, on))
			reported = m.code
		case !known:
			k.perhapsMarkup(t, at[0], m.kind)
			return
		}
	}
}

// findMarkup returns the place of the first markup in a text.
func findMarkup(pattern *regexp.Regexp, text string) []int {
	if pattern != htmlTag {
		return pattern.FindStringIndex(text)
	}
	lower := ""
	for _, at := range pattern.FindAllStringSubmatchIndex(text, mostTags) {
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

// markupHint says how to write the same without markup, or in that of the only
// channel.
func markupHint(found string, on []*channels.Channel) string {
	own := len(on) == 1 && (on[0].Name == "slack" || on[0].Name == "hangouts")
	if m := markdownLink.FindStringSubmatch(found); m != nil {
		if own {
			return "write `<" + m[2] + "|" + m[1] + ">`"
		}
		return "write `" + m[1] + ": " + m[2] + "`"
	}
	if m := markdownBold.FindStringSubmatch(found); m != nil {
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
