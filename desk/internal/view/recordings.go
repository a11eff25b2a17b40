package view

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"nlgserver/nlg"
	"nlgserver/preview"
)

// recorded is a recorded request, which is read again when it is needed: its values
// would take many times the memory of its text.
type recorded struct {
	id   string
	at   time.Time
	body []byte
	// response and channel are those of the request.
	response, channel string
	// said is the variation that was said; nil if unknown.
	said *preview.Recorded
}

// readRecordings reads the recordings; one that is no request is left out.
func (c *Content) readRecordings(ctx context.Context, all []Recording) {
	c.recordings = make(map[string]*recorded, len(all))
	for _, one := range all {
		if ctx.Err() != nil {
			return
		}
		request, err := nlg.ReadRequest(one.Body)
		if err != nil {
			continue
		}
		r := &recorded{id: one.ID, at: one.Time, body: one.Body, response: strings.Clone(request.Response), channel: channelOf(request)}
		r.readOutcome()
		c.recordings[r.id] = r
		if e := c.entryOf(r.response); e != nil {
			e.recordings = append(e.recordings, r)
		}
	}
	for i := range c.entries {
		slices.SortStableFunc(c.entries[i].recordings, func(a, b *recorded) int {
			return cmp.Or(b.at.Compare(a.at), strings.Compare(a.id, b.id))
		})
	}
}

// readOutcome reads what is kept beside the request.
func (r *recorded) readOutcome() {
	body, err := nlg.ParseJSON(string(r.body))
	if err != nil {
		return
	}
	about, _ := body.Dict().Get("recorded")
	if at, ok := about.Dict().Get("at"); ok {
		if t, err := time.Parse(time.RFC3339, at.Str()); err == nil {
			r.at = t
		}
	}
	number, ok := about.Dict().Get("number")
	if !ok {
		number, _ = about.Dict().Get("variation") // of earlier versions
	}
	n, err := strconv.Atoi(number.Str())
	if err != nil || n < 1 {
		return
	}
	r.said = &preview.Recorded{Number: n}
	if id, ok := about.Dict().Get("variation_id"); ok {
		r.said.ID = strings.Clone(id.Str())
	}
}

// request reads the request again.
func (r *recorded) request() *nlg.Request {
	request, err := nlg.ReadRequest(r.body)
	if err != nil {
		return &nlg.Request{} // it was read before
	}
	return request
}

// channelOf returns the channel that a user would name.
func channelOf(r *nlg.Request) string {
	if isREST(r.Channel) && r.InputChannel != "" && r.InputChannel != restInput {
		return strings.Clone(r.InputChannel)
	}
	return strings.Clone(r.Channel)
}

// maxWords is the length of the words that describe a recording, in bytes.
const maxWords = 160

func (r *recorded) summary() RecordingSummary {
	out := RecordingSummary{ID: r.id, Channel: r.channel}
	if !r.at.IsZero() {
		out.Time = r.at.UTC().Format(time.RFC3339)
	}
	if r.said != nil {
		out.Number = r.said.Number
	}
	var b strings.Builder
	request := r.request()
	for _, m := range [...]nlg.Mapping{request.Arguments, request.Slots} {
		if m == nil {
			continue
		}
		m.Each(func(name string, v nlg.Value) bool {
			if v.IsNone() {
				return true
			}
			if b.Len() > 0 {
				b.WriteString(", ")
			}
			b.WriteString(name + " " + string(raw(v)))
			return b.Len() <= maxWords
		})
	}
	if out.Words = b.String(); len(out.Words) > maxWords {
		out.Words = strings.ToValidUTF8(out.Words[:maxWords], "") + "…"
	}
	return out
}

// Recording returns the values of a recorded request; ok is false if there is none of
// that id.
func (c *Content) Recording(id string) (values *RecordedValues, ok bool) {
	r := c.recordings[id]
	if r == nil {
		return nil, false
	}
	request := r.request()
	return &RecordedValues{
		Slots: rawAll(request.Slots), Arguments: rawAll(request.Arguments), Context: rawAll(request.Context),
		Channel: r.channel, Language: c.languageOf(request),
	}, true
}

// languageOf returns the language that a request asks for; empty if none.
func (c *Content) languageOf(r *nlg.Request) string {
	return c.language.Requested(r)
}
