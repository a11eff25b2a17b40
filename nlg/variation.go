package nlg

import (
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/python"
	"nlgserver/internal/yamlsrc"
)

// parts are the nodes of one variation, by key; nil where a key is missing or
// null.
type parts struct {
	node                             *yamlsrc.Node
	text, image, custom              *yamlsrc.Node
	buttons, quickReplies            *yamlsrc.Node
	elements, attachment             *yamlsrc.Node
	channel, id                      *yamlsrc.Node
	condition, metadata, translation *yamlsrc.Node
	others                           []yamlsrc.Pair
}

// readVariation compiles one item of a response's list. Rasa: section 2.1.
func (u *unit) readVariation(d *definition, n *yamlsrc.Node) (variation, bool) {
	p, ok := u.readParts(n)
	if !ok {
		return variation{}, false
	}
	v := variation{position: u.position(n)}
	if p.id != nil {
		v.id, _ = p.id.Value.Text()
	}
	if p.channel != nil {
		v.candidate.Channel, _ = p.channel.Value.Text()
		v.candidate.HasChannel = true
	}
	v.candidate.Test = u.readCondition(p.condition)
	v.candidate.Languages = u.languagesOf(p.translation)
	texts := u.compileReplies(&v, p)
	if u.opts.KeepWritten {
		d.written = append(d.written, WrittenVariation{Node: p.node, Slots: slotsOf(v.candidate.Test), Texts: texts})
	}
	return v, true
}

// readParts sorts a variation's keys and checks their types.
func (u *unit) readParts(n *yamlsrc.Node) (*parts, bool) {
	p := &parts{node: n}
	if n.Kind == yamlsrc.Scalar && !n.Value.IsNone() {
		if _, isText := n.Value.Text(); isText {
			u.warn(n, diag.LegacyForm, "a variation written as a bare text is the old form; newer Rasa refuses it", "write  - text: \"…\"")
			p.text = n
			return p, true
		}
	}
	if n.Kind != yamlsrc.Mapping {
		u.error(n, diag.WrongType, "a variation must be a map of keys, not "+yamlsrc.Describe(n), "write  - text: \"…\"")
		return nil, false
	}
	before := len(u.diags)
	for _, pair := range n.Pairs {
		u.readPart(p, pair)
	}
	if u.diags[before:].Refused() {
		return nil, false
	}
	if p.text == nil && (p.custom == nil || len(p.custom.Pairs) == 0) {
		u.error(n, diag.NoTextOrCustom, "a variation needs a text, or a custom map that is not empty", `add  text: "…"  (an empty text "" is fine)`)
		return nil, false
	}
	return p, true
}

func (u *unit) readPart(p *parts, pair yamlsrc.Pair) {
	key, v := keyText(pair.Key), pair.Value
	switch key {
	case "text":
		u.take(&p.text, key, v, isText)
	case "image":
		u.take(&p.image, key, v, isText)
	case "channel":
		u.take(&p.channel, key, v, isText)
	case "id":
		u.take(&p.id, key, v, isText)
	case "custom":
		u.take(&p.custom, key, v, isMap)
	case "attachment":
		u.take(&p.attachment, key, v, isMap)
	case "translation":
		u.take(&p.translation, key, v, isMap)
	case "elements":
		u.take(&p.elements, key, v, isList)
		u.checkElements(p.elements)
	case "buttons":
		u.take(&p.buttons, key, v, isList)
		u.checkButtons(key, p.buttons)
	case "quick_replies":
		u.take(&p.quickReplies, key, v, isList)
		u.checkButtons(key, p.quickReplies)
	case "condition":
		p.condition = v
	case "metadata":
		u.checkMetadata(p, v)
	case "button_type":
		var n *yamlsrc.Node
		u.take(&n, key, v, isText)
		if n != nil {
			p.others = append(p.others, pair)
		}
	default:
		u.readOther(p, pair, key)
	}
}

// readOther keeps a key that is none of Rasa's; it goes out as written (D7).
func (u *unit) readOther(p *parts, pair yamlsrc.Pair, key string) {
	if _, ok := pair.Key.Value.Text(); pair.Key.Kind != yamlsrc.Scalar || !ok {
		u.error(pair.Key, diag.NonTextKey, "a key of a variation must be a text, not "+yamlsrc.Describe(pair.Key), "remove it, or put it in quotes")
		return
	}
	if key != "allow_interruptions" {
		u.warn(pair.Key, diag.UnknownKey, "Rasa does not know the key "+quote(key)+" and would refuse the file; here it goes out as written", hintForKey(key))
	}
	if !yamlsrc.IsNull(pair.Value) {
		p.others = append(p.others, pair)
	}
}

// variationKeys are the keys that an author may have meant.
func variationKeys() []string {
	return []string{
		"text", "image", "custom", "buttons", "button_type", "quick_replies", "elements", "attachment",
		"channel", "id", "condition", "metadata", "translation",
	}
}

