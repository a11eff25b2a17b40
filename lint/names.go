package lint

import (
	"strings"

	"nlgserver/domain"
	"nlgserver/internal/diag"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// names reports responses that the domain uses and nothing defines.
func (k *checker) names(c *nlg.Catalog) {
	told := map[string]bool{}
	missing := func(d domain.Declaration, name, why string) {
		if told[name] || c.Has(name) || hasKeyed(c, name) {
			return
		}
		told[name] = true
		hint := "add `" + name + ":` with a text, or remove the name"
		if near := c.Suggest(name); len(near) > 0 && isSlip(name, near[0]) && !k.isAction(near[0]) {
			hint = "did you mean `" + near[0] + "`?"
		}
		k.diags = append(k.diags, d.Diagnose(diag.Warning, diag.MissingResponse, why, hint))
	}
	for d := range k.domain.Actions.All() {
		if strings.HasPrefix(d.Name, "utter_") {
			missing(d, d.Name, "action "+quote(d.Name)+" has no response, so the bot sends nothing")
		}
	}
	for d := range k.domain.Uses.All() {
		if asked, isAsk := strings.CutPrefix(d.Name, "utter_ask_"); isAsk && k.isAction("action_ask_"+asked) {
			continue
		}
		missing(d, d.Name, quote(d.Name)+" is used here but has no response, so the bot sends nothing")
	}
	for d := range k.domain.Retrieval.All() {
		missing(d, "utter_"+d.Name, "intent "+quote(d.Name)+" has no response "+quote("utter_"+d.Name)+", so the bot sends nothing")
	}
	k.forms(c)
}

// isSlip reports whether two names differ by a letter or two.
func isSlip(name, near string) bool {
	_, ok := nearest(name, func(yield func(string) bool) { yield(near) })
	return ok
}

// hasKeyed reports whether a retrieval intent's action has responses, which are
// named NAME/KEY.
func hasKeyed(c *nlg.Catalog, name string) bool {
	for other := range c.Names() {
		if strings.HasPrefix(other, name+"/") {
			return true
		}
	}
	return false
}

func (k *checker) isAction(name string) bool { return k.domain.Actions.Has(name) }

// forms reports slots that a form requires and nothing asks for. Rasa looks for
// an action or a response named after the form and the slot, then after the slot
// alone.
func (k *checker) forms(c *nlg.Catalog) {
	for f := range k.domain.Forms() {
		if k.isAction(f.Name) {
			continue // a custom action asks for the slots
		}
		for _, slot := range f.Required {
			both := f.Name + "_" + slot
			if c.Has("utter_ask_"+both) || c.Has("utter_ask_"+slot) || k.isAction("action_ask_"+both) || k.isAction("action_ask_"+slot) {
				continue
			}
			k.diags = append(k.diags, f.Diagnose(diag.Warning, diag.MissingResponse,
				"nothing asks for slot "+quote(slot)+" of form "+quote(f.Name)+", so the bot sends nothing",
				"add `utter_ask_"+slot+":` with a text"))
		}
	}
}

// unused reports responses that nothing in the files uses. Custom actions may
// use them, so this is reported only on request.
func (k *checker) unused(c *nlg.Catalog) {
	if !k.enabled(diag.UnusedResponse) {
		return
	}
	unused, _ := Unused(c, k.domain)
	for _, w := range unused {
		k.w = w
		k.warn(w.Key, diag.UnusedResponse, quote(w.Name)+" is not used in any story, rule, flow or form", "remove it, unless a custom action sends it")
	}
}

// Unused returns the responses, sorted by name, that nothing uses of what the domain
// knows. A custom action may still use them. known is false if the domain has no
// stories, rules or flows, so that nothing can be said.
func Unused(c *nlg.Catalog, d *domain.Domain) (unused []*responses.Response, known bool) {
	if d == nil || !d.Knows("stories") && !d.Knows("rules") && !d.Knows("flows") {
		return nil, false
	}
	asked := map[string]bool{}
	for f := range d.Forms() {
		for _, slot := range f.Required {
			asked["utter_ask_"+slot], asked["utter_ask_"+f.Name+"_"+slot] = true, true
		}
	}
	for w := range c.AllWritten() {
		base, _, keyed := strings.Cut(w.Name, "/")
		switch {
		case d.Uses.Has(w.Name) || asked[w.Name] || w.Name == nlg.InternalErrorResponse:
		case keyed && (d.Uses.Has(base) || d.Actions.Has(base)):
		default:
			unused = append(unused, w)
		}
	}
	return unused, true
}
