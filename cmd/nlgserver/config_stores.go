package main

import (
	"nlgserver/internal/diag"
	"nlgserver/internal/source/branch"
	"nlgserver/release/stores"
)

// contentOrStore checks that an assistant has files, or follows something, not both.
func (r *rules) contentOrStore(a assistant) {
	from, follows := a.own.Settings[fromFlag]
	if _, hasContent := a.own.Settings["content"]; follows && hasContent {
		r.add(from.Diagnose("an assistant has content or follows a store, not both", "remove one of `content` and `from`"))
	}
	r.faults(a.settings, a.fromFaults(a.flags))
}

// ownStore checks that no two assistants follow the same store: as replicas of it they
// could not be told apart.
func (r *rules) ownStore() {
	if r.of.isSettingsOnly() {
		return
	}
	if r.of.server.from != "" {
		r.shared(assistant{settings: r.of.server}, fromFlag)
	}
	first := map[string]fileSetting{}
	for _, a := range r.of.assistants {
		if _, isOwn := a.own.Settings[fromFlag]; !isOwn || branch.Is(a.from) {
			continue
		}
		in := a.inFile[fromFlag]
		other, taken := first[stores.Shown(a.from)]
		if !taken {
			first[stores.Shown(a.from)] = in
			continue
		}
		d := in.Diagnose("another assistant follows the same store", "give each assistant a store of its own")
		d.Related = &diag.Related{Position: other.Diagnose("", "").Position, Message: "it is here too"}
		r.add(d)
	}
}
