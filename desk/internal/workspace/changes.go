package workspace

import (
	"fmt"
	"regexp"

	"nlgserver/compare"
)

// Change is something that differs in meaning.
type Change struct {
	Response string       `json:"response"`
	Kind     compare.Kind `json:"kind"`
	// Number is that of the variation, from 1; 0 for the response as a whole.
	Number int `json:"number"`
	// Path is the field; empty for a whole variation or response.
	Path     string `json:"path"`
	Language string `json:"language"`
	// Words say what happened.
	Words  string `json:"words"`
	Before string `json:"before"`
	After  string `json:"after"`
	// Diff are the words of both texts, in order; empty for what is no text.
	Diff []compare.Word `json:"diff"`
}

// changes returns what the draft changes, as of the last check; mu is locked.
func (ws *Workspace) changes() []Change {
	out := []Change{}
	if ws.checked == nil || ws.checked.report.Changes == nil {
		return out
	}
	for i := range ws.checked.report.Changes.Responses {
		out = append(out, changesOf(&ws.checked.report.Changes.Responses[i])...)
	}
	return out
}

// changesOf returns the changes of a response.
func changesOf(r *compare.Response) []Change {
	one := func(kind compare.Kind, number int, words string) Change {
		return Change{Response: r.Name, Kind: kind, Number: number, Words: words, Diff: []compare.Word{}}
	}
	switch {
	case r.RenamedFrom != "":
		c := one(r.Kind, 0, "renamed from "+r.RenamedFrom)
		c.Before, c.After = r.RenamedFrom, r.Name
		return []Change{c}
	case r.Kind != compare.Changed:
		c := one(r.Kind, 0, "response "+string(r.Kind))
		for _, v := range r.Variations {
			if r.Kind == compare.Added && c.After == "" {
				c.After = v.Text
			} else if r.Kind == compare.Removed && c.Before == "" {
				c.Before = v.Text
			}
		}
		return []Change{c}
	}
	var out []Change
	for _, v := range r.Variations {
		if v.Kind != compare.Changed {
			c := one(v.Kind, v.Number, fmt.Sprintf("variation %d %s", v.Number, v.Kind))
			if v.Kind == compare.Added {
				c.After = v.Text
			} else {
				c.Before = v.Text
			}
			out = append(out, c)
			continue
		}
		for _, f := range v.Changes {
			c := one(f.Kind, v.Number, fmt.Sprintf("%s of variation %d %s", f.Path, v.Number, f.Kind))
			c.Path, c.Language = fieldOf(f.Path)
			c.Before, c.After = f.Before, f.After
			if len(f.Words) > 0 {
				c.Diff = f.Words
			}
			out = append(out, c)
		}
	}
	for _, o := range r.Order {
		c := one(compare.Reordered, 0, fmt.Sprintf("%s: another variation comes first", o.Group))
		c.Before, c.After = o.Before, o.After
		out = append(out, c)
	}
	return out
}

// translated are the paths of translations in a variation.
var translated = regexp.MustCompile(`^(?:((?:buttons|quick_replies)\[\d+\])\.)?translation\.([^.]+)(?:\.(.+))?$`)

// fieldOf returns a field and its language, as a finding has them: translation.de is
// the text in de.
func fieldOf(path string) (field, language string) {
	m := translated.FindStringSubmatch(path)
	switch {
	case m == nil:
		return path, ""
	case m[1] == "" && m[3] == "":
		return "text", m[2]
	case m[1] != "" && m[3] != "":
		return m[1] + "." + m[3], m[2]
	default:
		return path, ""
	}
}
