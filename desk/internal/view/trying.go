package view

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"

	"nlgserver/channels"
	"nlgserver/nlg"
	"nlgserver/preview"
)

// UnknownRecordingError is returned for the id of a recording that there is not.
type UnknownRecordingError struct{ ID string }

// Error says which recording is unknown.
func (e *UnknownRecordingError) Error() string { return fmt.Sprintf("unknown recording %q", e.ID) }

// ValueError is returned for a value that is not JSON.
type ValueError struct {
	// Field is "slots", "arguments" or "context", Name the name of the value.
	Field, Name string
	Err         error
}

// Error says which value is not JSON, and why.
func (e *ValueError) Error() string {
	return fmt.Sprintf("the value of %s.%s is not JSON: %v", e.Field, e.Name, e.Err)
}

// Unwrap returns the reason.
func (e *ValueError) Unwrap() error { return e.Err }

// restInput is the name of the REST channel's input.
const restInput = "rest"

// isREST reports whether a name is that of the REST channel's output.
func isREST(name string) bool { return name == channels.Collector || name == channels.Queue }

// Try returns what a request gets. It ends when the context is done, with the context's
// error. The other errors are *[nlg.UnknownResponseError], *[UnknownRecordingError]
// and *[ValueError].
func (c *Content) Try(ctx context.Context, t Try) (*Tried, error) {
	request, said, err := c.requestOf(&t)
	if err != nil {
		return nil, err
	}
	request.Budget = nlg.NewBudget(nlg.Limits{}, ctx.Done())
	catalog, err := c.catalogOf(t.Response)
	if err != nil {
		return nil, err
	}
	p, err := preview.New(catalog, request)
	if err != nil {
		return nil, err
	}
	out := &Tried{Version: c.Version(), Drawn: -1, Chances: nonNil(p.Chances())}
	var drawn *nlg.Message
	if said != nil && t.Draw == 0 {
		drawn = p.Repeat(*said)
	}
	if drawn == nil && !p.Silent() {
		again := *request
		again.Budget = request.Budget.Fork()
		if drawn, err = catalog.Render(&again, rand.New(rand.NewPCG(t.Draw, 0))); err != nil {
			return nil, err
		}
	}
	messages := p.Messages()
	if drawn != nil {
		out.Drawn = slices.IndexFunc(messages, func(m *nlg.Message) bool { return m.Variation == drawn.Variation })
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	out.Preview = p.Data(messages, true)
	c.inPlainWords(out.Preview.Explanation)
	if t.AllChannels && out.Drawn >= 0 {
		value := messages[out.Drawn].Value()
		for _, s := range c.summary.Channels {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			out.Pictures = append(out.Pictures, preview.PictureOf(c.channel(s.Name), value))
		}
	}
	return out, nil
}

// catalogOf returns the catalog that has a response as it is now.
func (c *Content) catalogOf(name string) (*nlg.Catalog, error) {
	catalog, isPart := c.parts[name]
	switch {
	case !isPart:
		return c.catalog, nil
	case catalog != nil:
		return catalog, nil
	case c.entryOf(name) == nil:
		return nil, &nlg.UnknownResponseError{Name: name, Suggestions: c.Suggest(name)}
	default:
		return nil, &RejectedError{name}
	}
}

// requestOf builds the request, and returns what was recorded with it, if anything.
func (c *Content) requestOf(t *Try) (*nlg.Request, *preview.Recorded, error) {
	r := &nlg.Request{Channel: channels.Collector, InputChannel: restInput}
	var said *preview.Recorded
	recordedOn := ""
	if t.Recording != "" {
		one := c.recordings[t.Recording]
		if one == nil {
			return nil, nil, &UnknownRecordingError{t.Recording}
		}
		r, said, recordedOn = one.request(), one.said, one.channel
		// The id of a recorded request belongs to its own response.
		if t.Response != r.Response {
			r.ID, r.IDs, said = "", nil, nil
		}
	}
	r.Response = t.Response
	switch t.Channel {
	case "", recordedOn:
	case restInput:
		r.Channel, r.InputChannel = channels.Collector, restInput
	default:
		if r.Channel = t.Channel; !isREST(t.Channel) {
			r.InputChannel = t.Channel
		}
	}
	for _, values := range [...]struct {
		field string
		named map[string]json.RawMessage
		into  *nlg.Mapping
	}{{"slots", t.Slots, &r.Slots}, {"arguments", t.Arguments, &r.Arguments}, {"context", t.Context, &r.Context}} {
		all := &nlg.Dict{}
		if *values.into != nil {
			(*values.into).Each(func(name string, v nlg.Value) bool {
				all.Set(name, v)
				return true
			})
		}
		for _, name := range sortedKeys(values.named) {
			v, err := nlg.ParseJSON(string(values.named[name]))
			if err != nil {
				return nil, nil, &ValueError{values.field, name, err}
			}
			all.Set(name, v)
		}
		*values.into = all
	}
	if t.Language != "" {
		c.language.SetIn(r, t.Language)
	}
	return r, said, nil
}
