package config

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"nlgserver/internal/diag"
	"nlgserver/internal/document"
)

// Read reads a configuration file. Variables as in ${TOKEN} are looked up in env. The list
// has all errors of the file, in their order; with one, the file must not be used.
func (k *Keys) Read(path string, data []byte, env func(name string) (string, bool)) (*File, diag.List) {
	doc, found := document.Parse(path, data, document.Options{
		Lenient: true, Env: env, EnvAllowed: func(string) bool { return true }, // its author runs the server
	})
	r := &reader{
		Reader: document.Reader{WrongType: diag.Configuration, UnknownKey: diag.Configuration, Found: found},
		keys:   k, file: &File{Path: path, Server: Settings{}}, secretLines: map[int]bool{},
	}
	r.unread(doc == nil)
	if doc != nil {
		r.root(doc.Root())
	}
	r.concealLines()
	r.Found.Sort()
	return r.file, r.Found
}

type reader struct {
	document.Reader
	keys *Keys
	file *File
	// secretLines are the lines that hold what may be a secret.
	secretLines map[int]bool
}

func (r *reader) root(root document.Value) {
	if !r.Map(root, "the configuration", "start with a key such as `listen:`") {
		return
	}
	for e := range root.Entries() {
		switch name := e.Name(); name {
		case assistantsKey:
			r.assistants(e.Value)
		case defaultKey:
			r.file.Default, _ = r.String(e.Value, name)
		default:
			if key := find(r.keys.Server, name); key != nil {
				r.setting(r.file.Server, key, name, e)
				continue
			}
			r.unknown(e, "the configuration", r.keys.Server, assistantsKey, defaultKey)
		}
	}
	r.checkDefault(root.Get(defaultKey))
}

// checkDefault checks that the default assistant is one of the assistants.
func (r *reader) checkDefault(v document.Value) {
	name := r.file.Default
	if name == "" || slices.ContainsFunc(r.file.Assistants, func(a Assistant) bool { return a.Name == name }) {
		return
	}
	hint := "name one of the assistants below `assistants:`"
	if len(r.file.Assistants) > 0 {
		hint = "write `" + defaultKey + ": " + r.file.Assistants[0].Name + "`, or the name of another assistant"
	}
	r.Error(v, diag.Configuration, "there is no assistant "+document.Quote(name), hint)
}

