package domain

import "strings"

// SlotType is the kind of value that a slot holds.
type SlotType uint8

// The types of slots. Custom is a class defined by the assistant.
const (
	Any SlotType = iota
	Text
	Bool
	Float
	Categorical
	List
	Custom
)

// String returns Rasa's name of the type.
func (t SlotType) String() string {
	switch t {
	case Text:
		return "text"
	case Bool:
		return "bool"
	case Float:
		return "float"
	case Categorical:
		return "categorical"
	case List:
		return "list"
	case Custom:
		return "custom"
	default:
		return "any"
	}
}

// slotTypeOf reads a type as written: a short name, or the path of one of Rasa's
// own classes, as in older domains.
func slotTypeOf(name string) SlotType {
	if rest, ok := strings.CutPrefix(name, "rasa."); ok {
		name = rest[strings.LastIndexByte(rest, '.')+1:]
	}
	switch name {
	case "", "any", "unfeaturized", "AnySlot", "UnfeaturizedSlot":
		return Any
	case "text", "TextSlot":
		return Text
	case "bool", "BooleanSlot":
		return Bool
	case "float", "FloatSlot":
		return Float
	case "categorical", "CategoricalSlot", "StrictCategoricalSlot":
		return Categorical
	case "list", "ListSlot":
		return List
	default:
		return Custom
	}
}
