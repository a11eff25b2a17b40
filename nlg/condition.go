package nlg

import (
	"nlgserver/internal/diag"
	"nlgserver/internal/yamlsrc"
	"nlgserver/selector"
)

// readCondition compiles a variation's condition; nil makes it a default.
// Rasa: section 2.3, D8.
func (u *unit) readCondition(n *yamlsrc.Node) selector.Test {
	if n == nil || yamlsrc.IsNull(n) {
		return nil
	}
	if n.Kind == yamlsrc.Sequence {
		list := make(selector.List, 0, len(n.Items))
		for _, item := range n.Items {
			if c, ok := u.readConditionItem(item); ok {
				list = append(list, c)
			}
		}
		return list
	}
	if text, ok := n.Value.Text(); ok && n.Kind == yamlsrc.Scalar {
		return u.readPredicate(n, text)
	}
	hint := `write  condition: [{type: slot, name: …, value: …}]`
	if n.Kind == yamlsrc.Mapping {
		hint = "put a dash before its first key"
	}
	u.error(n, diag.WrongType, "condition must be a list, or a predicate as a text, not "+yamlsrc.Describe(n), hint)
	return selector.Never{Why: "it is not a condition"}
}

// nameOfKey spells a key for a message.
func nameOfKey(key *yamlsrc.Node) string {
	if text := keyText(key); text != "" {
		return quote(text)
	}
	return yamlsrc.Describe(key)
}

// readConditionItem compiles one slot comparison.
func (u *unit) readConditionItem(n *yamlsrc.Node) (selector.SlotIs, bool) {
	if n.Kind != yamlsrc.Mapping {
		u.error(n, diag.ConditionItem, "a condition must be a map, not "+yamlsrc.Describe(n), `write  - type: slot  and below it  name: …  and  value: …`)
		return selector.SlotIs{}, false
	}
	ok := true
	for _, pair := range n.Pairs {
		switch keyText(pair.Key) {
		case "type", "name", "value":
		default:
			u.error(pair.Key, diag.ConditionItem, "a condition has the keys type, name and value; "+nameOfKey(pair.Key)+" is none of them",
				`remove it; for more than "is" write a predicate: condition: "slots.age > 17"`)
			ok = false
		}
	}
	var name string
	if node := n.Get("name"); node == nil {
		u.error(n, diag.ConditionItem, "a condition without a name: which slot is meant?", "add  name: SLOT")
		ok = false
	} else if text, isText := node.Value.Text(); node.Kind == yamlsrc.Scalar && isText {
		name = text
	} else {
		u.error(node, diag.WrongType, "name must be a text, not "+yamlsrc.Describe(node), "put the slot's name in quotes")
		ok = false
	}
	value := n.Get("value")
	if value == nil {
		u.error(n, diag.ConditionItem, "a condition without a value: Rasa fails when it looks at it", "add  value: …  (value: null holds while the slot is empty)")
		ok = false
	}
	if kind := n.Get("type"); kind == nil {
		u.warn(n, diag.ConditionType, "a condition without a type counts as type: slot here; Rasa fails once it holds", "add  type: slot")
	} else if text, _ := kind.Value.Text(); kind.Kind != yamlsrc.Scalar || text != "slot" {
		u.warn(kind, diag.ConditionType, "a condition's type is always slot; newer Rasa refuses any other", "write  type: slot")
	}
	if !ok {
		return selector.SlotIs{}, false
	}
	return selector.NewSlotIs(name, value.ToValue()), true
}
