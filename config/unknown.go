package config

import (
	"slices"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/document"
)

// unknown adds the error of an unknown key, and says where one of that name belongs.
func (r *reader) unknown(e document.Entry, what string, keys []Key, more ...string) {
	name := e.Name()
	var known []string
	for _, key := range keys {
		group, inner := key.group()
		switch {
		case group == "" || group == what:
			known = append(known, inner)
		case !slices.Contains(known, group):
			known = append(known, group)
		}
	}
	if hint := r.elsewhere(name, what); hint != "" {
		r.Error(e.Key, diag.Configuration, "unknown key "+document.Quote(name)+" in "+what, hint)
		return
	}
	known = append(known, more...)
	before := len(r.Found)
	r.Unknown(e, what, known...)
	if d := &r.Found[before]; len(known) > mostListed && strings.HasPrefix(d.Hint, "the keys are ") {
		d.Hint = "run `nlgserver schema config`, or see docs/configuration.md, for the keys; remove the line if it is none of them"
	}
}

// mostListed is how many keys a hint lists.
const mostListed = 20

// elsewhere says where a key belongs that is in the wrong map; empty if it is none.
func (r *reader) elsewhere(name, in string) string {
	underscored := strings.ReplaceAll(name, "-", "_")
	atTop, hint := in == "the configuration", ""
	if group := r.group(underscored); group != nil && atTop {
		return "remove it; at the top, its settings are " + tops(group)
	}
	for _, key := range r.keys.Assistant {
		group, inner := key.group()
		isMeant := inner == underscored || key.Name == underscored || key.Top == underscored
		switch {
		case !isMeant || hint != "" || group == in:
		case atTop && group == "":
			hint = "move it into an assistant, below `" + assistantsKey + ":`"
		case !atTop && group != "":
			hint = "write `" + group + ": {" + inner + ": …}`"
		case !atTop && inner != name:
			hint = "write `" + inner + "`"
		}
	}
	isOfServer := find(r.keys.Server, underscored) != nil
	switch {
	case atTop && isOfServer && underscored != name:
		return "write `" + underscored + "`"
	case hint == "" && isOfServer && !atTop:
		return "move it to the top of the file: it is a setting of the server"
	}
	return hint
}

// tops lists the keys at the top that set the same as those of a group.
func tops(group []Key) string {
	var names []string
	for _, key := range group {
		if key.Top != "" {
			names = append(names, "`"+key.Top+"`")
		}
	}
	return strings.Join(names, ", ")
}
