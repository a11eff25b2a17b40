package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"strings"

	"nlgserver/channels"
	"nlgserver/internal/width"
	"nlgserver/nlg"
	"nlgserver/preview"
)

// cell is a preview over one channel in one language.
type cell struct {
	Channel string `json:"channel"`
	// Language is empty for the untranslated message.
	Language string `json:"language"`
	*preview.Data

	p     *preview.Preview
	shown []*nlg.Message
}

// writeMatrix writes the message for every channel, every language, or both. The same
// seed picks each time, so that the messages differ only where the content does.
func (f *previewFlags) writeMatrix(w io.Writer, catalog *nlg.Catalog, request *nlg.Request, languages nlg.LanguageOptions) error {
	var cells []*cell
	for _, language := range f.matrixLanguages(catalog, request.Response) {
		for _, channel := range f.matrixChannels(catalog, request) {
			one := *request
			overChannel(&one, channel)
			if f.allLanguages {
				languages.SetIn(&one, language)
			}
			p, err := preview.New(catalog, &one)
			if err != nil {
				return &exitError{code: exitFindings, err: err}
			}
			c := &cell{Channel: channel, Language: language, p: p, shown: p.Messages()}
			if !f.all && !p.Silent() {
				message, err := catalog.Render(&one, rand.New(rand.NewPCG(f.seed, 0)))
				if err != nil {
					return err
				}
				c.shown = []*nlg.Message{message}
			}
			cells = append(cells, c)
		}
	}
	if f.format == formatJSON {
		return written(f.writeCells(w, cells))
	}
	return written(f.drawCells(w, cells))
}

// matrixLanguages returns the languages to show: the one of the request, or, with
// --all-languages, the untranslated message and every translation.
func (f *previewFlags) matrixLanguages(catalog *nlg.Catalog, name string) []string {
	if !f.allLanguages {
		return []string{f.language}
	}
	var all []string
	for _, v := range catalog.VariationsOf(name) {
		all = append(all, v.Languages...)
	}
	return append([]string{""}, distinct(all)...)
}

// matrixChannels returns the channels to show: the one of the request, or, with
// --all-channels, Rasa's and those of the response's own variations.
func (f *previewFlags) matrixChannels(catalog *nlg.Catalog, request *nlg.Request) []string {
	if !f.allChannels {
		return []string{request.Channel}
	}
	var all, own []string
	for _, c := range channels.Known().All() {
		all = append(all, c.Name)
	}
	for _, v := range catalog.VariationsOf(request.Response) {
		if v.HasChannel && channels.Known().Lookup(v.Channel) == nil && v.Channel != restInput {
			own = append(own, v.Channel)
		}
	}
	return append(all, distinct(own)...)
}

// writeCells writes the previews as JSON, each with its pictures.
func (f *previewFlags) writeCells(w io.Writer, cells []*cell) error {
	for _, c := range cells {
		c.Data = c.p.Data(c.shown, f.explain)
		for i, m := range c.shown {
			c.Messages[i].Picture = c.p.Picture(m)
		}
	}
	return writeJSON(w, struct {
		Previews []*cell `json:"previews"`
	}{cells})
}

// drawCells draws the previews. Channels that show the same are drawn once.
func (f *previewFlags) drawCells(w io.Writer, cells []*cell) error {
	type drawing struct {
		language, text string
		channels       []string
	}
	var drawings []*drawing
	for _, c := range cells {
		text := f.draw(c)
		var same *drawing
		for _, d := range drawings {
			if d.language == c.Language && d.text == text && !f.explain {
				same = d
			}
		}
		if same == nil {
			same = &drawing{language: c.Language, text: text}
			drawings = append(drawings, same)
		}
		same.channels = append(same.channels, c.Channel)
	}
	var b strings.Builder
	for i, d := range drawings {
		if i > 0 {
			b.WriteString("\n")
		}
		heading := strings.Join(d.channels, ", ")
		if f.allChannels && len(drawings) == languageCount(cells) {
			heading = "every channel"
		}
		if f.allLanguages {
			heading += ", " + languageName(d.language)
		}
		for _, line := range width.Wrap(heading, f.style.Width) {
			b.WriteString(paintIf(f.style.Paint != nil, boldText, line) + "\n")
		}
		b.WriteString(d.text)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// languageCount returns how many languages the previews have.
func languageCount(cells []*cell) int {
	seen := map[string]bool{}
	for _, c := range cells {
		seen[c.Language] = true
	}
	return len(seen)
}

func languageName(code string) string {
	if code == "" {
		return "untranslated"
	}
	return "language " + code
}

// draw draws the messages of one preview.
func (f *previewFlags) draw(c *cell) string {
	var b strings.Builder
	switch {
	case f.explain:
		// Writing to b cannot fail.
		_ = c.p.WriteText(&b, c.shown, true, f.style)
	case c.p.Silent():
		b.WriteString("  no variation is eligible: the bot says nothing\n")
	default:
		for _, m := range c.shown {
			fmt.Fprintf(&b, "%s, variation %d", m.Response, m.Variation+1)
			if m.ID != "" {
				fmt.Fprintf(&b, ", id %s", m.ID)
			}
			b.WriteString("\n" + indentBy("  ", c.p.Picture(m).Text(f.style)))
		}
	}
	return b.String()
}

// indentBy puts a margin before each line.
func indentBy(margin, text string) string {
	return margin + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n"+margin) + "\n"
}
