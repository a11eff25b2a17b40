package lint

import (
	"fmt"

	"nlgserver/internal/diag"
	"nlgserver/responses"
)

// someButtons warns about variations among which one is picked at random and of
// which only some have buttons: the buttons belong to one variation, not to the
// response.
func (k *checker) someButtons() {
	groups := map[string][]*responses.Variation{}
	var order []string
	for _, v := range k.w.Variations {
		if v.HasText() && !mayHoldButtons(v) {
			key := occasion(v)
			if groups[key] == nil {
				order = append(order, key)
			}
			groups[key] = append(groups[key], v)
		}
	}
	for _, key := range order {
		k.someOf(groups[key])
	}
}

// mayHoldButtons reports whether a variation has a payload of which buttons may be
// a part.
func mayHoldButtons(v *responses.Variation) bool {
	return !v.Key("custom").IsMissing() || !v.Key("elements").IsMissing() || !v.Key("attachment").IsMissing()
}

// occasion returns a key that is equal for variations that are always eligible
// together.
func occasion(v *responses.Variation) string {
	key := fmt.Sprintf("%t %s ", v.HasChannel, v.Channel)
	if v.Condition != nil {
		key += v.Condition.Meaning()
	}
	return key
}

func (k *checker) someOf(group []*responses.Variation) {
	var with, without []*responses.Variation
	for _, v := range group {
		if len(v.Buttons())+len(v.QuickReplies()) > 0 {
			with = append(with, v)
		} else {
			without = append(without, v)
		}
	}
	if len(with) == 0 || len(without) == 0 {
		return
	}
	at := with[0]
	if len(without) < len(with) {
		at = without[0]
	}
	k.warn(at.Value, diag.SomeButtons,
		fmt.Sprintf("one of %d variations is picked at random, but only %d of them %s: users often see none",
			len(group), len(with), map[bool]string{true: "has buttons", false: "have buttons"}[len(with) == 1]),
		"give every variation its buttons; an anchor saves repeating them: `buttons: &choices` at the first, and `buttons: *choices` at the others")
}
