package lint

import (
	"slices"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/pattern"
	"nlgserver/responses"
)

// promptVariables are what a prompt can print. Rasa: section 8.
var promptVariables = [...]string{"suggested_response", "history", "current_input", "slots", "language"}

// theResponse is the variable of the text that is to be reworded.
const theResponse = "suggested_response"

// toldOfPrompt is how many of the wrong variables of a prompt are told: more of them say
// nothing new.
const toldOfPrompt = 5

// prompt checks a prompt that could be compiled.
func (k *checker) prompt(p *responses.Text) {
	shows, isMeant := false, k.bracesInPrompt(p)
	var wrong []string
	for _, name := range p.Variables() {
		if slices.Contains(promptVariables[:], name) {
			shows = shows || name != "language"
			isMeant = isMeant || name == theResponse
		} else {
			wrong = append(wrong, name)
		}
	}
	if len(wrong) > 0 {
		places := placesInTags(p)
		for _, name := range wrong[:min(len(wrong), toldOfPrompt)] {
			isMeant = k.promptVariable(p, name, places[name]) == theResponse || isMeant
		}
	}
	switch {
	case isMeant:
	case !shows:
		k.warn(p.Value, diag.PromptVariable, "this prompt shows the model neither the response nor the conversation", "add `{{ "+theResponse+" }}` to the prompt")
	default:
		k.warn(p.Value, diag.FreePrompt, "this prompt does not show the model the response: it says something of its own instead", "add `{{ "+theResponse+" }}` to the prompt")
	}
}

// nameInTag finds a name, with what is before it: an attribute or a string is no variable.
var nameInTag = pattern.Lazy(`([."']?)([\pL_][\pL\pN_]*)`)

// placesInTags returns the offset of each name in a template at its first use.
func placesInTags(p *responses.Text) map[string]int {
	places := map[string]int{}
	for tag := range p.Jinja.Tags() {
		for _, at := range nameInTag().FindAllStringSubmatchIndex(p.Source[tag.Start:tag.End], -1) {
			name := p.Source[tag.Start+at[4] : tag.Start+at[5]]
			if _, told := places[name]; !told && at[2] == at[3] {
				places[name] = tag.Start + at[4]
			}
		}
	}
	return places
}

// promptVariable warns about a variable that prompts do not have, and returns the one
// that is probably meant.
func (k *checker) promptVariable(p *responses.Text, name string, offset int) (meant string) {
	hint := "a prompt has only `" + strings.Join(promptVariables[:], "`, `") + "`; write a slot as `slots.NAME`"
	right := ""
	if k.domain.Slot(name) != nil {
		right = "slots." + name
		hint = "write `" + right + "`"
	} else if near, ok := k.nearest(name, slices.Values(promptVariables[:])); ok {
		meant, hint = near, "did you mean `"+near+"`?"
		right, _ = k.only(name, slices.Values(promptVariables[:]))
	}
	k.warnIn(p.Value, offset, diag.PromptVariable, "prompts have no variable "+quote(name)+", so nothing is printed for it", hint)
	if right != "" {
		k.mendPrompt(diag.PromptVariable, p, diag.LabelChange(name, right), renamed(p, name, right))
	}
	return meant
}

// bracesInPrompt reports the variables of a prompt in single braces, and whether there
// are any.
func (k *checker) bracesInPrompt(p *responses.Text) (found bool) {
	text := blankJinja(rawJinja().ReplaceAllStringFunc(p.Source, blanks))
	for _, name := range promptVariables {
		written, right := "{"+name+"}", "{{ "+name+" }}"
		i := strings.Index(text, written)
		if i < 0 {
			continue
		}
		found = true
		k.warnIn(p.Value, i, diag.BracesInJinja, "in a prompt, single braces are printed as written: the model reads "+quote(written), "write `"+right+"`")
		k.mendPrompt(diag.BracesInJinja, p, diag.LabelChange(written, right), p.Source[:i]+right+p.Source[i+len(written):])
	}
	return found
}

// mendPrompt makes a prompt another one.
func (k *checker) mendPrompt(code diag.Code, p *responses.Text, label, source string) {
	if source != p.Source {
		k.mend(code, diag.Mend{Label: label, Put: jsonOf(source)})
	}
}