// assistantName is a name that needs no escape in a URL, a file name, and a label.
var assistantName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$`)

func (r *reader) assistants(v document.Value) {
	const hint = "write the name of each assistant as a key: `bank: {content: bank/}`"
	if !r.Map(v, assistantsKey, hint) {
		return
	}
	if v.Len() == 0 {
		r.Error(v, diag.Configuration, "there are no assistants", hint)
	}
	for e := range v.Entries() {
		name, isText := e.Key.Text()
		switch {
		case !isText:
			r.Error(e.Key, diag.Configuration, "the name of an assistant must be a string, not "+e.Key.Describe(), "quote it: "+diag.InBackticks(e.Key.Quoted()))
			continue
		case !assistantName.MatchString(name):
			r.Error(e.Key, diag.Configuration, "an assistant cannot be named "+document.Quote(name), "use letters, digits, ., _ and -, at most 63, and begin with a letter or a digit")
			continue
		}
		a := Assistant{Name: name, Settings: Settings{}, name: e.Key.Place()}
		r.assistant(&a, e)
		r.file.Assistants = append(r.file.Assistants, a)
	}
}

func (r *reader) assistant(a *Assistant, e document.Entry) {
	if !e.Value.IsMap() {
		r.Mistyped(e.Value, "an assistant", "a map", "write its settings below its name, such as `content: "+a.Name+"/`")
		return
	}
	for inner := range e.Value.Entries() {
		name := inner.Name()
		if key := find(r.keys.Assistant, name); key != nil {
			r.setting(a.Settings, key, name, inner)
			continue
		}
		if group := r.group(name); group != nil {
			r.grouped(a.Settings, name, group, inner)
			continue
		}
		r.unknown(inner, "an assistant", r.keys.Assistant)
	}
	if e.Value.Get(contentKey).IsMissing() && e.Value.Get(fromKey).IsMissing() {
		r.Error(e.Key, diag.Configuration, "assistant "+document.Quote(a.Name)+" has no content", "add `content: "+a.Name+"/`, with the path of its response files")
	}
}

// group returns the keys of a group; nil if there is none of the name.
func (r *reader) group(name string) []Key {
	var keys []Key
	for _, key := range r.keys.Assistant {
		if group, _ := key.group(); group == name {
			keys = append(keys, key)
		}
	}
	return keys
}

// grouped reads a group: a map of its settings, or the value of the short one.
func (r *reader) grouped(to Settings, name string, group []Key, e document.Entry) {
	if !e.Value.IsMap() {
		if i := slices.IndexFunc(group, func(k Key) bool { return k.IsShort }); i >= 0 {
			r.setting(to, &group[i], name, e)
			return
		}
		if slices.ContainsFunc(group, func(k Key) bool { return k.IsSecret }) {
			r.secret(e)
		}
		_, first := group[0].group()
		r.Mistyped(e.Value, name, "a map", "write its settings below it, such as `"+first+":`")
		return
	}
	for inner := range e.Value.Entries() {
		if key := find(group, name+"."+inner.Name()); key != nil {
			r.setting(to, key, inner.Name(), inner)
			continue
		}
		r.unknown(inner, name, group)
	}
}

func find(keys []Key, name string) *Key {
	if i := slices.IndexFunc(keys, func(k Key) bool { return k.Name == name }); i >= 0 {
		return &keys[i]
	}
	return nil
}

// setting reads a setting. name is its key as it is written.
func (r *reader) setting(to Settings, key *Key, name string, e document.Entry) {
	s := Setting{Line: e.Key.Position().Line, isSecret: key.IsSecret, place: e.Value.Place()}
	if key.IsSecret {
		r.secret(e)
	}
	before := len(r.Found)
	switch key.Kind {
	case Pairs:
		s.Pairs = r.pairs(e.Value, name)
	case Strings:
		s.Values = r.strings(e.Value, key, name)
		for item := range e.Value.Items() {
			s.items = append(s.items, item.Place())
		}
	default:
		if text, ok := r.text(e.Value, key, name); ok {
			s.Values = []string{text}
		}
	}
	if len(r.Found) > before {
		return
	}
	for i, path := range s.Values {
		switch rest, isPath := strings.CutPrefix(path, key.PathAfter); {
		case key.IsPath:
			s.Values[i] = beside(r.file.Path, path)
		case key.PathAfter != "" && isPath:
			s.Values[i] = key.PathAfter + beside(r.file.Path, rest)
		}
	}
	to[key.Name] = s
}

// pairs reads a map of strings.
func (r *reader) pairs(v document.Value, name string) []Pair {
	if !r.Map(v, name, "write `"+name+": {team: support}`") {
		return nil
	}
	var pairs []Pair
	for e := range v.Entries() {
		if text, ok := r.String(e.Value, document.Quote(e.Name())+" in "+name); ok {
			pairs = append(pairs, Pair{e.Name(), text})
		}
	}
	return pairs
}

// strings reads a list of strings, or one string.
func (r *reader) strings(v document.Value, key *Key, name string) []string {
	if v.IsScalar() {
		text, ok := r.text(v, key, name)
		if !ok {
			return nil
		}
		return []string{text}
	}
	if !r.List(v, name, "write `"+name+": [a, b]`") {
		return nil
	}
	var texts []string
	for item := range v.Items() {
		if text, ok := r.text(item, key, "an item of "+name); ok {
			texts = append(texts, text)
		}
	}
	return texts
}

// text reads a value of a kind other than a list or a map, as text.
func (r *reader) text(v document.Value, key *Key, name string) (string, bool) {
	before := len(r.Found)
	var text string
	switch key.Kind {
	case Bool:
		b, ok := v.Bool()
		if !ok {
			r.Mistyped(v, name, "true or false", "write `"+name+": true` or `"+name+": false`")
		}
		text = fmt.Sprint(b)
	case Integer:
		n, ok := v.Int()
		if !ok {
			r.Mistyped(v, name, "a whole number", "write a number, such as `"+orExample(key.Default, "10")+"`")
		}
		text = fmt.Sprint(n)
	case Duration:
		text = v.String()
		if _, err := time.ParseDuration(text); err != nil {
			hint := "write a number with a unit, such as `" + orExample(key.Default, "1.5s") + "`; the units are ms, s, m and h"
			if n, ok := v.Int(); ok {
				hint = fmt.Sprintf("write a unit, such as `%ds`; the units are ms, s, m and h", n)
			}
			r.Error(v, diag.Configuration, name+" must be a duration", hint)
		}
	default:
		text, _ = r.String(v, name)
	}
	if len(r.Found) == before && key.Check != nil {
		if err := key.Check(text); err != nil {
			r.Error(v, diag.Configuration, key.Name+" "+err.Error(), "")
		}
	}
	if key.IsSecret {
		r.conceal(before)
		r.namesVariable(v, name)
	}
	return text, len(r.Found) == before
}

func orExample(byDefault, example string) string {
	if byDefault == "" {
		return example
	}
	return byDefault
}