// hintForKey names the key that an author may have meant.
func hintForKey(key string) string {
	var d distance
	for _, known := range variationKeys() {
		if n := d.between(strings.ToLower(key), known, 2); n <= min(2, len(known)/3+1) {
			return "did you mean " + quote(known) + "?"
		}
	}
	return "what only your channel reads belongs below custom: or metadata:"
}

func isText(n *yamlsrc.Node) (bool, string) {
	_, ok := n.Value.Text()
	return n.Kind == yamlsrc.Scalar && ok, "a text"
}
func isMap(n *yamlsrc.Node) (bool, string)  { return n.Kind == yamlsrc.Mapping, "a map" }
func isList(n *yamlsrc.Node) (bool, string) { return n.Kind == yamlsrc.Sequence, "a list" }

// take stores a value of the right type; null counts as a missing key.
func (u *unit) take(dst **yamlsrc.Node, key string, v *yamlsrc.Node, is func(*yamlsrc.Node) (bool, string)) {
	if yamlsrc.IsNull(v) {
		return
	}
	ok, want := is(v)
	if ok {
		*dst = v
		return
	}
	hint := ""
	switch {
	case want == "a text" && v.Kind == yamlsrc.Mapping:
		hint = "a text that begins with a brace must stand in quotes: " + key + `: "{name}"`
	case want == "a text" && v.Kind == yamlsrc.Scalar:
		hint = "put it in quotes: " + key + `: "` + python.JSONKey(v.Value) + `"`
	case want == "a text":
		hint = "write one text; what may be said in its place is a variation of its own"
	case key == "attachment":
		hint = "Rasa's own checks refuse anything but a map here, such as {type: image, payload: {src: …}}"
	case want == "a map":
		hint = "write its keys below " + key + ":, each on a line of its own"
	case want == "a list":
		hint = "write its items below " + key + ":, each with a dash"
	}
	u.error(v, diag.WrongType, key+" must be "+want+", not "+yamlsrc.Describe(v), hint)
}

// checkButtons checks a list of buttons or quick replies: maps, and a title
// and a payload that are texts. Neither is required. Rasa: section 2.1.
func (u *unit) checkButtons(key string, list *yamlsrc.Node) {
	if list == nil {
		return
	}
	for _, b := range list.Items {
		if b.Kind != yamlsrc.Mapping {
			u.error(b, diag.WrongType, "an item of "+key+" must be a map, not "+yamlsrc.Describe(b), `write  - title: "…"  and below it  payload: "…"`)
			continue
		}
		for _, name := range [...]string{"title", "payload"} {
			if v := b.Get(name); v != nil {
				var n *yamlsrc.Node
				u.take(&n, name, v, isText)
			}
		}
		if key == "buttons" {
			u.checkButtonTranslation(b.Get(translationKey))
		}
	}
}

// checkButtonTranslation finds translations of a button that do nothing, or
// that a channel cannot show. Rasa: section 7.
func (u *unit) checkButtonTranslation(translation *yamlsrc.Node) {
	const shape = `write  translation: {de: {title: "…"}}`
	if translation == nil || yamlsrc.IsNull(translation) {
		return
	}
	if translation.Kind != yamlsrc.Mapping {
		u.warn(translation, diag.WrongType, "a button's translation must be a map of languages, not "+yamlsrc.Describe(translation)+"; it does nothing", shape)
		return
	}
	for _, pair := range translation.Pairs {
		if pair.Value.Kind != yamlsrc.Mapping {
			u.warn(pair.Value, diag.WrongType, "a button's translation into a language must be a map of its keys, not "+yamlsrc.Describe(pair.Value)+"; it does nothing", shape)
			continue
		}
		for _, name := range [...]string{"title", "payload"} {
			v := pair.Value.Get(name)
			if v == nil {
				continue
			}
			if ok, _ := isText(v); !ok {
				u.warn(v, diag.WrongType, "a translated "+name+" must be a text, not "+yamlsrc.Describe(v), "put it in quotes")
			}
		}
	}
}

// checkElements finds elements at which Rasa's client refuses the whole reply.
// Rasa: section 5.4.
func (u *unit) checkElements(list *yamlsrc.Node) {
	if list == nil {
		return
	}
	for _, e := range list.Items {
		if e.Kind != yamlsrc.Mapping {
			u.defect(e, diag.WrongType, "an element must be a map, not "+yamlsrc.Describe(e)+": Rasa refuses the reply, and the bot is silent", `write  - title: "…"`)
		}
	}
}

// checkMetadata keeps the metadata and looks at its engine name. Rasa: section
// 2.2.
func (u *unit) checkMetadata(p *parts, v *yamlsrc.Node) {
	if yamlsrc.IsNull(v) {
		u.warn(v, diag.NullValue, "metadata without a value crashes newer Rasa", "remove the key, or give it a map")
		return
	}
	p.metadata = v
	if v.Kind != yamlsrc.Mapping {
		u.warn(v, diag.WrongType, "metadata that is not a map crashes newer Rasa", "make it a map of keys")
		return
	}
	if e := v.Get("template"); e != nil && !knownEngine(e) {
		u.defect(e, diag.EngineName, "metadata.template must be format or jinja; with anything else Rasa says nothing", `write  template: jinja  or remove the key`)
	}
}
