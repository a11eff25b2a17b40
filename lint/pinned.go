package lint

import (
	"slices"

	"nlgserver/internal/diag"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// rasas warns about the responses of the domain that stays in Rasa.
func rasas(c *nlg.Catalog, content, domains []nlg.File) diag.List {
	var found diag.List
	for _, f := range domains {
		if slices.ContainsFunc(content, func(own nlg.File) bool { return own.Path == f.Path }) {
			continue
		}
		file := responses.Open(f, responses.Options{})
		for r := range file.Responses() {
			for range r.Read(true) {
			}
			if d, ok := pins(r, c.Written(r.Name)); ok {
				found = append(found, d)
			}
			if d, ok := asksForRephrasing(r); ok {
				found = append(found, d)
			}
		}
	}
	return found
}

// pins returns the warning about Rasa's own definition of a response, if it
// decides which variation of the content is used: if the first variation has an id
// there, Rasa sends it with every request, and the server uses that variation and no
// other (D13). Rasa: section 3.4.
func pins(rasas, ours *responses.Response) (d diag.Diagnostic, ok bool) {
	if ours == nil || len(rasas.Variations) == 0 {
		return d, false
	}
	first := rasas.Variations[0]
	if first.ID == "" || first.Condition != nil || first.HasChannel {
		return d, false
	}
	if slices.ContainsFunc(rasas.Variations[1:], func(v *responses.Variation) bool { return v.ID == first.ID && sameGroup(v, first) }) {
		return d, false // then Rasa sends none
	}
	i := slices.IndexFunc(ours.Variations, func(v *responses.Variation) bool { return v.ID == first.ID })
	if i < 0 {
		return d, false
	}
	v := ours.Variations[i]
	if !slices.ContainsFunc(ours.Variations, func(other *responses.Variation) bool { return other != v && occasion(other) == occasion(v) }) {
		return d, false
	}
	d = first.Key("id").Diagnose(diag.Warning, diag.PinnedVariation,
		"Rasa sends the id "+quote(first.ID)+" with every request for "+quote(rasas.Name)+", so none of the other variations is ever picked",
		"remove `id: "+first.ID+"` from Rasa's domain, or write that domain with `nlgserver export-domain`; or serve with `--ignore-request-id`")
	d.Related = &diag.Related{Position: v.Position(), Message: "this variation is always used"}
	d.Fact = "pinned in " + first.Position().File
	return d, true
}
