package channels

import (
	"cmp"
	"strings"
)

// Style is how a picture is drawn as text.
type Style struct {
	// Width is the most columns of a line; 0 stands for 72.
	Width int
	// Colour adds the escape sequences of terminals.
	Colour bool
	// ASCII draws frames with - | + instead of lines.
	ASCII bool
}

// The colours of terminals.
const (
	dim, red, yellow, plain = "\x1b[2m", "\x1b[31m", "\x1b[33m", "\x1b[0m"
)

// defaultWidth and leastWidth are in columns.
const (
	defaultWidth = 72
	leastWidth   = 20
)

// Text draws the picture: a box for each message, under it what is not shown
// as written.
func (p *Picture) Text(s Style) string {
	r := renderer{style: s, width: max(leastWidth, cmp.Or(s.Width, defaultWidth))}
	for i := range p.Bubbles {
		r.bubble(&p.Bubbles[i])
	}
	switch {
	case p.Lost && len(p.Bubbles) == 0:
		r.note(red, "!", "Rasa fails on this message: nothing of it is shown.")
	case p.Lost:
		r.note(red, "!", "Here Rasa fails: what comes after is not shown.")
	case len(p.Bubbles) == 0:
		r.note(dim, "-", "Nothing is shown.")
	}
	for _, f := range p.Findings {
		colour := yellow
		if f.Effect == Lost || f.Effect == Refused {
			colour = red
		}
		text := f.Path + ": " + f.Message
		if f.Path == "" {
			text = f.Message
		}
		if !f.Certain {
			text += " (not confirmed)"
		}
		r.note(colour, "!", text)
	}
	return r.b.String()
}

// renderer draws into b.
type renderer struct {
	style Style
	width int
	b     strings.Builder
}

// frame are the characters of a box: its corners, then a horizontal and a
// vertical line.
func (r *renderer) frame() [6]string {
	if r.style.ASCII {
		return [6]string{"+", "+", "+", "+", "-", "|"}
	}
	return [6]string{"┌", "┐", "└", "┘", "─", "│"}
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
		widest = max(widest, columns(line))
	}
	f := r.frame()
	colour := ""
	mark := ""
	if b.Refused {
		colour, mark = red, " refused by the platform"
	}
	r.line(colour, f[0]+strings.Repeat(f[4], widest+2)+f[1]+mark)
	for _, line := range lines {
		r.line(colour, f[5]+" "+line+strings.Repeat(" ", widest-columns(line))+" "+f[5])
	}
	r.line(colour, f[2]+strings.Repeat(f[4], widest+2)+f[3])
	if b.Layout == Below || b.Layout == Keyboard {
		for _, line := range r.buttons(b, r.width) {
			r.line("", line)
		}
	}
}

// content is what stands in the box.
func (r *renderer) content(b *Bubble, width int) []string {
	var lines []string
	if b.Image != "" {
		lines = append(lines, wrap("(image) "+b.Image, width)...)
	}
	if b.Raw != "" {
		lines = append(lines, wrap("("+string(b.RawPart)+") "+b.Raw, width)...)
	}
	if b.Text != "" || len(lines) == 0 {
		text := b.Text
		if b.Cut {
			text += r.ellipsis()
		}
		lines = append(lines, wrap(text, width)...)
	}
	if b.Layout == Row || b.Layout == Column {
		lines = append(lines, r.buttons(b, width)...)
	}
	return lines
}

// buttons draws the buttons: as many in a line as fit, or each on its own.
func (r *renderer) buttons(b *Bubble, width int) []string {
	var lines []string
	for _, button := range b.Buttons {
		title := printable(strings.ReplaceAll(button.Title, "\n", " "))
		if button.Cut {
			title += r.ellipsis()
		}
		drawn := "[ " + title + " ]"
		if b.Layout == Below {
			drawn = "( " + title + " )"
		}
		last := len(lines) - 1
		if last >= 0 && (b.Layout == Row || b.Layout == Below) && columns(lines[last])+1+columns(drawn) <= width {
			lines[last] += " " + drawn
			continue
		}
		lines = append(lines, wrapLine(drawn, width)...)
	}
	return lines
}

// note writes a remark below the boxes.
func (r *renderer) note(colour, mark, text string) {
	for i, line := range wrap(text, r.width-2) {
		if i > 0 {
			mark = " "
		}
		r.line(colour, mark+" "+line)
	}
}

func (r *renderer) line(colour, text string) {
	text = strings.TrimRight(text, " ")
	if r.style.Colour && colour != "" {
		text = colour + text + plain
	}
	r.b.WriteString(text + "\n")
}
