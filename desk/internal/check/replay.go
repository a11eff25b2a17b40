package check

import (
	"context"

	"nlgserver/compare"
	"nlgserver/desk/internal/view"
	"nlgserver/nlg"
)

const (
	// maxReplayed bounds the recorded requests that are asked again.
	maxReplayed = 2000
	// maxDiffering bounds the differing answers that are returned.
	maxDiffering = 100
)

// Replay is what recorded requests get.
type Replay struct {
	// Asked counts the requests that were asked, and Left those that were not: there
	// were too many, or they could not be read.
	Asked int `json:"asked"`
	Left  int `json:"left"`
	// Differing counts those that would be answered otherwise; Answers are the first
	// of them.
	Differing int      `json:"differing"`
	Answers   []Answer `json:"answers"`
}

// Answer is a recorded request that would be answered otherwise.
type Answer struct {
	// ID is that of the recording.
	ID       string `json:"id"`
	Response string `json:"response"`
	// Before and After are the possible replies, sorted: texts, or whole messages as
	// JSON if the texts are the same.
	Before []string `json:"before"`
	After  []string `json:"after"`
}

// Again asks recorded requests on both sides, the first ones first. Neither side may
// be rejected. It returns the context's error if that is done first.
func Again(ctx context.Context, base, draft *view.Content, recordings []view.Recording) (*Replay, error) {
	r := &Replay{Answers: []Answer{}}
	for i := range recordings {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if r.Asked == maxReplayed {
			r.Left += len(recordings) - i
			break
		}
		r.ask(base, draft, &recordings[i])
	}
	return r, nil
}

func (r *Replay) ask(base, draft *view.Content, one *view.Recording) {
	before, err := answer(base, one)
	if err != nil {
		r.Left++
		return
	}
	after, err := answer(draft, one)
	if err != nil {
		r.Left++
		return
	}
	r.Asked++
	c := compare.Case{Response: before.response, Before: before.explanation, After: after.explanation}
	if !c.Differs() {
		return
	}
	if r.Differing++; len(r.Answers) < maxDiffering {
		reply := compare.ReplyOf(c)
		r.Answers = append(r.Answers, Answer{ID: one.ID, Response: before.response, Before: reply.Before, After: reply.After})
	}
}

type answered struct {
	response string
	// explanation is nil for an unknown response.
	explanation *nlg.Explanation
}

func answer(c *view.Content, one *view.Recording) (answered, error) {
	// Each side reads the request anew: a request has a budget that is spent.
	req, err := nlg.ReadRequest(one.Body)
	if err != nil {
		return answered{}, err
	}
	explanation, err := c.Catalog().Explain(req)
	if err != nil {
		explanation = nil // the response is unknown
	}
	return answered{req.Response, explanation}, nil
}
