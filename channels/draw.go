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

// fail notes that Rasa raises an error here.
func (d *drawer) fail() { d.picture.Lost, d.picture.Forgotten = true, true }

// raisesAt reports whether Rasa raises an error before it sends what is at a
// path. Elements that are sent one by one raise it one by one.
func (d *drawer) raisesAt(path string) bool {
	return slices.ContainsFunc(d.picture.Findings, func(f Finding) bool {
		if f.Effect != Lost {
			return false
		}
		reserved := f.Path == "recipient_id" || f.Path == "json_message" && path == string(Custom)
		if path == string(Elements) && strings.HasPrefix(f.Path, "elements[") && d.channel.Handling(Elements) == AsText {
			return reserved
		}
		return reserved || within(f.Path, path)
	})
}

// within reports whether a path is another or leads into it.
func within(path, other string) bool {
	rest, ok := strings.CutPrefix(path, other)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// refused reports whether the platform rejects what is at a path.
func (d *drawer) refused(path string) bool {
	return slices.ContainsFunc(d.picture.Findings, func(f Finding) bool { return f.Effect == Refused && within(f.Path, path) })
}

// refusedFor ends the picture behind the first message of a part that the
// platform rejects, if Rasa raises an error then.
func (d *drawer) refusedFor(p Part, before int) {
	raises := slices.ContainsFunc(d.picture.Findings, func(f Finding) bool {
		return f.Effect == Refused && f.Forgets && (within(f.Path, string(p)) || within(f.Path, string(Text)) && p == d.reply.choices)
	})
	if !raises {
		return
	}
	for i := before; i < len(d.picture.Bubbles); i++ {
		if d.picture.Bubbles[i].Refused {
			d.picture.Bubbles = d.picture.Bubbles[:i+1]
			d.fail()
		}
	}
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

// drawText draws the text, and the buttons or quick replies beside it.
func (d *drawer) drawText() {
	r := d.reply
	switch {
	case r.untyped():
	case r.choices != "":
		d.sendChoices(choices{text: r.text, path: string(r.choices), items: r.part(r.choices).Items(), sentAs: r.sentAs})
	case r.text != "":
		d.sendText(r.text)
	}
}

func (d *drawer) drawCustom() {
	custom := d.reply.part(Custom)
	text, hasText := custom.Dict().Get(string(Text))
	switch {
	case !d.reply.has(Custom):
	case d.channel.Handling(Custom) == AsText:
		d.sendText(dumps(custom, false))
	case d.channel.Handling(Custom) == OnlyText:
		if hasText && !text.IsNone() {
			d.add(Bubble{Text: text.Str()})
		}
	case d.channel.OneMessage && text.Truth():
		d.add(d.say(text.Str(), ""))
	default:
		d.drawPassed(Custom)
	}
}

func (d *drawer) drawImage() {
	if !d.reply.has(Image) {
		return
	}
	switch d.channel.Handling(Image) {
	case Shown, Passed:
		d.add(Bubble{Image: d.reply.part(Image).Str(), Refused: d.refused(string(Image))})
	case AsText:
		d.sendText("Image: " + d.reply.part(Image).Str())
	default: // not shown
	}
}

func (d *drawer) drawAttachment() {
	if d.reply.has(Attachment) && d.channel.Handling(Attachment) == AsText {
		d.sendText("Attachment: " + d.reply.part(Attachment).Str())
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
		d.add(Bubble{Raw: string(d.reply.part(p).AppendJSON(nil)), RawPart: p, Refused: d.refused(string(p))})
	}
}

// drawElements draws cards, or what the channel shows instead.
func (d *drawer) drawElements() {
	if !d.reply.has(Elements) {
		return
	}
	handling := d.channel.Handling(Elements)
	if handling == Passed && d.channel.OneForElements {
		d.drawPassed(Elements)
		return
	}
	before := len(d.picture.Bubbles)
	for i, e := range d.reply.part(Elements).Items() {
		path := "elements[" + strconv.Itoa(i) + "]"
		switch handling {
		case AsText:
			if d.writeElement(path, e); d.picture.Lost {
				return
			}
		case Shown:
			d.add(d.card(path, e))
		case Passed:
			d.add(Bubble{Raw: string(e.AppendJSON(nil)), RawPart: Elements})
		default: // not shown
		}
	}
	if d.channel.OneForElements {
		cards := slices.Clone(d.picture.Bubbles[before:])
		d.picture.Bubbles = append(d.picture.Bubbles[:before], oneMessage(cards, false)...)
	}
}

// card draws an element on a platform that has cards.
func (d *drawer) card(path string, e python.Value) Bubble {
	title, titleCut := d.shown(path+".title", textOf(e, "title"))
	subtitle, subtitleCut := d.shown(path+".subtitle", textOf(e, "subtitle"))
	buttons, _ := e.Dict().Get("buttons")
	return Bubble{
		Text: strings.TrimSpace(title + "\n" + subtitle), Cut: titleCut || subtitleCut,
		Image: textOf(e, "image_url"), Buttons: d.buttons(path+".buttons", buttons.Items()), Layout: d.channel.Layout,
		Refused: d.refused(path) || slices.ContainsFunc(d.picture.Findings, func(f Finding) bool {
			return f.Effect == Refused && f.Path == string(Elements)
		}),
	}
}

// writeElement draws an element as Rasa sends it to a channel without cards: as a
// text with the element's buttons, even if it has none.
func (d *drawer) writeElement(path string, e python.Value) {
	buttons, _ := e.Dict().Get("buttons")
	c := choices{
		text: textOf(e, "title") + " : " + textOf(e, "subtitle"), path: path + ".buttons", items: buttons.Items(), sentAs: Buttons,
	}
	if d.raisesAt(path) {
		if d.channel.Handling(Buttons) == AsText {
			d.sendText(c.text) // the text is sent before the buttons are read
		}
		d.fail()
		return
	}
	before := len(d.picture.Bubbles)
	d.sendChoices(c)
	if d.refused(path) {
		d.picture.Bubbles[len(d.picture.Bubbles)-1].Refused = true
	}
	d.refusedFor(Elements, before)
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
