package responses

import (
	"errors"
	"slices"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/interpolate/jinja"
)

// The keys of a variation's metadata that the rephraser reads. Rasa: section 8.
const (
	rephraseKey       = "rephrase"
	rephrasePromptKey = "rephrase_prompt"
)

// Rephrase reports whether the variation asks for rephrasing, and whether it says
// anything about it; if not, rephrase_all decides. As in Rasa, every value counts that
// Python takes for true: the strings "false" and off ask, and a key without a value does not.
func (v *Variation) Rephrase() (asked, said bool) {
	value := v.parts.metadata.Get(rephraseKey)
	if value.IsMissing() {
		return false, false
	}
	return value.Python().Truth(), true
}

// Prompt returns the variation's own prompt, compiled; nil if it has none: a value that is
// empty or not a string is none. Its Jinja is nil if it cannot be compiled, and its path is
// empty, since it is no part of the reply.
func (v *Variation) Prompt() *Text { return v.parts.prompt }

// meantFalse are the strings by which an author means to turn rephrasing off. Without
// quotes, only false is a boolean: Rasa reads YAML 1.2.
var meantFalse = []string{"false", "no", "off", "n", "f", "0", "none", "null", "never", "disabled"}

// readRephrase compiles the prompt of the metadata, and reports the keys that probably do
// not mean what they say.
func (f *File) readRephrase(p *parts, metadata Value) {
	if v := metadata.Get(rephraseKey); !v.IsMissing() {
		text, isText := v.Text()
		if isText && slices.Contains(meantFalse, strings.ToLower(strings.TrimSpace(text))) {
			f.warn(v, diag.RephraseValue, "metadata.rephrase is the string "+quote(text)+", which counts as true and turns rephrasing on", "write `rephrase: false`")
			f.mend(diag.RephraseValue, diag.Mend{Label: diag.LabelChange(text, "false"), Put: "false"})
		}
	}
	p.prompt = f.readPrompt(metadata.Get(rephrasePromptKey))
	for e := range metadata.Entries() {
		f.checkRephraseKey(metadata, e)
	}
}

// readPrompt compiles a prompt and reports its faults; nil if it is none.
func (f *File) readPrompt(v Value) *Text {
	prompt, isText := v.Text()
	switch {
	case v.IsMissing() || v.IsNull() || isText && prompt == "":
		return nil
	case !isText:
		hint := "write a single string"
		switch {
		case v.IsScalar():
			hint = hintForType(rephrasePromptKey, v, wantText.name)
		case isBracketed(v):
			hint = "put the whole prompt in quotes" // where it ends is not known
		}
		f.warn(v, diag.RephrasePrompt, "metadata.rephrase_prompt must be a string, not "+v.Describe()+": anything else is ignored", hint)
		return nil
	}
	t := &Text{Value: v, Source: prompt, Engine: Jinja}
	if f.meter.Take(partsOfText(t)) {
		f.compilePrompt(t)
	}
	return t
}

// compilePrompt compiles a prompt, or says why it cannot be.
func (f *File) compilePrompt(t *Text) {
	const outcome = ", so nothing is rephrased"
	template, err := jinja.Compile(t.Source)
	if err == nil {
		t.Jinja = template
		doubts := template.Doubts()
		for _, doubt := range doubts[:min(len(doubts), mostInText)] {
			f.promptFault(t, &doubt, doubt.Message+outcome+" once this is reached")
		}
		return
	}
	t.Fault = err.Error()
	if syntax, ok := errors.AsType[*jinja.SyntaxError](err); ok {
		t.Fault = syntax.Message
		f.promptFault(t, syntax, t.Fault+outcome)
	}
}

// promptFault reports a fault of a prompt at its place, and what can only be meant there.
func (f *File) promptFault(t *Text, e *jinja.SyntaxError, message string) {
	prompt := t.Source
	f.report(t.Value.DiagnoseAt(e.Offset, diag.Warning, diag.RephrasePrompt, "invalid rephrase_prompt: "+message, e.Hint))
	if e.Wrong != "" && e.Offset >= 0 && e.Offset <= len(prompt) && strings.HasPrefix(prompt[e.Offset:], e.Wrong) {
		f.mend(diag.RephrasePrompt, diag.Mend{
			Label: diag.LabelChange(e.Wrong, e.Right),
			Put:   jsonOf(prompt[:e.Offset] + e.Right + prompt[e.Offset+len(e.Wrong):]),
		})
	}
}

// checkRephraseKey reports a key that is probably misspelled: its value is what the right
// one takes. Any other key may be one of the author's own.
func (f *File) checkRephraseKey(metadata Value, e Entry) {
	key := e.Key.String()
	if len(key) < len(rephraseKey)-2 || len(key) > len(rephrasePromptKey)+2 {
		return // measuring a distance would be a waste
	}
	right, ok := onlyOf(key, rephraseKey, rephrasePromptKey)
	if !ok || !metadata.Get(right).IsMissing() {
		return
	}
	_, isBool := e.Value.Bool()
	_, isText := e.Value.Text()
	if right == rephraseKey && !isBool || right == rephrasePromptKey && !isText {
		return
	}
	f.warn(e.Key, diag.UnknownKey, "metadata has a key "+quote(key)+", which the rephraser does not read", "did you mean `"+right+"`?")
	f.mend(diag.UnknownKey, diag.Mend{Label: diag.LabelChange(key, right), Rename: right})
}
