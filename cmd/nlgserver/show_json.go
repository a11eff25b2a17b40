package main

import (
	"encoding/json"
	"io"

	"nlgserver/nlg"
)

// The JSON of a preview.
type (
	previewJSON struct {
		Response string           `json:"response"`
		Outcome  string           `json:"outcome"`
		Said     string           `json:"said,omitempty"`
		Group    string           `json:"group"`
		Eligible []int            `json:"eligible"`
		Messages []messageJSON    `json:"messages"`
		Explain  *explanationJSON `json:"explain,omitempty"`
	}
	messageJSON struct {
		Variation int             `json:"variation"`
		Message   json.RawMessage `json:"message"`
		Problems  []nlg.Problem   `json:"problems,omitempty"`
		Picture   *pictureJSON    `json:"picture,omitempty"`
	}
	explanationJSON struct {
		Position   nlg.Position    `json:"position"`
		Channels   []string        `json:"channels"`
		Languages  []string        `json:"languages,omitempty"`
		Variations []variationJSON `json:"variations"`
		RasaID     *string         `json:"rasa_id"`
		RasaIDWhy  string          `json:"rasa_id_why"`
		Variables  []fillJSON      `json:"variables,omitempty"`
	}
	variationJSON struct {
		ID       string       `json:"id,omitempty"`
		Channel  *string      `json:"channel,omitempty"`
		Group    string       `json:"group"`
		Eligible bool         `json:"eligible"`
		Why      string       `json:"why"`
		Reasons  []reasonJSON `json:"conditions,omitempty"`
		Position nlg.Position `json:"position"`
	}
	reasonJSON struct {
		Text   string `json:"text"`
		Actual string `json:"actual,omitempty"`
		Holds  bool   `json:"holds"`
		Role   string `json:"role"`
		Depth  int    `json:"depth,omitempty"`
	}
	fillJSON struct {
		Name   string `json:"name"`
		Value  string `json:"value"`
		Source string `json:"source"`
	}
)

func (p *previewed) writeJSON(w io.Writer) error {
	out := previewJSON{
		Response: p.Response, Outcome: p.Outcome.String(), Said: p.Said,
		Group: p.Group.String(), Eligible: append([]int{}, p.Eligible...), Messages: []messageJSON{},
	}
	for _, m := range p.shown {
		one := messageJSON{Variation: m.Variation, Message: m.JSON, Problems: m.Problems}
		if p.explain {
			one.Picture = p.pictureJSON(m)
		}
		out.Messages = append(out.Messages, one)
	}
	if p.explain {
		out.Explain = p.explainJSON()
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

func (p *previewed) explainJSON() *explanationJSON {
	out := &explanationJSON{Position: p.Position, Channels: p.Channels, Languages: p.Languages, RasaIDWhy: p.rasaWhy}
	if p.rasaID != "" {
		out.RasaID = &p.rasaID
	}
	for i := range p.Variations {
		v := &p.Variations[i]
		one := variationJSON{ID: v.ID, Group: v.Group.String(), Eligible: v.Eligible, Why: p.why(v), Position: v.Position}
		if v.HasChannel {
			one.Channel = &v.Channel
		}
		for _, r := range v.Reasons {
			one.Reasons = append(one.Reasons, reasonJSON{r.Text, r.Actual, r.Holds, r.Role.String(), r.Depth})
		}
		out.Variations = append(out.Variations, one)
	}
	for _, f := range p.fills() {
		out.Variables = append(out.Variables, fillJSON(f))
	}
	return out
}
