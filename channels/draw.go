package channels

import (
	"slices"
	"strconv"
	"strings"

	"nlgserver/internal/python"
)

// drawer draws one reply.
type drawer struct {
	picture *Picture
	reply   *reply
	channel *Channel
}

func (d *drawer) add(b Bubble) { d.picture.Bubbles = append(d.picture.Bubbles, b) }

// lostAt reports whether Rasa fails to send a part.
func (d *drawer) lostAt(p Part) bool {
	return slices.ContainsFunc(d.picture.Findings, func(f Finding) bool {
		return f.Effect == Lost && (strings.HasPrefix(f.Path, string(p)) || f.Path == "recipient_id" || f.Path == "json_message" && p == Custom)
	})
}

// refused reports whether the platform rejects a part.
func (d *drawer) refused(p Part) bool {
	return slices.ContainsFunc(d.picture.Findings, func(f Finding) bool {
		return f.Effect == Refused && strings.HasPrefix(f.Path, string(p))
	})
}

// drawText draws the text, and the buttons or quick replies beside it.
func (d *drawer) drawText() {
	r := d.reply
	if r.choices == "" && r.text == "" || r.untyped() {
		return
	}
	pieces := r.bubbles(r.text)
	for i, piece := range pieces {
		b := d.say(piece)
		if i == len(pieces)-1 && r.beside != "" && d.channel.Handling(r.sentAs) != Spoken {
			b.Buttons, b.Layout = d.buttons(string(r.choices), r.part(r.choices)), d.layout()
			b.Refused = b.Refused || d.refused(r.choices)
		}
		d.add(b)
	}
	switch {
	case r.choices == "":
	case d.channel.Handling(r.sentAs) == Spoken:
		d.speakTitles()
	case d.channel.Handling(r.sentAs) == AsText:
		d.writeButtons()
	}
}

// say returns a bubble with a text.
func (d *drawer) say(text string) Bubble {
	text = d.spoken(text)
	b := Bubble{Text: text}
	for _, l := range d.channel.Limits {
		if l.Of != "text" || l.Beside != "" && l.Beside != d.reply.beside || length(text, l.Unit) <= l.Max {
			continue
		}
		if l.Effect == Cut {
			b.Text, b.Cut = cut(text, l.Max, l.Unit), true
		} else {
			b.Refused = true
		}
	}
	return b
}

// spoken returns a text without emoji if the channel drops them.
func (d *drawer) spoken(text string) string {
	if d.channel.NoEmoji != Dropped || !strings.ContainsFunc(text, isEmoji) {
		return text
	}
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		if isEmoji(c) {
			return -1
		}
		return c
	}, text))
}

func (d *drawer) layout() Layout {
	switch {
	case d.reply.sentAs == QuickReplies:
		return Below
	case d.channel.ButtonTypes != nil:
		return d.channel.ButtonTypes[d.reply.buttonType(string(d.reply.choices))]
	default:
		return d.channel.Layout
	}
}

// buttons returns the buttons of the list at a path.
func (d *drawer) buttons(path string, list python.Value) []Button {
	var all []Button
	for i, item := range list.Items() {
		b := Button{Payload: textOf(item, "payload")}
		b.Title, b.Cut = d.shown(path+"["+strconv.Itoa(i)+"].title", textOf(item, "title"))
		all = append(all, b)
	}
	return all
}

// shown returns the part of a text that the platform shows, and whether it is
// cut.
func (d *drawer) shown(path, text string) (string, bool) {
	for _, f := range d.picture.Findings {
		if f.Path == path && f.Rule == TooLong && f.Effect == Cut {
			return cut(text, f.Limit, f.Unit), true
		}
	}
	return text, false
}

// speakTitles adds the titles of the buttons. Twilio Voice speaks them one by
// one, Rasa Pro's channels as part of the text.
func (d *drawer) speakTitles() {
	var titles []string
	for _, b := range d.buttons(string(d.reply.choices), d.reply.part(d.reply.choices)) {
		if title := d.spoken(b.Title); title != "" {
			titles = append(titles, title)
		}
	}
	if d.channel.Handling(Text) == Split {
		for _, title := range titles {
			d.add(d.say(title))
		}
		return
	}
	last := &d.picture.Bubbles[len(d.picture.Bubbles)-1]
	last.Text = strings.TrimRight(last.Text, ".") + ". " + strings.Join(titles, ", ")
}

