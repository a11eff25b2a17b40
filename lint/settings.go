package lint

import (
	"slices"

	"nlgserver/channels"
	"nlgserver/internal/diag"
	"nlgserver/internal/yamlsrc"
	"nlgserver/nlg"
)

// Settings are what an assistant says about itself, once for everybody.
type Settings struct {
	// Severities are off, warning or error, by code.
	Severities map[diag.Code]Severity
	// Channels are the assistant's own channels.
	Channels []*channels.Channel
	// For are the channels that the assistant is used on.
	For []string
	// Languages are those that everything must be translated into.
	Languages []string
	// Arguments are the variables that custom actions pass.
	Arguments []string
}

// Severity is what a code counts as.
type Severity string

// The severities.
const (
	Off     Severity = "off"
	Warning Severity = "warning"
	Error   Severity = "error"
)

// ReadSettings reads a file of settings.
func ReadSettings(name string, data []byte) (Settings, diag.List) {
	doc, found := yamlsrc.Parse(name, data, yamlsrc.Options{})
	r := settingsReader{doc: doc, found: found, out: Settings{Severities: map[diag.Code]Severity{}}}
	if doc != nil && doc.Root != nil {
		if doc.Root.Kind != yamlsrc.Mapping {
			r.fault(doc.Root, "the settings must be a map", `begin with a key such as  severities:`)
			return r.out, r.found
		}
		for _, p := range doc.Root.Pairs {
			r.key(p)
		}
	}
	r.found.Sort()
	return r.out, r.found
}

type settingsReader struct {
	doc   *yamlsrc.Document
	found diag.List
	out   Settings
}

func (r *settingsReader) fault(n *nlg.Node, message, hint string) {
	r.found = append(r.found, r.doc.Diagnose(n.Line, n.Column, diag.Error, diag.SettingsFile, message, hint))
}

func (r *settingsReader) key(p pair) {
	switch key := p.Key.Value.Str(); key {
	case "severities":
		r.severities(p.Value)
	case "channels":
		r.channels(p.Value)
	case "for_channels":
		r.out.For = r.texts(p.Value, key)
	case "languages":
		r.out.Languages = r.texts(p.Value, key)
	case "arguments":
		r.out.Arguments = r.texts(p.Value, key)
	default:
		known := []string{"severities", "channels", "for_channels", "languages", "arguments"}
		hint := "the keys are " + list(known)
		if near, ok := nearest(key, slices.Values(known)); ok {
			hint = "did you mean " + quote(near) + "?"
		}
		r.fault(p.Key, "there is no setting "+quote(key), hint)
	}
}

func (r *settingsReader) severities(n *nlg.Node) {
	if n.Kind != yamlsrc.Mapping {
		r.fault(n, "severities must be a map of codes", "write  NLG071: off")
		return
	}
	for _, p := range n.Pairs {
		code := diag.Code(p.Key.Value.Str())
		if _, ok := diag.Describe(code); !ok {
			r.fault(p.Key, quote(string(code))+" is no code", "docs/diagnostics.md lists the codes")
			continue
		}
		switch s := Severity(p.Value.Value.Str()); s {
		case Off, Warning, Error:
			r.out.Severities[code] = s
		default:
			r.fault(p.Value, "a severity is off, warning or error", "write  "+string(code)+": off")
		}
	}
}

// channels reads a list of names, or a map of names and families.
func (r *settingsReader) channels(n *nlg.Node) {
	if n.Kind == yamlsrc.Sequence {
		for _, name := range r.texts(n, "channels") {
			r.out.Channels = append(r.out.Channels, channels.Declared(name, channels.Web))
		}
		return
	}
	if n.Kind != yamlsrc.Mapping {
		r.fault(n, "channels must be a map of your own channels", "write  channels: {mychat: chat}")
		return
	}
	for _, p := range n.Pairs {
		family, err := channels.ParseFamily(p.Value.Value.Str())
		if err != nil || p.Value.Kind != yamlsrc.Scalar {
			r.fault(p.Value, "a channel's family is chat, sms, voice or web", "write  "+p.Key.Value.Str()+": chat")
			continue
		}
		r.out.Channels = append(r.out.Channels, channels.Declared(p.Key.Value.Str(), family))
	}
}

func (r *settingsReader) texts(n *nlg.Node, key string) []string {
	var out []string
	if n.Kind != yamlsrc.Sequence {
		r.fault(n, key+" must be a list", "write  "+key+": [a, b]")
		return nil
	}
	for _, item := range n.Items {
		text, ok := item.Value.Text()
		if !ok || item.Kind != yamlsrc.Scalar {
			r.fault(item, "an item of "+key+" must be a text", "put it in quotes")
			continue
		}
		out = append(out, text)
	}
	return out
}

// Enabled returns the optional codes that the settings ask for.
func (s *Settings) Enabled() []diag.Code {
	var on []diag.Code
	for _, code := range Optional() {
		if v := s.Severities[code]; v == Warning || v == Error || code == diag.UnknownVariable && len(s.Arguments) > 0 && v != Off {
			on = append(on, code)
		}
	}
	return on
}

// Apply gives each finding the severity that the settings want. What keeps
// content from loading stays an error.
func (s *Settings) Apply(found diag.List) diag.List {
	out := found[:0:0]
	for _, d := range found {
		if d.Severity != diag.Error {
			switch s.Severities[d.Code] {
			case Off:
				continue
			case Warning:
				d.Severity = diag.Warning
			case Error:
				d.Severity = diag.Defect
			}
		}
		out = append(out, d)
	}
	return out
}
