package domain

// Usage is a place that uses a response.
type Usage struct {
	// Declaration is the name of the response, and the position of the use.
	Declaration
	// In says in which part of the assistant it is, such as "flow block_card".
	In string
}

// UsesOf returns all places that use a response, in the order of the files. A form
// that requires a slot uses the response that asks for it, at the form's name.
func (d *Domain) UsesOf(response string) []Usage { return d.usages[response] }

// addUsage adds a use, once for each part.
func (d *Domain) addUsage(u Usage) {
	known := d.usages[u.Name]
	if n := len(known); n > 0 && known[n-1].In == u.In && known[n-1].File == u.File {
		return
	}
	if d.usages == nil {
		d.usages = map[string][]Usage{}
	}
	d.usages[u.Name] = append(known, u)
}

// addAsking adds the responses with which a form asks for its slots.
func (d *Domain) addAsking(f Form) {
	for _, slot := range f.Required {
		for _, name := range [...]string{"utter_ask_" + f.Name + "_" + slot, "utter_ask_" + slot} {
			at := f.Declaration
			at.Name = name
			d.addUsage(Usage{at, "form " + f.Name})
		}
	}
}
