package edit

import "encoding/json"

// Op is one change of the content, as data: drafts keep ops on disk, and pages send
// them.
type Op struct {
	Kind Kind `json:"kind"`
	// Response is the name of the response.
	Response string `json:"response,omitempty"`
	// Number is that of the variation, from 1, in the order of its file, faulty ones
	// included; 0 for ops on the response.
	Number int `json:"number,omitempty"`
	// Path is the field of the variation, for Set and Unset: text, image, attachment,
	// condition, channel, id, metadata, custom, elements, or any other key;
	// buttons[0].title, buttons[0].payload, quick_replies[1].title, buttons[2] for
	// a whole button, buttons for the list. The indexes of items count from 0.
	Path string `json:"path,omitempty"`
	// Language makes Set and Unset change the translation of the field: of the text,
	// or of the title or payload of a button. Rasa translates nothing else.
	Language string `json:"language,omitempty"`
	// Value is the new value as JSON: a string for a text; for the condition a string
	// (a predicate) or a list; for AddVariation the variation as a map; for
	// AddResponse a list of variations; for RenameResponse the new name.
	Value json.RawMessage `json:"value,omitempty"`
	// To is where MoveVariation and MoveItem move to, and where AddVariation and
	// AddItem insert: a number from 1; 0 means the end.
	To int `json:"to,omitempty"`
	// File is where AddResponse writes, a new file if there is none of that path;
	// empty means the file that has the response with the nearest name. For the other
	// ops it is the file of the definition that they are about; empty means that of
	// the definition that is used.
	File string `json:"file,omitempty"`
	// Was is the value that the op replaces, as JSON: absent if its author saw none.
	// An op whose Was differs from what the content has is a conflict; the order of
	// keys makes no difference. Set compares it always, so a Set without Was only
	// adds, or fills a key that has no value. The others compare it if it is there. For ops on variations and
	// responses it is the whole variation, or the list of all.
	Was json.RawMessage `json:"was,omitempty"`
}

// Kind is what an op does.
type Kind string

// The kinds of ops.
const (
	// Set gives a field a value, and adds it if it is not there; Unset removes it,
	// and does nothing if it is not there. A whole list or map keeps what stays of
	// it. A bare text becomes a map when it gets another field.
	Set   Kind = "set"
	Unset Kind = "unset"
	// AddItem, RemoveItem and MoveItem change a list of the variation: Path is the
	// list for AddItem (buttons), which may be missing, and the item for the others
	// (buttons[1]). With the last item, the list is removed.
	AddItem    Kind = "add_item"
	RemoveItem Kind = "remove_item"
	MoveItem   Kind = "move_item"

	// The only variation of a response cannot be removed. Comments directly above a
	// variation are removed or moved with it.
	AddVariation    Kind = "add_variation"
	RemoveVariation Kind = "remove_variation"
	MoveVariation   Kind = "move_variation"

	// RenameResponse changes the name in its file only, and not where it is used.
	AddResponse    Kind = "add_response"
	RemoveResponse Kind = "remove_response"
	RenameResponse Kind = "rename_response"
)

// ChangesNames reports whether ops of the kind change which responses a file has.
func (k Kind) ChangesNames() bool {
	return k == AddResponse || k == RemoveResponse || k == RenameResponse
}

// NewName returns the name that the op gives a response; not ok if it is no op that
// renames.
func (o Op) NewName() (name string, ok bool) {
	if o.Kind != RenameResponse || json.Unmarshal(o.Value, &name) != nil {
		return "", false
	}
	return name, true
}
