package view

import (
	"encoding/json"
	"strings"

	"nlgserver/channels"
	"nlgserver/nlg"
)

// Count is how long a text is, as a channel counts it.
type Count struct {
	// Count is the length without what variables are filled with, and Limit the most that
	// the channel takes. Of a text that is sent as several messages, Count is that of the
	// longest.
	Count int `json:"count"`
	Limit int `json:"limit"`
	// Unit is "characters", "UTF-16 units" or "bytes".
	Unit string `json:"unit"`
	// Channel is the title of the channel.
	Channel string `json:"channel"`
	// Open is set if the text has variables, so that it may be longer.
	Open bool `json:"open,omitempty"`
	// Cut is set if the channel shows the beginning of a text that is too long; else it is
	// not shown at all.
	Cut bool `json:"cut,omitempty"`
}

// Count counts the texts of a response that a channel limits: those of a variation for a
// channel as that one counts, all others as the given one does; none for an empty name.
func (c *Content) Count(r *Response, channel string) {
	for i := range r.Variations {
		v := &r.Variations[i]
		name := channel
		if v.Channel != nil {
			name = v.Channel.Name
		}
		if found := c.channels.Lookup(name); found != nil && len(found.Limits) > 0 {
			v.count(found)
		}
	}
}

// count counts the texts of a variation in each of its languages.
func (v *Variation) count(c *channels.Channel) {
	texts := map[string][]*Text{}
	add := func(list []Text) {
		for i := range list {
			texts[list[i].Language] = append(texts[list[i].Language], &list[i])
		}
	}
	add(v.Texts)
	for _, buttons := range [...][]Button{v.Buttons, v.QuickReplies} {
		for i := range buttons {
			add(buttons[i].Titles)
			add(buttons[i].Payloads)
		}
	}
	for language, list := range texts {
		message, unfilled := v.message(language)
		for _, m := range channels.Measure(c, message, unfilled) {
			for _, t := range list {
				if t.Path == m.Path {
					t.Count = &Count{m.Length, m.Max, string(m.Unit), c.Title, m.Open, m.Effect == channels.Cut}
				}
			}
		}
	}
}

// message returns a variation in a language as a reply, with what is known of its texts.
func (v *Variation) message(language string) (nlg.Value, channels.Unfilled) {
	unfilled := channels.Unfilled{}
	in := func(texts []Text) (string, bool) {
		var found *Text
		for i := range texts {
			if t := &texts[i]; t.Language == language || t.Language == "" && found == nil {
				found = t
			}
		}
		if found == nil {
			return "", false
		}
		var whole, fixed strings.Builder
		open := false
		for _, p := range found.Pieces {
			whole.WriteString(p.Text)
			if p.Kind == "" {
				fixed.WriteString(p.Text)
			} else {
				open = true
			}
		}
		if open {
			unfilled[found.Path] = channels.Fixed{Text: fixed.String(), Open: true}
		}
		return whole.String(), true
	}
	message := map[string]any{}
	if text, ok := in(v.Texts); ok {
		message["text"] = text
	}
	for key, buttons := range map[string][]Button{"buttons": v.Buttons, "quick_replies": v.QuickReplies} {
		var list []any
		for _, b := range buttons {
			one := map[string]any{}
			if title, ok := in(b.Titles); ok {
				one["title"] = title
			}
			if payload, ok := in(b.Payloads); ok {
				one["payload"] = payload
			}
			list = append(list, one)
		}
		if list != nil {
			message[key] = list
		}
	}
	for _, p := range v.Parts {
		if p.Key == "button_type" {
			var kind string
			if json.Unmarshal(p.Value, &kind) == nil {
				message[p.Key] = kind
			}
		}
	}
	value, err := nlg.ValueOf(message)
	if err != nil {
		return nlg.Value{}, nil // it is made of strings, lists and maps
	}
	return value, unfilled
}
