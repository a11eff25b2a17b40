package lint

import (
	"cmp"

	"nlgserver/channels"
	"nlgserver/internal/diag"
	"nlgserver/internal/document"
)

// Settings describe an assistant to the checks, once for everyone who runs them.
type Settings struct {
	// Severities are off, warning or error, by code.
	Severities map[diag.Code]Severity
	// Channels are the assistant's own channels.
	Channels []*channels.Channel
	// For are the channels that the assistant is used on.
	For []string
	// Languages are the languages that every text must be translated into.
	Languages []string
	// Arguments are the variables that custom actions pass.
	Arguments []string
	// Exclude is where the paths to leave out are; missing if there are none. They
	// are read when the content is.
	Exclude document.Value
}

// Severity is how severe the diagnostics of a code are.
type Severity string

// The severities.
const (
	Off     Severity = "off"
	Warning Severity = "warning"
	Error   Severity = "error"
)

// settingKeys are the keys of a file of settings.
var settingKeys = []string{"severities", "channels", "for_channels", "languages", "arguments", "exclude"}

// ReadSettings reads a file of settings.
func ReadSettings(name string, data []byte) (Settings, diag.List) {
	doc, found := document.Parse(name, data, document.Options{Lenient: true})
	r := settingsReader{
		Reader: document.Reader{WrongType: diag.SettingsFile, UnknownKey: diag.SettingsFile, Found: found},
		out:    Settings{Severities: map[diag.Code]Severity{}},
	}
	if doc != nil && r.Map(doc.Root(), "the settings file", "start with a key such as `severities:`") {
		r.Keys(doc.Root(), "the settings file", settingKeys...)
		r.settings(doc.Root())
	}
	r.Found.Sort()
	return r.out, r.Found
}

type settingsReader struct {
	document.Reader
	out Settings
}

func (r *settingsReader) settings(root document.Value) {
	r.severities(root.Get("severities"))
	r.channels(root.Get("channels"))
	r.out.For = r.Strings(root.Get("for_channels"), "for_channels")
	r.out.Languages = r.Strings(root.Get("languages"), "languages")
	r.out.Arguments = r.Strings(root.Get("arguments"), "arguments")
	r.out.Exclude = root.Get("exclude")
	r.Strings(r.out.Exclude, "exclude")
}

func (r *settingsReader) severities(v document.Value) {
	if !r.Map(v, "severities", "write `severities: {"+cmp.Or(v.String(), "NLG071")+": off}`") {
		return
	}
	for e := range v.Entries() {
		code := diag.Code(e.Name())
		if _, ok := diag.Describe(code); !ok {
			r.Error(e.Key, diag.SettingsFile, "unknown code "+quote(string(code)), "docs/diagnostics.md lists the codes; remove the line if it is none of them")
			continue
		}
		switch s := Severity(e.Value.Printed()); s {
		case Off, Warning, Error:
			r.out.Severities[code] = s
		default:
			r.Error(e.Value, diag.SettingsFile, "a severity must be off, warning or error", "write `"+string(code)+": off`")
		}
	}
}

// channels reads a list of names, or a map of names and families.
func (r *settingsReader) channels(v document.Value) {
	if v.IsList() {
		for _, name := range r.Strings(v, "channels") {
			r.out.Channels = append(r.out.Channels, channels.Declared(name, channels.Web))
		}
		return
	}
	if !r.Map(v, "channels", "write `channels: {"+cmp.Or(v.String(), "mychat")+": chat}`") {
		return
	}
	for e := range v.Entries() {
		family, err := channels.ParseFamily(e.Value.Printed())
		if err != nil {
			r.Error(e.Value, diag.SettingsFile, "a channel's family must be chat, sms, voice or web", "write `"+e.Name()+": chat`")
			continue
		}
		r.out.Channels = append(r.out.Channels, channels.Declared(e.Name(), family))
	}
}

// Enabled returns the optional codes that the settings turn on.
func (s *Settings) Enabled() []diag.Code {
	var on []diag.Code
	for _, code := range optional {
		if v := s.Severities[code]; v == Warning || v == Error || code == diag.UnknownVariable && len(s.Arguments) > 0 && v != Off {
			on = append(on, code)
		}
	}
	return on
}

// Apply gives each diagnostic the severity that the settings ask for. Faults
// that keep content from loading stay errors.
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
