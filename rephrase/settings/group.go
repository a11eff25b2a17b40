package settings

import (
	"slices"
	"strings"
	"time"

	"nlgserver/internal/document"
	"nlgserver/internal/near"
	"nlgserver/rephrase"
	"nlgserver/rephrase/llm"
)

// group is an entry of model_groups.
type group struct {
	// id is the name with its variables replaced, and shown as it is written.
	id, shown string
	models    []document.Value
	at        document.Value
}

// modelGroups reads the shape of all groups. Only the one that nlg names is read further:
// the others are for other parts of Rasa.
func (r *reader) modelGroups(v document.Value) {
	const hint = "write `model_groups:`, and below it `- id: NAME` with `models:`"
	if v.IsNull() || !r.List(v, groupsKey, hint) {
		return
	}
	for item := range v.Items() {
		if !r.Map(item, "an item of "+groupsKey, "write `{id: NAME, models: [{provider: openai}]}`") {
			continue
		}
		g := group{at: item}
		id := item.Get("id")
		if id.IsMissing() {
			r.wrong(item, "a model group needs an id", "add `id: NAME`")
			continue
		}
		var ok bool
		if g.id, ok = r.text(id, "id"); !ok {
			continue
		}
		g.shown = written(id)
		if slices.ContainsFunc(r.groups, func(other group) bool { return other.id == g.id }) {
			r.wrong(id, "there are two model groups "+document.Quote(g.shown), "rename or remove one of them")
			continue
		}
		models := item.Get("models")
		if models.IsMissing() {
			r.wrong(item, "model group "+document.Quote(g.shown)+" has no models", "add `models: [{provider: openai}]`")
		}
		if r.List(models, "models", "write `models: [{provider: openai}]`") {
			for m := range models.Items() {
				if r.Map(m, "an item of models", "write `- provider: openai`") {
					g.models = append(g.models, m)
				}
			}
		}
		r.groups = append(r.groups, g)
	}
}

const timeoutKey = "timeout"

// llm reads which models are asked.
func (r *reader) llm(nlg document.Entry) {
	v := nlg.Value.Get(llmKey)
	if v.IsMissing() || v.IsNull() || r.Map(v, llmKey, "write `llm: {provider: openai, model: "+DefaultModel+"}`") {
		if id := v.Get(groupKey); !id.IsMissing() {
			r.llmGroup(v, id)
			return
		}
		at := nlg.Key
		if v.IsMap() {
			at = nlg.Value.Entry(llmKey).Key
		}
		d := r.deployment(v, at, llmKey)
		r.file.Deployments = []llm.Deployment{d}
		r.file.Options.Budget = d.Timeout
	}
}

// llmGroup reads the models of a group.
func (r *reader) llmGroup(llm, id document.Value) {
	var budget time.Duration
	for e := range llm.Entries() {
		switch name := e.Name(); {
		case name == groupKey:
		case name == timeoutKey:
			budget, _ = r.duration(e.Value, timeoutKey, "5", mostTimeout)
		case canonical(name) != "":
			r.wrong(e.Key, name+" and "+groupKey+" cannot be together", "move `"+name+"` into the models of the group")
			r.concealIfSecret(e, "")
			r.concealSetting(e, canonical(name))
		default:
			r.unknown(e, llmKey, []string{groupKey, timeoutKey})
		}
	}
	name, ok := r.text(id, groupKey)
	if !ok {
		return
	}
	i := slices.IndexFunc(r.groups, func(g group) bool { return g.id == name })
	if i < 0 {
		r.noGroup(id, written(id))
		return
	}
	g := r.groups[i]
	if models := g.at.Get("models"); models.IsList() && models.Len() == 0 {
		r.wrong(models, "model group "+document.Quote(g.shown)+" has no models", "write `models: [{provider: openai}]`")
	}
	r.router(g.at)
	var longest time.Duration
	for _, m := range g.models {
		d := r.deployment(m, m, "a model")
		r.file.Deployments = append(r.file.Deployments, d)
		longest = max(longest, d.Timeout)
	}
	if budget == 0 {
		budget = max(longest, 0)
	}
	if budget == 0 {
		budget = rephrase.DefaultBudget
	}
	r.file.Options.Budget = budget
}

// noGroup adds the error of a group that does not exist.
func (r *reader) noGroup(at document.Value, name string) {
	var ids []string
	for _, g := range r.groups {
		ids = append(ids, g.shown)
	}
	hint := "add `model_groups: [{id: " + document.QuoteText(name) + ", models: [{provider: openai}]}]`"
	if len(ids) > 0 {
		hint = "the groups are " + strings.Join(ids, ", ")
		if len(ids) == 1 {
			hint = "write `" + groupKey + ": " + ids[0] + "`"
		}
		if other, ok := near.Name(name, slices.Values(ids)); ok {
			hint = "did you mean `" + other + "`?"
		}
	}
	r.wrong(at, "there is no model group "+document.Quote(name), hint)
}

// router reads how Rasa picks a model of the group. Here they take turns, as in a simple
// shuffle.
func (r *reader) router(g document.Value) {
	known := []string{"id", "models", "router"}
	for e := range g.Entries() {
		if !slices.Contains(known, e.Name()) {
			r.unknown(e, "a model group", known)
		}
	}
	v := g.Get("router")
	if v.IsNull() || !r.Map(v, "router", "write `router: {routing_strategy: simple-shuffle}`") {
		return
	}
	if strategy := v.Get("routing_strategy"); !strategy.IsMissing() {
		if text, ok := r.text(strategy, "routing_strategy"); ok && text != "simple-shuffle" {
			r.warn(strategy, "the models of a group take turns here, whatever routing_strategy says", "write `routing_strategy: simple-shuffle`")
		}
	}
	r.chatOnly(v.Get(chatKey))
}

// chatKey chooses between two routes of a server, of which only one is used here.
const chatKey = "use_chat_completions_endpoint"

func (r *reader) chatOnly(v document.Value) {
	on := true
	r.boolean(v, chatKey, &on)
	if !on {
		r.wrong(v, "only the route /chat/completions is used", "write `"+chatKey+": true`, or remove the line")
	}
}
