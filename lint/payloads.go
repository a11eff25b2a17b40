package lint

import (
	"iter"
	"slices"
	"strings"

	"nlgserver/domain"
	"nlgserver/internal/diag"
	"nlgserver/responses"
)

// payloads checks the payloads of buttons and quick replies.
func (k *checker) payloads(v *responses.Variation) {
	k.singleBraces(v)
	for _, t := range v.Texts {
		if isPayload(t.Path) && t.Engine != responses.Jinja {
			k.payload(t)
		}
	}
}

// isPayload reports whether a path is that of a button's payload.
func isPayload(path string) bool {
	return strings.HasSuffix(path, ".payload") && (strings.HasPrefix(path, "buttons[") || strings.HasPrefix(path, "quick_replies["))
}

// payload checks a payload as it comes back to Rasa. A variable may stand for
// anything, so a fault is reported only if it is one for every placeholder.
func (k *checker) payload(t *responses.Text) {
	var p payload
	var fault *payloadError
	var s sent
	for _, placeholder := range []string{"0", `""`, "{}", "x"} {
		s = send(t, placeholder)
		if p, fault = parsePayload(s.text); fault == nil {
			break
		}
	}
	if fault != nil {
		s = send(t, "0")
		if _, first := parsePayload(s.text); first != nil {
			fault = first
		}
		severity := diag.Defect
		if fault.mild {
			severity = diag.Warning
		}
		k.diags = append(k.diags, t.Value.DiagnoseAt(s.offset(fault.offset), severity, diag.PayloadSyntax,
			"invalid payload: "+fault.message, k.payloadHint(t, fault)))
		k.mendPayload(t, fault)
		return
	}
	if s.placeholder != "x" && len(plainVariables(t)) == 0 {
		k.payloadNames(t, &s, &p)
	}
}

// payloadNames looks up the names in a payload without variables.
func (k *checker) payloadNames(t *responses.Text, s *sent, p *payload) {
	d := k.domain
	if intent, _, _ := strings.Cut(p.intent, "/"); intent != "" && d.Knows("intents") && !d.Intents.Has(intent) && !isBuiltInIntent(intent) {
		k.unknownName(t, intent, "intent", names(&d.Intents), "")
	}
	if d.Knows("entities") {
		for _, name := range p.entities {
			if !d.Entities.Has(name) {
				k.unknownName(t, name, "entity", names(&d.Entities), "")
			}
		}
	}
	if d.Knows("slots") {
		for _, a := range p.sets {
			if k.slot(a.slot) == nil && !builtInSlots[a.slot] {
				k.unknownName(t, a.slot, "slot", slotNames(d), "")
			}
		}
	}
	k.setValues(t, s, p.sets)
}

func (k *checker) unknownName(t *responses.Text, name, kind string, known iter.Seq[string], hint string) {
	if near, ok := k.nearest(name, known); ok {
		hint = "did you mean `" + near + "`?"
	} else if hint == "" {
		hint = "declare it in the domain, or fix the name"
	}
	k.warnIn(t.Value, max(strings.Index(t.Source, name), 0), diag.PayloadName, "the domain has no "+kind+" "+quote(name), hint)
	if only, ok := k.only(name, known); ok {
		k.mendPart(diag.PayloadName, t, diag.LabelChange(name, only), name, only)
	}
}

// isBuiltInIntent reports whether every assistant has an intent.
func isBuiltInIntent(name string) bool {
	return builtInIntents[name] || strings.HasPrefix(name, "EXTERNAL")
}

var builtInIntents = map[string]bool{"restart": true, "back": true, "out_of_scope": true, "session_start": true, "nlu_fallback": true}

// incompleteButtons reports buttons without a title, and those with neither a
// payload nor another key that gives them an action.
func (k *checker) incompleteButtons(v *responses.Variation) {
	for _, buttons := range [...][]responses.Button{v.Buttons(), v.QuickReplies()} {
		for _, b := range buttons {
			switch {
			case lacksTitle(b.Value) && k.misspeltKey(b.Value, "title"):
			case lacksTitle(b.Value):
				k.warn(b.Value, diag.ButtonIncomplete, "this button has no title: most channels fail to send it, and the bot's turn is lost", cutHint(b.Value, "title", "add `title: \"…\"`"))
			case lacksTarget(b.Value) && k.misspeltKey(b.Value, "payload"):
			case lacksTarget(b.Value):
				k.warn(b.Value, diag.ButtonIncomplete, "this button has no payload: many channels fail to send it, and the bot's turn is lost", "add `payload: \"/…\"`")
			}
		}
	}
}

// misspeltKey reports a key of a button that is nearly the missing one, and
// whether there is one.
func (k *checker) misspeltKey(button responses.Value, missing string) bool {
	for e := range button.Entries() {
		name := e.Name()
		if _, ok := nearest(name, slices.Values([]string{missing})); !ok || name == missing {
			continue
		}
		hint := "write `" + missing + ":`"
		if text, ok := e.Value.Text(); ok && e.Value.IsPlain() && !strings.Contains(e.Value.Written(), "${") {
			hint = "write `" + missing + ": " + text + "`"
		}
		k.warn(e.Key, diag.ButtonIncomplete, "this button has no "+missing+", only "+quote(name)+": many channels fail to send it, and the bot's turn is lost", hint)
		if button.Get(missing).IsMissing() {
			k.mend(diag.ButtonIncomplete, diag.Mend{Label: diag.LabelChange(name, missing), Rename: missing})
		}
		return true
	}
	return false
}

// lacksTitle reports whether a button has no title. Facebook's quick replies for a
// place need none.
func lacksTitle(b responses.Value) bool {
	return strings.TrimSpace(b.Get("title").String()) == "" && b.Get("content_type").IsMissing()
}

// targetKeys are the keys besides payload that make a button do something.
var targetKeys = [...]string{"url", "value", "image_url", "webview_height_ratio"}

// lacksTarget reports whether a button with a title does nothing when it is pressed.
func lacksTarget(b responses.Value) bool {
	return strings.TrimSpace(b.Get("title").String()) != "" && strings.TrimSpace(b.Get("payload").String()) == "" &&
		!slices.ContainsFunc(targetKeys[:], func(key string) bool { return !b.Get(key).IsMissing() })
}

func names(n *domain.Names) iter.Seq[string] {
	return func(yield func(string) bool) {
		for d := range n.All() {
			if !yield(d.Name) {
				return
			}
		}
	}
}

func slotNames(d *domain.Domain) iter.Seq[string] {
	return func(yield func(string) bool) {
		for s := range d.Slots() {
			if !yield(s.Name) {
				return
			}
		}
	}
}
