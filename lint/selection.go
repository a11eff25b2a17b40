package lint

import (
	"slices"
	"strconv"

	"nlgserver/channels"
	"nlgserver/internal/diag"
	"nlgserver/internal/python"
	"nlgserver/responses"
)

// selection runs the checks that compare the variations of a response.
func (k *checker) selection() {
	dead := make([]bool, len(k.w.Variations))
	for i, v := range k.w.Variations {
		dead[i] = k.neverHolds(v)
	}
	rivals := k.channelDefaults()
	for i, v := range k.w.Variations {
		if !dead[i] {
			dead[i] = k.alwaysBeaten(v)
		}
		if !dead[i] {
			k.beatenOnChannel(v, rivals)
		}
	}
	k.duplicates(dead)
	k.noDefault(dead)
}

// neverHolds warns about a condition that no slots can satisfy, and reports
// whether it did.
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

// alwaysBeaten warns about a variation without a channel that is never used
// because every channel of the assistant has a variation of its own that always
// holds, and reports whether it did. Rasa: section 3.1, step 3.
func (k *checker) alwaysBeaten(v *responses.Variation) bool {
	if v.HasChannel || len(k.opts.For) == 0 {
		return false
	}
	if !k.coveredEverywhere() {
		return false
	}
	k.warn(v.Value, diag.Unreachable,
		"this variation is never used: on "+list(k.opts.For)+" the channel-specific variation takes precedence",
		"remove it, or add a condition to the channel-specific variation")
	return true
}

// coveredEverywhere reports whether each channel of the assistant has a
// variation of its own that always holds.
func (k *checker) coveredEverywhere() bool {
	return !slices.ContainsFunc(k.opts.For, func(name string) bool {
		// The REST channel also calls itself collector, or queue when it
		// streams (D6).
		isRest := name == "rest" && k.firstOn(channels.Collector) >= 0 && k.firstOn(channels.Queue) >= 0
		return !isRest && k.firstOn(name) < 0
	})
}

// firstOn returns the index of the first variation for a channel that always
// holds there, or -1.
func (k *checker) firstOn(channel string) int {
	return slices.IndexFunc(k.w.Variations, func(v *responses.Variation) bool {
		return v.HasChannel && v.Condition == nil && v.Channel == channel
	})
}

// beatenOnChannel warns about a conditional variation that loses to a
// channel-specific one without a condition. Many authors expect the reverse.
func (k *checker) beatenOnChannel(v *responses.Variation, rivals []*responses.Variation) {
	if v.HasChannel || v.Condition == nil {
		return
	}
	for _, rival := range rivals {
		if k.answersOn(rival.Channel, v.Condition) {
			continue
		}
		k.warn(v.Key("condition"), diag.ShadowedOnChannel,
			"on "+quote(rival.Channel)+" this variation is never used: a channel-specific variation takes precedence, whether the condition holds or not",
			"add the same variation with `channel: "+rival.Channel+"`")
		k.relate(rival, "this variation is used there")
	}
}

// channelDefaults returns the first variation without a condition of each
// channel.
func (k *checker) channelDefaults() []*responses.Variation {
	var all []*responses.Variation
	seen := map[string]bool{}
	for _, v := range k.w.Variations {
		if v.HasChannel && v.Condition == nil && !seen[v.Channel] {
			seen[v.Channel] = true
			all = append(all, v)
		}
	}
	return all
}

// answersOn reports whether the channel has a conditional variation that is
// eligible whenever the condition holds.
func (k *checker) answersOn(channel string, c responses.Condition) bool {
	return slices.ContainsFunc(k.w.Variations, func(v *responses.Variation) bool {
		return v.HasChannel && v.Channel == channel && v.Condition != nil && c.Implies(v.Condition)
	})
}

// duplicates warns about variations that send the same as another one, under the
// same condition and on the same channel.
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
		k.warn(v.Value, diag.DuplicateVariation, "duplicate variation of "+quote(k.w.Name)+": it only makes the same reply more likely", "remove it, or reword it")
		k.relate(k.w.Variations[first], "first defined here")
	}
}

// noDefault warns about a response that sends nothing for some requests.
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
		message = quote(k.w.Name) + " has no default: on channels other than " + list(sorted(forChannel)) + ", nothing is sent unless a condition holds"
	case conditional:
		message = quote(k.w.Name) + " has no default: nothing is sent unless a condition holds"
	case len(forChannel) > 0:
		message = quote(k.w.Name) + " has no default: nothing is sent on channels other than " + list(sorted(forChannel))
	default:
		message = quote(k.w.Name) + " has no variation that can be used: nothing is ever sent"
	}
	k.warn(k.w.Key, diag.NoDefault, message, "add a variation without a condition or channel: `- text: \"…\"`")
}

// coversAll reports whether every channel of the assistant has a variation that
// always holds, or the conditions cover every value of a slot.
func (k *checker) coversAll() bool {
	if k.exhausts() {
		return true
	}
	return len(k.opts.For) > 0 && k.coveredEverywhere()
}

// exhausts reports whether the variations without a channel have conditions that
// together cover every value of a bool slot.
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

// ids warns about an id that two variations share: if both are eligible, Rasa
// sends no id. Rasa: section 3.4.
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
			k.warn(v.Key("id"), diag.DuplicateID, "two variations of "+quote(k.w.Name)+" have the id "+quote(v.ID)+", so Rasa sends no id", "give each variation its own id")
			if id := k.freeID(v.ID); v.Key("id").IsScalar() {
				k.mend(diag.DuplicateID, diag.Mend{Label: diag.LabelChange(v.ID, id), Put: jsonOf(id)})
			}
			k.relate(k.w.Variations[first], "first used here")
			continue
		}
		seen[v.ID] = i
	}
}

// freeID returns an id like another one that no variation of the response has.
func (k *checker) freeID(id string) string {
	for n := 2; ; n++ {
		free := id + "_" + strconv.Itoa(n)
		if !slices.ContainsFunc(k.w.Variations, func(v *responses.Variation) bool { return v.ID == free }) {
			return free
		}
	}
}

// sameGroup reports whether two variations are in the same selection group.
func sameGroup(a, b *responses.Variation) bool {
	return a.HasChannel == b.HasChannel && a.Channel == b.Channel && (a.Condition == nil) == (b.Condition == nil)
}

// channelName warns about a channel that Rasa does not have, once for each.
func (k *checker) channelName(v *responses.Variation) {
	if !v.HasChannel || k.table.Lookup(v.Channel) != nil || v.Channel == "rest" || slices.Contains(k.opts.For, v.Channel) {
		return
	}
	if at, told := k.unknown[v.Channel]; told {
		k.diags[at].Message = unknownChannel(v.Channel) + "; other variations use it too"
		return
	}
	hint := "if it is your own channel, write `channels: {" + v.Channel + ": web}` in .nlgserver.yml, or use --channel"
	if near := k.table.Suggest(v.Channel); near != "" {
		hint = "did you mean `" + near + "`? if it is your own channel, declare it in .nlgserver.yml or by --channel"
	}
	k.unknown[v.Channel] = len(k.diags)
	k.warn(v.Key("channel"), diag.UnknownChannel, unknownChannel(v.Channel), hint)
	if only := k.table.SuggestOnly(v.Channel); only != "" {
		k.mend(diag.UnknownChannel, diag.Mend{Label: diag.LabelChange(v.Channel, only), Channel: only})
	}
}

func unknownChannel(name string) string {
	return "Rasa has no channel " + quote(name) + ": this variation is used only if you add a channel of that name"
}
