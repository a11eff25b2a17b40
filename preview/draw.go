package preview

import (
	"strings"

	"nlgserver/channels"
	"nlgserver/internal/width"
)

// Text draws the picture: a box for each message, and below them what is not
// shown as written.
func (p *Picture) Text(s Style) string {
	r := renderer{style: s, width: s.columns()}
	for i := range p.Bubbles {
		r.bubble(&p.Bubbles[i])
	}
	if p.Lost {
		r.note(Alarm, "!", p.Failure)
	} else if len(p.Bubbles) == 0 {
		r.note(Muted, "-", "Nothing is shown.")
	}
	for _, f := range p.Findings {
		r.note(f.tone(), "!", f.sentence())
	}
	return r.b.String()
}

// failure says where Rasa fails, and what becomes of the turn.
func (p *Picture) failure() string {
	here := "Rasa raises an error here: nothing after this is shown"
	if len(p.Bubbles) == 0 {
		here = "Rasa raises an error: nothing of this is shown"
	}
	if p.Forgotten {
		return here + ", no further action runs, and the turn is forgotten."
	}
	return here + ", but the turn is saved."
}

func (f *Finding) tone() Tone {
	switch channels.Effect(f.Effect) {
	case channels.Lost, channels.Unsent, channels.Refused:
		return Alarm
	default:
		return Caution
	}
}

func (f *Finding) sentence() string {
	text := f.Message
	if f.Path != "" {
		text = f.Path + ": " + text
	}
	if !f.Certain {
		text += " (not confirmed)"
	}
	return text
}

// renderer draws into b.
type renderer struct {
	style Style
	width int
	b     strings.Builder
}

// frame is the characters of a box.
type frame struct {
	topLeft, topRight, bottomLeft, bottomRight, left, right, horizontal, vertical string
}

var (
	asciiFrame = frame{"+", "+", "+", "+", "+", "+", "-", "|"}
	lineFrame  = frame{"┌", "┐", "└", "┘", "├", "┤", "─", "│"}
)

// rule stands for the line between two cards. No line of content can be it.
const rule = "\n"

func (r *renderer) frame() frame {
	if r.style.ASCII {
		return asciiFrame
	}
	return lineFrame
}

func (r *renderer) ellipsis() string {
	if r.style.ASCII {
		return "..."
	}
	return "…"
}

// bubble draws one message.
func (r *renderer) bubble(b *Bubble) {
	const edges = 4
	lines := r.content(b, r.width-edges)
	widest := 0
	for _, line := range lines {
		if line != rule {
			widest = max(widest, width.Of(line))
		}
	}
	f, tone, remark := r.frame(), Plain, ""
	if b.Refused {
		tone, remark = Alarm, " rejected by the platform"
	}
	border := strings.Repeat(f.horizontal, widest+2)
	r.line(tone, f.topLeft+border+f.topRight+remark)
	for _, line := range lines {
		if line == rule {
			r.line(tone, f.left+border+f.right)
			continue
		}
		r.line(tone, f.vertical+" "+line+strings.Repeat(" ", widest-width.Of(line))+" "+f.vertical)
	}
	r.line(tone, f.bottomLeft+border+f.bottomRight)
	if b.outside() {
		for _, line := range r.buttons(b, r.width) {
			r.line(Plain, line)
		}
	}
}

// outside reports whether the buttons are below the box instead of in it.
func (b *Bubble) outside() bool {
	return b.Layout == channels.Below.String() || b.Layout == channels.Keyboard.String()
}

// content returns the lines in the box.
func (r *renderer) content(b *Bubble, columns int) []string {
	var lines []string
	for i := range b.Cards {
		if i > 0 {
			lines = append(lines, rule)
		}
		lines = append(lines, r.content(&b.Cards[i], columns)...)
	}
	if b.Image != "" {
		lines = append(lines, wrap("(image) "+b.Image, columns)...)
	}
	if b.Raw != "" {
		lines = append(lines, wrap("("+b.Part+") "+b.Raw, columns)...)
	}
	if b.Text != "" || len(lines) == 0 {
		text := b.Text
		if b.Cut {
			text += r.ellipsis()
		}
		lines = append(lines, wrap(text, columns)...)
	}
	if !b.outside() {
		lines = append(lines, r.buttons(b, columns)...)
	}
	return lines
}

// buttons draws the buttons: as many on a line as fit, or one on each.
func (r *renderer) buttons(b *Bubble, columns int) []string {
	row := b.Layout == channels.Row.String() || b.Layout == channels.Below.String()
	var lines []string
	for _, button := range b.Buttons {
		title := printable(strings.ReplaceAll(button.Title, "\n", " "))
		if button.Cut {
			title += r.ellipsis()
		}
		drawn := "[ " + title + " ]"
		if b.Layout == channels.Below.String() {
			drawn = "( " + title + " )"
		}
		last := len(lines) - 1
		if row && last >= 0 && width.Of(lines[last])+1+width.Of(drawn) <= columns {
			lines[last] += " " + drawn
			continue
		}
		lines = append(lines, width.Wrap(drawn, columns)...)
	}
	return lines
}

// note writes a remark below the boxes.
func (r *renderer) note(tone Tone, mark, text string) {
	for i, line := range wrap(text, r.width-2) {
		if i > 0 {
			mark = " "
		}
		r.line(tone, mark+" "+line)
	}
}

func (r *renderer) line(tone Tone, text string) {
	r.b.WriteString(r.style.paint(tone, strings.TrimRight(text, " ")) + "\n")
}

// wrap breaks a string into lines of at most the given number of columns.
func wrap(text string, columns int) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(printable(text), "\n") {
		lines = append(lines, width.Wrap(paragraph, columns)...)
	}
	return lines
}

// printable is [width.Printable] for a drawing, where a tab has a width.
func printable(text string) string { return strings.ReplaceAll(width.Printable(text), "\t", "    ") }
