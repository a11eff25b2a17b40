package responses

import (
	"fmt"
	"slices"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/document"
)

// Variation is one variation of a response: what is sent, and when.
type Variation struct {
	// Value is the whole variation: a map, or a string in the old form.
	Value Value
	// ID is the author's id, or empty.
	ID string
	// Channel is the channel that the variation is for, if HasChannel is set.
	Channel    string
	HasChannel bool
	// Condition says when the variation is eligible; nil makes it a default.
	Condition Condition
	// Languages are the codes of the text's translations, in file order, which
	// selection looks at. Rasa: section 3.1, step 4.
	Languages []string
	// Texts are all strings that are filled for a request, in the order of the
	// reply. Translations are included.
	Texts []*Text

	parts  parts
	engine Engine
	// first has room for the one text that nearly every variation has.
	first     Text
	firstText [1]*Text
	// places are the texts by their values, if there are translations; see textAt.
	places map[Value]*Text
}

// parts are the values of one variation, by key; missing where a key is missing
// or null.
type parts struct {
	text, image, custom    Value
	buttons, quickReplies  Value
	elements, attachment   Value
	channel, id            Value
	condition, translation Value
	metadata               Value
	// prompt is the one of the metadata, nil if there is none.
	prompt *Text
	others []Entry
}

// Position returns where the variation is.
func (v *Variation) Position() diag.Position { return v.Value.Position() }

// Key returns the value of one of the variation's keys, which may be missing.
func (v *Variation) Key(name string) Value { return v.Value.Get(name) }

// Slots returns the slots that the condition reads, sorted.
func (v *Variation) Slots() []string {
	if v.Condition == nil {
		return nil
	}
	return slotsOf(v.Condition)
}

// Buttons returns the buttons of the variation.
func (v *Variation) Buttons() []Button { return buttonsOf(v.parts.buttons) }

// QuickReplies returns the quick replies of the variation.
func (v *Variation) QuickReplies() []Button { return buttonsOf(v.parts.quickReplies) }

// HasText reports whether the variation has a text.
func (v *Variation) HasText() bool { return !v.parts.text.IsMissing() }

// IsRich reports whether the reply has more than text.
func (v *Variation) IsRich() bool {
	for f := range v.Value.Entries() {
		switch f.Key.String() {
		case "text", "id", "metadata", "condition", "channel", translationKey:
		default:
			return true
		}
	}
	return false
}

// readVariation reads one item of a response's list. It returns false if the
// item is not a valid variation. Rasa: section 2.1.
func (f *File) readVariation(v *Variation, value Value) bool {
	v.Value = value
	if !f.readParts(&v.parts, value) {
		return false
	}
	v.ID = v.parts.id.String()
	if channel := v.parts.channel; !channel.IsMissing() {
		v.Channel, v.HasChannel = channel.String(), true
	}
	v.Condition = f.readCondition(v.parts.condition)
	v.Languages = f.languagesOf(v.parts.translation)
	f.countPlaceholder(v)
	v.engine = engineOf(v.parts.metadata)
	return f.readTexts(v)
}

// readParts assigns the keys of a variation to p and checks their types.
func (f *File) readParts(p *parts, value Value) bool {
	if _, isText := value.Text(); isText {
		if f.refuseBareKey(value, variationKeys[:]) {
			return false
		}
		f.warn(value, diag.LegacyForm, "this variation is a plain string; current Rasa rejects that form", hintForBare(value))
		f.mend(diag.LegacyForm, diag.Mend{Label: "Write it as text", Wrap: true})
		p.text = value
		return true
	}
	if !value.IsMap() {
		f.refuseVariation(value)
		return false
	}
	before, refused := len(f.diags), f.refused
	for field := range value.Entries() {
		f.readPart(p, field)
	}
	if f.refused > refused {
		return false
	}
	if p.text.IsMissing() && p.custom.Len() == 0 {
		f.noText(value, before)
		return false
	}
	return true
}

