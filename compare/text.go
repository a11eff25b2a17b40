package compare

import (
	"fmt"
	"io"
	"strings"
)

// WriteText writes the differences for a terminal, followed by a summary line.
func (d *Diff) WriteText(w io.Writer) error { return d.WritePainted(w, nil) }

// Paint emphasizes what was added, removed or changed, as with a terminal's
// colors. It must not change the text.
type Paint func(kind Kind, text string) string

// WritePainted is [Diff.WriteText] with emphasis; nil leaves the text plain.
func (d *Diff) WritePainted(w io.Writer, paint Paint) error {
	if paint == nil {
		paint = func(_ Kind, text string) string { return text }
	}
	painted := plainMarks()
	painted.paint = paint
	var b strings.Builder
	for i := range d.Responses {
		r := &d.Responses[i]
		fmt.Fprintf(&b, "%s %s (%s)%s\n", paint(r.Kind, string(r.Kind)), r.Name, r.Position, r.renamed())
		for _, v := range r.Variations {
			line := sign(v.Kind) + " " + v.describe()
			if v.Kind != Changed {
				line = paint(v.Kind, line)
			}
			fmt.Fprintf(&b, "  %s\n", line)
			for _, c := range v.Changes {
				fmt.Fprintf(&b, "      %s\n", c.describe(painted))
			}
		}
		for _, o := range r.Order {
			fmt.Fprintf(&b, "  ~ %s\n", o.describe())
		}
	}
	if len(d.Replies) > 0 {
		b.WriteString("expected replies\n")
	}
	for _, r := range d.Replies {
		fmt.Fprintf(&b, "  ~ %s: %s\n", r.Position, r.describe(painted))
	}
	b.WriteString(d.Summary() + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// Summary counts the responses that differ, in one line.
func (d *Diff) Summary() string {
	if d.Empty() {
		return "no differences"
	}
	var parts []string
	for _, kind := range [...]Kind{Added, Removed, Changed} {
		if n := d.Count(kind); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, kind))
		}
	}
	summary := "responses: " + strings.Join(parts, ", ")
	if n := len(d.Replies); n > 0 {
		summary += fmt.Sprintf("; expected replies: %d changed", n)
	}
	return summary
}

func sign(k Kind) string {
	switch k {
	case Added:
		return "+"
	case Removed:
		return "-"
	default:
		return "~"
	}
}

func (r *Response) renamed() string {
	if r.RenamedFrom == "" {
		return ""
	}
	return ", renamed from " + r.RenamedFrom
}

// describe identifies a variation by its number, id and audience, and by its text
// if no changes are listed.
func (v *Variation) describe() string {
	out := fmt.Sprintf("variation %d", v.Number)
	if v.ID != "" {
		out += ", id " + v.ID
	}
	if v.Audience != "" {
		out += ", " + v.Audience
	}
	if v.Kind != Changed {
		out += ": " + oneLine(v.Text)
	}
	return out
}

func (o *Reorder) describe() string {
	return fmt.Sprintf("order: among the %s, %s now comes before %s; Rasa requests the first one by its id", o.Group, o.After, o.Before)
}

// marks are put around what was added and removed.
type marks struct {
	added, removed [2]string
	escape         func(string) string
	paint          Paint
}

func (m *marks) mark(kind Kind, around [2]string, text string) string {
	text = around[0] + m.escape(text) + around[1]
	if m.paint != nil {
		text = m.paint(kind, text)
	}
	return text
}

func (m *marks) asAdded(text string) string   { return m.mark(Added, m.added, text) }
func (m *marks) asRemoved(text string) string { return m.mark(Removed, m.removed, text) }

func plainMarks() marks {
	return marks{added: [2]string{"{+", "+}"}, removed: [2]string{"[-", "-]"}, escape: oneLine}
}

// describe describes a change in one line.
func (c *Change) describe(m marks) string {
	path := m.escape(label(c.Path))
	switch {
	case c.Words != nil && akin(c.Words):
		var b strings.Builder
		for _, w := range c.Words {
			switch w.Kind {
			case Added:
				b.WriteString(m.asAdded(w.Text))
			case Removed:
				b.WriteString(m.asRemoved(w.Text))
			default:
				b.WriteString(m.escape(w.Text))
			}
		}
		return path + ": " + b.String()
	case c.Kind == Added:
		return path + ": " + m.asAdded(c.After)
	case c.Kind == Removed:
		return path + ": " + m.asRemoved(c.Before)
	case c.Kind == Reordered:
		return path + ": reordered: " + m.escape(c.After)
	default:
		return path + ": " + m.asRemoved(c.Before) + " " + m.asAdded(c.After)
	}
}

// akin reports whether two texts have so much in common that a word diff is
// easier to read than both texts.
func akin(list []Word) bool {
	same, all := 0, 0
	for _, w := range list {
		for _, t := range tokens(w.Text) {
			if !isWord(t) {
				continue
			}
			all++
			if w.Kind == "" {
				same += 2
				all++
			}
		}
	}
	return float64(same) >= alike*float64(all)
}

// label formats a path for people: a translation is the text in a language.
func label(path string) string {
	if code, ok := strings.CutPrefix(path, "translation."); ok {
		return "text in " + code
	}
	return path
}

// oneLine escapes the line breaks and tabs in a string.
func oneLine(text string) string {
	return strings.NewReplacer("\r\n", `\n`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(text)
}
