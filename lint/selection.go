package lint

import (
	"slices"
	"strings"

	"nlgserver/channels"
	"nlgserver/internal/diag"
	"nlgserver/internal/python"
	"nlgserver/internal/yamlsrc"
	"nlgserver/nlg"
)

// selection makes the checks that look at all variations of a response.
func (k *checker) selection() {
	tests := make([]test, len(k.w.Variations))
	dead := make([]bool, len(tests))
	for i := range k.w.Variations {
		tests[i] = testOf(&k.w.Variations[i])
		dead[i] = k.neverHolds(&k.w.Variations[i], &tests[i])
	}
	for i := range tests {
		if !dead[i] {
			dead[i] = k.alwaysBeaten(i)
		}
		if !dead[i] {
			k.beatenOnChannel(i, tests)
		}
	}
	k.duplicates(dead)
	k.noDefault(tests, dead)
}

// neverHolds reports a condition that no slots can satisfy.
func (k *checker) neverHolds(v *nlg.WrittenVariation, t *test) bool {
	if t.kind == isEmpty {
		k.warn(v.Node.Get("condition"), diag.Unreachable, "this variation is never said: an empty condition never holds",
			"remove the key to make it the default, or write a condition")
		return true
	}
	first, second, ok := t.contradiction()
	if !ok {
		return false
	}
	a, b := t.items[first], t.items[second]
	if first == second {
		k.warn(t.nodes[second], diag.Unreachable, "this variation is never said: nothing equals "+a.Value.Repr(), "write another value")
		return true
	}
	k.warn(t.nodes[second], diag.Unreachable,
		"this variation is never said: "+quote(a.Slot)+" cannot be "+a.Value.Repr()+" and "+b.Value.Repr()+" at once",
		"all items of a condition must hold; for either of two values write two variations, or a predicate: condition: \""+
			eitherOf(a.Slot, a.Value, b.Value)+`"`)
	return true
}

// eitherOf writes a predicate that holds for both values.
func eitherOf(slot string, a, b python.Value) string {
	return "slots." + slot + " is " + literal(a) + " or slots." + slot + " is " + literal(b)
}

// literal writes a value as predicates do.
func literal(v python.Value) string {
	switch v.Kind() {
	case python.KindStr:
		return "'" + v.Str() + "'"
	case python.KindNone:
		return "null"
	default:
		return strings.ToLower(v.Str())
	}
}

// alwaysBeaten reports a variation without a channel that is never said
// because on every channel of the assistant an earlier group has one that
// always holds. Rasa: section 3.1, step 3.
func (k *checker) alwaysBeaten(i int) bool {
	v := &k.w.Variations[i]
	if v.HasChannel || len(k.opts.For) == 0 {
		return false
	}
	if !k.coveredEverywhere() {
		return false
	}
	k.warn(v.Node, diag.Unreachable,
		"this variation is never said: on "+list(k.opts.For)+" the variation for the channel comes first",
		"remove it, or give the variations for the channel a condition")
	return true
}

// coveredEverywhere reports that each channel of the assistant has a variation
// of its own that always holds.
func (k *checker) coveredEverywhere() bool {
	return !slices.ContainsFunc(k.opts.For, func(name string) bool {
		// The REST channel goes by its input's name too (D6), and by another
		// when it streams.
		isRest := name == "rest" && k.firstOn(channels.Collector) >= 0 && k.firstOn(channels.Queue) >= 0
		return !isRest && k.firstOn(name) < 0
	})
}

// firstOn returns the first variation for a channel that always holds there,
// -1 if there is none.
func (k *checker) firstOn(channel string) int {
	return slices.IndexFunc(k.w.Variations, func(v nlg.WrittenVariation) bool {
		return v.HasChannel && !v.Conditional && v.Channel == channel
	})
}

// beatenOnChannel reports a conditional variation that loses to a channel's
// own, which has no condition: many an author expects the reverse.
func (k *checker) beatenOnChannel(i int, tests []test) {
	v := &k.w.Variations[i]
	if v.HasChannel || !v.Conditional {
		return
	}
	for j := range k.w.Variations {
		rival := &k.w.Variations[j]
		if !rival.HasChannel || rival.Conditional || k.answersOn(rival.Channel, &tests[i], tests) || j != k.firstOn(rival.Channel) {
			continue
		}
		k.warn(v.Node.Get("condition"), diag.ShadowedOnChannel,
			"on "+quote(rival.Channel)+" this variation is never said: one for the channel comes first, whatever the condition says",
			"add the same variation with  channel: "+rival.Channel)
		k.relate(rival, "this one is said there")
	}
}

// answersOn reports a variation for the channel that is said whenever the
// condition holds.
func (k *checker) answersOn(channel string, t *test, tests []test) bool {
	for j := range k.w.Variations {
		v := &k.w.Variations[j]
		if v.HasChannel && v.Conditional && v.Channel == channel && t.implies(&tests[j]) {
			return true
		}
	}
	return false
}

// duplicates reports variations that say what another does, at the same time.
func (k *checker) duplicates(dead []bool) {
	if len(k.w.Variations) < 2 {
		return
	}
	seen := map[string]int{}
	for i := range k.w.Variations {
		v := &k.w.Variations[i]
		content := meaning(v.Node)
		first, again := seen[content]
		if !again {
			seen[content] = i
			continue
		}
		if dead[i] {
			continue
		}
		k.warn(v.Node, diag.DuplicateVariation, "the same variation as another of "+quote(k.w.Name)+": it is only drawn more often", "remove it, or say it in other words")
		k.relate(&k.w.Variations[first], "the first of the two")
	}
}