// refuseVariation reports an item that is neither a map nor a string.
func (f *File) refuseVariation(value Value) {
	const example = "write `- text: \"…\"`"
	switch {
	case value.IsList() && !value.IsFlow():
		f.error(value, diag.WrongType, "a second dash starts a list inside of the variation", document.Write("- "+strings.TrimLeft(value.Line(), "- ")))
	case value.IsScalar() && !value.IsNull():
		f.error(value, diag.WrongType, "a variation must be a map, not "+value.Describe(), document.Write("- text: "+value.Quoted()))
	default:
		f.error(value, diag.WrongType, "a variation must be a map, not "+value.Describe(), example)
	}
}

// hintForBare returns how to write a variation that is a string.
func hintForBare(value Value) string {
	source, ok := value.Source()
	switch {
	case value.IsInFlow() && ok:
		return document.Write("{text: " + source + "}")
	case value.IsInFlow():
		return "write `{text: \"…\"}`"
	case ok:
		return document.Write("- text: " + value.Line())
	}
	return document.Write("- text: "+value.Line()) + ", and indent the lines below by 2 spaces"
}

func (f *File) readPart(p *parts, field Entry) {
	key, v := field.Key.String(), field.Value
	switch key {
	case "text":
		f.take(&p.text, key, v, wantText)
	case "image":
		f.take(&p.image, key, v, wantText)
	case "channel":
		f.take(&p.channel, key, v, wantText)
	case "id":
		f.take(&p.id, key, v, wantText)
	case "custom":
		f.takeMap(&p.custom, key, v)
	case "attachment":
		f.takeMap(&p.attachment, key, v)
	case translationKey:
		f.takeMap(&p.translation, key, v)
	case "elements":
		f.take(&p.elements, key, v, wantList)
		f.checkElements(p.elements)
	case "buttons":
		f.take(&p.buttons, key, v, wantList)
		f.checkButtons(key, p.buttons)
	case "quick_replies":
		f.take(&p.quickReplies, key, v, wantList)
		f.checkButtons(key, p.quickReplies)
	case "condition":
		f.checkNull(key, v)
		p.condition = v
	case "metadata":
		f.readMetadata(p, v)
	case "button_type":
		var kept Value
		if f.take(&kept, key, v, wantText); !kept.IsMissing() {
			p.others = append(p.others, field)
		}
	default:
		f.readOther(p, field, key)
	}
}

// readOther keeps a key that Rasa does not know; it is sent as written (D7).
func (f *File) readOther(p *parts, field Entry, key string) {
	if _, isText := field.Key.Text(); !isText {
		f.error(field.Key, diag.NonTextKey, "a key of a variation must be a string, not "+field.Key.Describe(), "remove it, or quote it")
		return
	}
	if key != "allow_interruptions" && !f.refuseDashedKey(field.Key) && !f.refuseKey(field.Key) {
		f.warnUnknown(field, key)
	}
	if !field.Value.IsNull() {
		p.others = append(p.others, field)
	}
}

// warnUnknown warns about a key that Rasa does not know.
func (f *File) warnUnknown(field Entry, key string) {
	if strings.HasPrefix(key, "utter_") && (field.Value.IsNull() || field.Value.IsList()) {
		f.error(field.Key, diag.Misplaced, key+" is indented like a key of the variation above, so it is not a response",
			fmt.Sprintf("indent it by %d spaces, like the other responses", f.nameColumn-1))
		return
	}
	if slip, ok := document.KeySlip(key); ok && field.Value.IsNull() && slices.Contains(variationKeys[:], slip.Key) {
		f.report(field.Key.DiagnoseAt(slip.Offset, diag.Error, slip.Code, slip.Message, slip.How()))
		return
	}
	f.warn(field.Key, diag.UnknownKey, "unknown key "+quote(key)+": Rasa rejects the file; nlgserver sends the key as written", hintForKey(key))
	if only, ok := onlyOf(key, variationKeys[:]...); ok {
		f.mend(diag.UnknownKey, diag.Mend{Label: diag.LabelChange(key, only), Rename: only})
	}
}
