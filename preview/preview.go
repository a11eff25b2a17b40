package preview

import (
	"nlgserver/channels"
	"nlgserver/nlg"
)

// Preview is an explained request.
type Preview struct {
	explanation *nlg.Explanation
	request     *nlg.Request
	channel     *channels.Channel
	// suggestion is the channel that was probably meant, if Rasa has none of the
	// request's name.
	suggestion string
	rasa       rasaChoice
	// recorded is the variation that was picked when the request was recorded.
	recorded *Recorded
	// rephrasings are what a model makes of messages, by the index of the variation.
	rephrasings map[int]*Rephrasing
}

// New explains what a request gets. The only error is an
// *[nlg.UnknownResponseError].
func New(catalog *nlg.Catalog, request *nlg.Request) (*Preview, error) {
	explanation, err := catalog.Explain(request)
	if err != nil {
		return nil, err
	}
	p := Of(explanation, request)
	p.rasa = rasaChoiceOf(catalog, request)
	return p, nil
}

// Of returns the preview of a request that is already explained. It does not
// say which id Rasa would send, because that needs the catalog.
func Of(explanation *nlg.Explanation, request *nlg.Request) *Preview {
	p := &Preview{explanation: explanation, request: request}
	known := channels.Known()
	if p.channel = known.Lookup(request.Channel); p.channel == nil {
		p.channel = channels.Declared(request.Channel, channels.Web)
		p.suggestion = known.Suggest(request.Channel)
	}
	return p
}

// Messages returns the messages of all eligible variations.
func (p *Preview) Messages() []*nlg.Message { return p.explanation.Messages }

// Silent reports whether the bot says nothing.
func (p *Preview) Silent() bool { return p.explanation.Outcome == nlg.Silence }

// fills returns what filled the variables of some of the messages, each once.
func (p *Preview) fills(shown []*nlg.Message) []nlg.Fill {
	isShown := make(map[int]bool, len(shown))
	for _, m := range shown {
		isShown[m.Variation] = true
	}
	var out []nlg.Fill
	seen := map[nlg.Fill]bool{}
	for i, index := range p.explanation.Eligible {
		if !isShown[index] {
			continue
		}
		for _, f := range p.explanation.Fills[i] {
			if !seen[f] {
				seen[f] = true
				out = append(out, f)
			}
		}
	}
	return out
}
