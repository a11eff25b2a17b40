package lint

import (
	"slices"

	"nlgserver/channels"
	"nlgserver/internal/diag"
	"nlgserver/internal/python"
	"nlgserver/responses"
)

// selection makes the checks that look at all variations of a response.
func (k *checker) selection() {
	dead := make([]bool, len(k.w.Variations))
	for i, v := range k.w.Variations {
		dead[i] = k.neverHolds(v)
	}
	for i, v := range k.w.Variations {
		if !dead[i] {
			dead[i] = k.alwaysBeaten(v)
		}
		if !dead[i] {
			k.beatenOnChannel(v)
		}
	}
	k.duplicates(dead)
	k.noDefault(dead)
}

// neverHolds reports a condition that no slots can satisfy.
func (k *checker) neverHolds(v *responses.Variation) bool {
	if v.Condition == nil {
		return false
	}
	fault := v.Condition.Never()
	if fault == nil {
		return false
	}
	k.warn(fault.At, diag.Unreachable, fault.Message, fault.Hint)
	return true
}

// alwaysBeaten reports a variation without a channel that is never said
// because on every channel of the assistant an earlier group has one that
// always holds. Rasa: section 3.1, step 3.
func (k *checker) alwaysBeaten(v *responses.Variation) bool {
	if v.HasChannel || len(k.opts.For) == 0 {
		return false
	}
	if !k.coveredEverywhere() {
		return false
	}
	k.warn(v.Value, diag.Unreachable,
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
	return slices.IndexFunc(k.w.Variations, func(v *responses.Variation) bool {
		return v.HasChannel && v.Condition == nil && v.Channel == channel
	})
}

// beatenOnChannel reports a conditional variation that loses to a channel's
// own, which has no condition: many an author expects the reverse.
func (k *checker) beatenOnChannel(v *responses.Variation) {
	if v.HasChannel || v.Condition == nil {
		return
	}
	for j, rival := range k.w.Variations {
		if !rival.HasChannel || rival.Condition != nil || k.answersOn(rival.Channel, v.Condition) || j != k.firstOn(rival.Channel) {
			continue
		}
		k.warn(v.Key("condition"), diag.ShadowedOnChannel,
			"on "+quote(rival.Channel)+" this variation is never said: one for the channel comes first, whatever the condition says",
			"add the same variation with  channel: "+rival.Channel)
		k.relate(rival, "this one is said there")
	}
}

// answersOn reports a variation for the channel that is said whenever the
// condition holds.
func (k *checker) answersOn(channel string, c responses.Condition) bool {
	return slices.ContainsFunc(k.w.Variations, func(v *responses.Variation) bool {
		return v.HasChannel && v.Channel == channel && v.Condition != nil && c.Implies(v.Condition)
	})
}

// duplicates reports variations that say what another does, at the same time.
func (k *checker) duplicates(dead []bool) {
	if len(k.w.Variations) < 2 {
		return
	}
	seen := map[string]int{}
	for i, v := range k.w.Variations {
		content := v.Meaning()
		first, again := seen[content]
		if !again {
			seen[content] = i
			continue
		}
		if dead[i] {
			continue
		}
		k.warn(v.Value, diag.DuplicateVariation, "the same variation as another of "+quote(k.w.Name)+": it is only drawn more often", "remove it, or say it in other words")
		k.relate(k.w.Variations[first], "the first of the two")
	}
}

// noDefault reports a response that has nothing to say to some requests.
func (k *checker) noDefault(dead []bool) {
	conditional, forChannel := false, map[string]bool{}
	for i, v := range k.w.Variations {
		switch {
		case dead[i]:
		case v.Condition == nil && !v.HasChannel:
			return
		case v.HasChannel:
			forChannel[v.Channel] = true
		default:
			conditional = true
		}
	}
	if len(k.w.Variations) == 0 || k.coversAll() {
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
func (k *checker) coversAll() bool {
	if k.exhausts() {
		return true
	}
	return len(k.opts.For) > 0 && k.coveredEverywhere()
}

// exhausts reports conditions without a channel that together hold for
// whatever a bool slot with an initial value can be.
func (k *checker) exhausts() bool {
	type outcomes struct{ yes, no, none bool }
	found := map[string]*outcomes{}
	for _, v := range k.w.Variations {
		if v.Condition == nil || v.HasChannel {
			continue
		}
		item, ok := v.Condition.Equality()
		if !ok {
			continue
		}
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
	for i, v := range k.w.Variations {
		if v.ID == "" {
			continue
		}
		if first, again := seen[v.ID]; again {
			if !sameGroup(k.w.Variations[first], v) {
				continue
			}
			k.warn(v.Key("id"), diag.DuplicateID, "two variations of "+quote(k.w.Name)+" have the id "+quote(v.ID)+": Rasa then sends none", "give each an id of its own")
			k.relate(k.w.Variations[first], "the first of the two")
			continue
		}
		seen[v.ID] = i
	}
}

// sameGroup reports two variations that may be said in the same place.
func sameGroup(a, b *responses.Variation) bool {
	return a.HasChannel == b.HasChannel && a.Channel == b.Channel && (a.Condition == nil) == (b.Condition == nil)
}

// channelName notes a channel that Rasa does not have.
func (k *checker) channelName(v *responses.Variation) {
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
	k.warn(v.Key("channel"), diag.UnknownChannel, unknownChannel(v.Channel), hint)
}

func unknownChannel(name string) string {
	return "Rasa has no channel " + quote(name) + ": this is said only on one of your own of that name"
}
