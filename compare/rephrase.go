package compare

import (
	"cmp"
	"slices"

	"nlgserver/nlg"
	"nlgserver/responses"
)

// Rephrased returns the responses of a Rasa domain that ask for rephrasing, each at the
// first variation that does. Rasa 3.16 and newer refuse to train with them while another
// server generates the messages, and [WriteDomain] writes none. Rasa: section 12a.
func Rephrased(files []nlg.File) []Gap {
	out := []Gap{}
	for _, f := range files {
		file := responses.Open(f, responses.Options{})
		for r := range file.Responses() {
			for v := range r.Read(false) {
				if asked, _ := v.Rephrase(); asked {
					out = append(out, Gap{Name: r.Name, Position: v.Key("metadata").Get("rephrase").Position(), Why: "metadata.rephrase in the domain"})
					break
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b Gap) int { return cmp.Or(cmp.Compare(a.Name, b.Name), a.Position.Compare(b.Position)) })
	return out
}