// meaning writes a variation so that two which say the same are equal: the id
// is left aside, and the order of keys.
func meaning(n *nlg.Node) string {
	if n.Kind != yamlsrc.Mapping {
		return "text:" + n.Value.Repr()
	}
	parts := make([]string, 0, len(n.Pairs))
	for _, pair := range n.Pairs {
		if key := pair.Key.Value.Str(); key != "id" && !pair.Value.Value.IsNone() || pair.Value.Kind != yamlsrc.Scalar {
			parts = append(parts, key+":"+pair.Value.ToValue().Repr())
		}
	}
	slices.Sort(parts)
	return strings.Join(parts, "\n")
}

// noDefault reports a response that has nothing to say to some requests.
func (k *checker) noDefault(tests []test, dead []bool) {
	conditional, forChannel := false, map[string]bool{}
	for i := range k.w.Variations {
		v := &k.w.Variations[i]
		switch {
		case dead[i]:
		case !v.Conditional && !v.HasChannel:
			return
		case v.HasChannel:
			forChannel[v.Channel] = true
		default:
			conditional = true
		}
	}
	if len(k.w.Variations) == 0 || k.coversAll(tests) {
		return
	}
	var message string
	switch {
	case conditional && len(forChannel) > 0:
		message = quote(k.w.Name) + " says nothing while no condition holds, on channels other than " + list(sorted(forChannel))
	case conditional:
		message = quote(k.w.Name) + " says nothing while none of its conditions holds"
	case len(forChannel) > 0:
		message = quote(k.w.Name) + " says nothing on channels other than " + list(sorted(forChannel))
	default:
		message = quote(k.w.Name) + " never says anything"
	}
	k.warn(k.w.Key, diag.NoDefault, message, `add a variation without condition and channel:  - text: "…"`)
}

// coversAll reports that every channel of the assistant has a variation that
// always holds, or that the conditions leave no value of a slot out.
func (k *checker) coversAll(tests []test) bool {
	if k.exhausts(tests) {
		return true
	}
	return len(k.opts.For) > 0 && k.coveredEverywhere()
}

// exhausts reports conditions without a channel that together hold for
// whatever a bool slot with an initial value can be.
func (k *checker) exhausts(tests []test) bool {
	type outcomes struct{ yes, no, none bool }
	found := map[string]*outcomes{}
	for i := range tests {
		if tests[i].kind != isList || len(tests[i].items) != 1 || k.w.Variations[i].HasChannel {
			continue
		}
		item := tests[i].items[0]
		o := found[item.Slot]
		if o == nil {
			o = &outcomes{}
			found[item.Slot] = o
			if slot := k.domain.Slot(item.Slot); slot != nil && !slot.Initial.IsNone() {
				o.none = true
			}
		}
		o.yes = o.yes || python.Equal(item.Value, python.Bool(true))
		o.no = o.no || python.Equal(item.Value, python.Bool(false))
		o.none = o.none || item.Value.IsNone()
		if o.yes && o.no && o.none {
			return true
		}
	}
	return false
}

// ids reports an id that two variations have: where both may be said, Rasa
// sends none. Rasa: section 3.4.
func (k *checker) ids() {
	seen := map[string]int{}
	for i := range k.w.Variations {
		v := &k.w.Variations[i]
		if v.ID == "" {
			continue
		}
		if first, again := seen[v.ID]; again {
			if !sameGroup(&k.w.Variations[first].Variation, &v.Variation) {
				continue
			}
			k.warn(v.Node.Get("id"), diag.DuplicateID, "two variations of "+quote(k.w.Name)+" have the id "+quote(v.ID)+": Rasa then sends none", "give each an id of its own")
			k.relate(&k.w.Variations[first], "the first of the two")
			continue
		}
		seen[v.ID] = i
	}
}

// sameGroup reports two variations that may be said in the same place.
func sameGroup(a, b *nlg.Variation) bool {
	return a.HasChannel == b.HasChannel && a.Channel == b.Channel && a.Conditional == b.Conditional
}

// channelName notes a channel that Rasa does not have.
func (k *checker) channelName(v *nlg.WrittenVariation) {
	if !v.HasChannel || k.table.Lookup(v.Channel) != nil || v.Channel == "rest" || slices.Contains(k.opts.For, v.Channel) {
		return
	}
	if at, told := k.unknown[v.Channel]; told {
		k.diags[at].Message = unknownChannel(v.Channel) + "; other variations name it too"
		return
	}
	hint := "a channel of your own is declared by  --channel " + v.Channel + "  or in .nlgserver.yml"
	if near := k.table.Suggest(v.Channel); near != "" {
		hint = "did you mean " + quote(near) + "? " + hint
	}
	k.unknown[v.Channel] = len(k.diags)
	k.warn(v.Node.Get("channel"), diag.UnknownChannel, unknownChannel(v.Channel), hint)
}

func unknownChannel(name string) string {
	return "Rasa has no channel " + quote(name) + ": this is said only on one of your own of that name"
}