// writeButtons adds a line for each button, like Rasa's button_to_string.
func (d *drawer) writeButtons() {
	for i, item := range d.reply.part(d.reply.choices).Items() {
		var rest []string
		var title, payload string
		for _, e := range item.Dict().Entries() {
			switch key, _ := e.Key.Text(); key {
			case "title":
				title = e.Value.Str()
			case "payload":
				payload = e.Value.Str()
			default:
				rest = append(rest, strconv.Quote(key)+": "+string(e.Value.AppendJSON(nil)))
			}
		}
		line := strconv.Itoa(i+1) + ": " + title
		if payload != "" {
			line += " (" + payload + ")"
		}
		if len(rest) > 0 {
			slices.Sort(rest)
			line += " - {" + strings.Join(rest, ", ") + "}"
		}
		d.add(d.say(line))
	}
}

func (d *drawer) drawCustom() { d.drawPassed(Custom) }

func (d *drawer) drawImage() {
	if !d.reply.has(Image) {
		return
	}
	switch d.channel.Handling(Image) {
	case Shown, Passed:
		d.add(Bubble{Image: d.reply.part(Image).Str(), Refused: d.refused(Image)})
	case AsText:
		d.add(d.say("Image: " + d.reply.part(Image).Str()))
	default: // not shown
	}
}

func (d *drawer) drawAttachment() {
	if d.reply.has(Attachment) && d.channel.Handling(Attachment) == AsText {
		d.add(d.say("Attachment: " + d.reply.part(Attachment).Str()))
		return
	}
	d.drawPassed(Attachment)
}

// drawPassed draws a part that is sent as written.
func (d *drawer) drawPassed(p Part) {
	if !d.reply.has(p) {
		return
	}
	empty := slices.ContainsFunc(d.picture.Findings, func(f Finding) bool { return f.Path == string(p) && f.Effect == Dropped })
	if h := d.channel.Handling(p); !empty && (h == Passed || h == Shown) {
		d.add(Bubble{Raw: string(d.reply.part(p).AppendJSON(nil)), RawPart: p, Refused: d.refused(p)})
	}
}

// drawElements draws cards, or what the channel shows instead.
func (d *drawer) drawElements() {
	if !d.reply.has(Elements) {
		return
	}
	for i, e := range d.reply.part(Elements).Items() {
		path := "elements[" + strconv.Itoa(i) + "]"
		switch d.channel.Handling(Elements) {
		case AsText:
			d.writeElement(e)
		case Shown:
			d.add(d.card(path, e))
		case Passed:
			d.add(Bubble{Raw: string(e.AppendJSON(nil)), RawPart: Elements})
		default: // not shown
		}
	}
}

// card draws an element on a platform that has cards.
func (d *drawer) card(path string, e python.Value) Bubble {
	title, titleCut := d.shown(path+".title", textOf(e, "title"))
	subtitle, subtitleCut := d.shown(path+".subtitle", textOf(e, "subtitle"))
	buttons, _ := e.Dict().Get("buttons")
	return Bubble{
		Text: strings.TrimSpace(title + "\n" + subtitle), Cut: titleCut || subtitleCut,
		Image: textOf(e, "image_url"), Buttons: d.buttons(path+".buttons", buttons), Layout: d.channel.Layout,
		Refused: slices.ContainsFunc(d.picture.Findings, func(f Finding) bool {
			return f.Effect == Refused && (f.Path == string(Elements) || strings.HasPrefix(f.Path, path))
		}),
	}
}

// writeElement draws an element as Rasa sends it to a channel without cards: as a
// text with the element's buttons.
func (d *drawer) writeElement(e python.Value) {
	buttons, _ := e.Dict().Get("buttons")
	message := python.DictOf("text", python.Str(textOf(e, "title")+" : "+textOf(e, "subtitle")), "buttons", buttons)
	p := PictureOf(d.channel, python.OfDict(message))
	d.picture.Bubbles = append(d.picture.Bubbles, p.Bubbles...)
	d.picture.Lost = d.picture.Lost || p.Lost
}

// textOf returns the value of a dict's key as text, or an empty string if there
// is none.
func textOf(v python.Value, key string) string {
	value, ok := v.Dict().Get(key)
	if !ok {
		return ""
	}
	return value.Str()
}
