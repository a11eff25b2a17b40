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
	}
	explanationJSON struct {
		Position   nlg.Position    `json:"position"`
		Channels   []string        `json:"channels"`
		Languages  []string        `json:"languages,omitempty"`
		Variations []variationJSON `json:"variations"`
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
		out.Messages = append(out.Messages, messageJSON{m.Variation, m.JSON, m.Problems})
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
	out := &explanationJSON{Position: p.Position, Channels: p.Channels, Languages: p.Languages}
	for _, v := range p.Variations {
		one := variationJSON{ID: v.ID, Group: v.Group.String(), Eligible: v.Eligible, Why: v.Why, Position: v.Position}
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
